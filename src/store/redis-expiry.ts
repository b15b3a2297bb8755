/**
 * What the Redis store forgets. Redis's own expiry is not used: it would go by the server's clock, tell nobody, and leave
 * what leads to a record behind.
 */
import { parseCount, parseList } from './redis-reply.ts'
import type { RedisScript } from './redis-script.ts'
import { type JournalLimits, KEY_LIFETIME_MS, type Retention } from './retention.ts'
import type { Store } from './store.ts'

/** Removed in one go. */
const BATCH = 100

/** The part of the store that lets records go. */
export function createRedisExpiry(
  { run }: RedisScript,
  retention: Retention,
  { maxAgeMs }: JournalLimits,
): Pick<Store, 'removeExpired'> {
  async function removeAll(operation: string, before: number): Promise<number> {
    for (let removed = 0; ; ) {
      const [count = 0, found = 0] = await run(operation, { before, limit: BATCH }, (reply) =>
        parseList(reply).map(parseCount),
      )
      removed += count
      if (found < BATCH) return removed
    }
  }

  return {
    async removeExpired(now) {
      const keys = await removeAll('removeKeys', now - KEY_LIFETIME_MS)
      // Journeys before applicants: who has just lost the last one may go in the same pass.
      const journeys = await removeAll('removeJourneys', now - retention.journeyMs)
      const applicants = await removeAll('removeApplicants', now - retention.applicantMs)
      const transitions = maxAgeMs === undefined ? 0 : await removeAll('shortenJournals', now - maxAgeMs)
      return keys + journeys + applicants + transitions
    },
  }
}

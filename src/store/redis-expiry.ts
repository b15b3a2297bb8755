/**
 * What the Redis store forgets. Redis's own expiry is not used: it would go by the server's clock, tell nobody, and leave
 * what leads to a record behind. On the way it seals anew what an older key had sealed.
 */
import type { Retention } from '../domain/retention.ts'
import type { Audit } from './audit.ts'
import { parseCount, parseList } from './redis-reply.ts'
import { createRedisReseal } from './redis-reseal.ts'
import type { RedisScript } from './redis-script.ts'
import type { Resealer } from './reseal.ts'
import { type JournalLimits, KEY_LIFETIME_MS } from './retention.ts'
import type { Store } from './store.ts'
import type { ReadOrSkip } from './unreadable.ts'

/** Removed in one go. */
const BATCH = 100

/** The part of the store that lets records go. */
export function createRedisExpiry(
  script: RedisScript,
  retention: Retention,
  { maxAgeMs }: JournalLimits,
  resealer: Resealer,
  readOrSkip: ReadOrSkip,
  audit: Audit,
): Pick<Store, 'removeExpired'> {
  const reseal = createRedisReseal(script, resealer, readOrSkip)

  async function removeAll(operation: string, before: number): Promise<number> {
    for (let removed = 0; ; ) {
      const [count = 0, found = 0] = await script.run(operation, { before, limit: BATCH }, (reply) =>
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
      const erasures = await removeAll('removeErasures', now - retention.tombstoneMs)
      await reseal()
      await audit.removeExpired(now)
      return keys + journeys + applicants + transitions + erasures
    },
  }
}

/** What the embedded store forgets by itself: keys after a day, journeys and applicants after their retention. */
import { setImmediate } from 'node:timers/promises'
import type { SQLInputValue } from 'node:sqlite'
import type { EmbeddedConnection } from './embedded-connection.ts'
import { KEY_LIFETIME_MS, type Retention } from './retention.ts'
import type { Store } from './store.ts'

/** Removed in one transaction, so that a long backlog does not hold up everything else. */
const BATCH = 200

const KEYS = `DELETE FROM keys WHERE (tenant, key) IN (SELECT tenant, key FROM keys WHERE claimed_at <= ? LIMIT ${BATCH})`
const JOURNEYS = `DELETE FROM journeys WHERE (tenant, id) IN
  (SELECT tenant, id FROM journeys WHERE ended_at <= ? LIMIT ${BATCH})`
const APPLICANTS = `DELETE FROM applicants WHERE (tenant, id) IN
  (SELECT tenant, id FROM applicants WHERE active_at <= ? AND NOT EXISTS
    (SELECT 1 FROM journeys WHERE journeys.tenant = applicants.tenant AND journeys.applicant_id = applicants.id)
  LIMIT ${BATCH})`

/** The part of the store that lets records go, over an open connection. */
export function createEmbeddedExpiry(
  connection: EmbeddedConnection,
  retention: Retention,
): Pick<Store, 'removeExpired'> {
  async function removeAll(sql: string, before: SQLInputValue): Promise<number> {
    for (let removed = 0; ; ) {
      const changes = await connection.transact(() => {
        const count = Number(connection.prepare(sql).run(before).changes)
        if (count > 0 && sql !== KEYS) connection.markRemoval()
        return count
      })
      removed += changes
      if (changes < BATCH) return removed
      await setImmediate()
    }
  }

  return {
    async removeExpired(now) {
      const keys = await removeAll(KEYS, now - KEY_LIFETIME_MS)
      // Journeys before applicants: who has just lost the last one may go in the same pass.
      const journeys = await removeAll(JOURNEYS, now - retention.journeyMs)
      const applicants = await removeAll(APPLICANTS, now - retention.applicantMs)
      // Also when nothing went now: an earlier rewrite of the file may still be due.
      await connection.compact()
      return keys + journeys + applicants
    },
  }
}

/**
 * What the embedded store forgets by itself: keys after a day, transitions, journeys and applicants after their retention.
 * On the way it seals anew what an older key had sealed.
 */
import { setImmediate } from 'node:timers/promises'
import type { SQLInputValue } from 'node:sqlite'
import type { Retention } from '../domain/retention.ts'
import type { Audit } from './audit.ts'
import type { EmbeddedConnection } from './embedded-connection.ts'
import { createEmbeddedReseal } from './embedded-reseal.ts'
import { parseText } from './field.ts'
import { type JournalLimits, KEY_LIFETIME_MS } from './retention.ts'
import { RECALL_LIFE_MS } from './recall.ts'
import type { Resealer } from './reseal.ts'
import type { Store } from './store.ts'
import type { ReadOrSkip } from './unreadable.ts'

/** Removed in one transaction, so that a long backlog does not hold up everything else. */
const BATCH = 200

const KEYS = `DELETE FROM keys WHERE (tenant, key_hash) IN
  (SELECT tenant, key_hash FROM keys WHERE claimed_at <= ? LIMIT ${BATCH})`
const JOURNEYS = `DELETE FROM journeys WHERE (tenant, id) IN
  (SELECT tenant, id FROM journeys WHERE ended_at <= ? LIMIT ${BATCH})`
const APPLICANTS = `DELETE FROM applicants WHERE (tenant, id) IN
  (SELECT tenant, id FROM applicants WHERE active_at <= ? AND NOT EXISTS
    (SELECT 1 FROM journeys WHERE journeys.tenant = applicants.tenant AND journeys.applicant_id = applicants.id)
  LIMIT ${BATCH})`
const ERASURES = `DELETE FROM erasures WHERE (tenant, applicant_id) IN
  (SELECT tenant, applicant_id FROM erasures WHERE erased_at <= ? LIMIT ${BATCH})`
const RECALLS = `DELETE FROM recalls WHERE number IN (SELECT number FROM recalls WHERE recalled_at <= ? LIMIT ${BATCH})`
// A journal is shortened from its start only: up to the first transition that is young enough. A clock that was set back
// may have left an older one behind that.
const SHORTENABLE = `SELECT tenant, journey_id FROM transitions AS first WHERE observed_at <= ? AND NOT EXISTS
  (SELECT 1 FROM transitions AS earlier WHERE earlier.tenant = first.tenant AND earlier.journey_id = first.journey_id
    AND earlier.sequence < first.sequence) LIMIT ${BATCH}`
const SHORTEN = `DELETE FROM transitions WHERE tenant = :tenant AND journey_id = :journey_id AND sequence <
  coalesce((SELECT min(sequence) FROM transitions WHERE tenant = :tenant AND journey_id = :journey_id
    AND observed_at > :before), 9e15)`

/** The part of the store that lets records go, over an open connection. */
export function createEmbeddedExpiry(
  connection: EmbeddedConnection,
  retention: Retention,
  { maxAgeMs }: JournalLimits,
  resealer: Resealer,
  readOrSkip: ReadOrSkip,
  audit: Audit,
): Pick<Store, 'removeExpired'> {
  const reseal = createEmbeddedReseal(connection, resealer, readOrSkip)

  async function removeAll(sql: string, before: SQLInputValue): Promise<number> {
    for (let removed = 0; ; ) {
      const changes = await connection.transact(() => {
        const count = Number(connection.prepare(sql).run(before).changes)
        if (count > 0 && sql !== KEYS && sql !== RECALLS) connection.markRemoval()
        return count
      })
      removed += changes
      if (changes < BATCH) return removed
      await setImmediate()
    }
  }

  async function shortenJournals(before: number): Promise<number> {
    for (let removed = 0; ; ) {
      const journals = await connection.transact(() => {
        const found = connection.prepare(SHORTENABLE).all(before)
        for (const { tenant, journey_id } of found) {
          const values = {
            tenant: parseText(tenant, 'tenant'),
            journey_id: parseText(journey_id, 'journey_id'),
            before,
          }
          removed += Number(connection.prepare(SHORTEN).run(values).changes)
        }
        return found.length
      })
      if (journals < BATCH) return removed
      await setImmediate()
    }
  }

  return {
    async removeExpired(now) {
      const keys = await removeAll(KEYS, now - KEY_LIFETIME_MS)
      // Journeys before applicants: who has just lost the last one may go in the same pass.
      const journeys = await removeAll(JOURNEYS, now - retention.journeyMs)
      const applicants = await removeAll(APPLICANTS, now - retention.applicantMs)
      const transitions = maxAgeMs === undefined ? 0 : await shortenJournals(now - maxAgeMs)
      const erasures = await removeAll(ERASURES, now - retention.tombstoneMs)
      // Hints of a day ago, no records: they are not counted.
      await removeAll(RECALLS, now - RECALL_LIFE_MS)
      await reseal()
      await audit.removeExpired(now)
      // Also when nothing went now: an earlier rewrite of the file may still be due.
      await connection.compact()
      return keys + journeys + applicants + transitions + erasures
    },
  }
}

/** Erasing applicants in the embedded store, and the tombstones that are left. */
import type { Instant } from '../domain/date.ts'
import type { ApplicantId, JourneyId, TenantId } from '../domain/ids.ts'
import type { Seal } from '../platform/seal.ts'
import type { EmbeddedConnection } from './embedded-connection.ts'
import { RECALLS_TOPIC, recall } from './embedded-recall.ts'
import { createReceiptId, type Erasure, type ErasureKey, type ErasureStore } from './erasure.ts'
import { type FeedListeners, toTopic } from './feed-listener.ts'
import { type Fields, parseJsonList, parseStoredInstant, parseText } from './field.ts'
import { toReferenceHashes } from './sealed-record.ts'

const REFERENCE = 'SELECT reference FROM applicants WHERE tenant = ? AND id = ?'
const JOURNEYS = 'SELECT id FROM journeys WHERE tenant = ? AND applicant_id = ?'
const DELETE = 'DELETE FROM applicants WHERE tenant = ? AND id = ?'
// An id that comes back, as a demo's does, has only its latest erasure.
const INSERT = `INSERT OR REPLACE INTO erasures (tenant, applicant_id, receipt_id, reference_hash, journey_ids, erased_at)
  VALUES (?, ?, ?, ?, ?, ?)`
const INSERT_JOURNEY = 'INSERT OR REPLACE INTO erased_journeys (tenant, journey_id, applicant_id) VALUES (?, ?, ?)'

const COLUMNS = 'erasures.tenant, erasures.applicant_id, receipt_id, journey_ids, erased_at FROM erasures'
const BY_KEY = {
  receipt: `SELECT ${COLUMNS} WHERE tenant = ? AND receipt_id = ?`,
  applicant: `SELECT ${COLUMNS} WHERE tenant = ? AND applicant_id = ?`,
  journey: `SELECT ${COLUMNS} JOIN erased_journeys USING (tenant, applicant_id) WHERE tenant = ? AND journey_id = ?`,
  reference: `SELECT ${COLUMNS} WHERE tenant = ? AND reference_hash IN (SELECT value FROM json_each(?))
    ORDER BY erased_at DESC LIMIT 1`,
} as const satisfies Record<ErasureKey['kind'], string>

/** The part of the store that erases, over an open connection. */
export function createEmbeddedErasures(
  connection: EmbeddedConnection,
  seal: Seal,
  listeners: FeedListeners,
): ErasureStore {
  const { prepare, run, transact } = connection

  function select(sql: string, tenant: TenantId, value: string): Erasure | null {
    const row = prepare(sql).get(tenant, value)
    return row === undefined ? null : toErasure(row)
  }

  function erase(tenant: TenantId, id: ApplicantId, at: Instant): Erasure | null {
    const owner = prepare(REFERENCE).get(tenant, id)
    if (owner === undefined) return null
    const [hash = ''] = toReferenceHashes(seal, tenant, parseText(owner.reference, 'reference'))
    const journeyIds = prepare(JOURNEYS)
      .all(tenant, id)
      .map((row) => parseText(row.id, 'id') as JourneyId) // written by us from one
    prepare(DELETE).run(tenant, id)
    connection.markRemoval()
    const receiptId = createReceiptId()
    prepare(INSERT).run(tenant, id, receiptId, hash, JSON.stringify(journeyIds), at)
    for (const journeyId of journeyIds) {
      prepare(INSERT_JOURNEY).run(tenant, journeyId, id)
      recall(connection, tenant, journeyId, at)
    }
    return { receiptId, tenant, applicantId: id, journeyIds, erasedAt: at }
  }

  return {
    async eraseApplicant(tenant, id, at) {
      const erased = await transact(() => erase(tenant, id, at))
      if (erased === null) return run(() => select(BY_KEY.applicant, tenant, id))
      // Whoever follows looks again, finds nothing and ends.
      listeners.announce([
        RECALLS_TOPIC,
        toTopic({ kind: 'applicant', tenant, id }),
        ...erased.journeyIds.map((journeyId) => toTopic({ kind: 'journey', tenant, id: journeyId })),
      ])
      await connection.compact()
      return erased
    },
    readErasure: (tenant, by) =>
      run(() => {
        const value = by.kind === 'reference' ? JSON.stringify(toReferenceHashes(seal, tenant, by.reference)) : by.id
        return select(BY_KEY[by.kind], tenant, value)
      }),
  }
}

function toErasure(row: Fields): Erasure {
  return {
    receiptId: parseText(row.receipt_id, 'receipt_id'),
    tenant: parseText(row.tenant, 'tenant') as TenantId, // written by us from one
    applicantId: parseText(row.applicant_id, 'applicant_id') as ApplicantId, // written by us from one
    journeyIds: parseJsonList(row.journey_ids, 'journey_ids', parseText).map((id) => id as JourneyId), // written by us from ones
    erasedAt: parseStoredInstant(row.erased_at, 'erased_at'),
  }
}

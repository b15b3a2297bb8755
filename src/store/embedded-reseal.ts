/**
 * Sealing anew in the embedded store: a walk over all records in batches, each in a transaction of its own. What cannot be
 * opened stays as it is, for its key may come back.
 */
import { setImmediate } from 'node:timers/promises'
import type { TenantId } from '../domain/ids.ts'
import type { EmbeddedConnection } from './embedded-connection.ts'
import { type Fields, parseText, parseTextOrNull } from './field.ts'
import { MOST_RESEALED, type Resealer } from './reseal.ts'
import type { Place } from './sealed-record.ts'
import type { ReadOrSkip } from './unreadable.ts'

/** Looked at in one transaction. */
const BATCH = 200

const APPLICANTS = `SELECT tenant, id, sealed_identity FROM applicants WHERE (tenant, id) > (?, ?)
  ORDER BY tenant, id LIMIT ${BATCH}`
const JOURNEYS = `SELECT tenant, id, sealed_handle, sealed_consent_url FROM journeys WHERE (tenant, id) > (?, ?)
  ORDER BY tenant, id LIMIT ${BATCH}`
const WRITE_APPLICANT = 'UPDATE applicants SET sealed_identity = ? WHERE tenant = ? AND id = ?'
// A process with another ring may have added the same handle meanwhile: then this journey stays as it is.
const WRITE_JOURNEY = `UPDATE OR IGNORE journeys SET sealed_handle = ?, handle_hash = ?, sealed_consent_url = ?
  WHERE tenant = ? AND id = ?`

/** Seals a record anew; false when there was nothing to do, or it does not open. */
type ResealRow = (row: Fields, place: Place) => boolean

/** A run over all records that are kept; does nothing while the ring has one key. */
export function createEmbeddedReseal(
  { prepare, transact, markRemoval }: EmbeddedConnection,
  resealer: Resealer,
  readOrSkip: ReadOrSkip,
): () => Promise<void> {
  function resealApplicant(row: Fields, place: Place): boolean {
    const sealed = readOrSkip('applicant', place.id, () =>
      resealer.resealIdentity(parseText(row.sealed_identity, 'sealed_identity'), place),
    )
    return sealed !== null && prepare(WRITE_APPLICANT).run(sealed, place.tenant, place.id).changes > 0
  }

  function resealJourney(row: Fields, place: Place): boolean {
    const handle = parseTextOrNull(row.sealed_handle, 'sealed_handle')
    const consentUrl = parseTextOrNull(row.sealed_consent_url, 'sealed_consent_url')
    const sealed = readOrSkip('journey', place.id, () => resealer.resealJourney({ handle, consentUrl }, place))
    if (sealed === null) return false
    const columns = [sealed.handle, sealed.handleHash, sealed.consentUrl]
    return prepare(WRITE_JOURNEY).run(...columns, place.tenant, place.id).changes > 0
  }

  /** Deals with one batch after `last`; gives where it ended, or null at the end of all. */
  function resealBatch(
    sql: string,
    reseal: ResealRow,
    last: Place,
  ): { readonly count: number; readonly end: Place | null } {
    const rows = prepare(sql).all(last.tenant, last.id)
    const count = rows.filter((row) => reseal(row, toPlace(row))).length
    // What the older key had sealed must not stay in unused space.
    if (count > 0) markRemoval()
    const end = rows.at(-1)
    return { count, end: end === undefined || rows.length < BATCH ? null : toPlace(end) }
  }

  async function walk(sql: string, reseal: ResealRow, most: number): Promise<number> {
    let resealed = 0
    let last: Place | null = { tenant: '' as TenantId, id: '' } // before every tenant
    while (last !== null && resealed < most) {
      const from: Place = last
      const { count, end } = await transact(() => resealBatch(sql, reseal, from))
      resealed += count
      last = end
      await setImmediate()
    }
    return resealed
  }

  return async () => {
    if (!resealer.isRotated) return
    const done = await walk(APPLICANTS, resealApplicant, MOST_RESEALED)
    await walk(JOURNEYS, resealJourney, MOST_RESEALED - done)
  }
}

function toPlace(row: Fields): Place {
  return { tenant: parseText(row.tenant, 'tenant') as TenantId, id: parseText(row.id, 'id') } // written by us from one
}

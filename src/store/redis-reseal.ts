/**
 * Sealing anew in the Redis store: a walk over all records with `SCAN`, since no index has them all. What cannot be opened
 * stays as it is, for its key may come back.
 */
import type { TenantId } from '../domain/ids.ts'
import { type Fields, parseText, parseTextOrNull } from './field.ts'
import { fromPlace, parseCount, parseList, parseRow } from './redis-reply.ts'
import type { Given, RedisScript } from './redis-script.ts'
import { MOST_RESEALED, type Resealer } from './reseal.ts'
import type { Place } from './sealed-record.ts'
import type { ReadOrSkip } from './unreadable.ts'

/** How many keys Redis looks at in one go. */
const BATCH = 500

/** What is to be written in place of a row of the scan; null when there is nothing to do. Throws when it does not open. */
type ResealRow = (row: readonly unknown[]) => Given | null

/** A run over all records that are kept; does nothing while the ring has one key. */
export function createRedisReseal(
  { run }: RedisScript,
  resealer: Resealer,
  readOrSkip: ReadOrSkip,
): () => Promise<void> {
  function resealApplicant([place, json]: readonly unknown[]): Given | null {
    const row = parseRow(json, 'record')
    const identity = resealer.resealIdentity(parseText(row.sealed_identity, 'sealed_identity'), toOwner(row))
    if (identity === null) return null
    const record = JSON.stringify({ ...row, sealed_identity: identity })
    return { place: parseText(place, 'place'), before: parseText(json, 'record'), record }
  }

  function resealJourney([place, json, handle]: readonly unknown[]): Given | null {
    const row = parseRow(json, 'fixed')
    const handleBefore = parseText(handle, 'handle')
    const consentUrl = parseTextOrNull(row.sealed_consent_url, 'sealed_consent_url')
    const given = { handle: handleBefore === '' ? null : handleBefore, consentUrl }
    const sealed = resealer.resealJourney(given, toOwner(row))
    if (sealed === null) return null
    return {
      place: parseText(place, 'place'),
      fixedBefore: parseText(json, 'fixed'),
      handleBefore,
      fixed: JSON.stringify({ ...row, sealed_consent_url: sealed.consentUrl }),
      handle: sealed.handle,
      handleHash: sealed.handleHash,
    }
  }

  async function walk(kind: 'applicant' | 'journey', reseal: ResealRow, most: number): Promise<number> {
    const operation = kind === 'applicant' ? 'resealApplicant' : 'resealJourney'
    let resealed = 0
    for (let cursor = '0'; resealed < most; ) {
      const page = await run('scanSealed', { kind, cursor, limit: BATCH }, (reply) => {
        const [next, rows] = parseList(reply)
        return { next: parseText(next, 'cursor'), rows: parseList(rows).map(parseList) }
      })
      const given = page.rows
        .map((row) => readOrSkip(kind, fromPlace(String(row[0])), () => reseal(row)))
        .filter((each) => each !== null)
      const counts = await Promise.all(given.map((each) => run(operation, each, parseCount)))
      resealed += counts.reduce((sum, count) => sum + count, 0)
      cursor = page.next
      if (cursor === '0') break
    }
    return resealed
  }

  return async () => {
    if (!resealer.isRotated) return
    const done = await walk('applicant', resealApplicant, MOST_RESEALED)
    await walk('journey', resealJourney, MOST_RESEALED - done)
  }
}

/** The record that a row says it is: what it has sealed opens for no other. */
function toOwner(row: Fields): Place {
  return { tenant: parseText(row.tenant, 'tenant') as TenantId, id: parseText(row.id, 'id') } // written by us from one
}

/**
 * What a loader says of records that are not there: that they were erased, where the caller reached them, and nothing
 * otherwise. Asked for every absent id alike, so that somebody else's costs what nobody's does.
 */
import type { Failure } from '../domain/failure.ts'
import type { ApplicantId, TenantId } from '../domain/ids.ts'
import { type ErasureKey, toErasedFailure } from '../store/erasure.ts'
import type { Store } from '../store/store.ts'

export interface ErasedOptions {
  readonly store: Pick<Store, 'readErasure'>
  readonly tenant: TenantId
  /** True for applicants that the caller may know of. */
  reaches(id: ApplicantId): boolean
}

/** Each record as it is; in the place of one that is not there null, or the failure that its erasure amounts to. */
export function explainAbsent<Key, Row>(
  keys: readonly Key[],
  rows: readonly (Row | null)[],
  toErasureKey: (key: Key) => ErasureKey,
  { store, tenant, reaches }: ErasedOptions,
): Promise<(Row | Failure | null)[]> {
  return Promise.all(
    rows.map(async (row, at) => {
      const key = keys[at]
      if (row !== null || key === undefined) return row
      const erasure = await store.readErasure(tenant, toErasureKey(key))
      return erasure !== null && reaches(erasure.applicantId) ? toErasedFailure(erasure) : null
    }),
  )
}

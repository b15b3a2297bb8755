/** Why something is not there: erased, which whoever reached it may know, or never there at all. */
import type { Applicant } from '../domain/applicant.ts'
import { Failure, type FailureCode } from '../domain/failure.ts'
import type { ApplicantId, TenantId } from '../domain/ids.ts'
import { type ErasureKey, toErasedFailure } from '../store/erasure.ts'
import type { Feed, Store } from '../store/store.ts'

export interface AbsenceOptions {
  /** Which input is to blame. */
  readonly field?: readonly string[]
  /** False for applicants that the caller must not know of. @default true for all */
  readonly mayKnow?: (id: ApplicantId) => boolean
}

type ErasureReader = Pick<Store, 'readErasure'>

/** `APPLICANT_ERASED`, or `APPLICANT_NOT_FOUND` when there was no erasure. Rejects with `STORE_UNAVAILABLE`. */
export function toAbsence(
  store: ErasureReader,
  { tenant, id }: Pick<Applicant, 'tenant' | 'id'>,
  options: AbsenceOptions = {},
): Promise<Failure> {
  return explain(store, tenant, { kind: 'applicant', id }, 'APPLICANT_NOT_FOUND', options)
}

/** As `toAbsence`, of what cannot be followed. */
export function toFeedAbsence(store: ErasureReader, feed: Feed, options: AbsenceOptions = {}): Promise<Failure> {
  const absent = feed.kind === 'journey' ? 'JOURNEY_NOT_FOUND' : 'APPLICANT_NOT_FOUND'
  return explain(store, feed.tenant, feed, absent, options)
}

async function explain(
  store: ErasureReader,
  tenant: TenantId,
  key: ErasureKey,
  absent: FailureCode,
  { field, mayKnow = () => true }: AbsenceOptions,
): Promise<Failure> {
  const erasure = await store.readErasure(tenant, key)
  if (erasure !== null && mayKnow(erasure.applicantId)) return toErasedFailure(erasure, field)
  return new Failure(absent, field === undefined ? {} : { field })
}

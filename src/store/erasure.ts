/**
 * Erasing an applicant, and what is left of it: a tombstone without anything of a person, so that a later read can say
 * that there was an erasure, and when. It has our ids and the lender's reference as a keyed hash.
 */
import { randomUUID } from 'node:crypto'
import type { Instant } from '../domain/date.ts'
import { Failure } from '../domain/failure.ts'
import type { ApplicantId, JourneyId, TenantId } from '../domain/ids.ts'

/** What is left of an erased applicant. */
export interface Erasure {
  readonly receiptId: string
  readonly tenant: TenantId
  readonly applicantId: ApplicantId
  /** The journeys that went with it. */
  readonly journeyIds: readonly JourneyId[]
  readonly erasedAt: Instant
}

/** By what an erasure is looked for. */
export type ErasureKey =
  | { readonly kind: 'receipt'; readonly id: string }
  | { readonly kind: 'applicant'; readonly id: ApplicantId }
  | { readonly kind: 'journey'; readonly id: JourneyId }
  | { readonly kind: 'reference'; readonly reference: string }

export interface ErasureStore {
  /**
   * Removes the applicant, its journeys, transitions, handles and keys, whether or not they can be opened, recalls their
   * data and leaves a tombstone, all in one step. Again it gives the same tombstone; null when there was no such applicant.
   * Rejects with `STORE_UNAVAILABLE`.
   */
  eraseApplicant(tenant: TenantId, id: ApplicantId, at: Instant): Promise<Erasure | null>
  /** The erasure in this tenant; of several with one reference the latest. Null when there was none. */
  readErasure(tenant: TenantId, by: ErasureKey): Promise<Erasure | null>
}

/** A number for a receipt that nobody can guess. */
export function createReceiptId(): string {
  return `ers_${randomUUID().replaceAll('-', '')}`
}

/** An erasure as a failure that names the receipt. */
export function toErasedFailure({ receiptId, erasedAt }: Erasure, field?: readonly string[]): Failure {
  const told = { erasure: { receiptId, erasedAt } }
  return new Failure('APPLICANT_ERASED', field === undefined ? told : { ...told, field })
}

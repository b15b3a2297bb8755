/**
 * What the gateway remembers: applicants, journeys with their transitions, idempotency keys. One interface, several
 * implementations, one shared contract suite. Reports are never in here. A write that has resolved survives `kill -9`.
 *
 * Every method takes the tenant: another tenant's record is absent, always. Methods reject with `STORE_UNAVAILABLE` only.
 */
import type { Applicant } from '../domain/applicant.ts'
import type { Instant } from '../domain/date.ts'
import type { ApplicantId, JourneyId, TenantId } from '../domain/ids.ts'
import type { Journey, JourneyState, Transition } from '../domain/journey.ts'

/** Narrowing and order of a list of applicants. Order is by `createdAt`, then by id, so that it is total. */
export interface ApplicantListQuery {
  readonly tenant: TenantId
  /** Exact start of the lender's reference. */
  readonly referencePrefix?: string
  /** Part of the name, case ignored. */
  readonly nameContains?: string
  readonly createdFrom?: Instant
  readonly createdBefore?: Instant
  readonly order: 'CREATED_ASC' | 'CREATED_DESC'
  /** Only what comes after this applicant in `order`; it need not exist any more. */
  readonly after?: ApplicantPosition
  readonly limit: number
}

export interface ApplicantPosition {
  readonly createdAt: Instant
  readonly id: ApplicantId
}

/** What a transition writes besides itself. */
export interface AppendTransition {
  readonly tenant: TenantId
  readonly transition: Transition
  readonly state: JourneyState
  readonly nextCheckAt: Instant | null
  readonly completedAt: Instant | null
}

/** What an idempotency key stands for when it is claimed. */
export type KeyClaim =
  | { readonly outcome: 'CLAIMED' }
  | { readonly outcome: 'FOUND'; readonly journeyId: JourneyId }
  /** Claimed before by somebody who has not finished: still running, or lost with its process. */
  | { readonly outcome: 'PENDING'; readonly claimedAt: Instant }
  /** Known with another fingerprint of the input. */
  | { readonly outcome: 'DIFFERENT_INPUT' }

export interface Store {
  /** Adds the applicant unless its reference is taken in the tenant; gives back the one that now has the reference. */
  addApplicant(applicant: Applicant): Promise<Applicant>
  /** The applicants with these ids that exist in the tenant, in any order. */
  readApplicants(tenant: TenantId, ids: readonly ApplicantId[]): Promise<Applicant[]>
  readApplicantByReference(tenant: TenantId, reference: string): Promise<Applicant | null>
  listApplicants(query: ApplicantListQuery): Promise<Applicant[]>
  /** How many match, `after`, `limit` and `order` aside. */
  countApplicants(query: ApplicantListQuery): Promise<number>
  /** Removes the applicant, its journeys, transitions, handles and keys; gives the number of journeys, or null when there was no such applicant. */
  eraseApplicant(tenant: TenantId, id: ApplicantId): Promise<number | null>

  /**
   * Adds a journey with its first transition and its sealed handle, which is null when the start was lost.
   * False, and nothing written, when the tenant already has a journey with this handle.
   */
  addJourney(journey: Journey, first: Transition, handle: string | null): Promise<boolean>
  readJourneys(tenant: TenantId, ids: readonly JourneyId[]): Promise<Journey[]>
  /** All journeys of these applicants, newest first within each. */
  readJourneysByApplicant(tenant: TenantId, ids: readonly ApplicantId[]): Promise<Journey[]>
  /** Finpass's id of the journey, unsealed; null when there is no such journey or it has none. */
  readHandle(tenant: TenantId, id: JourneyId): Promise<string | null>
  /** Non-terminal journeys of every tenant whose `nextCheckAt` is at or before `until`, earliest first. The one method across tenants. */
  readDueJourneys(until: Instant, limit: number): Promise<Journey[]>

  /**
   * Appends a transition and writes the new state in one step, if `transition.sequence` is the next number and the journey
   * has not ended. False, and nothing written, otherwise: somebody was faster.
   */
  appendTransition(append: AppendTransition): Promise<boolean>
  /** Records that Finpass was asked without anything new to say; never touches a journey that has ended. */
  touchJourney(tenant: TenantId, id: JourneyId, checkedAt: Instant, nextCheckAt: Instant | null): Promise<void>
  /** Transitions of these journeys, each journey's in order of sequence. */
  readTransitions(tenant: TenantId, ids: readonly JourneyId[]): Promise<Transition[]>

  /** Claims `key` for 24 hours, or tells what it already stands for. `fingerprint` is a hash of the input. */
  claimKey(tenant: TenantId, key: string, fingerprint: string, now: Instant): Promise<KeyClaim>
  /** Ties a claimed key to the journey it started. */
  settleKey(tenant: TenantId, key: string, journeyId: JourneyId): Promise<void>
  /** Gives a claimed key back: the start was refused, nothing began. */
  releaseKey(tenant: TenantId, key: string): Promise<void>

  /** Removes what has outlived its retention; gives the number of records removed. */
  removeExpired(now: Instant): Promise<number>
  /** Rejects when the store cannot be read and written now. */
  checkHealth(): Promise<void>
  close(): Promise<void>
}

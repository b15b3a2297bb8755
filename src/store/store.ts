/**
 * What the gateway remembers: applicants, journeys with their transitions, idempotency keys. One interface, several
 * implementations, one shared contract suite. Reports are never in here. A write that has resolved survives `kill -9`.
 *
 * What a caller names is looked for in one tenant alone: another tenant's record is absent. Only what nobody asks for
 * reaches across: due journeys, webhook tokens, retention. Methods reject with `STORE_UNAVAILABLE` only. A record that
 * cannot be opened is left out wherever several are asked for by id or listed; a read of the one record that has a
 * reference, handle or token rejects.
 */
import type { Applicant } from '../domain/applicant.ts'
import type { Instant } from '../domain/date.ts'
import type { ApplicantId, JourneyId, TenantId } from '../domain/ids.ts'
import type { Journey, JourneyState, Transition } from '../domain/journey.ts'
import type { Audit } from './audit.ts'
import type { ConsentStore } from './consent.ts'
import type { Counter } from './counter.ts'
import type { Revocations } from './revocation.ts'
import type { ErasureStore } from './erasure.ts'
import type { RecallStore } from './recall.ts'

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
  /** The claim under which this was found; null writes without one, for tests and drivers that stand in for Finpass. */
  readonly fence: number | null
}

/** A look at Finpass that found nothing new. */
export interface TouchJourney {
  readonly tenant: TenantId
  readonly id: JourneyId
  readonly checkedAt: Instant
  readonly nextCheckAt: Instant | null
  /** As in `AppendTransition`. */
  readonly fence: number | null
}

/** What leads from Finpass to a journey and back. */
export interface JourneyKeys {
  /** Finpass's id; null when the start was lost. */
  readonly handle: string | null
  /** The token in the address that Finpass was given to call; null when it was given none. */
  readonly webhookToken: string | null
  /** The caller's key under which it was started; null when there was none. */
  readonly idempotencyKey: string | null
}

/**
 * How adding a journey went: `KNOWN` and `FOREIGN` when its handle is taken in its own tenant, or in another one; `GONE`
 * when its applicant is not there any more.
 */
export type JourneyAddition = 'ADDED' | 'KNOWN' | 'FOREIGN' | 'GONE'

/** What an idempotency key stands for when it is claimed. */
export type KeyClaim =
  | { readonly outcome: 'CLAIMED' }
  | { readonly outcome: 'FOUND'; readonly journeyId: JourneyId }
  /** Claimed before by somebody who has not finished: still running, or lost with its process. */
  | { readonly outcome: 'PENDING'; readonly claimedAt: Instant }
  /** Known with another fingerprint of the input. */
  | { readonly outcome: 'DIFFERENT_INPUT' }

/** A line of transitions that can be followed: those of one journey, or those of all journeys of one applicant. */
export type Feed =
  | { readonly kind: 'journey'; readonly tenant: TenantId; readonly id: JourneyId }
  | { readonly kind: 'applicant'; readonly tenant: TenantId; readonly id: ApplicantId }

/** A transition in its place: for a journey's feed its sequence, for an applicant's the number among all of its journeys. */
export interface FeedEntry {
  readonly position: number
  readonly transition: Transition
}

export interface FeedPage {
  /** Position of the latest transition ever appended, 0 when there was none. */
  readonly head: number
  /** Position of the oldest entry still kept; `head + 1` when none is. */
  readonly oldest: number
  /** How often something else about its journeys changed that followers are to see: the word on a consent. */
  readonly restated: number
  /** What comes after the position asked for, oldest first. */
  readonly entries: readonly FeedEntry[]
}

/** The right to write what one look at Finpass found. A later claim takes it away from an earlier one. */
export interface CheckClaim {
  readonly fence: number
  /** True when a webhook had asked for this look. */
  readonly isNudged: boolean
}

export interface Store extends Counter, Revocations, ErasureStore, RecallStore, ConsentStore {
  /** Who did what with whose data. Survives the erasure of applicants. */
  readonly audit: Audit
  /** Adds the applicant unless its reference is taken in the tenant; gives back the one that now has the reference. */
  addApplicant(applicant: Applicant): Promise<Applicant>
  /** The applicants with these ids that exist in the tenant, in any order. */
  readApplicants(tenant: TenantId, ids: readonly ApplicantId[]): Promise<Applicant[]>
  readApplicantByReference(tenant: TenantId, reference: string): Promise<Applicant | null>
  listApplicants(query: ApplicantListQuery): Promise<Applicant[]>
  /** How many match, `after`, `limit` and `order` aside. Those that cannot be opened count unless a name is asked for. */
  countApplicants(query: ApplicantListQuery): Promise<number>

  /**
   * Adds a journey with its first transition and its keys, all in one step: the handle sealed, the webhook token hashed,
   * the idempotency key tied to the journey if it is claimed and stands for none yet. Nothing is written unless `ADDED`.
   * A handle belongs to one journey of all tenants, unless every journey that has it is of this same applicant,
   * TIMED_OUT, and its consent not withheld by a word: then the new one goes on where the gateway had given up.
   */
  addJourney(journey: Journey, first: Transition, keys: JourneyKeys): Promise<JourneyAddition>
  readJourneys(tenant: TenantId, ids: readonly JourneyId[]): Promise<Journey[]>
  /** All journeys of these applicants, newest first within each. */
  readJourneysByApplicant(tenant: TenantId, ids: readonly ApplicantId[]): Promise<Journey[]>
  /** Finpass's id of the journey, unsealed; null when there is no such journey or it has none. */
  readHandle(tenant: TenantId, id: JourneyId): Promise<string | null>
  /** Non-terminal journeys of every tenant whose `nextCheckAt` is at or before `until`, earliest first. */
  readDueJourneys(until: Instant, limit: number): Promise<Journey[]>

  /** The journey whose address Finpass called, whatever its tenant; null when no journey has this token. */
  readJourneyByWebhook(token: string): Promise<Journey | null>

  /** Claims the next look at a journey; every earlier claim can write nothing more. Null when it is gone or has ended. */
  claimCheck(tenant: TenantId, id: JourneyId): Promise<CheckClaim | null>
  /**
   * Appends a transition and writes the new state in one step, if `transition.sequence` is the next number, the journey
   * has not ended, and `fence` is null or the latest claim. False, and nothing written, otherwise: somebody was faster.
   */
  appendTransition(append: AppendTransition): Promise<boolean>
  /**
   * Records that Finpass was asked without anything new to say. Does nothing to a journey that has ended, or when `fence`
   * is neither null nor the latest claim.
   */
  touchJourney(look: TouchJourney): Promise<void>
  /**
   * Makes a journey due at `at`, or once it has rested from its latest look, if it was due later, and marks it as nudged
   * until the next claim. Resolves with when it is due then; null, and nothing is done, when it has ended or is gone. A
   * nudge that comes while a look is under way counts as if it came right after it: see `nudge.ts`.
   */
  bringForward(tenant: TenantId, id: JourneyId, at: Instant): Promise<Instant | null>
  /** Transitions of these journeys, each journey's in order of sequence. */
  readTransitions(tenant: TenantId, ids: readonly JourneyId[]): Promise<Transition[]>

  /**
   * Names this store's past. It changes when the store has come back without it (an emptied Redis, a new file): then no
   * position from before means anything.
   */
  readEpoch(): Promise<string>
  /** What a feed has after `after`, at most `limit` entries; null when its journey or applicant does not exist. */
  readFeed(feed: Feed, after: number, limit: number): Promise<FeedPage | null>
  /** Where a journey's transition stands in the feed of its applicant; null when it is not kept. */
  readApplicantPosition(tenant: TenantId, id: JourneyId, sequence: number): Promise<number | null>
  /**
   * Calls `listener` after transitions of the feed were committed, by whichever process, and after its journey or applicant
   * was erased. A hint and no more: it may come too often, late, or, when a broker fails, not at all. Resolves once later
   * commits will be announced, with a function that ends it.
   */
  watchFeed(feed: Feed, listener: () => void): Promise<() => void>

  /** Claims `key` for 24 hours, or tells what it already stands for. `fingerprint` is a hash of the input. */
  claimKey(tenant: TenantId, key: string, fingerprint: string, now: Instant): Promise<KeyClaim>
  /** Gives a claimed key back: the start was refused, nothing began. */
  releaseKey(tenant: TenantId, key: string): Promise<void>

  /**
   * Removes what has outlived its retention; gives the number of records removed, those of the audit trail aside. Also
   * seals anew, up to `MOST_RESEALED` records a run, what was sealed with another key than the first of the ring.
   */
  removeExpired(now: Instant): Promise<number>
  /** Rejects when the store cannot be read and written now. */
  checkHealth(): Promise<void>
  close(): Promise<void>
}

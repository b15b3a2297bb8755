/**
 * A journey: one asynchronous Finpass process for an applicant, and the transitions it went through.
 * The words here are ours; `src/finpass` translates both of Finpass's dialects into them.
 */
import type { ConsentRecord } from './consent-record.ts'
import type { Instant } from './date.ts'
import type { FailureFacts } from './failure.ts'
import type { ApplicantId, JourneyId, TenantId } from './ids.ts'
import type { SuppliedLink } from './link.ts'

export const JOURNEY_KINDS = ['ITR', 'AA_BSA', 'ACCOUNT_AGGREGATOR', 'BANK_STATEMENT'] as const
export type JourneyKind = (typeof JOURNEY_KINDS)[number]

export const JOURNEY_STATUSES = [
  'INITIATED',
  'CONSENT_PENDING',
  'CONSENT_GRANTED',
  'PROCESSING',
  'DATA_FETCHED',
  'COMPLETED',
  'CONSENT_DENIED',
  'FAILED',
  'EXPIRED',
  'TIMED_OUT',
] as const
export type JourneyStatus = (typeof JOURNEY_STATUSES)[number]

export const CONSENT_TYPES = ['LOAN_UNDERWRITING', 'LOAN_MONITORING'] as const
export type ConsentType = (typeof CONSENT_TYPES)[number]

export const TRANSITION_ORIGINS = ['START', 'POLL', 'WEBHOOK', 'DEADLINE', 'OPERATOR'] as const
export type TransitionOrigin = (typeof TRANSITION_ORIGINS)[number]

/** How far each status is. Statuses only move to a higher rank; every terminal one is above all others. */
const RANKS: Record<JourneyStatus, number> = {
  INITIATED: 0,
  CONSENT_PENDING: 1,
  CONSENT_GRANTED: 2,
  PROCESSING: 3,
  DATA_FETCHED: 4,
  COMPLETED: 9,
  CONSENT_DENIED: 9,
  FAILED: 9,
  EXPIRED: 9,
  TIMED_OUT: 9,
}

/** Where each status stands on a progress bar. An ending without data leaves the bar where it was. */
const PERCENTS: Record<JourneyStatus, number> = {
  INITIATED: 5,
  CONSENT_PENDING: 10,
  CONSENT_GRANTED: 35,
  PROCESSING: 40,
  DATA_FETCHED: 70,
  COMPLETED: 100,
  CONSENT_DENIED: 0,
  FAILED: 0,
  EXPIRED: 0,
  TIMED_OUT: 0,
}
/** The furthest that steps and accounts may move the bar before the journey has completed. */
const LAST_PERCENT_BEFORE_END = 95

/** True when the process has ended, one way or the other. */
export function isTerminal(status: JourneyStatus): boolean {
  return RANKS[status] === 9
}

/** True when a journey at `from` may be said to be at `to`: forward, never back, never out of a terminal status. */
export function mayAdvance(from: JourneyStatus, to: JourneyStatus): boolean {
  return RANKS[to] > RANKS[from]
}

/**
 * Progress from 0 to 100 as far as one observation tells: the status gives the base, finished steps and finished banks
 * move it on towards the end. The caller keeps it from ever going back.
 */
export function toPercent(
  status: JourneyStatus,
  progress: Pick<JourneyObservation, 'stepsCompleted' | 'accounts'>,
): number {
  const base = PERCENTS[status]
  if (isTerminal(status)) return base
  const { accounts, stepsCompleted } = progress
  const share =
    accounts.length > 0
      ? accounts.filter((account) => isTerminal(account.status)).length / accounts.length
      : 1 - 0.75 ** stepsCompleted.length
  return Math.max(base, Math.round(base + (LAST_PERCENT_BEFORE_END - base) * share))
}

/** How far one bank of an AA-BSA journey is. */
export interface JourneyAccount {
  readonly index: number
  readonly bankName: string | null
  readonly maskedNumber: string | null
  readonly status: JourneyStatus
  readonly failure: FailureFacts | null
}

/** What can change about a journey, all of it written with each transition. */
export interface JourneyState {
  readonly status: JourneyStatus
  readonly percent: number
  readonly step: string | null
  readonly stepsCompleted: readonly string[]
  readonly stepsFailed: readonly string[]
  readonly accounts: readonly JourneyAccount[]
  readonly failure: FailureFacts | null
}

export interface Journey extends JourneyState {
  readonly id: JourneyId
  readonly tenant: TenantId
  readonly applicantId: ApplicantId
  readonly kind: JourneyKind
  readonly consentType: ConsentType | null
  /** What is kept of the borrower's consent. */
  readonly consent: ConsentRecord
  /** Where to send the borrower. */
  readonly consentUrl: SuppliedLink | null
  readonly expiresAt: Instant | null
  /** When the gateway means to look again; null once the journey has ended. */
  readonly nextCheckAt: Instant | null
  /** When Finpass was last asked, or the journey recorded. */
  readonly checkedAt: Instant | null
  /** Number of the latest transition. */
  readonly sequence: number
  readonly createdAt: Instant
  readonly updatedAt: Instant
  readonly completedAt: Instant | null
}

/** One recorded change. Append-only, numbered 1, 2, 3 … within its journey, without holes. */
export interface Transition {
  readonly journeyId: JourneyId
  readonly sequence: number
  readonly previousStatus: JourneyStatus | null
  readonly status: JourneyStatus
  readonly step: string | null
  readonly percent: number
  readonly origin: TransitionOrigin
  /** By us. */
  readonly observedAt: Instant
  /** By Finpass, when it said so. */
  readonly reportedAt: Instant | null
}

/** What one look at Finpass (or a deadline) says about a journey. Facts only; `journeys/observe.ts` decides what follows. */
export interface JourneyObservation {
  /** Null when Finpass used a word we do not know; it is then in `step`. */
  readonly status: JourneyStatus | null
  readonly step: string | null
  readonly stepsCompleted: readonly string[]
  readonly stepsFailed: readonly string[]
  readonly accounts: readonly JourneyAccount[]
  readonly failure: FailureFacts | null
  readonly reportedAt: Instant | null
}

/** An observation that says nothing: the start of a journey that was begun elsewhere, and what others are made from. */
export const NOTHING_OBSERVED: JourneyObservation = {
  status: null,
  step: null,
  stepsCompleted: [],
  stepsFailed: [],
  accounts: [],
  failure: null,
  reportedAt: null,
}

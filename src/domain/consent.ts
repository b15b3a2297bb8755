/**
 * The consent that stands behind a journey: what is kept of it, and how its state follows from the journey, from what
 * Finpass said, from time, and from the lender's or borrower's own word. Pure; `loaders/report-reader.ts` enforces it.
 */
import { isFinalWord } from './consent-record.ts'
import { type Instant, toInstant } from './date.ts'
import type { FailureCode } from './failure.ts'
import type { ConsentType, Journey, JourneyState } from './journey.ts'

export const CONSENT_STATES = ['PENDING', 'ACTIVE', 'PAUSED', 'REVOKED', 'EXPIRED', 'REJECTED'] as const
export type ConsentState = (typeof CONSENT_STATES)[number]

/** How long the data of each type of consent may be read, in milliseconds from the journey's completion. */
export interface ConsentLife {
  readonly lifeMs: Readonly<Record<ConsentType, number>>
}

/** A consent as it stands at one moment. */
export interface Consent {
  readonly type: ConsentType | null
  readonly state: ConsentState
  readonly grantedAt: Instant | null
  /** When it stops to hold: the end of the consent page while it is pending, the end of the data's life afterwards. */
  readonly expiresAt: Instant | null
}

/** True when a journey in this state has had its borrower's consent. One dialect says `processing` from the start. */
export function showsConsent({ status, accounts }: Pick<JourneyState, 'status' | 'accounts'>): boolean {
  if (status === 'PROCESSING') return accounts.length > 0
  return status === 'CONSENT_GRANTED' || status === 'DATA_FETCHED' || status === 'COMPLETED'
}

/**
 * What the data may be used for. Declared income is read to decide on a loan; a process that was linked from elsewhere
 * says nothing of its consent, so nothing is known: null.
 */
export function toPurpose({ kind, consentType }: Pick<Journey, 'kind' | 'consentType'>): ConsentType | null {
  return consentType ?? (kind === 'ITR' ? 'LOAN_UNDERWRITING' : null)
}

/** The consent of a journey at `now`. */
export function toConsent(journey: Journey, life: ConsentLife, now: Instant): Consent {
  const { consent, completedAt, status } = journey
  const isGiven = consent.grantedAt !== null || journey.kind === 'ITR' || showsConsent(journey)
  // Where nobody said what it is for, the shorter life is the safe one.
  const purpose = toPurpose(journey) ?? 'LOAN_UNDERWRITING'
  const endsAt = status === 'COMPLETED' && completedAt !== null ? toInstant(completedAt + life.lifeMs[purpose]) : null
  return {
    type: journey.consentType,
    state: toState(journey, isGiven, endsAt, now),
    grantedAt: consent.grantedAt,
    expiresAt: endsAt ?? (isGiven ? null : journey.expiresAt),
  }
}

function toState(
  { consent: { word }, status, failure }: Journey,
  isGiven: boolean,
  endsAt: Instant | null,
  now: Instant,
): ConsentState {
  if (word !== null && isFinalWord(word.state)) return word.state
  if (status === 'CONSENT_DENIED') return failure?.code === 'CONSENT_REVOKED' ? 'REVOKED' : 'REJECTED'
  if (status === 'EXPIRED') return 'EXPIRED'
  // Ended before the borrower ever decided: nobody can give it any more.
  if (!isGiven) return status === 'FAILED' || status === 'TIMED_OUT' ? 'EXPIRED' : 'PENDING'
  if (endsAt !== null && now >= endsAt) return 'EXPIRED'
  return word?.state === 'PAUSED' ? 'PAUSED' : 'ACTIVE'
}

/** Why data must not be read under a consent in this state; null when it may. */
export const CONSENT_REFUSALS: Readonly<Record<ConsentState, FailureCode | null>> = {
  PENDING: 'CONSENT_PENDING',
  ACTIVE: null,
  PAUSED: 'CONSENT_PAUSED',
  REVOKED: 'CONSENT_REVOKED',
  EXPIRED: 'CONSENT_EXPIRED',
  REJECTED: 'CONSENT_DENIED',
}

/** When the gateway stops waiting for a journey, and what it then says of it. */
import { type Instant, toInstant } from '../domain/date.ts'
import type { Journey, JourneyObservation } from '../domain/journey.ts'

const MINUTE_MS = 60_000
/** Finpass advises three to five minutes for a return. */
const ITR_MS = 5 * MINUTE_MS
/** Used once consent is given, and where Finpass names no end of a consent session. */
const CONSENT_MS = 24 * 60 * MINUTE_MS

/** The instant after which the journey is given up. */
export function toDeadline(journey: Journey): Instant {
  if (journey.kind === 'ITR') return toInstant(journey.createdAt + ITR_MS)
  return awaitsConsent(journey) && journey.expiresAt !== null
    ? journey.expiresAt
    : toInstant(journey.createdAt + CONSENT_MS)
}

/**
 * True while the borrower may still have to consent. A consent page that lapses later takes nothing away: the data was
 * paid for. One dialect says `processing` from the start; there, known banks tell that consent was given.
 */
function awaitsConsent({ status, accounts }: Journey): boolean {
  return status === 'INITIATED' || status === 'CONSENT_PENDING' || (status === 'PROCESSING' && accounts.length === 0)
}

/** What passing the deadline amounts to, as an observation of its own. */
export function toDeadlineObservation(journey: Journey): JourneyObservation {
  const isItr = journey.kind === 'ITR'
  return {
    status: isItr ? 'TIMED_OUT' : 'EXPIRED',
    step: journey.step,
    stepsCompleted: journey.stepsCompleted,
    stepsFailed: journey.stepsFailed,
    accounts: journey.accounts,
    failure: { code: isItr ? 'JOURNEY_TIMED_OUT' : 'JOURNEY_EXPIRED', retryAfter: null },
    reportedAt: null,
  }
}

/** Consent takes a borrower minutes; everything else moves in seconds. */
const CONSENT_PATIENCE = 2

/** How long to wait before Finpass is asked about a journey again, at the configured interval. */
export function toNextCheckMs(journey: Pick<Journey, 'kind' | 'status'>, pollIntervalMs: number): number {
  const awaitsBorrower =
    journey.kind !== 'ITR' && (journey.status === 'INITIATED' || journey.status === 'CONSENT_PENDING')
  return awaitsBorrower ? CONSENT_PATIENCE * pollIntervalMs : pollIntervalMs
}

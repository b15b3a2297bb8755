/**
 * Between stored rows and our records, each way once, for every store: SQLite keeps the columns apart, Redis as JSON.
 * Reading checks every column and opens what is sealed.
 */
import type { Applicant } from '../domain/applicant.ts'
import type { ConsentRecord } from '../domain/consent-record.ts'
import { showsConsent } from '../domain/consent.ts'
import type { ApplicantId, JourneyId, TenantId } from '../domain/ids.ts'
import {
  CONSENT_TYPES,
  isTerminal,
  JOURNEY_KINDS,
  JOURNEY_STATUSES,
  type Journey,
  type JourneyState,
  TRANSITION_ORIGINS,
  type Transition,
} from '../domain/journey.ts'
import type { Seal } from '../platform/seal.ts'
import {
  type Fields,
  parseConsentWord,
  parseJourneyAccount,
  parseJsonFailure,
  parseJsonList,
  parseNumber,
  parseStoredInstant,
  parseStoredInstantOrNull,
  parseText,
  parseTextOrNull,
  parseWord,
} from './field.ts'
import { openConsentUrl, openIdentity, sealConsentUrl, sealIdentity } from './sealed-record.ts'

export type Columns = Record<string, string | number | null>

/** The columns that a new applicant fills. */
export function fromApplicant(applicant: Applicant, seal: Seal): Columns {
  return {
    tenant: applicant.tenant,
    id: applicant.id,
    reference: applicant.reference,
    sealed_identity: sealIdentity(seal, applicant),
    created_at: applicant.createdAt,
    active_at: applicant.createdAt,
  }
}

/** The applicant in a row; throws a plain error when a column is not readable or does not open. */
export function toApplicant(row: Fields, seal: Seal): Applicant {
  const tenant = parseText(row.tenant, 'tenant') as TenantId // written by us from one
  const id = parseText(row.id, 'id') as ApplicantId // written by us from one
  return {
    id,
    tenant,
    reference: parseText(row.reference, 'reference'),
    ...openIdentity(seal, parseText(row.sealed_identity, 'sealed_identity'), { tenant, id }),
    createdAt: parseStoredInstant(row.created_at, 'created_at'),
  }
}

/** The columns that change with every transition. A journey that has ended is never checked again, whatever was asked. */
export function fromJourneyState(
  state: JourneyState,
  at: Pick<Journey, 'sequence' | 'nextCheckAt' | 'checkedAt' | 'updatedAt' | 'completedAt'>,
): Columns {
  const hasEnded = isTerminal(state.status)
  return {
    status: state.status,
    percent: state.percent,
    step: state.step,
    steps_completed: JSON.stringify(state.stepsCompleted),
    steps_failed: JSON.stringify(state.stepsFailed),
    accounts: JSON.stringify(state.accounts),
    failure: state.failure === null ? null : JSON.stringify(toFailureFacts(state.failure)),
    sequence: at.sequence,
    next_check_at: hasEnded ? null : at.nextCheckAt,
    checked_at: at.checkedAt,
    updated_at: at.updatedAt,
    completed_at: at.completedAt,
    ended_at: hasEnded ? (at.completedAt ?? at.updatedAt) : null,
    // Of the first transition that shows it; the stores keep what they have.
    consent_granted_at: showsConsent(state) ? at.updatedAt : null,
  }
}

// A thrown Failure may stand where facts are wanted; only the facts are kept, not its message or cause.
function toFailureFacts(facts: NonNullable<JourneyState['failure']>): NonNullable<JourneyState['failure']> {
  return { code: facts.code, retryAfter: facts.retryAfter }
}

/** The columns of a consent that a journey begins with. */
export function fromConsent({ grantedAt, word }: ConsentRecord): Columns {
  return { consent_granted_at: grantedAt, consent_word: word === null ? null : JSON.stringify(word) }
}

/** The columns of a journey that never change, its handle aside. */
export function fromJourneyStart(journey: Journey, seal: Seal): Columns {
  return {
    tenant: journey.tenant,
    id: journey.id,
    applicant_id: journey.applicantId,
    kind: journey.kind,
    consent_type: journey.consentType,
    sealed_consent_url: sealConsentUrl(seal, journey),
    expires_at: journey.expiresAt,
    created_at: journey.createdAt,
  }
}

/** The journey in a row; throws a plain error when a column is not readable or does not open. */
export function toJourney(row: Fields, seal: Seal): Journey {
  const tenant = parseText(row.tenant, 'tenant') as TenantId // written by us from one
  const id = parseText(row.id, 'id') as JourneyId // written by us from one
  return {
    id,
    tenant,
    applicantId: parseText(row.applicant_id, 'applicant_id') as ApplicantId, // written by us from one
    kind: parseWord(row.kind, JOURNEY_KINDS, 'kind'),
    status: parseWord(row.status, JOURNEY_STATUSES, 'status'),
    percent: parseNumber(row.percent, 'percent'),
    step: parseTextOrNull(row.step, 'step'),
    stepsCompleted: parseJsonList(row.steps_completed, 'steps_completed', parseText),
    stepsFailed: parseJsonList(row.steps_failed, 'steps_failed', parseText),
    accounts: parseJsonList(row.accounts, 'accounts', parseJourneyAccount),
    failure: parseJsonFailure(row.failure, 'failure'),
    consentType: row.consent_type === null ? null : parseWord(row.consent_type, CONSENT_TYPES, 'consent_type'),
    consent: {
      // Absent from what was written before consents were kept.
      grantedAt: parseStoredInstantOrNull(row.consent_granted_at ?? null, 'consent_granted_at'),
      word: parseConsentWord(row.consent_word ?? null, 'consent_word'),
    },
    consentUrl: openConsentUrl(seal, parseTextOrNull(row.sealed_consent_url, 'sealed_consent_url'), { tenant, id }),
    expiresAt: parseStoredInstantOrNull(row.expires_at, 'expires_at'),
    nextCheckAt: parseStoredInstantOrNull(row.next_check_at, 'next_check_at'),
    checkedAt: parseStoredInstantOrNull(row.checked_at, 'checked_at'),
    sequence: parseNumber(row.sequence, 'sequence'),
    createdAt: parseStoredInstant(row.created_at, 'created_at'),
    updatedAt: parseStoredInstant(row.updated_at, 'updated_at'),
    completedAt: parseStoredInstantOrNull(row.completed_at, 'completed_at'),
  }
}

/** The columns of a transition, its place aside. */
export function fromTransition(transition: Transition): Columns {
  return {
    journey_id: transition.journeyId,
    sequence: transition.sequence,
    previous_status: transition.previousStatus,
    status: transition.status,
    step: transition.step,
    percent: transition.percent,
    origin: transition.origin,
    observed_at: transition.observedAt,
    reported_at: transition.reportedAt,
  }
}

/** The transition in a row; throws a plain error when a column is not readable. */
export function toTransition(row: Fields): Transition {
  const previous = row.previous_status
  return {
    journeyId: parseText(row.journey_id, 'journey_id') as JourneyId, // written by us from one
    sequence: parseNumber(row.sequence, 'sequence'),
    previousStatus: previous === null ? null : parseWord(previous, JOURNEY_STATUSES, 'previous_status'),
    status: parseWord(row.status, JOURNEY_STATUSES, 'status'),
    step: parseTextOrNull(row.step, 'step'),
    percent: parseNumber(row.percent, 'percent'),
    origin: parseWord(row.origin, TRANSITION_ORIGINS, 'origin'),
    observedAt: parseStoredInstant(row.observed_at, 'observed_at'),
    reportedAt: parseStoredInstantOrNull(row.reported_at, 'reported_at'),
  }
}

/**
 * The audit trail's words: what is recorded of whoever reads, changes or erases what belongs to a person. A record says who,
 * of whom, what kind, when and in which request, never what was read.
 */
import { DAY_MS, type Instant } from './date.ts'
import type { ApplicantId, JourneyId, TenantId } from './ids.ts'
import type { JourneyStatus } from './journey.ts'

export const AUDIT_KINDS = [
  'IDENTITY_READ',
  'IDENTITY_UNMASKED',
  'TAX_RETURN_READ',
  'TAX_RETURN_JSON_READ',
  'BANK_DATA_READ',
  'ANALYSIS_READ',
  'JOURNEY_READ',
  'AUDIT_READ',
  'APPLICANT_REGISTERED',
  'APPLICANT_ERASED',
  'JOURNEY_STARTED',
  'JOURNEY_LINKED',
  'JOURNEY_REFRESHED',
  'JOURNEY_TRANSITION',
  'CREDENTIALS_REFUSED',
  'CONSENT_PAUSED',
  'CONSENT_RESUMED',
  'CONSENT_REVOKED',
] as const
export type AuditKind = (typeof AUDIT_KINDS)[number]

/** What is handed in to be recorded. */
export interface AuditEntry {
  readonly at: Instant
  readonly kind: AuditKind
  readonly applicantId: ApplicantId
  /** The journey it came from or happened to; null when it is about the applicant as such. */
  readonly journeyId: JourneyId | null
  /** Of a transition: its number within the journey. */
  readonly sequence: number | null
  /** Of a transition: the status it led to. */
  readonly status: JourneyStatus | null
  /** Subject of the caller's token; null when the gateway acted by itself. */
  readonly subject: string | null
  /** Why, in the caller's own words. */
  readonly reason: string | null
  readonly requestId: string | null
}

/** An entry as it stands in the chain of its tenant. */
export interface AuditRecord extends AuditEntry {
  readonly tenant: TenantId
  /** 1, 2, 3 … within the tenant, without holes. */
  readonly number: number
}

/** Days a record is kept: it is there on day 365 after the one it was made on, and gone on day 366. */
export const AUDIT_DAYS = 365

/** Records made before this moment have been kept long enough. Days are those of UTC. */
export function toAuditCutoff(now: Instant): Instant {
  return (Math.floor(now / DAY_MS) * DAY_MS - AUDIT_DAYS * DAY_MS) as Instant // a moment less some days is one
}

/** A reason as a caller may give it: 1 to 200 printable characters; null when it is anything else. */
export function parseReason(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const reason = value.trim()
  return /^[^\p{C}\p{Zl}\p{Zp}]{1,200}$/u.test(reason) ? reason : null
}

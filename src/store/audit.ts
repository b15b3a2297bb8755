/**
 * The audit trail as the gateway uses it: one chain of records per tenant, kept 365 days, whatever becomes of the
 * applicants it speaks of. Who acted, why, and the request's id stand sealed at rest; a subject is found by a keyed hash.
 * Transitions are recorded by the store itself, in the same step that writes them.
 */
import type { AuditEntry, AuditRecord } from '../domain/audit.ts'
import type { Instant } from '../domain/date.ts'
import type { ApplicantId, TenantId } from '../domain/ids.ts'

export interface AuditTrailQuery {
  readonly tenant: TenantId
  readonly applicantId: ApplicantId
  /** Only records with a lower number. */
  readonly before: number | null
  readonly limit: number
}

/** A record as it is kept: who acted is told by a hash, and opened only when somebody asks. */
export interface AuditLine extends Omit<AuditRecord, 'subject' | 'reason' | 'requestId'> {
  readonly subjectHash: string | null
  /** Subject, reason and request id. Throws a plain error when what is sealed does not open. */
  open(): Pick<AuditRecord, 'subject' | 'reason' | 'requestId'>
}

export interface AuditRange {
  readonly tenant: TenantId
  readonly from: Instant
  readonly before: Instant
}

/** A record by its number and mark. */
export interface AuditPoint {
  readonly number: number
  readonly mark: string
}

export interface AuditVerdict extends AuditPoint {
  readonly tenant: TenantId
  /** How many records were looked at, the broken one aside. */
  readonly count: number
  /** Number of the first record that is altered, missing or out of place; null when the chain holds. */
  readonly broken: number | null
}

export interface Audit {
  /** Resolves once the entries are durable; rejects with `AUDIT_UNAVAILABLE` when they may not be. */
  append(tenant: TenantId, entries: readonly AuditEntry[]): Promise<void>
  /** Records about one applicant, newest first. Rejects with `AUDIT_UNAVAILABLE`. */
  readTrail(query: AuditTrailQuery): Promise<readonly AuditRecord[]>
  /** Every tenant that has a chain. Rejects with `STORE_UNAVAILABLE`, as the methods below do. */
  listTenants(): Promise<readonly TenantId[]>
  /** The records of a time, oldest first, a bounded number at a time. */
  scan(range: AuditRange): AsyncIterable<readonly AuditLine[]>
  /**
   * Walks a chain from where it begins to its head, whose number and mark it gives: kept elsewhere and handed in as `known`
   * later, they prove that the end was not cut off meanwhile.
   */
  verify(tenant: TenantId, known?: AuditPoint | null): Promise<AuditVerdict>
  /** Hashes under which a subject's records can be found, one per key on the ring. */
  toSubjectHashes(tenant: TenantId, subject: string): readonly string[]
  /** Lets records go that were kept long enough; gives how many. The store calls it from `removeExpired`. */
  removeExpired(now: Instant): Promise<number>
}

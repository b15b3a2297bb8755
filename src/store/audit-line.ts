/** Records of the audit trail read back, with a check of each field. */
import { AUDIT_KINDS, type AuditRecord } from '../domain/audit.ts'
import type { ApplicantId, JourneyId, TenantId } from '../domain/ids.ts'
import { JOURNEY_STATUSES } from '../domain/journey.ts'
import type { Seal } from '../platform/seal.ts'
import type { AuditLine } from './audit.ts'
import { type AuditLink, toContext } from './audit-chain.ts'
import { type Fields, parseNumber, parseStoredInstant, parseText, parseTextOrNull, parseWord } from './field.ts'

/** The link in a row; throws a plain error when a column is not readable. */
export function toLink(row: Fields): AuditLink {
  return {
    number: parseNumber(row.number, 'number'),
    mark: parseText(row.mark, 'mark'),
    at: parseNumber(row.at, 'at'),
    kind: parseText(row.kind, 'kind'),
    applicant_id: parseText(row.applicant_id, 'applicant_id'),
    journey_id: parseTextOrNull(row.journey_id, 'journey_id'),
    sequence: row.sequence === null ? null : parseNumber(row.sequence, 'sequence'),
    status: parseTextOrNull(row.status, 'status'),
    subject_hash: parseTextOrNull(row.subject_hash, 'subject_hash'),
    sealed: parseTextOrNull(row.sealed, 'sealed'),
  }
}

/** The link in our words; throws a plain error on a word that is none of ours. What is sealed stays so. */
export function toLine(seal: Seal, tenant: TenantId, link: AuditLink): AuditLine {
  const { number, sealed } = link
  return {
    tenant,
    number,
    at: parseStoredInstant(link.at, 'at'),
    kind: parseWord(link.kind, AUDIT_KINDS, 'kind'),
    applicantId: link.applicant_id as ApplicantId, // written by us from one
    journeyId: link.journey_id as JourneyId | null, // written by us from one
    sequence: link.sequence,
    status: link.status === null ? null : parseWord(link.status, JOURNEY_STATUSES, 'status'),
    subjectHash: link.subject_hash,
    open() {
      if (sealed === null) return { subject: null, reason: null, requestId: null }
      const parts: unknown = JSON.parse(seal.open(sealed, toContext(tenant, link.applicant_id)))
      if (!Array.isArray(parts)) throw new TypeError('the stored field sealed is not readable')
      return {
        subject: parseTextOrNull(parts[0], 'subject'),
        reason: parseTextOrNull(parts[1], 'reason'),
        requestId: parseTextOrNull(parts[2], 'requestId'),
      }
    },
  }
}

/** The whole record; throws a plain error when what is sealed does not open. */
export function toRecord(line: AuditLine): AuditRecord {
  const { tenant, number, at, kind, applicantId, journeyId, sequence, status } = line
  return { tenant, number, at, kind, applicantId, journeyId, sequence, status, ...line.open() }
}

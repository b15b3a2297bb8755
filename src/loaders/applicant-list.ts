/**
 * Whether one applicant belongs to a list, told by the list's request alone: for a borrower, who has one applicant at most
 * and must learn nothing of where it stands among the others. The stores answer the same for everybody else.
 */
import type { Applicant } from '../domain/applicant.ts'
import { hasNamePart } from '../store/name-fold.ts'
import type { ApplicantListQuery } from '../store/store.ts'

/** True when `applicant` fulfils the request and comes after the place it names. */
export function isListed(applicant: Applicant, request: Omit<ApplicantListQuery, 'tenant'>): boolean {
  const { referencePrefix = '', nameContains = '', createdFrom, createdBefore, after, order } = request
  if (!applicant.reference.startsWith(referencePrefix)) return false
  // Left out and empty are the same, and then a name may be missing.
  if (nameContains !== '' && !hasNamePart(applicant.name, nameContains)) return false
  if (createdFrom !== undefined && applicant.createdAt < createdFrom) return false
  if (createdBefore !== undefined && applicant.createdAt >= createdBefore) return false
  if (after === undefined) return true
  const distance = applicant.createdAt - after.createdAt || compareText(applicant.id, after.id)
  return order === 'CREATED_ASC' ? distance > 0 : distance < 0
}

/** By code unit: ids are plain ASCII. */
function compareText(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

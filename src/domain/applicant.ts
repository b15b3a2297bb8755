/** A person a lender assesses. `reference` is the lender's own loan-application number, unique within its tenant. */
import type { Instant } from './date.ts'
import type { Pan, PersonalNumber } from './identifier.ts'
import type { ApplicantId, TenantId } from './ids.ts'

export interface Applicant {
  readonly id: ApplicantId
  readonly tenant: TenantId
  readonly reference: string
  readonly name: string | null
  readonly pan: Pan | null
  /** Ten digits. */
  readonly mobile: PersonalNumber | null
  readonly createdAt: Instant
}

/** A person a lender assesses. `reference` is the lender's own loan-application number, unique within its tenant. */
import type { Instant } from './date.ts'
import type { ApplicantId, TenantId } from './ids.ts'

export interface Applicant {
  readonly id: ApplicantId
  readonly tenant: TenantId
  readonly reference: string
  readonly name: string | null
  /** Whole; masked where it is shown. */
  readonly pan: string | null
  /** Ten digits, whole; masked where it is shown. */
  readonly mobile: string | null
  readonly createdAt: Instant
}

/** Reads a PAN in any case, with surrounding space; null when it is not five letters, four digits and a letter. */
export function parsePan(text: string): string | null {
  const pan = text.trim().toUpperCase()
  return /^[A-Z]{5}\d{4}[A-Z]$/.test(pan) ? pan : null
}

/** Reads an Indian mobile number, with or without `+91`, `91` or `0` before it, as ten digits; null when it is not one. */
export function parseMobile(text: string): string | null {
  return /^(?:\+?91|0)?([6-9]\d{9})$/.exec(text.replace(/[\s-]/g, ''))?.[1] ?? null
}

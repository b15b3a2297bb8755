/** Registering and erasing applicants: what a lender may say of a person, and what has to go when that person is erased. */
import { randomUUID } from 'node:crypto'
import type { Applicant } from '../domain/applicant.ts'
import type { Instant } from '../domain/date.ts'
import { Failure, type FailureCode } from '../domain/failure.ts'
import { parseMobile, parsePan } from '../domain/identifier.ts'
import type { ApplicantId, JourneyId, TenantId } from '../domain/ids.ts'
import type { Clock } from '../platform/clock.ts'
import type { Erasure } from '../store/erasure.ts'
import type { Store } from '../store/store.ts'
import { checkReason } from './reason.ts'
import { createRegistrationLimit } from './registration-limit.ts'

export interface ApplicantInput {
  readonly reference: string
  readonly name: string | null
  readonly pan: string | null
  readonly mobile: string | null
}

/** Proof that an applicant was erased. */
export interface ErasureReceipt {
  readonly id: string
  readonly applicantId: ApplicantId
  readonly erasedAt: Instant
  readonly journeyCount: number
}

export interface ApplicantRegistry {
  /** The new applicant, or the one that already has this reference and no contradicting details, if not asked too often. */
  register(tenant: TenantId, input: ApplicantInput): Promise<Applicant>
  /** Again it gives the same receipt. */
  erase(tenant: TenantId, id: ApplicantId, reason: string): Promise<ErasureReceipt>
  /** The receipt of an erasure in this tenant; null when there is none, or not any more. */
  readReceipt(tenant: TenantId, receiptId: string): Promise<ErasureReceipt | null>
}

export interface ApplicantRegistryOptions {
  readonly store: Store
  readonly clock: Clock
  /** Drops what is kept in memory of a journey. */
  forget(tenant: TenantId, journeyId: JourneyId): void
}

export function createApplicantRegistry({ store, clock, forget }: ApplicantRegistryOptions): ApplicantRegistry {
  const limit = createRegistrationLimit(store, clock)
  return {
    async register(tenant, input) {
      const reference = input.reference.trim()
      if (!/^[^\p{Cc}]{1,100}$/u.test(reference))
        throw new Failure('REFERENCE_INVALID', { field: ['input', 'reference'] })
      const wanted: Applicant = {
        id: `app_${randomUUID().replaceAll('-', '')}` as ApplicantId,
        tenant,
        reference,
        name: parseOptional(input.name, toName, 'NAME_INVALID', 'name'),
        pan: parseOptional(input.pan, parsePan, 'PAN_INVALID', 'pan'),
        mobile: parseOptional(input.mobile, parseMobile, 'MOBILE_INVALID', 'mobile'),
        createdAt: clock.now(),
      }
      const kept = await store.addApplicant(wanted)
      if (kept.id === wanted.id) return kept
      const compared = (['pan', 'mobile'] as const).flatMap((field) => {
        const [given, known] = [wanted[field], kept[field]]
        return given === null || known === null ? [] : [() => given.equals(known)]
      })
      if (compared.length === 0) return kept
      // Handing a mistyped reference's applicant to somebody else's data would mix two persons.
      const isSame = await limit.compare(kept.id, () => compared.every((equals) => equals()))
      if (!isSame) throw new Failure('REFERENCE_TAKEN', { field: ['input', 'reference'] })
      return kept
    },

    async erase(tenant, id, reason) {
      checkReason(reason)
      const erasure = await store.eraseApplicant(tenant, id, clock.now())
      if (erasure === null) throw new Failure('APPLICANT_NOT_FOUND', { field: ['input', 'applicantId'] })
      // At once here; every other process hears of the recall that was written with the erasure.
      for (const journeyId of erasure.journeyIds) forget(tenant, journeyId)
      return toReceipt(erasure)
    },

    async readReceipt(tenant, receiptId) {
      const erasure = await store.readErasure(tenant, { kind: 'receipt', id: receiptId })
      return erasure === null ? null : toReceipt(erasure)
    },
  }
}

function toReceipt({ receiptId, applicantId, erasedAt, journeyIds }: Erasure): ErasureReceipt {
  return { id: receiptId, applicantId, erasedAt, journeyCount: journeyIds.length }
}

function toName(text: string): string | null {
  const name = text.trim().replace(/\s+/g, ' ')
  return name.length >= 1 && name.length <= 200 ? name : null
}

/** Absent and empty mean the same: the fields of a form that nobody filled in. */
function parseOptional<Value>(
  text: string | null,
  parse: (text: string) => Value | null,
  code: FailureCode,
  field: string,
): Value | null {
  if (text === null || text.trim() === '') return null
  const value = parse(text)
  if (value === null) throw new Failure(code, { field: ['input', field] })
  return value
}

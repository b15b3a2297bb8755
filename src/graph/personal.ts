/**
 * Personal identifiers as a caller may see them: whole with the scope pii:read, else masked. The only place of the graph that
 * asks an identifier for its whole form, and never without a record in the audit trail. Aadhaar has no whole form.
 */
import type { Email, Identifier, Pan, PersonalNumber } from '../domain/identifier.ts'
import type { ApplicantId } from '../domain/ids.ts'
import type { Journey } from '../domain/journey.ts'
import { hasScope } from '../domain/principal.ts'
import type { GraphContext } from './context.ts'

/** Something that belongs to an applicant, with whose it is: what a record of the audit trail needs. */
export type Owned<Value> = Value & { readonly applicantId: ApplicantId }

/** The value as its owner's. */
export function toOwned<Value>(value: Value, { applicantId }: Pick<Journey, 'applicantId'>): Owned<Value> {
  return { ...value, applicantId }
}

async function show(
  identifier: Identifier | null,
  applicantId: ApplicantId,
  { principal, loaders }: GraphContext,
): Promise<string | null> {
  if (identifier === null) return null
  if (!hasScope(principal, 'pii:read')) return identifier.masked
  await loaders.noteShown('IDENTITY_UNMASKED', { applicantId, journeyId: null })
  return identifier.reveal()
}

export function showPan(pan: Pan | null, of: ApplicantId, context: GraphContext): Promise<string | null> {
  return show(pan, of, context)
}

/** A mobile, landline or account number. */
export function showNumber(
  number: PersonalNumber | null,
  of: ApplicantId,
  context: GraphContext,
): Promise<string | null> {
  return show(number, of, context)
}

export function showEmail(email: Email | null, of: ApplicantId, context: GraphContext): Promise<string | null> {
  return show(email, of, context)
}

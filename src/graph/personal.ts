/**
 * Personal identifiers as a caller may see them: whole with the scope pii:read, else masked. The only place of the graph that
 * asks an identifier for its whole form. Aadhaar has no whole form.
 */
import type { Email, Identifier, Pan, PersonalNumber } from '../domain/identifier.ts'
import { hasScope } from '../domain/principal.ts'
import type { GraphContext } from './context.ts'

function show(identifier: Identifier | null, { principal }: GraphContext): string | null {
  if (identifier === null) return null
  return hasScope(principal, 'pii:read') ? identifier.reveal() : identifier.masked
}

export function showPan(pan: Pan | null, context: GraphContext): string | null {
  return show(pan, context)
}

/** A mobile, landline or account number. */
export function showNumber(number: PersonalNumber | null, context: GraphContext): string | null {
  return show(number, context)
}

export function showEmail(email: Email | null, context: GraphContext): string | null {
  return show(email, context)
}

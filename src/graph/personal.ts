/** Personal identifiers as a caller may see them: whole with the scope pii:read, else masked. Aadhaar has no whole form. */
import { maskEmail, maskNumber, maskPan } from '../domain/mask.ts'
import { hasScope } from '../domain/principal.ts'
import type { GraphContext } from './context.ts'

type Identifier = string | null

function show(identifier: Identifier, { principal }: GraphContext, mask: (text: string) => string): Identifier {
  if (identifier === null) return null
  return hasScope(principal, 'pii:read') ? identifier : mask(identifier)
}

export function showPan(pan: Identifier, context: GraphContext): Identifier {
  return show(pan, context, maskPan)
}

/** A mobile, landline or account number. */
export function showNumber(number: Identifier, context: GraphContext): Identifier {
  return show(number, context, maskNumber)
}

export function showEmail(email: Identifier, context: GraphContext): Identifier {
  return show(email, context, maskEmail)
}

/** What a request wants data for: what the token restricts, narrowed by what the request itself says. */
import { CONSENT_TYPES, type ConsentType } from '../../domain/journey.ts'
import { readExtension } from './extension.ts'

/**
 * The purposes that data is asked for; null for any. A request may name one in `extensions.purpose`; a word that is none
 * fits no consent, and so gives no data rather than all of it.
 */
export function toAskedPurposes(
  granted: readonly ConsentType[] | null,
  params: unknown,
): readonly ConsentType[] | null {
  const asked = readExtension(params, 'purpose')
  if (asked === undefined || asked === null) return granted
  return (granted ?? CONSENT_TYPES).filter((known) => known === asked)
}

/**
 * What has to be sealed anew once another key stands first on the ring, so that the older ones can be taken out. Both
 * stores walk over their records with this whenever they remove what has expired.
 */
import type { Seal } from '../platform/seal.ts'
import {
  openConsentUrl,
  openHandle,
  openIdentity,
  type Place,
  sealConsentUrl,
  sealHandle,
  sealIdentity,
  toHandleHashes,
} from './sealed-record.ts'

/** How many records are sealed anew in one run; the rest follows in the next. */
export const MOST_RESEALED = 10_000

/** What of a journey depends on the ring. */
export interface SealedJourney {
  readonly handle: string | null
  readonly consentUrl: string | null
}

export interface Resealer {
  /** False when the ring has one key: whatever opens was sealed with it. */
  readonly isRotated: boolean
  /** The identity under the first key, or null when it is already; throws a plain error when it does not open. */
  resealIdentity(sealed: string, applicant: Place): string | null
  /** Handle, its hash and consent link under the first key, or null when they are already; throws when one does not open. */
  resealJourney(sealed: SealedJourney, journey: Place): (SealedJourney & { readonly handleHash: string | null }) | null
}

export function createResealer(seal: Seal): Resealer {
  let prefix: string | null = null

  function isStale(sealed: string | null): boolean {
    // A sealed text begins with the name of its key and a dot.
    prefix ??= /^[^.]*\./.exec(seal.seal('', ''))?.[0] ?? ''
    return sealed !== null && !sealed.startsWith(prefix)
  }

  return {
    isRotated: seal.lookupHashes('', '').length > 1,
    resealIdentity(sealed, applicant) {
      return isStale(sealed) ? sealIdentity(seal, { ...applicant, ...openIdentity(seal, sealed, applicant) }) : null
    },
    resealJourney({ handle, consentUrl }, journey) {
      if (!isStale(handle) && !isStale(consentUrl)) return null
      const opened = handle === null ? null : openHandle(seal, handle, journey)
      return {
        handle: opened === null ? null : sealHandle(seal, opened, journey),
        handleHash: opened === null ? null : (toHandleHashes(seal, opened)[0] ?? null),
        consentUrl: sealConsentUrl(seal, { ...journey, consentUrl: openConsentUrl(seal, consentUrl, journey) }),
      }
    },
  }
}

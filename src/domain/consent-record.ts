/** What is kept of a borrower's consent with its journey: when it was given, and what has been said of it since. */
import type { Instant } from './date.ts'

export const CONSENT_WORDS = ['ACTIVE', 'PAUSED', 'REVOKED', 'EXPIRED', 'REJECTED'] as const
export const CONSENT_WORD_ORIGINS = ['CALLER', 'FINPASS'] as const

/** What somebody has said of a consent, beside what the journey's status tells. */
export interface ConsentWord {
  readonly state: (typeof CONSENT_WORDS)[number]
  readonly at: Instant
  /** Lender or borrower, through the gateway; or Finpass, when it was asked for data. */
  readonly origin: (typeof CONSENT_WORD_ORIGINS)[number]
}

/** What is kept of a consent with its journey. */
export interface ConsentRecord {
  /** When it was seen to be given; null until then. */
  readonly grantedAt: Instant | null
  /** The latest word; null when nobody has said anything. */
  readonly word: ConsentWord | null
}

/** The record that a journey begins with. */
export const NO_CONSENT_YET: ConsentRecord = { grantedAt: null, word: null }

/** After these nothing can be said any more: what was given is gone for good. */
export function isFinalWord(state: ConsentWord['state']): boolean {
  return state === 'REVOKED' || state === 'REJECTED' || state === 'EXPIRED'
}

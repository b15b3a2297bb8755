/**
 * The status words of both dialects as our statuses, and which words of Finpass are kept as steps.
 * A word we do not know is no failure: it becomes the step, and whoever observes decides how long to wait.
 */
import type { FailureCode, FailureFacts } from '../domain/failure.ts'
import { type JourneyObservation, type JourneyStatus, NOTHING_OBSERVED } from '../domain/journey.ts'

/** `analysis_complete` is documented and `completed` is what production sends; both end a journey well. */
const STATUSES: ReadonlyMap<string, JourneyStatus> = new Map([
  ['initiated', 'INITIATED'],
  ['consent_pending', 'CONSENT_PENDING'],
  ['consent_granted', 'CONSENT_GRANTED'],
  ['processing', 'PROCESSING'],
  ['in_progress', 'PROCESSING'],
  ['data_fetched', 'DATA_FETCHED'],
  ['analysis_complete', 'COMPLETED'],
  ['completed', 'COMPLETED'],
  ['consent_denied', 'CONSENT_DENIED'],
  ['failed', 'FAILED'],
  ['expired', 'EXPIRED'],
])

/** A status word in its plainest spelling: `Consent-Pending` as `consent_pending`. */
export function toPlainWord(word: string): string {
  return word
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
}

/** Our status for a word of either dialect; null when we do not know the word. */
export function toJourneyStatus(word: string): JourneyStatus | null {
  return STATUSES.get(toPlainWord(word)) ?? null
}

const STEP = /^[a-z][a-z0-9_]{0,39}$/i

/** What stands for text that does not look like a step. */
export const UNRECOGNISED_STEP = 'unrecognised'

/**
 * A step name or an unknown status word as it may be shown and stored. Finpass treats these as free text and may echo in
 * them whatever it was sent, a password too, so only what looks like the name of a step is kept, and nothing with a
 * number as PANs and mobiles have; all else is `unrecognised`. Null when there is none.
 */
export function toStep(text: unknown): string | null {
  if (typeof text !== 'string') return null
  const name = text.trim()
  if (name === '') return null
  return STEP.test(name) && !/\d{4}/.test(name) ? name : UNRECOGNISED_STEP
}

/** A failure as it is kept with a journey. */
export function toFacts(code: FailureCode): FailureFacts {
  return { code, retryAfter: null }
}

/** Why a journey that has ended in `status` gave nothing; null for every other status. */
export function toEndFailure(status: JourneyStatus | null): FailureFacts | null {
  if (status === 'FAILED') return toFacts('JOURNEY_FAILED')
  if (status === 'CONSENT_DENIED') return toFacts('CONSENT_DENIED')
  return status === 'EXPIRED' ? toFacts('JOURNEY_EXPIRED') : null
}

/** An observation of which only `facts` are known. */
export function toObservation(facts: Partial<JourneyObservation>): JourneyObservation {
  return { ...NOTHING_OBSERVED, ...facts }
}

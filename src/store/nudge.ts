/**
 * When a nudge counts that came while a look was under way: as if it had come right after it. So no news is missed for
 * longer than this, and however many webhooks come, Finpass is not asked about one journey more often than this.
 */
import { type Instant, toInstant } from '../domain/date.ts'

/** How long a journey rests after a look before a webhook may bring the next one. */
export const NUDGE_REST_MS = 5000

/** The earliest moment that a nudge may bring, after a look at `lookedAt`. */
export function toRestedAt(lookedAt: Instant): Instant {
  return toInstant(lookedAt + NUDGE_REST_MS)
}

/** How long the store keeps what is no record of its own: transitions, and idempotency keys. */
import { DAY_MS } from '../domain/date.ts'

export interface JournalLimits {
  /** How many transitions of one journey are kept; the oldest go first. @default 10000 */
  readonly maxEntries?: number
  /** How long a transition is kept; its journey's state stays. @default as long as its journey */
  readonly maxAgeMs?: number
}

/** How many transitions of one journey are kept when nothing else is configured. */
export const DEFAULT_MAX_ENTRIES = 10_000

/** How long an idempotency key stands after it was claimed. */
export const KEY_LIFETIME_MS = DAY_MS

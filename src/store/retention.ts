/** How long the store keeps things. Both implementations go by these figures; `Store.removeExpired` acts on them. */

const DAY_MS = 24 * 60 * 60 * 1000

export interface Retention {
  /** How long a journey is kept after it has ended. One that has not ended is never removed. */
  readonly journeyMs: number
  /** How long an applicant without journeys is kept after it was added or its latest journey was. */
  readonly applicantMs: number
  /** How long a tombstone is kept after the erasure: longer than the records of who read what. */
  readonly tombstoneMs: number
}

/** What is kept when nothing else is configured: 180 days each, tombstones 400. */
export const DEFAULT_RETENTION: Retention = {
  journeyMs: 180 * DAY_MS,
  applicantMs: 180 * DAY_MS,
  tombstoneMs: 400 * DAY_MS,
}

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

/**
 * Counting what must not happen too often, over the whole fleet: the Redis store keeps counts in Redis, the embedded
 * store, which serves one process, in memory, so that its counts begin anew when the process does. What is counted lapses
 * by itself.
 */
import type { Instant } from '../domain/date.ts'

export interface CountOptions {
  /** How long a window runs from the count that opened it. */
  readonly windowMs: number
  /** How much is added. @default 1 */
  readonly amount?: number
  /**
   * A count that does not lead beyond this makes the window run from `now` again, so that between two counts within it
   * there is never room for more than so many: no window's end is a fresh start for somebody who waited for it. A count
   * that leads beyond it moves nothing.
   */
  readonly renewUpTo?: number
}

export interface Counted {
  /** In the window that is running, this one included. */
  readonly count: number
  /** When the window ends. */
  readonly endsAt: Instant
}

export interface Counter {
  /**
   * Adds to the count under `key` and gives what it now is. Any text may be a key: it is hashed with the sealing keys
   * before it leaves the process, under each of the ring while they are being rotated. Rejects with `STORE_UNAVAILABLE`
   * when nobody can tell: the caller decides what that means.
   */
  count(key: string, options: CountOptions, now: Instant): Promise<Counted>
}

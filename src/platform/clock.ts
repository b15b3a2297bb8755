/**
 * Time, injected. Production uses the system's; tests use one they move by hand, so that no test sleeps.
 */
import { type Instant, toInstant } from '../domain/date.ts'

export interface Clock {
  now(): Instant
  /** Calls `action` once after `delayMs`; the returned function takes the call back. Never keeps the process alive. */
  after(delayMs: number, action: () => void): () => void
}

/** The system's clock and timers. */
export function createSystemClock(): Clock {
  return {
    now: () => toInstant(Date.now()),
    after(delayMs, action) {
      const timer = setTimeout(action, delayMs)
      timer.unref()
      return () => clearTimeout(timer)
    },
  }
}

/**
 * The longest timer that is set for a far moment. Node keeps a list for every length of timer, also when its timers were taken
 * back, until that length has passed: a timer of its own length for the end of every request's token would fill the memory.
 */
const LONGEST_STEP_MS = 60_000

/** Calls `action` once it is `at`, at once when it is so already, never when `at` is null; the returned function takes the call back. */
export function callAt(clock: Clock, at: Instant | null, action: () => void): () => void {
  let cancel = (): void => undefined
  function wait(until: Instant): void {
    const leftMs = until - clock.now()
    if (leftMs <= 0) action()
    else cancel = clock.after(Math.min(leftMs, LONGEST_STEP_MS), () => wait(until))
  }
  if (at !== null) wait(at)
  return () => cancel()
}

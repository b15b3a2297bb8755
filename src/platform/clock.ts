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

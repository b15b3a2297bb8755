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

/** Timers hold 31 bits of milliseconds, some 24 days; a longer wait is made of several. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** A signal that aborts at `at` for `reason`, or never when `at` is null; `cancel` lets its timer go. */
export function createExpiry(
  clock: Clock,
  at: Instant | null,
  reason?: Error,
): { readonly signal: AbortSignal; cancel(): void } {
  const expiry = new AbortController()
  let cancel = (): void => undefined
  function wait(until: Instant): void {
    const leftMs = until - clock.now()
    if (leftMs <= 0) expiry.abort(reason)
    else cancel = clock.after(Math.min(leftMs, LONGEST_TIMER_MS), () => wait(until))
  }
  if (at !== null) wait(at)
  return { signal: expiry.signal, cancel: () => cancel() }
}

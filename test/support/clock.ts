/** A clock that a test moves by hand. Nothing happens by itself, so "nothing happens" can be asserted without waiting. */
import { type Instant, toInstant } from '../../src/domain/date.ts'
import type { Clock } from '../../src/platform/clock.ts'

export interface FakeClock extends Clock {
  /** Moves time on; what falls due runs at its own moment, in order, each with all that follows from it. */
  advance(ms: number): Promise<void>
  /** Lets everything that is on its way without a timer come to its end. */
  settle(): Promise<void>
  /** How many timers wait. */
  pending(): number
}

interface Timer {
  readonly dueAt: number
  readonly action: () => void
}

/** Begins at `startAt`. @default 2025-07-28T00:00:00Z */
export function createFakeClock(startAt: Instant = toInstant(Date.UTC(2025, 6, 28))): FakeClock {
  let now: number = startAt
  const timers = new Set<Timer>()

  /** Promises are run to their end before an immediate; two turns for what itself waits for one. */
  async function settle(): Promise<void> {
    for (let turn = 0; turn < 2; turn += 1) await new Promise(setImmediate)
  }

  function takeDue(until: number): Timer | null {
    // A set keeps the order of insertion, so timers of one moment run first come, first served.
    let earliest: Timer | null = null
    for (const timer of timers) {
      if (timer.dueAt <= until && (earliest === null || timer.dueAt < earliest.dueAt)) earliest = timer
    }
    if (earliest !== null) timers.delete(earliest)
    return earliest
  }

  return {
    now: () => toInstant(now),
    after(delayMs, action) {
      const timer = { dueAt: now + Math.max(0, delayMs), action }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    async advance(ms) {
      const until = now + ms
      await settle()
      for (let timer = takeDue(until); timer !== null; timer = takeDue(until)) {
        now = Math.max(now, timer.dueAt)
        timer.action()
        await settle()
      }
      now = until
      await settle()
    },
    settle,
    pending: () => timers.size,
  }
}

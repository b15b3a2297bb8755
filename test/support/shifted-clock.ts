/** The system's clock, moved by hand: timers run as they do, what time it is can be changed. */
import { toInstant } from '../../src/domain/date.ts'
import { type Clock, createSystemClock } from '../../src/platform/clock.ts'

export interface ShiftedClock extends Clock {
  /** Moves the time of day; back when negative. */
  shift(ms: number): void
}

export function createShiftedClock(): ShiftedClock {
  const { now, after } = createSystemClock()
  let aheadMs = 0
  return {
    now: () => toInstant(now() + aheadMs),
    after,
    shift(ms) {
      aheadMs += ms
    },
  }
}

/**
 * Keeps every journey that has not ended watched, whether or not anybody looks on: at a steady tick the store is asked
 * which journeys are due, and those are checked, a bounded number side by side. Survives a restart, since what is due
 * stands in the store.
 */
import type { Instant } from '../domain/date.ts'
import type { Failure } from '../domain/failure.ts'
import { toFailure } from '../domain/failure.ts'
import type { Journey } from '../domain/journey.ts'
import type { Clock } from '../platform/clock.ts'
import type { Store } from '../store/store.ts'
import type { Checker } from './check.ts'

export interface ScheduleOptions {
  readonly store: Store
  readonly clock: Clock
  readonly checker: Checker
  /** How often the store is asked. @default 500 */
  readonly tickMs?: number
  /** How many journeys are checked side by side. @default 8 */
  readonly parallel?: number
  /** Told of every look that failed; the journey stays due. */
  onFailure(journey: Journey | null, failure: Failure): void
}

export interface Schedule {
  /** A journey has been started: it is to be watched from now on. */
  expect(journey: Journey): void
  /** A journey has become due at `at`, before its time. */
  nudge(journey: Journey, at: Instant): void
  /** Stops looking and waits for the looks that are under way. */
  close(): Promise<void>
}

/** Starts watching; nothing it does rejects. */
export function openSchedule(options: ScheduleOptions): Schedule {
  const { store, clock, checker, onFailure, tickMs = 500, parallel = 8 } = options
  const running = new Map<string, Promise<void>>()
  let isClosed = false
  let isNudged = false
  let cancelTick = clock.after(0, beginTick)
  let ticking: Promise<void> = Promise.resolve()

  function beginTick(): void {
    ticking = tick()
      .catch((thrown: unknown) => onFailure(null, toFailure(thrown)))
      .then(() => {
        if (!isClosed) cancelTick = clock.after(tickMs, beginTick)
      })
  }

  async function tick(): Promise<void> {
    const free = parallel - running.size
    if (free <= 0) return
    // Journeys under way are still due in the store, so ask for as many more.
    const due = await store.readDueJourneys(clock.now(), free + running.size)
    for (const journey of due.filter(({ id }) => !running.has(id)).slice(0, free)) {
      if (isClosed) return
      const look = checker
        .check(journey, 'POLL')
        .then(
          () => undefined,
          (thrown: unknown) => onFailure(journey, toFailure(thrown)),
        )
        .finally(() => running.delete(journey.id))
      running.set(journey.id, look)
    }
  }

  return {
    // What is due stands in the store, where the next tick finds it.
    expect: () => undefined,
    nudge(_journey, at) {
      // Later, a tick finds it.
      if (at > clock.now()) return
      // Each would begin a line of ticks of its own.
      if (isClosed || isNudged) return
      isNudged = true
      void ticking.then(() => {
        isNudged = false
        cancelTick()
        if (!isClosed) beginTick()
      })
    },
    async close() {
      isClosed = true
      cancelTick()
      await ticking
      await Promise.all(running.values())
    },
  }
}

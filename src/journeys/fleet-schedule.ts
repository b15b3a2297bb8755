/**
 * Keeps journeys watched by a fleet: one planned look per journey, run by whichever process is free. The queue is only a
 * convenience: every few seconds each process asks the store which journeys are overdue and plans them anew, so a queue
 * that was lost is made good.
 */
import { toInstant } from '../domain/date.ts'
import { toFailure } from '../domain/failure.ts'
import { isTerminal, type Journey } from '../domain/journey.ts'
import type { CheckQueue, CheckQueueOptions } from '../store/check-queue.ts'
import type { Schedule, ScheduleOptions } from './schedule.ts'

export interface FleetScheduleOptions extends Omit<ScheduleOptions, 'tickMs'> {
  /** How often overdue journeys are looked for. @default 5000 */
  readonly sweepMs?: number
  openQueue(options: Pick<CheckQueueOptions, 'run' | 'onTrouble' | 'parallel'>): CheckQueue
}

/** A journey this late has no planned look any more. */
const OVERDUE_MS = 3_000
const MOST_OVERDUE = 500

export function openFleetSchedule(options: FleetScheduleOptions): Schedule {
  const { store, clock, checker, onFailure, openQueue, parallel = 8, sweepMs = 5_000 } = options
  const report = (thrown: unknown): void => onFailure(null, toFailure(thrown))

  const queue = openQueue({
    parallel,
    onTrouble: report,
    async run({ tenant, id }) {
      let known: Journey | null = null
      try {
        known = (await store.readJourneys(tenant, [id]))[0] ?? null
        if (known === null || isTerminal(known.status)) return null
        // The store says when: a nudge may have moved the queue after the look that it was meant for.
        if (known.nextCheckAt !== null && known.nextCheckAt > clock.now()) return known.nextCheckAt
        const latest = await checker.check(known, 'POLL')
        return latest === null || isTerminal(latest.status) ? null : latest.nextCheckAt
      } catch (thrown) {
        onFailure(known, toFailure(thrown))
        // The checker has written down when to ask again; if even that failed, the sweep finds it overdue.
        const [latest] = await store.readJourneys(tenant, [id]).catch(() => [])
        return latest?.nextCheckAt ?? null
      }
    },
  })

  let cancelSweep = clock.after(0, sweep)
  let isClosed = false
  function sweep(): void {
    void planOverdue()
      .catch(report)
      .then(() => {
        if (!isClosed) cancelSweep = clock.after(sweepMs, sweep)
      })
  }
  async function planOverdue(): Promise<void> {
    const now = clock.now()
    const overdue = await store.readDueJourneys(toInstant(now - OVERDUE_MS), MOST_OVERDUE)
    await Promise.all(overdue.map(({ tenant, id }) => queue.plan({ tenant, id }, now)))
  }

  return {
    expect({ tenant, id, nextCheckAt }) {
      if (nextCheckAt !== null) queue.plan({ tenant, id }, nextCheckAt).catch(report)
    },
    nudge({ tenant, id }, at) {
      queue.bringForward({ tenant, id }, at).catch(report)
    },
    async close() {
      isClosed = true
      cancelSweep()
      await queue.close()
    },
  }
}

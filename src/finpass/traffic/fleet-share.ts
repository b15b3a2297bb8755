/**
 * What of the fleet's pace is this process's. Twice a second each process tells the others, through a counter they share, how
 * many calls it wanted, and takes the part of the pace that its own wants are of all: reads first, polls of what they leave,
 * the rest in equal parts. So no call waits for the counter; and while that is away each takes an equal part.
 */
import type { Instant } from '../../domain/date.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Demand, Pacer } from './pacer.ts'

/** As the store counts. */
export interface FleetCounter {
  count(
    key: string,
    options: { readonly windowMs: number; readonly amount?: number },
    now: Instant,
  ): Promise<{ readonly count: number }>
}

export interface FleetShareOptions {
  readonly counter: FleetCounter
  readonly clock: Clock
  readonly pacer: Pacer
  readonly mostPerSecond: number
  /** @default 500 */
  readonly everyMs?: number
}

export interface FleetShare {
  close(): void
}

/** Given out in equal parts whatever is wanted, so that nobody's first call has to wait for the next reckoning. */
const EQUAL_PART = 0.1

/** Keeps the share right until it is closed. Nothing it does rejects. */
export function openFleetShare(options: FleetShareOptions): FleetShare {
  const { counter, clock, pacer, mostPerSecond, everyMs = 500 } = options
  let members = 1
  let isClosed = false
  let cancel = (): void => undefined
  /** What this process wanted in the slice that has ended, and in the one before, of which all have told by now. */
  let [latest, settled]: [Demand, Demand] = [NOTHING, NOTHING]

  const toSlice = (): number => Math.floor(clock.now() / everyMs)
  function tell(slice: number, what: string, amount: number): Promise<{ readonly count: number }> {
    return counter.count(`finpass ${what} ${slice}`, { windowMs: 6 * everyMs, amount }, clock.now())
  }

  async function look(slice: number): Promise<void> {
    settled = latest
    latest = pacer.takeDemand()
    try {
      const [here] = await Promise.all([
        tell(slice - 1, 'members', 1),
        tell(slice - 1, 'reads', latest.reads),
        tell(slice - 1, 'polls', latest.polls),
      ])
      const [before, reads, polls] = await Promise.all([
        tell(slice - 2, 'members', 0),
        tell(slice - 2, 'reads', 0),
        tell(slice - 2, 'polls', 0),
      ])
      members = Math.max(1, before.count, here.count)
      const all = { reads: reads.count, polls: polls.count }
      pacer.setShare(toShare({ mostPerSecond, members, all, own: settled, everyMs }))
    } catch {
      pacer.setShare(mostPerSecond / members)
    }
  }
  let lookedAt = -1
  function begin(): void {
    const slice = toSlice()
    // A timer may fire a moment before the clock turns; a slice that was told twice would leave the next one untold.
    if (slice === lookedAt) return wait()
    lookedAt = slice
    void look(slice).then(() => {
      if (!isClosed) wait()
    })
  }
  /** Until the beginning of a slice, all at about the same time; one that took longer is passed over. */
  function wait(): void {
    const next = Math.max(lookedAt, toSlice()) + 1
    cancel = clock.after(Math.max(1, next * everyMs - clock.now()), begin)
  }
  begin()

  return {
    close() {
      isClosed = true
      cancel()
    },
  }
}

const NOTHING: Demand = { reads: 0, polls: 0 }

export interface ShareFacts {
  readonly mostPerSecond: number
  readonly members: number
  /** Of all processes, this one's included. */
  readonly all: Demand
  readonly own: Demand
  readonly everyMs: number
}

/** The shares of all processes that know the same add up to the whole. */
export function toShare({ mostPerSecond, members, all, own, everyMs }: ShareFacts): number {
  const perSecond = 1_000 / everyMs
  const toPart = (of: number, mine: number, total: number): number => (total <= 0 ? 0 : of * (mine / total))
  const equal = (EQUAL_PART * mostPerSecond) / members
  const shared = (1 - EQUAL_PART) * mostPerSecond
  const forReads = Math.min(shared, all.reads * perSecond)
  const forPolls = Math.min(shared - forReads, all.polls * perSecond)
  const rest = (shared - forReads - forPolls) / members
  return equal + toPart(forReads, own.reads, all.reads) + toPart(forPolls, own.polls, all.polls) + rest
}

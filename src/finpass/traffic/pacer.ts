/**
 * Spreads what is sent to Finpass evenly over time, when so many calls in a second are not to be exceeded. Reads, for which
 * somebody waits, go first; polls get what reads leave, and besides have a pace of their own. Without figures nobody
 * waits for anything.
 */
import { toInstant } from '../../domain/date.ts'
import { Failure } from '../../domain/failure.ts'
import type { Clock } from '../../platform/clock.ts'
import type { TrafficFacts } from './facts.ts'
import { createPace } from './pace.ts'
import { createWaitingLine } from './waiting-line.ts'

export interface PacerOptions {
  readonly clock: Clock
  /** Calls of the whole fleet in a second; null for any number. @default null */
  readonly mostPerSecond?: number | null
  /** Polls of this process in a second; null for any number. @default null */
  readonly pollsPerSecond?: number | null
}

/** What was wanted since the last time of asking. */
export interface Demand {
  readonly reads: number
  readonly polls: number
}

export interface Pacer {
  /**
   * Null when the call may be sent at once; else resolves when it may. Rejects with `FINPASS_BUSY` when its turn does not
   * come within `patienceMs` (at once, if that is known), with `REQUEST_CANCELLED` when `signal` aborts.
   */
  enter(isPoll: boolean, signal: AbortSignal, patienceMs: number, caller?: string): Promise<void> | null
  /** What of the fleet's pace is this process's from now on. */
  setShare(perSecond: number): void
  takeDemand(): Demand
  read(): TrafficFacts['quota']
}

/** A view needs some calls at once: they need not be spread. A quarter of a second's worth is not felt by Finpass. */
const READ_BURST_MS = 250
/** Makes good for timers that come late, no more. */
const POLL_BURST_MS = 50

/** Makes one; its share is all of it until somebody says otherwise. */
export function createPacer(options: PacerOptions): Pacer {
  const { clock, mostPerSecond = null, pollsPerSecond = null } = options
  const pace = mostPerSecond === null ? null : createPace(mostPerSecond)
  const pollPace = pollsPerSecond === null ? null : createPace(pollsPerSecond)
  const reads = createWaitingLine(clock)
  const polls = createWaitingLine(clock)
  let demand = { reads: 0, polls: 0 }
  let cancelLook: (() => void) | null = null

  /** When the next may go. */
  function toReadMoment(): number {
    return pace?.nextAt(READ_BURST_MS) ?? 0
  }
  function toPollMoment(): number {
    return Math.max(pace?.nextAt(POLL_BURST_MS) ?? 0, pollPace?.nextAt(POLL_BURST_MS) ?? 0)
  }
  function takeRead(now: number): void {
    pace?.take(now)
  }
  function takePoll(now: number): void {
    pace?.take(now)
    pollPace?.take(now)
  }

  function look(): void {
    cancelLook?.()
    cancelLook = null
    const now = clock.now()
    while (reads.size > 0 && toReadMoment() <= now) {
      takeRead(now)
      reads.call()
    }
    while (reads.size === 0 && polls.size > 0 && toPollMoment() <= now) {
      takePoll(now)
      polls.call()
    }
    if (reads.size + polls.size === 0) return
    const next = reads.size > 0 ? toReadMoment() : toPollMoment()
    cancelLook = clock.after(Math.max(1, next - now), look)
  }

  /** How long whoever joins now would wait. */
  function toWaitMs(isPoll: boolean, now: number, caller: string): number {
    const ahead = isPoll ? reads.size + polls.size : reads.ahead(caller)
    const moment = isPoll ? toPollMoment() : toReadMoment()
    const spacingMs = Math.max(pace?.spacingMs ?? 0, isPoll ? (pollPace?.spacingMs ?? 0) : 0)
    return moment - now + ahead * spacingMs
  }

  return {
    enter(isPoll, signal, patienceMs, caller = '') {
      if (pace !== null)
        demand = isPoll ? { ...demand, polls: demand.polls + 1 } : { ...demand, reads: demand.reads + 1 }
      if (pace === null && (pollPace === null || !isPoll)) return null
      const now = clock.now()
      if (reads.size === 0 && (!isPoll || polls.size === 0) && (isPoll ? toPollMoment() : toReadMoment()) <= now) {
        ;(isPoll ? takePoll : takeRead)(now)
        return null
      }
      const waitMs = toWaitMs(isPoll, now, caller)
      if (waitMs > patienceMs)
        return Promise.reject(
          new Failure('FINPASS_BUSY', { retryAfter: toInstant(Math.ceil(now + waitMs - patienceMs)) }),
        )
      const turn = (isPoll ? polls : reads).join(signal, patienceMs, caller)
      look()
      return turn
    },
    setShare(perSecond) {
      pace?.set(perSecond)
      look()
    },
    takeDemand() {
      const taken = { reads: demand.reads + reads.size, polls: demand.polls + polls.size }
      demand = { reads: 0, polls: 0 }
      return taken
    },
    read: () => ({
      mostPerSecond,
      sharePerSecond: pace?.perSecond ?? null,
      readsWaiting: reads.size,
      pollsWaiting: polls.size,
    }),
  }
}

/**
 * The gate before one operation: how many calls of it may be under way, how many may wait for that, and whether it may be asked
 * at all now. An operation that hangs fills its own gate and nobody else's.
 */
import { type Instant, toInstant } from '../../domain/date.ts'
import { Failure } from '../../domain/failure.ts'
import type { Clock } from '../../platform/clock.ts'
import { createBreaker, type Pass } from './breaker.ts'
import type { OperationFacts } from './facts.ts'
import type { BreakerState } from './observer.ts'
import { createWaitingLine } from './waiting-line.ts'

export interface GateOptions {
  readonly clock: Clock
  /** Failures in a row after which nothing is asked for a while. @default 12 */
  readonly failuresToOpen?: number
  /** From opening to the first probe, and from one probe to the next. @default 10000 */
  readonly probeEveryMs?: number
  /** The longest that Finpass may have nothing asked. @default 3600000, which `Retry-After` does not exceed either */
  readonly longestPauseMs?: number
  /** Calls under way at most. @default 32 */
  readonly mostUnderWay?: number
  /** Calls that wait for one of those to end, at most. @default 1000 */
  readonly mostWaiting?: number
  onBreaker(from: BreakerState, to: BreakerState): void
}

export interface Gate {
  readonly breaker: BreakerState
  /** Why nothing may be asked now: the failure to tell the caller, or null. */
  refusal(): Failure | null
  /** Takes a place without waiting, if there is one and nobody waits for it. */
  tryEnter(): boolean
  /**
   * Takes a place as soon as there is one; rejects with `FINPASS_BUSY` or `REQUEST_CANCELLED`. When too many wait, whoever has most
   * of them waiting is refused at once.
   */
  enter(signal: AbortSignal, patienceMs: number, caller: string): Promise<void>
  /** Whoever has a place is let through, or told why not. */
  admit(): Pass | Failure
  /** Gives the place back. */
  leave(): void
  succeed(pass: Pass): void
  fail(pass: Pass, about?: string): void
  /** Nothing is asked before then. */
  pauseUntil(until: Instant): void
  read(): OperationFacts
}

/** When to come again to where too many wait: somebody's turn comes sooner than that, or the breaker opens. */
const BUSY_MS = 1_000

/** Makes one that is open for everybody. */
export function createGate(options: GateOptions): Gate {
  const { clock, mostUnderWay = 32, mostWaiting = 1_000, longestPauseMs = 3_600_000 } = options
  const breaker = createBreaker({ ...options, onChange: options.onBreaker })
  const line = createWaitingLine(clock)
  let underWay = 0
  let pausedUntil = 0

  const toBusy = (): Failure => new Failure('FINPASS_BUSY', { retryAfter: toInstant(clock.now() + BUSY_MS) })

  function refusal(): Failure | null {
    if (pausedUntil > 0) {
      if (pausedUntil > clock.now()) return new Failure('FINPASS_RATE_LIMITED', { retryAfter: toInstant(pausedUntil) })
      pausedUntil = 0
    }
    const retryAfter = breaker.refusedUntil()
    if (retryAfter !== null) return new Failure('FINPASS_CIRCUIT_OPEN', { retryAfter })
    // Who would be the probe does not queue behind calls that hang.
    return breaker.state === 'closed' || underWay < mostUnderWay ? null : toBusy()
  }

  return {
    get breaker() {
      return breaker.state
    },
    refusal,
    tryEnter() {
      if (underWay >= mostUnderWay || line.size > 0) return false
      underWay += 1
      return true
    },
    async enter(signal, patienceMs, caller) {
      if (line.size >= mostWaiting && !line.makeRoom(caller, toBusy())) throw toBusy()
      // The place is handed on by whoever leaves.
      await line.join(signal, patienceMs, caller)
    },
    admit() {
      const failure = refusal()
      if (failure !== null && failure.code !== 'FINPASS_BUSY') return failure
      // One that was let in at this very moment may be the probe already.
      return breaker.admit() ?? new Failure('FINPASS_CIRCUIT_OPEN', { retryAfter: breaker.refusedUntil() })
    },
    leave() {
      if (!line.call()) underWay -= 1
    },
    succeed: breaker.succeed,
    fail: breaker.fail,
    pauseUntil(until) {
      pausedUntil = Math.max(pausedUntil, Math.min(until, clock.now() + longestPauseMs))
    },
    read() {
      const isPaused = pausedUntil > clock.now()
      const until = isPaused ? toInstant(pausedUntil) : breaker.refusedUntil()
      return { breaker: breaker.state, pausedUntil: until, underWay, waiting: line.size }
    },
  }
}

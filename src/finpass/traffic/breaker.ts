/**
 * A circuit breaker for one operation: after so many failures in a row nothing is asked for a while, then one call at a time,
 * so many seconds apart, until one of them is answered. It knows no network: it is told how calls went.
 */
import { type Instant, toInstant } from '../../domain/date.ts'
import type { Clock } from '../../platform/clock.ts'
import type { BreakerState } from './observer.ts'

export interface BreakerOptions {
  readonly clock: Clock
  /** Failures in a row that open it. @default 12 */
  readonly failuresToOpen?: number
  /** Failures further apart than this are no row. @default 60000 */
  readonly rowMs?: number
  /** From opening to the first probe, and from the beginning of one probe to the next. @default 10000 */
  readonly probeEveryMs?: number
  /** Told of every change. */
  onChange(from: BreakerState, to: BreakerState): void
}

/** A row is about so many borrowers' processes at least. */
const LEAST_DISTINCT = 3

/** How a call was let in; given back with how it went. */
export type Pass = 'ordinary' | 'probe'

export interface Breaker {
  readonly state: BreakerState
  /** When it is worth coming again; null when nothing is in the way. Asking changes nothing. */
  refusedUntil(): Instant | null
  /** Lets a call in, as the probe if one is due; null when it must not be made. */
  admit(): Pass | null
  /** The call was answered, be it with a refusal. */
  succeed(pass: Pass): void
  /** Finpass failed at the call, which was about one borrower's process. What is about the same one is no row by itself. */
  fail(pass: Pass, about?: string): void
}

/** Makes one, closed. A probe that nobody tells about, since its caller left, is followed by the next one in its time. */
export function createBreaker(options: BreakerOptions): Breaker {
  const { clock, failuresToOpen = 12, rowMs = 60_000, probeEveryMs = 10_000, onChange } = options
  let state: BreakerState = 'closed'
  let failures = 0
  /** Of the row, by what they were about. No longer than the row. */
  const failuresOf = new Map<string, number>()
  const mostOfOne = Math.max(1, Math.floor(failuresToOpen / LEAST_DISTINCT))
  let lastFailureAt = 0
  let probeDueAt = 0

  function change(to: BreakerState): void {
    if (to === state) return
    const from = state
    state = to
    onChange(from, to)
  }

  /** A new row. */
  function begin(): void {
    // Nearly always: emptying even an empty map makes a new one.
    if (failures === 0) return
    failures = 0
    failuresOf.clear()
  }

  /** A report that Finpass fails at, asked for again and again, says little about the others. */
  function isCounted(about: string | undefined): boolean {
    if (about === undefined) return true
    const count = (failuresOf.get(about) ?? 0) + 1
    if (count > mostOfOne) return false
    failuresOf.set(about, count)
    return true
  }

  return {
    get state() {
      return state
    },
    refusedUntil: () => (state === 'closed' || clock.now() >= probeDueAt ? null : toInstant(probeDueAt)),
    admit() {
      if (state === 'closed') return 'ordinary'
      const now = clock.now()
      if (now < probeDueAt) return null
      // From its beginning: a probe that hangs must not put off the next one.
      probeDueAt = now + probeEveryMs
      change('half-open')
      return 'probe'
    },
    succeed(pass) {
      // What was sent before it opened says nothing about now.
      if (state !== 'closed' && pass === 'ordinary') return
      begin()
      change('closed')
    },
    fail(pass, about) {
      if (pass === 'probe') return change(state === 'half-open' ? 'open' : state)
      if (state !== 'closed') return
      const now = clock.now()
      if (now - lastFailureAt > rowMs) begin()
      if (!isCounted(about)) return
      failures += 1
      lastFailureAt = now
      if (failures < failuresToOpen) return
      begin()
      probeDueAt = now + probeEveryMs
      change('open')
    },
  }
}

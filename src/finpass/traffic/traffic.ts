/**
 * Every call to Finpass goes through here. Each operation has its gate; what failed in passing and may be repeated is
 * asked again while budget and time allow. A start is sent once, whatever becomes of it. Who asks, and how, is the client's.
 */
import { toInstant } from '../../domain/date.ts'
import { Failure } from '../../domain/failure.ts'
import type { Clock } from '../../platform/clock.ts'
import type { HttpAnswer } from '../http.ts'
import type { TrafficFacts } from './facts.ts'
import { createGate, type Gate, type GateOptions } from './gate.ts'
import { SILENT, type TrafficObserver } from './observer.ts'
import { OPERATIONS, type OperationName } from './operation.ts'
import { type Outcome, toFaultOf, toOutcome } from './outcome.ts'
import { createPacer, type Pacer } from './pacer.ts'
import { createRepeatBudget } from './repeat-budget.ts'

/** Figures that have their defaults. */
export interface TrafficTuning extends Omit<GateOptions, 'clock' | 'onBreaker'> {
  /** How often a read is sent at most, the first time included. @default 3 */
  readonly mostAttempts?: number
  /** Repeats for each call, over the last ten seconds. @default that of the budget */
  readonly repeatShare?: number
}

export interface TrafficOptions extends TrafficTuning {
  readonly clock: Clock
  readonly observer?: TrafficObserver
  /** Paces what is sent. @default lets everything through at once */
  readonly pacer?: Pacer
  /** From 0 up to 1. @default Math.random */
  readonly random?: () => number
  /** Bounds that of every operation. @default none */
  readonly deadlineMs?: number
}

export interface Call {
  readonly operation: OperationName
  /** Nobody waits for the answer. */
  readonly isPoll: boolean
  readonly signal: AbortSignal
  /** Who waits for it, however they are told apart: calls of several take turns. @default nobody */
  readonly caller?: string
  /** The borrower's process that it asks for. @default one of its own */
  readonly about?: string | undefined
}

/** Asks once, within so many milliseconds. */
export type Ask = (withinMs: number) => Promise<HttpAnswer>

export interface Traffic {
  /**
   * The answer to a call; the last one if it was asked again. Rejects with the `Failure` of the call, with
   * `FINPASS_CIRCUIT_OPEN`, `FINPASS_RATE_LIMITED` or `FINPASS_BUSY` when nothing was sent, or with `REQUEST_CANCELLED`.
   */
  call(call: Call, ask: Ask): Promise<HttpAnswer>
  readonly pacer: Pacer
  read(): TrafficFacts
}

/** Somebody looks at a screen: a longer wait is better told than waited. */
const LONGEST_WAIT_MS = 5_000
const FIRST_BACKOFF_MS = 200

interface Attempt {
  readonly outcome: Outcome
  readonly wasSent: boolean
  settle(): HttpAnswer
}

/** Makes it for one Finpass account. */
export function createTraffic(options: TrafficOptions): Traffic {
  const { clock, observer = SILENT, random = Math.random, mostAttempts = 3 } = options
  const { deadlineMs = Number.POSITIVE_INFINITY } = options
  const pacer = options.pacer ?? createPacer({ clock })
  const budget = createRepeatBudget({ clock, share: options.repeatShare })
  const names = Object.keys(OPERATIONS) as OperationName[] // the keys of the table
  const toGate = (operation: OperationName): Gate =>
    createGate({ ...options, onBreaker: (from, to) => observer.onBreaker({ operation, from, to }) })
  const gates = Object.fromEntries(names.map((name) => [name, toGate(name)])) as Record<OperationName, Gate>

  /** Takes a place and a pass, asks, and tells everybody who has to know how it went. Never rejects. */
  async function attempt(
    { operation, isPoll, signal, caller = '', about }: Call,
    ask: Ask,
    number: number,
    endsAt: number,
  ): Promise<Attempt> {
    const gate = gates[operation]
    const beganAt = clock.now()
    let turnAt: number = beganAt
    let hasPlace = false
    let wasSent = false
    let outcome: Outcome
    let settle: () => HttpAnswer
    try {
      const refusal = gate.refusal()
      if (refusal !== null) throw refusal
      if (!gate.tryEnter()) await gate.enter(signal, endsAt - beganAt - OPERATIONS[operation].leastMs, caller)
      hasPlace = true
      const pass = gate.admit()
      if (pass instanceof Failure) throw pass
      turnAt = clock.now()
      wasSent = true
      if (number === 1) budget.noteRequest()
      try {
        const answer = await ask(endsAt - turnAt)
        outcome = toOutcome(operation, answer)
        settle = () => answer
      } catch (thrown) {
        outcome = toFaultOf(thrown)
        settle = () => {
          throw thrown
        }
      }
      if (outcome.isFault) gate.fail(pass, about)
      else if (outcome.code !== 'REQUEST_CANCELLED' && outcome.code !== 'FINPASS_BUSY') gate.succeed(pass)
      if (outcome.code === 'FINPASS_RATE_LIMITED' && outcome.retryAfter !== null)
        gate.pauseUntil(toInstant(outcome.retryAfter))
    } catch (refused) {
      outcome = toFaultOf(refused)
      settle = () => {
        throw refused
      }
    }
    if (hasPlace) gate.leave()
    const ms = clock.now() - turnAt
    const { code } = outcome
    observer.onAttempt({
      operation,
      outcome: code,
      wasSent,
      attempt: number,
      ms,
      waitedMs: turnAt - beganAt,
      isPoll,
      breaker: gate.breaker,
    })
    return { outcome, wasSent, settle }
  }

  /** How long to wait before asking again; null when that is not to be done. */
  function toWaitMs(call: Call, { outcome, wasSent }: Attempt, number: number, endsAt: number): number | null {
    if (!wasSent || !outcome.isPassing || number >= mostAttempts) return null
    if (!OPERATIONS[call.operation].isRepeatable || call.signal.aborted) return null
    const now = clock.now()
    const askedMs = outcome.retryAfter === null ? 0 : Math.max(0, outcome.retryAfter - now)
    // A poll comes again by itself, and does not hold a place in the schedule meanwhile.
    if (askedMs > (call.isPoll ? 0 : LONGEST_WAIT_MS)) return null
    const waitMs = Math.ceil(askedMs + random() * FIRST_BACKOFF_MS * 2 ** (number - 1))
    if (endsAt - now - waitMs < OPERATIONS[call.operation].leastMs) return null
    return budget.tryRepeat() ? waitMs : null
  }

  return {
    pacer,
    async call(call, ask) {
      if (call.signal.aborted) throw new Failure('REQUEST_CANCELLED')
      const endsAt = clock.now() + Math.min(deadlineMs, OPERATIONS[call.operation].deadlineMs)
      let last = await attempt(call, ask, 1, endsAt)
      for (let number = 2; ; number += 1) {
        const waitMs = toWaitMs(call, last, number - 1, endsAt)
        if (waitMs === null) return last.settle()
        await wait(clock, waitMs, call.signal)
        const next = await attempt(call, ask, number, endsAt)
        // Refused meanwhile: how the call itself went says more.
        if (!next.wasSent && next.outcome.code !== 'REQUEST_CANCELLED') return last.settle()
        last = next
      }
    },
    read: () => ({
      operations: Object.fromEntries(names.map((name) => [name, gates[name].read()])) as TrafficFacts['operations'],
      budget: budget.read(),
      quota: pacer.read(),
    }),
  }
}

/** Rejects with `REQUEST_CANCELLED` when the signal aborts first. */
async function wait(clock: Clock, waitMs: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const onAbort = (): void => reject(new Failure('REQUEST_CANCELLED'))
  const cancel = clock.after(waitMs, resolve)
  signal.addEventListener('abort', onAbort, { once: true })
  await promise.finally(() => {
    cancel()
    signal.removeEventListener('abort', onAbort)
  })
}

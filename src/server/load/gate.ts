/**
 * Admission under load: whoever comes when as many operations are under way as can be done in time is refused at once,
 * which costs little, instead of joining a queue in which everybody waits until nobody wants the answer any more. Asked
 * before a token is verified or a body read. Probes, metrics, webhooks and the events of subscriptions do not come by here.
 */
import { type Instant, toInstant } from '../../domain/date.ts'
import { FAILURES } from '../../domain/failure.ts'
import type { Clock } from '../../platform/clock.ts'
import type { LoopDelay } from '../../platform/loop-delay.ts'
import { createConcurrencyLimit } from './concurrency-limit.ts'
import { createTurnQueue, type TurnQueue } from './turn-queue.ts'

/** The place of one operation among those under way. */
export interface Slot {
  /** Null when it may begin at once; else resolves when its turn has come. For what is no stream. */
  untilTurn(): Promise<void> | null
  /** It is done, or has become a stream; harmless when called again. */
  leave(): void
  /** It waits for its caller, and takes no place until `resume`. */
  park(): void
  resume(): void
}

export interface GateFacts {
  readonly underWay: number
  readonly limit: number
  /** Since the start. */
  readonly refused: number
  /** What a turn of the event loop was late by, on average, in the latest tenth of a second. */
  readonly delayMs: number
  /** How long operations that were let in waited for their turn, on average, in the same time. */
  readonly turnWaitMs: number
}

export interface Gate {
  /** Lets one more operation begin; null when it is to be refused. */
  enter(): Slot | null
  /**
   * The same for a stream, or for a socket that will want one: as many as there may be at all, so that a crowd that comes
   * back at once is let in; as any other while the event loop is late.
   */
  enterStream(): Slot | null
  /** What those who are refused are told. */
  toRefusal(): Refusal
  read(): GateFacts
  close(): void
}

/** A failure that is not thrown, so that none of its kind takes a trace of the stack. */
export interface Refusal {
  readonly code: 'GATEWAY_OVERLOADED'
  readonly message: string
  readonly advice: string | null
  readonly retryable: boolean
  readonly retryAfter: Instant
  readonly waitMs: number
}

export interface GateOptions {
  readonly clock: Pick<Clock, 'now'>
  /** Closed with the gate. */
  readonly delay: LoopDelay
  /** Operations under way at most, whatever the load. */
  readonly most: number
  /** @default a few operations in each turn of the event loop */
  readonly turns?: TurnQueue
  /** Calls `action` ten times a second until the returned function is called. @default by a timer that keeps no process alive */
  readonly everySpan?: (action: () => void) => () => void
  /** Told when it begins to refuse, and when it has refused nobody for a while, with how many it has refused meanwhile. */
  readonly onChange?: (isRefusing: boolean, refused: number) => void
}

const SPAN_MS = 100
/** Nobody refused for so long: it is over. */
const CALM_SPANS = 50
/** Told to come back between these, so that they do not all come at once. */
const [SHORTEST_WAIT_MS, LONGEST_WAIT_MS] = [1_000, 3_000]

export function openGate(options: GateOptions): Gate {
  const { clock, delay, most, turns = createTurnQueue(), everySpan = repeat, onChange = () => undefined } = options
  const limit = createConcurrencyLimit({ most })
  let [underWay, mostUnderWay, refused, delayMs, turnWaitMs] = [0, 0, 0, 0, 0]
  let refusedBefore = 0
  let episode: { readonly refusedBefore: number; calmSpans: number } | null = null
  const stop = everySpan(endSpan)

  function endSpan(): void {
    delayMs = delay.take().meanMs
    turnWaitMs = turns.takeWaitMs()
    // Both are the same queue: what waits for the loop, and what waits for its turn in it.
    limit.observe({ delayMs: delayMs + turnWaitMs, mostUnderWay })
    mostUnderWay = underWay
    tellOfChange()
    refusedBefore = refused
  }

  function tellOfChange(): void {
    const isRefusing = refused > refusedBefore
    if (episode === null) {
      if (!isRefusing) return
      episode = { refusedBefore, calmSpans: 0 }
      return onChange(true, refused - refusedBefore)
    }
    episode.calmSpans = isRefusing ? 0 : episode.calmSpans + 1
    if (episode.calmSpans < CALM_SPANS) return
    onChange(false, refused - episode.refusedBefore)
    episode = null
  }

  function count(): void {
    underWay += 1
    mostUnderWay = Math.max(mostUnderWay, underWay)
  }

  function enterBelow(mostNow: number): Slot | null {
    if (underWay >= mostNow) {
      refused += 1
      return null
    }
    count()
    let [isCounted, hasLeft] = [true, false]
    function uncount(): void {
      if (isCounted) underWay -= 1
      isCounted = false
    }
    return {
      untilTurn: turns.join,
      leave() {
        hasLeft = true
        uncount()
      },
      park: uncount,
      resume() {
        if (isCounted || hasLeft) return
        isCounted = true
        count()
      },
    }
  }

  return {
    enter: () => enterBelow(limit.current),
    enterStream: () => enterBelow(limit.isLate ? limit.current : most),
    toRefusal() {
      const waitMs = SHORTEST_WAIT_MS + Math.round(Math.random() * (LONGEST_WAIT_MS - SHORTEST_WAIT_MS))
      const { message, advice, retryable } = FAILURES.GATEWAY_OVERLOADED
      const retryAfter = toInstant(clock.now() + waitMs)
      return { code: 'GATEWAY_OVERLOADED', message, advice, retryable, retryAfter, waitMs }
    },
    read: () => ({ underWay, limit: limit.current, refused, delayMs, turnWaitMs }),
    close() {
      stop()
      delay.close()
    },
  }
}

/** Not by the clock: what is measured is this very machine, whatever time it is. */
function repeat(action: () => void): () => void {
  const timer = setInterval(action, SPAN_MS)
  timer.unref()
  return () => clearInterval(timer)
}

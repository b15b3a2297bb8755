/**
 * One call for all who want the same thing at the same time. The call is aborted only when the last of them has left,
 * so one caller's cancelled request never costs another its answer.
 */
import { Failure } from '../domain/failure.ts'

interface Flight<Value> {
  readonly result: Promise<Value>
  readonly controller: AbortController
  waiting: number
  isOver: boolean
}

export interface SingleFlight<Value> {
  /**
   * Joins the running call for `key`, or starts one. Rejects as the call does, or with `REQUEST_CANCELLED` as soon as
   * `signal` aborts.
   */
  run(key: string, start: (signal: AbortSignal) => Promise<Value>, signal: AbortSignal): Promise<Value>
  /** Aborts the calls whose key begins with `prefix`; those who wait are told `REQUEST_CANCELLED` or what the call says. */
  abort(prefix: string): void
}

export function createSingleFlight<Value>(): SingleFlight<Value> {
  const flights = new Map<string, Flight<Value>>()

  function open(key: string, start: (signal: AbortSignal) => Promise<Value>): Flight<Value> {
    const controller = new AbortController()
    const flight: Flight<Value> = { result: start(controller.signal), controller, waiting: 0, isOver: false }
    flights.set(key, flight)
    const remove = (): void => {
      flight.isOver = true
      if (flights.get(key) === flight) flights.delete(key)
    }
    flight.result.then(remove, remove)
    return flight
  }

  async function join(key: string, flight: Flight<Value>, signal: AbortSignal): Promise<Value> {
    flight.waiting += 1
    const { promise: cancelled, reject } = Promise.withResolvers<never>()
    const onAbort = (): void => reject(new Failure('REQUEST_CANCELLED'))
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      return await Promise.race([flight.result, cancelled])
    } finally {
      signal.removeEventListener('abort', onAbort)
      flight.waiting -= 1
      // What is over needs no end; aborting costs a thousand times as much as it looks.
      if (flight.waiting === 0 && !flight.isOver) {
        // Nobody may join a call that is being given up.
        if (flights.get(key) === flight) flights.delete(key)
        flight.controller.abort()
      }
    }
  }

  return {
    async run(key, start, signal) {
      if (signal.aborted) throw new Failure('REQUEST_CANCELLED')
      return join(key, flights.get(key) ?? open(key, start), signal)
    },
    abort(prefix) {
      for (const [key, flight] of flights) {
        if (!key.startsWith(prefix)) continue
        flights.delete(key)
        flight.controller.abort()
      }
    },
  }
}

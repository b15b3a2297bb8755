/**
 * One call for all who want the same thing at the same time. The call is aborted only when the last of them has left,
 * so one caller's cancelled request never costs another its answer.
 */
import { Failure } from '../domain/failure.ts'

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

  function remove(key: string, flight: Flight<Value>): void {
    if (flights.get(key) === flight) flights.delete(key)
  }

  function open(key: string, start: (signal: AbortSignal) => Promise<Value>): Flight<Value> {
    const controller = new AbortController()
    const call = start(controller.signal)
    const flight = new Flight<Value>(controller)
    flights.set(key, flight)
    call.then(
      (value) => {
        remove(key, flight)
        flight.land((waiting) => waiting.resolve(value))
      },
      (reason: unknown) => {
        remove(key, flight)
        flight.land((waiting) => waiting.reject(reason))
      },
    )
    return flight
  }

  return {
    run: (key, start, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(new Failure('REQUEST_CANCELLED'))
        const flight = flights.get(key) ?? open(key, start)
        flight.join({ resolve, reject, signal }, () => remove(key, flight))
      }),
    abort(prefix) {
      for (const [key, flight] of flights) {
        if (!key.startsWith(prefix)) continue
        flights.delete(key)
        flight.end()
      }
    },
  }
}

interface Waiting<Value> {
  resolve(value: Value): void
  reject(reason: unknown): void
  readonly signal: AbortSignal
}

/**
 * A call under way and all who wait for it. It lets go of everything when it is over: a Map that takes and gives all the time
 * is rebuilt as often, and what it held when it was is not collected before the whole heap is.
 */
class Flight<Value> {
  #controller: AbortController | null
  readonly #waiting = new Map<Waiting<Value>, () => void>()

  constructor(controller: AbortController) {
    this.#controller = controller
  }

  /** Tells `onEmpty` when the last has left, before it aborts the call: nobody may join one that is being given up. */
  join(waiting: Waiting<Value>, onEmpty: () => void): void {
    const leave = (): void => {
      this.#waiting.delete(waiting)
      waiting.reject(new Failure('REQUEST_CANCELLED'))
      // What is over needs no end; aborting costs a thousand times as much as it looks.
      if (this.#waiting.size > 0 || this.#controller === null) return
      onEmpty()
      this.end()
    }
    this.#waiting.set(waiting, leave)
    waiting.signal.addEventListener('abort', leave, { once: true })
  }

  /** The call is over; each of those who wait is told. */
  land(tell: (waiting: Waiting<Value>) => void): void {
    this.#controller = null
    for (const [waiting, leave] of this.#waiting) {
      waiting.signal.removeEventListener('abort', leave)
      tell(waiting)
    }
    this.#waiting.clear()
  }

  /** Aborts the call, unless it is over. */
  end(): void {
    this.#controller?.abort()
  }
}

/**
 * The time that all reports of one request have together. Each call to Finpass has a time of its own; but a report that has
 * arrived may let nested fields ask for the next one, and a Finpass that hangs at each of them would keep the caller waiting
 * once for every one.
 */
import { Failure } from '../domain/failure.ts'
import { CALL_MS } from '../finpass/traffic/operation.ts'
import type { Clock } from '../platform/clock.ts'

export interface ReadingTime {
  /** As `read`, or `FINPASS_TIMEOUT` once the time is over; what is at hand without waiting is given even then. */
  bound<Value>(signal: AbortSignal, read: (signal: AbortSignal) => Promise<Value>): Promise<Value>
}

/** Whoever asks so soon is bounded by its call, nearly to the moment; most requests need no timer beside it. */
const SOON_MS = 250

/** It runs from now on. */
export function openReadingTime(clock: Clock, mostMs: number = CALL_MS): ReadingTime {
  const beganAt = clock.now()

  async function readWithin<Value>(
    restMs: number,
    signal: AbortSignal,
    read: (signal: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    const over = new AbortController()
    const end = (): void => over.abort()
    const cancel = clock.after(restMs, end)
    signal.addEventListener('abort', end, { once: true })
    if (signal.aborted || restMs <= 0) end()
    try {
      return await read(over.signal)
    } catch (thrown) {
      // Given up for its time, not by its caller.
      throw over.signal.aborted && !signal.aborted ? new Failure('FINPASS_TIMEOUT') : thrown
    } finally {
      cancel()
      signal.removeEventListener('abort', end)
    }
  }

  return {
    bound(signal, read) {
      const passedMs = clock.now() - beganAt
      return passedMs <= SOON_MS ? read(signal) : readWithin(mostMs - passedMs, signal, read)
    },
  }
}

/** Callers that wait for their turn, first come first served, each as long as it can. */
import { Failure } from '../../domain/failure.ts'
import type { Clock } from '../../platform/clock.ts'

export interface WaitingLine {
  readonly size: number
  /**
   * Resolves when it is the caller's turn. Rejects with `REQUEST_CANCELLED` as soon as `signal` aborts, and with
   * `FINPASS_BUSY` after `patienceMs`; the caller is out of the line then.
   */
  join(signal: AbortSignal, patienceMs: number): Promise<void>
  /** Calls the one who has waited longest; false when nobody waits. */
  call(): boolean
}

/** Makes an empty one. */
export function createWaitingLine(clock: Clock): WaitingLine {
  const waiting = new Set<() => void>()

  return {
    get size() {
      return waiting.size
    },
    async join(signal, patienceMs) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      // Out of the line at once: whoever is called must be there to take the turn.
      const giveUp = (failure: Failure): void => {
        if (waiting.delete(resolve)) reject(failure)
      }
      const onAbort = (): void => giveUp(new Failure('REQUEST_CANCELLED'))
      waiting.add(resolve)
      signal.addEventListener('abort', onAbort, { once: true })
      const cancel = clock.after(patienceMs, () => giveUp(new Failure('FINPASS_BUSY')))
      if (signal.aborted) onAbort()
      try {
        await promise
      } finally {
        cancel()
        signal.removeEventListener('abort', onAbort)
      }
    },
    call() {
      const [next] = waiting
      if (next === undefined) return false
      waiting.delete(next)
      next()
      return true
    },
  }
}

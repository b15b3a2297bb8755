/**
 * Callers that wait for their turn, each as long as it can: in turn one of each caller's, and of those the one that has waited
 * longest. So whoever wants much waits for its own, and does not keep out whoever wants little.
 */
import { Failure } from '../../domain/failure.ts'
import type { Clock } from '../../platform/clock.ts'

export interface WaitingLine {
  readonly size: number
  /**
   * Resolves when it is the turn of one of `caller`'s. Rejects with `REQUEST_CANCELLED` as soon as `signal` aborts, and with
   * `FINPASS_BUSY` after `patienceMs`; it is out of the line then.
   */
  join(signal: AbortSignal, patienceMs: number, caller?: string): Promise<void>
  /** Calls whose turn it is; false when nobody waits. */
  call(): boolean
  /** How many are called before one that `caller` would let join now. */
  ahead(caller?: string): number
  /** Turns away, with `failure`, the last of the caller that has most; false when `caller` itself would then have as many. */
  makeRoom(caller: string, failure: Failure): boolean
}

interface Waiting {
  go(): void
  giveUp(failure: Failure): void
}

/** Makes an empty one. */
export function createWaitingLine(clock: Clock): WaitingLine {
  /** By caller, whose turn it is first. */
  const lines = new Map<string, Set<Waiting>>()
  let size = 0

  function remove(caller: string, waiting: Waiting): boolean {
    const line = lines.get(caller)
    if (line?.delete(waiting) !== true) return false
    if (line.size === 0) lines.delete(caller)
    size -= 1
    return true
  }

  return {
    get size() {
      return size
    },
    async join(signal, patienceMs, caller = '') {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const waiting: Waiting = {
        go: resolve,
        // Out of the line at once: whoever is called must be there to take the turn.
        giveUp(failure) {
          if (remove(caller, waiting)) reject(failure)
        },
      }
      const onAbort = (): void => waiting.giveUp(new Failure('REQUEST_CANCELLED'))
      lines.set(caller, (lines.get(caller) ?? new Set<Waiting>()).add(waiting))
      size += 1
      signal.addEventListener('abort', onAbort, { once: true })
      const cancel = clock.after(patienceMs, () => waiting.giveUp(new Failure('FINPASS_BUSY')))
      if (signal.aborted) onAbort()
      try {
        await promise
      } finally {
        cancel()
        signal.removeEventListener('abort', onAbort)
      }
    },
    call() {
      const [first] = lines
      if (first === undefined) return false
      const [caller, line] = first
      const [next] = line
      lines.delete(caller)
      // Behind all others.
      lines.set(caller, line)
      if (next === undefined || !remove(caller, next)) return false
      next.go()
      return true
    },
    ahead(caller = '') {
      const own = lines.get(caller)?.size ?? 0
      let count = own
      for (const [other, line] of lines) if (other !== caller) count += Math.min(line.size, own + 1)
      return count
    },
    makeRoom(caller, failure) {
      let longest: Set<Waiting> = new Set()
      for (const line of lines.values()) if (line.size > longest.size) longest = line
      if (longest.size <= (lines.get(caller)?.size ?? 0) + 1) return false
      const last = [...longest].at(-1)
      last?.giveUp(failure)
      return last !== undefined
    },
  }
}

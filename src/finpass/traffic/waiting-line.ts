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

/** Makes an empty one. */
export function createWaitingLine(clock: Clock): WaitingLine {
  /** By caller, whose turn it is first. */
  const lines = new Map<string, Set<Waiting>>()
  let size = 0

  function remove(waiting: Waiting): boolean {
    const line = lines.get(waiting.caller)
    if (line?.delete(waiting) !== true) return false
    if (line.size === 0) lines.delete(waiting.caller)
    size -= 1
    return true
  }
  /** Out of the line at once: whoever is called must be there to take the turn. */
  function giveUp(waiting: Waiting, failure: Failure): void {
    if (remove(waiting)) waiting.end(failure)
  }

  return {
    get size() {
      return size
    },
    join: (signal, patienceMs, caller = '') =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(new Failure('REQUEST_CANCELLED'))
        const waiting = new Waiting(caller, (failure) => {
          cancel()
          signal.removeEventListener('abort', onAbort)
          if (failure === null) resolve()
          else reject(failure)
        })
        const onAbort = (): void => giveUp(waiting, new Failure('REQUEST_CANCELLED'))
        const cancel = clock.after(patienceMs, () => giveUp(waiting, new Failure('FINPASS_BUSY')))
        const line = lines.get(caller)
        if (line === undefined) lines.set(caller, new Set([waiting]))
        else line.add(waiting)
        size += 1
        signal.addEventListener('abort', onAbort, { once: true })
      }),
    call() {
      const [first] = lines
      if (first === undefined) return false
      const [caller, line] = first
      const [next] = line
      if (lines.size > 1) {
        lines.delete(caller)
        // Behind all others.
        lines.set(caller, line)
      }
      if (next === undefined || !remove(next)) return false
      next.end(null)
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
      if (last !== undefined) giveUp(last, failure)
      return last !== undefined
    },
  }
}

/**
 * One that waits. It lets go of everything once it was told: a line that moves is rebuilt as often, and what it held when it was is
 * not collected before the whole heap is.
 */
class Waiting {
  readonly caller: string
  #tell: ((failure: Failure | null) => void) | null

  constructor(caller: string, tell: (failure: Failure | null) => void) {
    this.caller = caller
    this.#tell = tell
  }

  /** It is its turn, or it is given up with `failure`. */
  end(failure: Failure | null): void {
    const tell = this.#tell
    this.#tell = null
    tell?.(failure)
  }
}

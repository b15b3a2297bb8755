/**
 * Operations begin a few in each turn of the event loop; in between everybody else gets a word in: whoever is refused,
 * subscribers, probes, answers of Finpass. All at once they would make one long turn, in which nobody could even be told to
 * come back later.
 */

export interface TurnQueue {
  /** Null when it may begin at once; else resolves when its turn has come. */
  join(): Promise<void> | null
  /** How long those waited, on average, who have begun since last asked, or who wait yet. */
  takeWaitMs(): number
}

export interface TurnQueueOptions {
  /** Begun in one turn of the event loop, at most. @default 4 */
  readonly mostInTurn?: number
  /** Calls `action` once everything else that is ready has been looked at. @default setImmediate */
  readonly afterTurn?: (action: () => void) => void
  /** A clock that never goes back. @default performance.now */
  readonly nowMs?: () => number
}

interface Waiting {
  readonly since: number
  readonly begin: () => void
}

/** Costs nothing while nobody comes; never loses anybody. */
export function createTurnQueue(options: TurnQueueOptions = {}): TurnQueue {
  const { mostInTurn = 4, afterTurn = (action) => void setImmediate(action), nowMs = () => performance.now() } = options
  const waiting: Waiting[] = []
  let [left, isArmed] = [mostInTurn, false]
  let [waitedMs, begun] = [0, 0]

  function arm(): void {
    if (isArmed) return
    isArmed = true
    afterTurn(beginNext)
  }
  function beginNext(): void {
    isArmed = false
    left = mostInTurn
    const now = nowMs()
    for (const { since, begin } of waiting.splice(0, left)) {
      left -= 1
      begun += 1
      waitedMs += now - since
      begin()
    }
    if (left < mostInTurn) arm()
  }

  return {
    join() {
      arm()
      if (left > 0 && waiting.length === 0) {
        left -= 1
        begun += 1
        return null
      }
      return new Promise((resolve) => waiting.push({ since: nowMs(), begin: resolve }))
    },
    takeWaitMs() {
      const now = nowMs()
      const waitingMs = waiting.reduce((sum, { since }) => sum + now - since, 0)
      const count = begun + waiting.length
      const meanMs = count === 0 ? 0 : (waitedMs + waitingMs) / count
      waitedMs = 0
      begun = 0
      return meanMs
    },
  }
}

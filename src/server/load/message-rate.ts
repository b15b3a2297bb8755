/** How fast a socket may talk. */

export interface MessageRate {
  /** Counts one message; false when it is one too many in its second. */
  admit(): boolean
}

/** Lets `mostPerSecond` messages through in any second or so, the first of them at once. `nowMs` is a clock that never goes back. */
export function createMessageRate(mostPerSecond: number, nowMs: () => number = () => performance.now()): MessageRate {
  let left = mostPerSecond
  let lastMs = nowMs()
  return {
    admit() {
      const now = nowMs()
      left = Math.min(mostPerSecond, left + ((now - lastMs) / 1_000) * mostPerSecond)
      lastMs = now
      if (left < 1) return false
      left -= 1
      return true
    },
  }
}

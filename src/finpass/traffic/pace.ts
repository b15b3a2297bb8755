/** So many in a second, evenly: a cell-rate algorithm, which keeps one number and no list. It takes time as it is told. */

export interface Pace {
  readonly perSecond: number
  readonly spacingMs: number
  /** When the next may go, if as many as `burstMs` is worth may go at once. */
  nextAt(burstMs: number): number
  /** One goes at `now`. */
  take(now: number): void
  set(perSecond: number): void
}

/** Makes one that nothing was taken from. */
export function createPace(initial: number): Pace {
  let perSecond = initial
  let spacingMs = 1_000 / initial
  /** When all that was taken would have been spread evenly. */
  let spreadUntil = 0
  return {
    get perSecond() {
      return perSecond
    },
    get spacingMs() {
      return spacingMs
    },
    nextAt: (burstMs) => spreadUntil - burstMs,
    take(now) {
      spreadUntil = Math.max(spreadUntil, now) + spacingMs
    },
    set(next) {
      perSecond = next
      spacingMs = 1_000 / next
    },
  }
}

/** When to try again, and over what. */

export type Transport = 'websocket' | 'sse'

/** Pauses that grow, each drawn at random so that a crowd does not come back all at once. */
export interface BackOff {
  next(): number
  reset(): void
}

const FIRST_PAUSE_MS = 250

export function createBackOff(longestPauseMs: number): BackOff {
  let attempt = 0
  return {
    next() {
      const upTo = Math.min(longestPauseMs, FIRST_PAUSE_MS * 2 ** Math.min(attempt, 20))
      attempt += 1
      return Math.round(upTo * (0.5 + Math.random() / 2))
    },
    reset() {
      attempt = 0
    },
  }
}

export interface TransportChoice {
  /** What to try next. */
  readonly current: Transport
  /** A connection served its purpose: it brought something, or lasted. */
  noteGood(): void
  /** A connection did not. */
  noteBad(): void
}

/** After so many that failed in a row something between us lets no WebSocket through. */
const MOST_BAD_WEBSOCKETS = 2

/** WebSocket first. When it fails repeatedly, server-sent events for as long as those work; then WebSocket again. */
export function createTransportChoice(only: Transport | null): TransportChoice {
  let current: Transport = only ?? 'websocket'
  let badInARow = 0
  return {
    get current() {
      return current
    },
    noteGood() {
      badInARow = 0
    },
    noteBad() {
      badInARow += 1
      if (only !== null) return
      if (current === 'websocket' && badInARow < MOST_BAD_WEBSOCKETS) return
      current = current === 'websocket' ? 'sse' : 'websocket'
      badInARow = 0
    },
  }
}

/**
 * How long Redis may take, counted in time in which this process ran. While it stands still (a collection of garbage, a
 * neighbour that has the processor) replies wait unread, and a timer that is late would take that for the silence of Redis.
 * So one timer for all commands counts at most so much at a time, and looks only once what has come was read.
 */

/** As much of a command as is needed here. */
export interface Awaited {
  readonly isSettled: boolean
  reject(error: Error): void
}

export interface Patience {
  /** Rejects the command when it has no reply in time; one that has failed already is left alone. */
  sent(command: Awaited): void
  /** Something came from Redis. */
  heard(): void
  /** The connection has ended, and with it whatever was under way. */
  ended(): void
}

export interface PatienceOptions {
  readonly commandMs: number
  readonly silenceMs: number
  /** Told when something was sent and nothing has come for `silenceMs`. */
  onSilence(): void
}

const TICK_MS = 25
/** A tick that comes later than this found the process standing still. */
const MOST_PER_TICK_MS = 2 * TICK_MS

/** Has no timer while nothing is awaited. */
export function createPatience({ commandMs, silenceMs, onSilence }: PatienceOptions): Patience {
  let waiting: { readonly command: Awaited; readonly sentAt: number }[] = []
  let silentSince: number | null = null
  /** Given up since something was last heard: their replies may still be missing. */
  let hasOverdue = false
  let [ranMs, tickedAt, isTicking] = [0, 0, false]

  function toRanMs(): number {
    return ranMs + Math.min(performance.now() - tickedAt, MOST_PER_TICK_MS)
  }

  function tick(): void {
    isTicking = true
    tickedAt = performance.now()
    setTimeout(() => {
      ranMs = toRanMs()
      tickedAt = performance.now()
      // Timers come before what lies ready to be read, immediates after it.
      setImmediate(look)
    }, TICK_MS)
  }

  function look(): void {
    isTicking = false
    for (const { command, sentAt } of waiting) {
      if (command.isSettled || ranMs - sentAt < commandMs) continue
      hasOverdue = true
      command.reject(new Error('Command timed out'))
    }
    waiting = waiting.filter(({ command }) => !command.isSettled)
    if (waiting.length === 0 && !hasOverdue) silentSince = null
    if (silentSince !== null && ranMs - silentSince >= silenceMs) {
      silentSince = null
      onSilence()
    }
    if (waiting.length > 0 || silentSince !== null) tick()
  }

  return {
    sent(command) {
      if (command.isSettled) return
      if (!isTicking) tick()
      const sentAt = toRanMs()
      waiting.push({ command, sentAt })
      silentSince ??= sentAt
    },
    heard() {
      hasOverdue = false
      if (silentSince !== null) silentSince = toRanMs()
    },
    ended() {
      hasOverdue = false
      silentSince = null
    },
  }
}

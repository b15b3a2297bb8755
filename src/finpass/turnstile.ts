/**
 * Lets calls through to kept-alive sockets one socket each, and only after the event loop has read whatever had come in
 * before: bytes that nobody asked for then meet an idle socket, which they end, and not the next caller as its answer.
 */

export interface Turnstile {
  /** Resolves when there is a socket; rejects with the reason of the signal, made for those who wait, when that aborts first. */
  enter(toSignal: () => AbortSignal): Promise<void>
  /** Gives the socket back; whoever has entered must. */
  leave(): void
}

/** Makes one for so many sockets. */
export function createTurnstile(sockets: number): Turnstile {
  let free = sockets
  const waiting = new Set<() => void>()
  let crossing: Promise<void> | null = null

  async function wait(signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const onAbort = (): void => {
      waiting.delete(resolve)
      reject(signal.reason)
    }
    waiting.add(resolve)
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) onAbort()
    await promise.finally(() => signal.removeEventListener('abort', onAbort))
  }

  /** All who come in one turn of the event loop cross together. */
  async function cross(): Promise<void> {
    // The first may fall behind this turn's reading of sockets; before the second lies a whole one.
    await new Promise(setImmediate)
    crossing = null
    await new Promise(setImmediate)
  }

  async function enterLate(signal: AbortSignal): Promise<void> {
    await wait(signal)
    await (crossing ??= cross())
  }

  return {
    enter(toSignal) {
      if (free === 0) return enterLate(toSignal())
      free -= 1
      return (crossing ??= cross())
    },
    leave() {
      const [next] = waiting
      if (next === undefined) {
        free += 1
        return
      }
      waiting.delete(next)
      // The place is handed on, not given back.
      next()
    },
  }
}

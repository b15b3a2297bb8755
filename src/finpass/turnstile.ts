/**
 * Lets calls through to kept-alive sockets one socket each, and only after the event loop has read whatever had come in
 * before: bytes that nobody asked for then meet an idle socket, which they end, and not the next caller as its answer.
 */

export interface Turnstile {
  /** Runs `call` when there is a socket for it; rejects with the signal's reason when that aborts first. */
  run<Value>(call: () => Promise<Value>, signal: AbortSignal): Promise<Value>
}

/** Makes one for so many sockets. */
export function createTurnstile(sockets: number): Turnstile {
  let free = sockets
  const waiting = new Set<() => void>()

  async function enter(signal: AbortSignal): Promise<void> {
    if (free > 0) {
      free -= 1
      return
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const onAbort = (): void => {
      waiting.delete(resolve)
      reject(signal.reason)
    }
    waiting.add(resolve)
    signal.addEventListener('abort', onAbort, { once: true })
    await promise.finally(() => signal.removeEventListener('abort', onAbort))
  }

  function leave(): void {
    const [next] = waiting
    if (next === undefined) {
      free += 1
      return
    }
    waiting.delete(next)
    // The place is handed on, not given back.
    next()
  }

  return {
    async run(call, signal) {
      await enter(signal)
      try {
        // The first may fall behind this turn's reading of sockets; before the second lies a whole one.
        await new Promise(setImmediate)
        await new Promise(setImmediate)
        return await call()
      } finally {
        leave()
      }
    },
  }
}

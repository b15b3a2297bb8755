/**
 * How much of large answers may be in memory while they are read, all calls together: thirty statements at once would be half
 * a gigabyte. Who comes when it is full reads on later; the one who has read longest always goes on, so that none waits for
 * ever. Short answers are not counted.
 */

/** One answer that is being read. */
export interface Reader {
  /**
   * Null when it may go on at once, with so many bytes read; else resolves when it may. Rejects when the signal aborts, which is
   * made for those alone who wait.
   */
  hold(bytes: number, toSignal: () => AbortSignal): Promise<void> | null
  /** It is read, or given up. */
  leave(): void
}

export interface BodyRoom {
  open(): Reader
}

const SHORT_BYTES = 1024 * 1024

/** Makes one. @default 33554432 bytes, room for two statements of 50,000 lines */
export function createBodyRoom(mostBytes: number = 32 * 1024 * 1024): BodyRoom {
  /** In the order in which they became large. */
  const large = new Map<Reader, number>()
  const waiting = new Map<Reader, () => void>()
  let total = 0

  function mayGoOn(reader: Reader): boolean {
    const [oldest] = large.keys()
    return reader === oldest || total <= mostBytes
  }
  function callNext(): void {
    for (const [reader, resolve] of waiting) if (mayGoOn(reader)) resolve()
  }

  return {
    open() {
      const reader: Reader = {
        hold(bytes, toSignal) {
          if (bytes <= SHORT_BYTES) return null
          total += bytes - (large.get(reader) ?? 0)
          large.set(reader, bytes)
          if (mayGoOn(reader)) return null
          const signal = toSignal()
          const { promise, resolve, reject } = Promise.withResolvers<void>()
          const onAbort = (): void => reject(signal.reason)
          signal.addEventListener('abort', onAbort, { once: true })
          if (signal.aborted) onAbort()
          waiting.set(reader, resolve)
          return promise.finally(() => {
            waiting.delete(reader)
            signal.removeEventListener('abort', onAbort)
          })
        },
        leave() {
          total -= large.get(reader) ?? 0
          if (large.delete(reader)) callNext()
        },
      }
      return reader
    },
  }
}

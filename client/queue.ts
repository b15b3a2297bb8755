/** Between a connection, which brings values when it likes, and a reader, who takes them when ready. */

export interface Queue<Value> {
  push(value: Value): void
  /** Nothing more comes; readers get what is there, then the error, if there is one, once. */
  end(error?: Error): void
  next(): Promise<IteratorResult<Value, undefined>>
}

export function createQueue<Value>(): Queue<Value> {
  const values: Value[] = []
  let waiting: (() => void)[] = []
  let isEnded = false
  let failure: Error | null = null

  function wakeAll(): void {
    for (const wake of waiting) wake()
    waiting = []
  }

  return {
    push(value) {
      if (!isEnded) values.push(value)
      wakeAll()
    },
    end(error) {
      if (isEnded) return
      isEnded = true
      failure = error ?? null
      wakeAll()
    },
    async next() {
      for (;;) {
        const [value] = values.splice(0, 1)
        if (value !== undefined) return { done: false, value }
        if (failure !== null) {
          const error = failure
          failure = null
          throw error
        }
        if (isEnded) return { done: true, value: undefined }
        await new Promise<void>((resolve) => waiting.push(resolve))
      }
    },
  }
}

/**
 * Results as server-sent events, one operation per stream. Each event carries its cursor as `id:`, so that a browser's
 * EventSource resumes by itself. A stream that ends for good says `complete`; one that ends because this process stops
 * does not, so that its reader comes back, after the jittered pause it is told.
 */
import type { Result } from './publish.ts'

export interface EventStreamOptions {
  /** Aborts when this process begins to stop. */
  readonly draining: AbortSignal
  /** Aborts when the reader has left. */
  readonly left: AbortSignal
  /** A comment this often keeps proxies from closing a quiet stream. @default 12000 */
  readonly pingMs?: number
}

/** Readers are asked to wait between nothing and this long before they come back, so that they do not all come at once. */
export const LONGEST_PAUSE_MS = 2_000

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
}

/** The response that streams `results`. Reads the next result only when the reader has room for it. */
export function toEventStream(
  results: AsyncIterable<Result>,
  { draining, left, pingMs = 12_000 }: EventStreamOptions,
): Response {
  const iterator = results[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  let ping: NodeJS.Timeout | undefined
  let isOpen = true
  let onDrain = (): void => undefined

  function end(): void {
    isOpen = false
    clearInterval(ping)
    draining.removeEventListener('abort', onDrain)
    left.removeEventListener('abort', end)
    // Its reader has gone or is done; there is nobody to tell.
    Promise.resolve(iterator.return?.()).catch(() => undefined)
  }

  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const send = (text: string): void => {
          if (isOpen) controller.enqueue(encoder.encode(text))
        }
        // Headers go out with the first byte, and tell a browser that it is connected.
        send(':\n\n')
        ping = setInterval(() => {
          if ((controller.desiredSize ?? 0) > 0) send(':\n\n')
        }, pingMs)
        ping.unref()
        onDrain = () => {
          if (!isOpen) return
          send(`retry: ${Math.round(Math.random() * LONGEST_PAUSE_MS)}\n\n`)
          end()
          controller.close()
        }
        draining.addEventListener('abort', onDrain, { once: true })
        // A reader that is cut while an event waits for it cancels nothing by itself.
        left.addEventListener('abort', end, { once: true })
        if (left.aborted) end()
        if (draining.aborted) onDrain()
      },
      async pull(controller) {
        const result = await iterator.next()
        if (!isOpen) return
        if (result.done === true) {
          controller.enqueue(encoder.encode('event: complete\ndata: \n\n'))
          end()
          controller.close()
          return
        }
        controller.enqueue(encoder.encode(toEvent(result.value)))
      },
      cancel: end,
    },
    { highWaterMark: 1 },
  )
  return new Response(body, { headers: HEADERS })
}

function toEvent(result: Result): string {
  const cursor = result.extensions?.cursor
  const id = typeof cursor === 'string' ? `id: ${cursor}\n` : ''
  return `${id}event: next\ndata: ${JSON.stringify(result)}\n\n`
}

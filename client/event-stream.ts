/** One subscription as server-sent events over fetch: for where a proxy lets no WebSocket through. */
import {
  type Connect,
  type ConnectionEnd,
  parseObject,
  type Result,
  SILENCE_MS,
  toErrorEnd,
  toLost,
} from './connection.ts'

export function createEventStreamConnect(fetch: typeof globalThis.fetch): Connect {
  return async ({ url, document, variables, authorization, signal, openTimeoutMs, onOpen, receive }) => {
    const leaving = new AbortController()
    const leave = (): void => leaving.abort()
    signal.addEventListener('abort', leave)
    if (signal.aborted) leave()
    let silence = setTimeout(leave, openTimeoutMs)
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          accept: 'text/event-stream',
          'content-type': 'application/json',
          ...(authorization === null ? {} : { authorization }),
        },
        body: JSON.stringify({ ...document, variables }),
        signal: leaving.signal,
      })
      const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true
      if (!isStream || response.body === null) return toRefusal(response.status, await response.text())
      onOpen()
      let pauseMs: number | null = null
      for await (const event of readEvents(response.body, () => {
        clearTimeout(silence)
        silence = setTimeout(leave, SILENCE_MS)
      })) {
        if (event.retry !== null) pauseMs = event.retry
        const end = event.name === 'complete' ? ({ kind: 'over' } as const) : toEnd(event.data, receive)
        if (end !== null) return end
      }
      return toLost('stream ended', pauseMs)
    } catch (thrown) {
      if (signal.aborted) return { kind: 'over' }
      if (leaving.signal.aborted) return toLost('silence')
      return toLost(thrown instanceof Error ? thrown.message : 'fetch failed')
    } finally {
      clearTimeout(silence)
      signal.removeEventListener('abort', leave)
      leave()
    }
  }
}

function toEnd(data: string, receive: Parameters<Connect>[0]['receive']): ConnectionEnd | null {
  if (data === '') return null
  const result = parseObject(data)
  return result === null ? toLost('not a result') : receive(result)
}

function toRefusal(status: number, text: string): ConnectionEnd {
  const answer: Result | null = parseObject(text)
  const errors = answer?.errors ?? []
  return errors.length > 0 ? toErrorEnd(errors) : toLost(`status ${status}`)
}

interface StreamEvent {
  readonly name: string
  readonly data: string
  readonly retry: number | null
}

/** The events of a stream; `onBytes` hears of every chunk, also of the comments that only say that it is alive. */
async function* readEvents(body: ReadableStream<Uint8Array>, onBytes: () => void): AsyncGenerator<StreamEvent> {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let rest = ''
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    onBytes()
    const blocks = (rest + decoder.decode(chunk.value, { stream: true })).split(/\r?\n\r?\n/)
    rest = blocks.pop() ?? ''
    for (const block of blocks) yield parseEvent(block)
  }
}

function parseEvent(block: string): StreamEvent {
  const fields = block.split(/\r?\n/).map((line) => /^(\w+): ?(.*)$/.exec(line) ?? ['', '', ''])
  const all = (name: string): string[] => fields.flatMap(([, key, value = '']) => (key === name ? [value] : []))
  const retry = all('retry').at(-1)
  return {
    name: all('event').at(-1) ?? 'message',
    data: all('data').join('\n'),
    retry: retry !== undefined && /^\d{1,6}$/.test(retry) ? Number(retry) : null,
  }
}

/**
 * A subscriber over server-sent events, one operation per stream: it asks with POST, comes back with `Last-Event-ID` as a
 * browser does, waits as long as it is told to, and stops for good at `complete`.
 */
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import {
  createSubscriberLog,
  type EventResult,
  nowMs,
  type Subscriber,
  type Subscription,
  toRequest,
} from './subscriber.ts'

/** One event of the stream. */
export interface StreamEvent {
  readonly event: string
  readonly data: string
  readonly id: string | null
  /** Milliseconds to wait before coming back; null when nothing was said. */
  readonly retryMs: number | null
}

/** Cuts a stream into its events, however its chunks fall. */
export function createEventReader(onEvent: (event: StreamEvent) => void): (chunk: string) => void {
  let rest: string[] = []
  return (chunk) => {
    // A long event comes in many chunks: they are put together once, when its end is there.
    const end = chunk.lastIndexOf('\n\n')
    const isSplit = chunk.startsWith('\n') && rest.at(-1)?.endsWith('\n') === true
    if (end === -1 && !isSplit) {
      rest.push(chunk)
      return
    }
    const text = rest.join('') + chunk
    const blocks = text.split('\n\n')
    rest = [blocks.pop() ?? '']
    for (const block of blocks) {
      const fields = new Map<string, string>()
      for (const line of block.split('\n')) {
        const [, name, value] = /^([a-z]+): ?(.*)$/.exec(line) ?? []
        if (name !== undefined && value !== undefined) fields.set(name, value)
      }
      const retry = fields.get('retry')
      onEvent({
        event: fields.get('event') ?? '',
        data: fields.get('data') ?? '',
        id: fields.get('id') ?? null,
        retryMs: retry === undefined ? null : Number(retry),
      })
    }
  }
}

export function openSseSubscriber(subscription: Subscription): Subscriber {
  const { name, url, headers, after = null, attempts = Infinity, pauseMs = 200 } = subscription
  const most = attempts === 'default' ? Infinity : attempts
  const log = createSubscriberLog(after)
  let current: ClientRequest | null = null
  let response: IncomingMessage | null = null
  let isLeaving = false
  let failures = 0
  let timer: NodeJS.Timeout | undefined
  let lastEventId: string | null = null

  function connect(): void {
    let hintMs: number | null = null
    let isClosed = false
    const closed = (code: number): void => {
      if (isClosed) return
      isClosed = true
      if (response !== null) log.closings.push({ code, at: nowMs() })
      else failures += 1
      response = null
      if (isLeaving || log.isOver) return
      if (failures > most) log.isOver = true
      else timer = setTimeout(connect, hintMs ?? pauseMs * (0.5 + Math.random() / 2))
    }
    const asked = request(`${url}/graphql`, {
      method: 'POST',
      agent: false,
      headers: {
        ...headers,
        'content-type': 'application/json',
        accept: 'text/event-stream',
        ...(lastEventId !== null && { 'last-event-id': lastEventId }),
      },
    })
    current = asked
    asked.on('error', () => closed(1006))
    asked.on('response', (opened) => {
      opened.on('error', () => closed(1006))
      if (opened.statusCode !== 200) {
        log.errors.push(`HTTP_${opened.statusCode}`)
        opened.resume().on('close', () => closed(1006))
        return
      }
      response = opened
      failures = 0
      log.connections += 1
      const read = createEventReader(({ event, data, id, retryMs }) => {
        if (retryMs !== null) hintMs = retryMs
        if (id !== null) lastEventId = id
        if (event === 'next') log.take(JSON.parse(data) as EventResult)
        if (event === 'complete') log.isOver = true
      })
      opened.setEncoding('utf8').on('data', read)
      opened.on('close', () => closed(opened.complete ? 1000 : 1006))
    })
    // A browser resumes by the header alone; whoever begins behind a cursor says it once.
    asked.end(JSON.stringify(toRequest(subscription, () => (lastEventId === null ? log.cursor : null))))
  }
  connect()

  return Object.assign(log, {
    name,
    transport: 'sse' as const,
    pause: () => void response?.socket.pause(),
    resume: () => void response?.socket.resume(),
    drop: () => void current?.destroy(),
    async leave() {
      isLeaving = true
      clearTimeout(timer)
      current?.destroy()
    },
  })
}

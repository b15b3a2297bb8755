/** What a watch does with what a gateway may send, byte by byte: on a line of the test's own. */
// oxlint-disable unicorn/prefer-add-event-listener -- a socket as the client sees it has handlers that are set
import { describe, expect, it } from 'vitest'
import type { JourneyStep } from '../../client/step.ts'
import { watchJourney } from '../../client/watch.ts'
import type { WatchState } from '../../client/watch-loop.ts'
import type { WebSocketLike } from '../../client/websocket.ts'

const URL = 'http://gateway.invalid/graphql'

function toResult(sequence: number, isTerminal = false, resync = false): string {
  const journey = { id: 'a journey' }
  const journeyStatusChanged = { sequence, isTerminal, resync, step: 'ü', journey }
  return JSON.stringify({ data: { journeyStatusChanged }, extensions: { cursor: `cursor ${sequence}` } })
}

interface Asked {
  readonly variables: { readonly after: string | null }
}

/** A gateway that answers every request with the next of these streams, in pieces of so many bytes. */
function createStreams(texts: readonly string[], pieceBytes: number) {
  const asked: Asked[] = []
  const fetch = (_url: unknown, init?: RequestInit): Promise<Response> => {
    asked.push(JSON.parse(init?.body as string)) // the client sends text
    const bytes = new TextEncoder().encode(texts[asked.length - 1] ?? '')
    let at = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (at >= bytes.length) return controller.close()
        controller.enqueue(bytes.slice(at, at + pieceBytes))
        at += pieceBytes
      },
    })
    return Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } }))
  }
  return { fetch, asked }
}

async function readAll(watch: AsyncIterable<JourneyStep>): Promise<JourneyStep[]> {
  const steps: JourneyStep[] = []
  for await (const step of watch) steps.push(step)
  return steps
}

const toEvent = (result: string): string => `event: next\ndata: ${result}\n\n`

describe('a watch over server-sent events', () => {
  it.each([1, 2, 7, 10_000])('reads events that arrive in pieces of %i bytes', async (pieceBytes) => {
    const text = `:\n\n${toEvent(toResult(1))}:\n\n${toEvent(toResult(2, true)).replaceAll('\n', '\r\n')}`
    const { fetch } = createStreams([text], pieceBytes)
    const steps = await readAll(watchJourney({ url: URL, journeyId: 'j', transport: 'sse', fetch }))
    expect(steps).toMatchObject([{ sequence: 1, step: 'ü', cursor: 'cursor 1' }, { sequence: 2 }])
  })

  it('waits as long as the gateway says before it comes back, behind what it has', async () => {
    const states: WatchState[] = []
    const { fetch, asked } = createStreams(
      [`${toEvent(toResult(1))}retry: 37\n\n`, toEvent(toResult(1)) + toEvent(toResult(2, true))],
      100,
    )
    const onState = (state: WatchState): unknown => states.push(state)
    const steps = await readAll(watchJourney({ url: URL, journeyId: 'j', transport: 'sse', fetch, onState }))
    expect(steps.map(({ sequence }) => sequence)).toEqual([1, 2])
    expect(asked.map(({ variables }) => variables.after)).toEqual([null, 'cursor 1'])
    expect(states.find(({ state }) => state === 'waiting')).toMatchObject({ pauseMs: 37, reason: 'stream ended' })
  })

  it('gives a snapshot after a gap also when its number is known or lower', async () => {
    const text = [toResult(5), toResult(5), toResult(5, false, true), toResult(2, false, true), toResult(3, true)]
    const { fetch } = createStreams([text.map(toEvent).join('')], 100)
    const steps = await readAll(watchJourney({ url: URL, journeyId: 'j', transport: 'sse', fetch }))
    expect(steps.map(({ sequence, resync }) => [sequence, resync])).toEqual([
      [5, false],
      [5, true],
      [2, true],
      [3, false],
    ])
  })
})

/** A gateway that lets every socket in and then does what the next of these functions does. */
function createSockets(...acts: readonly ((socket: TestSocket) => void)[]) {
  const opened: TestSocket[] = []
  class TestWebSocket extends TestSocket {
    constructor() {
      super((socket) => acts[opened.indexOf(socket)]?.(socket))
      opened.push(this)
    }
  }
  return { WebSocket: TestWebSocket, opened }
}

class TestSocket implements WebSocketLike {
  onopen: unknown = null
  onmessage: unknown = null
  onclose: unknown = null
  onerror: unknown = null
  readonly sent: { readonly type: string; readonly payload?: Asked }[] = []
  readonly #act: (socket: TestSocket) => void

  constructor(act: (socket: TestSocket) => void) {
    this.#act = act
    queueMicrotask(() => (this.onopen as () => void)()) // set by the client
  }
  send(data: string): void {
    const message = JSON.parse(data)
    this.sent.push(message)
    if (message.type === 'connection_init') this.say({ type: 'connection_ack' })
    if (message.type === 'subscribe') this.#act(this)
  }
  close(): void {
    this.onmessage = null
  }
  say(message: object): void {
    const receive = this.onmessage as ((event: object) => void) | null // set by the client
    queueMicrotask(() => receive?.({ data: JSON.stringify(message) }))
  }
  next(result: string): void {
    this.say({ id: '1', type: 'next', payload: JSON.parse(result) })
  }
  end(code: number, reason: string): void {
    setImmediate(() => (this.onclose as (event: object) => void)({ code, reason })) // set by the client
  }
}

describe('a watch over WebSocket', () => {
  it.each([
    [1001, 'retry-after-ms=41', 41],
    [1001, 'retry-after-ms=0', 0],
  ])('waits as long as a close with %i %s says, and resumes behind what it has', async (code, reason, pauseMs) => {
    const states: WatchState[] = []
    const { WebSocket, opened } = createSockets(
      (socket) => {
        socket.next(toResult(1))
        socket.end(code, reason)
      },
      (socket) => socket.next(toResult(2, true)),
    )
    const onState = (state: WatchState): unknown => states.push(state)
    const steps = await readAll(watchJourney({ url: URL, journeyId: 'j', WebSocket, onState }))
    expect(steps.map(({ sequence }) => sequence)).toEqual([1, 2])
    expect(states.find(({ state }) => state === 'waiting')).toMatchObject({ pauseMs, reason: 'closed 1001' })
    const subscriptions = opened.flatMap(({ sent }) => sent.filter(({ type }) => type === 'subscribe'))
    expect(subscriptions.map(({ payload }) => payload?.variables.after)).toEqual([null, 'cursor 1'])
  })

  it('never gives up, with pauses that grow to the longest', async () => {
    const states: WatchState[] = []
    const refuse = (socket: TestSocket): void => socket.end(1013, 'Try again later')
    const acts = Array.from({ length: 30 }, () => refuse)
    const { WebSocket, opened } = createSockets(...acts, (socket) => socket.next(toResult(1, true)))
    const onState = (state: WatchState): unknown => states.push(state)
    const options = { url: URL, journeyId: 'j', transport: 'websocket', WebSocket, onState } as const
    expect(await readAll(watchJourney({ ...options, longestPauseMs: 6 }))).toHaveLength(1)
    expect(opened).toHaveLength(31)
    const pauses = states.flatMap((state) => (state.state === 'waiting' ? [state.pauseMs] : []))
    expect(pauses).toHaveLength(30)
    expect(Math.max(...pauses)).toBeLessThanOrEqual(6)
    expect(new Set(pauses).size, 'they are jittered').toBeGreaterThan(1)
  })

  it('tries again after a failure that passes, and throws one that does not', async () => {
    const fail = (code: string, retryable: boolean) => (socket: TestSocket) =>
      socket.say({ id: '1', type: 'error', payload: [{ message: 'no', extensions: { code, retryable } }] })
    const { WebSocket, opened } = createSockets(
      fail('STORE_UNAVAILABLE', true),
      fail('INTERNAL', false),
      fail('JOURNEY_NOT_FOUND', false),
    )
    const options = { url: URL, journeyId: 'j', transport: 'websocket', WebSocket, longestPauseMs: 5 } as const
    await expect(readAll(watchJourney(options))).rejects.toMatchObject({ code: 'JOURNEY_NOT_FOUND' })
    expect(opened).toHaveLength(3)
  })

  it('answers the ping of a gateway', async () => {
    const { WebSocket, opened } = createSockets((socket) => {
      socket.say({ type: 'ping' })
      socket.next(toResult(1, true))
    })
    await readAll(watchJourney({ url: URL, journeyId: 'j', WebSocket }))
    expect(opened[0]?.sent.map(({ type }) => type)).toEqual(['connection_init', 'subscribe', 'pong'])
  })
})

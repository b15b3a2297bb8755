/**
 * What makes one lasting watch of many connections: goes on behind the last cursor, gives nothing twice, asks for a token
 * at every connection, and tries again for as long as somebody watches.
 */
import type { Connect, ConnectionEnd, Result } from './connection.ts'
import { toErrorEnd, toLost } from './connection.ts'
import type { WatchDocument } from './document.ts'
import { createEventStreamConnect } from './event-stream.ts'
import type { Queue } from './queue.ts'
import { createBackOff, createTransportChoice, type Transport } from './retry.ts'
import type { JourneyStep } from './step.ts'
import { createWebSocketConnect, type WebSocketClass } from './websocket.ts'

export type WatchState =
  | { readonly state: 'connecting' | 'open'; readonly transport: Transport }
  | { readonly state: 'waiting'; readonly transport: Transport; readonly pauseMs: number; readonly reason: string }

export interface WatchOptions {
  /** Address of the graph: http(s)://…/graphql. */
  readonly url: string
  /** Without the word Bearer. A function is asked at every connection, so that it can give a fresh one; null for none. */
  readonly token?: string | null | (() => string | null | Promise<string | null>)
  /** Only what is newer than this cursor. Left out: how things stand first. */
  readonly after?: string | null
  /** Ends the watch. */
  readonly signal?: AbortSignal
  /** Told how the connection is, e.g. to show that it is being restored. */
  readonly onState?: (state: WatchState) => void
  /** Only this; left out: WebSocket, and server-sent events where that does not get through. */
  readonly transport?: Transport
  /** What is sent of the document: its text, which every gateway of this schema runs, or its id alone. @default 'text' */
  readonly send?: 'text' | 'id'
  /** The longest pause between two attempts. @default 10000 */
  readonly longestPauseMs?: number
  /** How long an attempt may take to be let in. @default 8000 */
  readonly openTimeoutMs?: number
  /** @default the global one */
  readonly WebSocket?: WebSocketClass
  /** @default the global one */
  readonly fetch?: typeof globalThis.fetch
}

export interface Watched {
  readonly document: WatchDocument
  /** The field of the subscription. */
  readonly field: string
  readonly variables: Readonly<Record<string, unknown>>
  /** True for the step after which there is nothing to watch. */
  readonly isLast: (step: JourneyStep) => boolean
}

/** A connection that lasted so long was a good one, whatever it brought. */
const LASTING_MS = 10_000

/** Fills the queue until the last step, an error that lasts, or the signal. Never rejects. */
export async function runWatch(
  options: WatchOptions,
  watched: Watched,
  queue: Queue<JourneyStep>,
  signal: AbortSignal,
): Promise<void> {
  const { url, onState = () => undefined, longestPauseMs = 10_000 } = options
  const connects: Record<Transport, Connect> = {
    websocket: createWebSocketConnect(options.WebSocket ?? globalThis.WebSocket),
    sse: createEventStreamConnect(options.fetch ?? globalThis.fetch),
  }
  const backOff = createBackOff(longestPauseMs)
  // Node 20 has no WebSocket of its own.
  const hasWebSocket = (options.WebSocket ?? globalThis.WebSocket) !== undefined
  const choice = createTransportChoice(options.transport ?? (hasWebSocket ? null : 'sse'))
  const latest = new Map<string, number>()
  let after = options.after ?? null
  let isGood = false

  function receive(result: Result): ConnectionEnd | null {
    const { data, errors = [], extensions } = result
    const value = data?.[watched.field]
    if (typeof value !== 'object' || value === null) return toErrorEnd(errors)
    isGood = true
    backOff.reset()
    after = extensions?.cursor ?? after
    const step = { ...(value as Omit<JourneyStep, 'cursor'>), cursor: after ?? '' } // as the document asks for it
    const known = latest.get(step.journey.id) ?? 0
    // A snapshot after a gap is told even when its number is known: what was drawn from may be gone.
    if (step.resync || step.sequence > known) queue.push(step)
    latest.set(step.journey.id, step.resync ? step.sequence : Math.max(known, step.sequence))
    return watched.isLast(step) ? { kind: 'over' } : null
  }

  async function connectOnce(transport: Transport): Promise<ConnectionEnd> {
    const { id, text } = watched.document
    let token: string | null
    try {
      token = typeof options.token === 'function' ? await options.token() : (options.token ?? null)
    } catch (thrown) {
      // Whoever issues tokens may be out of reach for a while, like everybody else.
      return toLost(`token: ${thrown instanceof Error ? thrown.message : 'none'}`)
    }
    return connects[transport]({
      url,
      document: options.send === 'id' ? { documentId: id } : { query: text },
      variables: { ...watched.variables, after },
      authorization: token === null ? null : `Bearer ${token}`,
      signal,
      openTimeoutMs: options.openTimeoutMs ?? 8_000,
      onOpen: () => onState({ state: 'open', transport }),
      receive,
    })
  }

  while (!signal.aborted) {
    const transport = choice.current
    onState({ state: 'connecting', transport })
    const startedAt = Date.now()
    isGood = false
    const end = await connectOnce(transport)
    if (signal.aborted || end.kind === 'over') break
    if (end.kind === 'failed') return queue.end(end.error)
    // The same token would be refused again.
    if (end.kind === 'refused' && typeof options.token !== 'function') return queue.end(end.error)
    if (isGood || Date.now() - startedAt >= LASTING_MS) {
      choice.noteGood()
      backOff.reset()
    } else if (end.kind === 'lost' && end.pauseMs === null) choice.noteBad()
    const pauseMs = (end.kind === 'lost' ? end.pauseMs : null) ?? backOff.next()
    onState({ state: 'waiting', transport, pauseMs, reason: end.kind === 'lost' ? end.reason : end.error.code })
    await pause(pauseMs, signal)
  }
  queue.end()
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', wake)
      resolve()
    }
    const timer = setTimeout(wake, ms)
    signal.addEventListener('abort', wake)
    if (signal.aborted) wake()
  })
}

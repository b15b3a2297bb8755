/** A WebSocket of somebody who means ill: let in like any other, and then told what to send. */
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { waitUntil } from './live.ts'

export interface RudeSocket {
  readonly socket: WebSocket
  /** Messages by type and id. */
  readonly messages: readonly { readonly type: string; readonly id?: string; readonly payload?: unknown }[]
  /** What it was closed with, and when; null while it is open. */
  readonly closing: { readonly code: number; readonly at: number } | null
  send(message: object): void
  untilClosed(timeoutMs: number): Promise<number | null>
}

const PATIENCE_MS = 20_000

/**
 * Connects, again while the gateway says that it is too busy; introduces itself unless there is no `authorization`. Rejects
 * when it is refused for twenty seconds.
 */
export async function openRudeSocket(url: string, authorization: string | null): Promise<RudeSocket> {
  for (const givenUpAt = performance.now() + PATIENCE_MS; ; await wait(500)) {
    try {
      return await openOnce(url, authorization)
    } catch (refusal) {
      if (performance.now() > givenUpAt || !/\b503\b/.test(String(refusal))) throw refusal
    }
  }
}

async function openOnce(url: string, authorization: string | null): Promise<RudeSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
  const messages: { type: string; id?: string; payload?: unknown }[] = []
  const state: { closing: RudeSocket['closing']; refusal: string } = { closing: null, refusal: 'no answer' }
  socket.on('error', ({ message }) => {
    state.refusal = message
  })
  socket.on('message', (data: Buffer) => messages.push(JSON.parse(String(data))))
  socket.once('close', (code) => {
    state.closing = { code, at: performance.now() }
  })
  await once(socket, 'open', { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => {
    throw new Error(`a socket was not opened: ${state.refusal}`)
  })
  const send = (message: object): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message))
  }
  if (authorization !== null) {
    send({ type: 'connection_init', payload: { Authorization: authorization } })
    await waitUntil(() => messages.length > 0 || state.closing !== null, 10_000)
  }
  return {
    socket,
    messages,
    send,
    get closing() {
      return state.closing
    },
    untilClosed: (timeoutMs) => waitUntil(() => state.closing !== null, timeoutMs),
  }
}

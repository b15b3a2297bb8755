/** One subscription over one WebSocket, in the protocol graphql-transport-ws. */
// oxlint-disable unicorn/prefer-add-event-listener -- handlers that are only ever set let every implementation fit
import {
  type Connect,
  type ConnectionEnd,
  parseObject,
  type Result,
  SILENCE_MS,
  toErrorEnd,
  toLost,
} from './connection.ts'
import { type GatewayError, WatchError } from './watch-error.ts'

/** As much of a WebSocket as is used. The handlers are only ever set, so that every implementation fits. */
export interface WebSocketLike {
  onopen: unknown
  onmessage: unknown
  onclose: unknown
  onerror: unknown
  send(data: string): void
  close(code?: number, reason?: string): void
}
/** The browser's own, Node's, or that of the package ws. */
export type WebSocketClass = new (url: string, protocol: string) => WebSocketLike

interface Message {
  readonly type?: string
  readonly payload?: unknown
}

/** A phone that slept, or a network that changed, leaves sockets that look open: so we ask. */
const PING_MS = 10_000
const SUBSCRIPTION_ID = '1'
const FORBIDDEN = 4403

export function createWebSocketConnect(WebSocket: WebSocketClass): Connect {
  return ({ url, document, variables, authorization, signal, openTimeoutMs, onOpen, receive }) =>
    new Promise((resolve) => {
      let socket: WebSocketLike
      let pinging: ReturnType<typeof setInterval> | undefined
      let silence: ReturnType<typeof setTimeout>
      let isOver = false

      const end = (how: ConnectionEnd): void => {
        if (isOver) return
        isOver = true
        clearInterval(pinging)
        clearTimeout(silence)
        signal.removeEventListener('abort', leave)
        // Not waited for: a socket whose network has gone takes a minute to close.
        socket.close(1000, 'done')
        resolve(how)
      }
      const leave = (): void => end({ kind: 'over' })
      const expect = (withinMs: number): void => {
        clearTimeout(silence)
        silence = setTimeout(() => end(toLost('silence')), withinMs)
      }
      const say = (message: object): void => socket.send(JSON.stringify(message))

      const hear = ({ type, payload }: Message): void => {
        if (type === 'connection_ack') {
          onOpen()
          pinging = setInterval(() => say({ type: 'ping' }), PING_MS)
          // The protocol wants a text, if only an empty one.
          say({ id: SUBSCRIPTION_ID, type: 'subscribe', payload: { query: '', ...document, variables } })
        } else if (type === 'next') {
          const how = receive(payload as Result) // the protocol has it so
          if (how !== null) end(how)
        } else if (type === 'error')
          end(toErrorEnd(payload as GatewayError[])) // the protocol has it so
        else if (type === 'complete') end({ kind: 'over' })
        else if (type === 'ping') say({ type: 'pong' })
      }

      try {
        socket = new WebSocket(url.replace(/^http/, 'ws'), 'graphql-transport-ws')
      } catch (thrown) {
        return resolve(toLost(`WebSocket: ${thrown instanceof Error ? thrown.message : 'not possible'}`))
      }
      expect(openTimeoutMs)
      socket.onopen = () => {
        say({ type: 'connection_init', payload: authorization === null ? {} : { Authorization: authorization } })
      }
      socket.onmessage = ({ data }: { readonly data: unknown }) => {
        if (isOver) return
        const message = parseObject(String(data))
        if (message === null) return end(toLost('not a message'))
        // Being let in is what is waited for; then anything at all.
        expect(pinging === undefined && !isAck(message) ? openTimeoutMs : SILENCE_MS)
        hear(message)
      }
      socket.onclose = ({ code, reason }: { readonly code: number; readonly reason: string }) =>
        end(toCloseEnd(code, reason))
      // Tells nothing; the close that follows does.
      socket.onerror = () => undefined
      signal.addEventListener('abort', leave)
      if (signal.aborted) leave()
    })
}

function isAck({ type }: Message): boolean {
  return type === 'connection_ack'
}

function toCloseEnd(code: number, reason: string): ConnectionEnd {
  if (code === FORBIDDEN) {
    return { kind: 'refused', error: new WatchError('AUTH_INVALID', 'The gateway did not accept the token.') }
  }
  const hint = /\bretry-after-ms=(\d{1,6})\b/.exec(reason)?.[1]
  return toLost(`closed ${code}`, hint === undefined ? null : Number(hint))
}

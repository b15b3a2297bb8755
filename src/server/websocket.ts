/**
 * GraphQL over WebSocket (graphql-transport-ws), with the same schema, callers, rules and masking as over HTTP. A socket
 * whose reader stops is closed with 1013, one whose token ends with 4403, all of them with 1001 when this process stops:
 * never with a code that a stock client takes for final.
 */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ExecutionArgs } from 'graphql'
import { handleProtocols, makeServer, type OperationResult } from 'graphql-ws'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Log } from '../platform/log.ts'
import type { Documents } from './document/documents.ts'
import { LONGEST_PAUSE_MS } from './event-stream.ts'
import type { Gate } from './load/gate.ts'
import type { LoadLimits, Release } from './load/load-limit.ts'
import type { MayCall } from './origin.ts'
import type { Admission } from './caller/admission.ts'
import type { Publisher } from './publish.ts'
import type { NoteRefusal } from './refusal-log.ts'
import { keepAlive, send, toText } from './socket-send.ts'
import { type Connection, createConnect, type Extra } from './websocket-connection.ts'
import { runWithin } from '../platform/activity.ts'
import type { OpenAccount } from './request/account.ts'
import { createPrepare, endOperation, freeSlot, type Prepared } from './websocket-operation.ts'
import type { GraphqlHandler } from './yoga.ts'

export interface WebSocketOptions {
  readonly graphql: GraphqlHandler
  readonly documents: Documents
  readonly admission: Admission
  readonly publisher: Publisher
  readonly log: Log
  readonly openAccount: OpenAccount
  /** Told how each socket ended: its close code, or the status it was refused with. */
  readonly onSocketEnd?: (code: number) => void
  readonly noteRefusal: NoteRefusal
  readonly mayCall: MayCall
  readonly load: LoadLimits
  readonly gate: Gate
  /** How long a reader may take nothing before its socket is closed. @default 8000 */
  readonly stallMs?: number
}

export interface WebSocketEndpoint {
  /** Takes over an upgrade request; refuses one from a foreign origin. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** How many sockets are open. */
  readonly size: number
  /** Closes every socket with 1001 and a jittered hint, within `LONGEST_PAUSE_MS`. */
  drain(): Promise<void>
}

const MOST_FRAGMENTS = 256
/** Whoever says nothing in this time, nor goes when told, is gone within three seconds. */
const INIT_WAIT_MS = 2_700
const SILENT_WAIT_MS = 250
const CLOSE_WAIT_MS = 3_000

export function openWebSocketEndpoint(options: WebSocketOptions): WebSocketEndpoint {
  const { publisher, log, openAccount, load, gate, mayCall, stallMs = 8_000 } = options
  const settings = {
    noServer: true,
    maxPayload: load.limits.frameBytes,
    perMessageDeflate: false,
    // Pieces of nothing have no size that could be too much.
    maxFragments: MOST_FRAGMENTS,
    // A peer that does not answer a close is not waited for. Known to ws, not yet to its types.
    closeTimeout: CLOSE_WAIT_MS,
    handleProtocols: (protocols: Set<string>) => handleProtocols(protocols),
  }
  const sockets = new WebSocketServer(settings)

  const protocol = makeServer<Record<string, unknown> | undefined, Extra>({
    connectionInitWaitTimeout: INIT_WAIT_MS,
    onConnect: createConnect(options),
    onSubscribe: createPrepare(options),
    execute: (args) => runPrepared(args, 'execute'),
    subscribe: (args) => runPrepared(args, 'subscribe'),
    async onOperation(context, id, _payload, args, result) {
      const { account } = args as Prepared
      const outcome = await result
      freeSlot(context, id)
      if (!(Symbol.asyncIterator in outcome)) return publisher.publish(outcome, account)
      // The protocol iterates and returns, which is all that ours can do; it is typed for a generator.
      return publisher.publishAll(outcome, account) as OperationResult
    },
    onError(context, id, _payload, errors) {
      const { connection } = context.extra
      const account = connection.accounts.get(id) ?? openAccount({ ...connection, transport: 'ws' })
      const published = errors.map((error) => publisher.publishError(error, account).toJSON())
      endOperation(connection, id)
      return published
    },
    onComplete: (context, id) => endOperation(context.extra.connection, id),
  })

  sockets.on('connection', (socket: WebSocket, request: IncomingMessage, release: Release) => {
    const left = new AbortController()
    const connection: Connection = {
      gone: left.signal,
      requestId: randomUUID(),
      principal: null,
      cancelExpiry: () => undefined,
      release,
      traceparent: request.headers.traceparent,
      accounts: new Map(),
      slots: new Map(),
    }
    stopFlood(socket, load)
    // Not at once: a reset would overtake the code that it has just been closed with. What still comes is not looked at.
    socket.on('error', () => setTimeout(() => socket.terminate(), SILENT_WAIT_MS))
    const stopPinging = keepAlive(socket)
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: (data) => send(socket, data, stallMs),
        close(code, reason) {
          socket.close(code, reason)
          if (code === 4408) setTimeout(() => socket.terminate(), SILENT_WAIT_MS)
        },
        onMessage: (receive) =>
          socket.on('message', (data) => {
            // What was on its way when it was told to go.
            if (socket.readyState !== socket.OPEN) return
            receive(toText(data)).catch((thrown: unknown) => {
              log.error('defect', { requestId: connection.requestId }, thrown)
              socket.close(1013, 'Try again later')
            })
          }),
      },
      { socket, connection },
    )
    socket.once('close', (code, reason) => {
      options.onSocketEnd?.(code)
      stopPinging()
      connection.cancelExpiry()
      connection.release()
      for (const id of connection.accounts.keys()) endOperation(connection, id, true)
      for (const slot of connection.slots.values()) slot.leave()
      left.abort()
      closed(code, String(reason)).catch((thrown: unknown) => log.error('defect', {}, thrown))
    })
  })

  return {
    handleUpgrade(request, socket, head) {
      if (!mayCall(request.headers)) {
        options.onSocketEnd?.(403)
        options.noteRefusal('origin')
        socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
        return
      }
      // A handshake costs as much as many a query.
      const slot = gate.enterStream()
      // No longer than this turn: whoever says nothing would keep others out.
      slot?.leave()
      const release = slot === null ? null : load.holdNewSocket(request.socket.remoteAddress ?? '')
      if (release === null) {
        options.onSocketEnd?.(503)
        if (slot !== null) options.noteRefusal('new-sockets')
        socket.end(
          'HTTP/1.1 503 Service Unavailable\r\nretry-after: 3\r\nconnection: close\r\ncontent-length: 0\r\n\r\n',
        )
        return
      }
      // Before it is a WebSocket, too: a handshake that fails tells nobody.
      socket.once('close', release)
      sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened, request, release))
    },
    get size() {
      return sockets.clients.size
    },
    async drain() {
      const closing = [...sockets.clients].map(async (socket) => {
        const pauseMs = Math.round(Math.random() * LONGEST_PAUSE_MS)
        await new Promise((resolve) => setTimeout(resolve, pauseMs))
        socket.close(1001, `retry-after-ms=${pauseMs}`)
      })
      await Promise.all(closing)
      sockets.close()
    },
  }
}

/** What it does on its way, it does for its operation. */
function runPrepared(args: ExecutionArgs, how: 'execute' | 'subscribe'): OperationResult {
  const prepared = args as Prepared // as `createPrepare` has made them
  return runWithin(prepared.account, () => prepared[how](args))
}

/** A socket that talks too fast is told to come back, and not read any more. */
function stopFlood(socket: WebSocket, load: LoadLimits): void {
  const rate = load.createMessageRate()
  const count = (): void => {
    if (rate.admit() || socket.readyState !== socket.OPEN) return
    socket.close(1013, 'Too many messages')
    socket.pause()
  }
  socket.on('message', count).on('ping', count).on('pong', count)
}

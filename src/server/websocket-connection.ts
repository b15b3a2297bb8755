/**
 * What a WebSocket is before it may ask anything: who came is checked once, with the limits of its caller, and its end is
 * waited for. A socket is never closed with a code that a stock client takes for final.
 */
import type { Context } from 'graphql-ws'
import type { WebSocket } from 'ws'
import { toFailure } from '../domain/failure.ts'
import type { Principal } from '../domain/principal.ts'
import type { Log } from '../platform/log.ts'
import type { Admission } from './caller/admission.ts'
import type { Slot } from './load/gate.ts'
import type { LoadLimits, Release } from './load/load-limit.ts'
import type { NoteRefusal } from './refusal-log.ts'
import type { Account } from './request/account.ts'

/** What is known of a socket, filled in as it becomes known. */
export interface Connection {
  readonly gone: AbortSignal
  requestId: string
  principal: Principal | null
  cancelExpiry: () => void
  /** Gives back its place among the sockets of its address, and then of its caller. */
  release: Release
  /** Of the request that it was opened with. */
  readonly traceparent: unknown
  /** Of the operations under way, by the id the caller gave them. */
  readonly accounts: Map<string, Account>
  /** Operations that are under way, by the id the caller gave them; streams are not. */
  readonly slots: Map<string, Slot>
}
/** What the protocol carries along for us. */
export interface Extra {
  readonly socket: WebSocket
  readonly connection: Connection
}
export type SocketContext = Context<Record<string, unknown> | undefined, Extra>

export interface ConnectOptions {
  readonly admission: Admission
  readonly load: LoadLimits
  readonly log: Log
  readonly noteRefusal: NoteRefusal
}

/** What answers `connection_init`: true when the caller may stay; else the socket is closed, or about to be with 4403. */
export function createConnect({
  admission,
  load,
  log,
  noteRefusal,
}: ConnectOptions): (context: SocketContext) => Promise<boolean> {
  return async ({ connectionParams, extra: { socket, connection } }) => {
    try {
      const authorization = connectionParams?.Authorization ?? connectionParams?.authorization
      connection.principal = await admission.admit(typeof authorization === 'string' ? authorization : null)
    } catch (thrown) {
      const { code } = toFailure(thrown)
      if (code === 'AUTH_REQUIRED' || code === 'AUTH_INVALID') noteRefusal('token')
      // 1013 brings a client back with the token it has; 4403 would have it get another one.
      if (code === 'AUTH_UNAVAILABLE') {
        noteRefusal('token-unchecked')
        socket.close(1013, 'Try again later')
      }
      if (code === 'INTERNAL') log.error('defect', { requestId: connection.requestId }, thrown)
      // 4403: a client that gets it fetches a fresh token and comes back.
      return false
    }
    connection.release()
    const release = load.holdSocket(connection.principal)
    if (release === null) {
      noteRefusal('sockets')
      // Neither final nor a matter of the token: a stock client comes back later.
      socket.close(1013, 'Too many sockets')
      return false
    }
    connection.release = release
    // Left while its token was being looked at.
    if (connection.gone.aborted) release()
    let isOver = false
    connection.cancelExpiry = admission.hold(connection.principal, () => {
      isOver = true
      socket.close(4403, 'Forbidden')
    })
    // Accepted for the sake of clocks that differ, and already over.
    return !isOver
  }
}

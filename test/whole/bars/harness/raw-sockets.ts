/** Connections that speak as slowly as they like: what is sent is up to the bar, and when each was closed is written down. */
import { createConnection, type Socket } from 'node:net'
import { waitUntil } from './live.ts'

export interface RawSockets {
  readonly count: number
  /** Milliseconds from opening to closing by the other side, of those that were closed. */
  readonly closedAfterMs: readonly number[]
  /** The ports that they were connected from. */
  readonly ports: ReadonlySet<number>
  /** How many were connected at all. */
  readonly connected: number
  /** The first words of what came back, by how often. */
  readonly heads: ReadonlyMap<string, number>
  /** Resolves with how many are still open after `timeoutMs`, or with 0 as soon as none is. */
  untilClosed(timeoutMs: number): Promise<number>
  /** Takes what has come back, from now on. */
  hear(): void
  leave(): void
}

export interface RawSocketsOptions {
  readonly port: number
  readonly count: number
  /** Sent at once. */
  readonly first: string
  /** Sent again and again. */
  readonly again?: string
  /** @default 2000 */
  readonly everyMs?: number
  /** @default 1000 */
  readonly perSecond?: number
  /** Takes nothing of what comes back. */
  readonly isDeaf?: boolean
}

const BATCH_MS = 50

export function openRawSockets({
  port,
  count,
  first,
  again,
  everyMs = 2_000,
  perSecond = 1_000,
  isDeaf = false,
}: RawSocketsOptions): RawSockets {
  const closedAfterMs: number[] = []
  const heads = new Map<string, number>()
  const ports = new Set<number>()
  const sockets = new Set<Socket>()
  let opened = 0
  const state = { connected: 0, isLeaving: false }
  function connect(): void {
    const socket = createConnection({ port, host: '127.0.0.1' })
    sockets.add(socket)
    let openedAt = performance.now()
    socket.on('error', () => undefined)
    socket.once('connect', () => {
      state.connected += 1
      ports.add(socket.localPort ?? 0)
      openedAt = performance.now()
      socket.write(first)
    })
    const timer = again === undefined ? undefined : setInterval(() => socket.writable && socket.write(again), everyMs)
    if (isDeaf) socket.pause()
    else {
      socket.once('data', (data: Buffer) => {
        const head = data.toString('latin1', 0, 12)
        heads.set(head, (heads.get(head) ?? 0) + 1)
      })
      socket.resume()
    }
    socket.once('close', () => {
      clearInterval(timer)
      sockets.delete(socket)
      if (!state.isLeaving) closedAfterMs.push(performance.now() - openedAt)
    })
    opened += 1
  }
  // Not faster than they are accepted: what waits in the queue of the system says nothing of the gateway.
  const connecting = setInterval(() => {
    for (let index = 0; index < (perSecond * BATCH_MS) / 1_000 && opened < count; index += 1) connect()
    if (opened === count) clearInterval(connecting)
  }, BATCH_MS)
  return {
    count,
    closedAfterMs,
    ports,
    heads,
    get connected() {
      return state.connected
    },
    async untilClosed(timeoutMs) {
      await waitUntil(() => opened === count && sockets.size === 0, timeoutMs)
      return sockets.size
    },
    hear() {
      for (const socket of sockets) socket.resume()
    },
    leave() {
      state.isLeaving = true
      clearInterval(connecting)
      for (const socket of sockets) socket.destroy()
    },
  }
}

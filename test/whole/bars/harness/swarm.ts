/**
 * Very many subscribers of one journey, each on a WebSocket of its own straight to a replica, that do as little as possible
 * besides noting when what arrived: so that what is measured is the gateway and not its clients.
 */
import { WebSocket } from 'ws'
import type { Cluster } from './cluster.ts'
import { waitUntil } from './live.ts'
import { nowMs } from './subscriber.ts'

export interface Swarm extends AsyncDisposable {
  readonly size: number
  /** Errors that were sent instead of an event, or that ended a subscription. */
  readonly errors: number
  /** Sockets that were closed by the gateway. */
  readonly closed: number
  /** Adds more of them, in turn to each replica, and waits until each has its snapshot. Throws when one does not get it. */
  grow(count: number): Promise<void>
  /** Waits for one transition; gives how long each subscriber waited for it, counted from `observedAt`, for those who got it. */
  takeDelays(sequence: number, timeoutMs: number): Promise<readonly number[]>
}

interface Message {
  readonly type: string
  readonly payload?: {
    readonly errors?: unknown
    readonly data?: { readonly event: { readonly sequence: number; readonly observedAt: string } | null } | null
  }
}

/** How many connect side by side. */
const BATCH = 100
const PATIENCE_MS = 20_000

export function openSwarm(cluster: Pick<Cluster, 'replicas' | 'headers'>, journeyId: string): Swarm {
  const sockets: WebSocket[] = []
  const delays = new Map<number, number[]>()
  let live = 0
  let errors = 0
  let closed = 0
  let isLeaving = false
  const query = `subscription($id: ID!) { event: journeyStatusChanged(journeyId: $id) {
    sequence status step percent resync cursor observedAt journey { id } } }`

  async function connect(index: number): Promise<void> {
    const { url } = cluster.replicas[index % cluster.replicas.length] ?? {}
    const { authorization } = await cluster.headers(`swarm-${index}`)
    const socket = new WebSocket(`${url?.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
    sockets.push(socket)
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      if (!isLeaving) closed += 1
    })
    socket.on('open', () =>
      socket.send(JSON.stringify({ type: 'connection_init', payload: { Authorization: authorization } })),
    )
    let isLive = false
    socket.on('message', (data: Buffer) => {
      const arrivedAt = nowMs()
      const { type, payload } = JSON.parse(String(data)) as Message // the protocol's
      if (type === 'connection_ack') {
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query, variables: { id: journeyId } } }))
      }
      if (type === 'error' || payload?.errors !== undefined) errors += 1
      const event = payload?.data?.event
      if (event == null) return
      if (isLive) delays.get(event.sequence)?.push(arrivedAt - Date.parse(event.observedAt))
      else live += 1
      isLive = true
    })
  }

  return {
    get size() {
      return sockets.length
    },
    get errors() {
      return errors
    },
    get closed() {
      return closed
    },
    async grow(count) {
      const wanted = sockets.length + count
      while (sockets.length < wanted) {
        const first = sockets.length
        const batch = Math.min(BATCH, wanted - first)
        await Promise.all(Array.from({ length: batch }, (_, index) => connect(first + index)))
        const tookMs = await waitUntil(() => live === sockets.length, PATIENCE_MS)
        if (tookMs === null) throw new Error(`${sockets.length - live} of ${sockets.length} got no snapshot`)
      }
    },
    async takeDelays(sequence, timeoutMs) {
      const taken = delays.get(sequence) ?? []
      delays.set(sequence, taken)
      await waitUntil(() => taken.length >= sockets.length, timeoutMs)
      delays.delete(sequence)
      return taken
    },
    async [Symbol.asyncDispose]() {
      isLeaving = true
      for (const socket of sockets) socket.terminate()
    },
  }
}

/** Very many subscribers that do as little as possible besides noting what arrived when, so that the gateway is what is measured. */
import { WebSocket } from 'ws'

export interface Watchers extends Disposable {
  readonly size: number
  /** What went wrong: errors, closed sockets, numbers left out or repeated. */
  readonly faults: readonly string[]
  /** Opens more of them; resolves once each has its first event. */
  grow(count: number): Promise<void>
  /** Milliseconds from a step being noticed until a subscriber had it, since this was last asked. */
  takeDelays(): readonly number[]
}

export interface WatcherOptions {
  readonly url: string
  readonly authorization: string
  readonly documentId: string
  readonly journeyIds: readonly string[]
}

interface Message {
  readonly type: string
  readonly payload?: {
    readonly errors?: unknown
    readonly data?: { readonly journeyStatusChanged: { readonly sequence: number; readonly observedAt: string } | null }
  }
}

/** How many connect side by side; not more than the gateway lets in however late its event loop is. */
const BATCH = 8
const PATIENCE_MS = 60_000

export function openWatchers({ url, authorization, documentId, journeyIds }: WatcherOptions): Watchers {
  const sockets: WebSocket[] = []
  const faults: string[] = []
  let delays: number[] = []
  let isLeaving = false

  function connect(number: number): Promise<void> {
    const first = Promise.withResolvers<void>()
    const late = setTimeout(() => first.reject(new Error(`subscriber ${number} got no first event`)), PATIENCE_MS)
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
    sockets.push(socket)
    let last = 0
    socket.on('error', (error) => faults.push(error.message))
    socket.on('close', (code) => {
      if (!isLeaving) faults.push(`closed with ${code}`)
    })
    socket.on('open', () => say({ type: 'connection_init', payload: { Authorization: authorization } }))
    socket.on('message', (data: Buffer) => {
      const arrivedAt = performance.timeOrigin + performance.now()
      const { type, payload } = JSON.parse(String(data)) as Message // the protocol's
      if (type === 'ping') say({ type: 'pong' })
      if (type === 'connection_ack') {
        const variables = { journeyId: journeyIds[number % journeyIds.length] }
        say({ id: '1', type: 'subscribe', payload: { query: '', documentId, variables } })
      }
      if (type === 'error' || payload?.errors !== undefined) faults.push(String(data).slice(0, 300))
      const event = payload?.data?.journeyStatusChanged
      if (event == null) return
      if (last > 0) {
        if (event.sequence !== last + 1) faults.push(`number ${event.sequence} after ${last}`)
        delays.push(arrivedAt - Date.parse(event.observedAt))
      }
      last = event.sequence
      clearTimeout(late)
      first.resolve()
    })
    function say(message: object): void {
      socket.send(JSON.stringify(message))
    }
    return first.promise
  }

  return {
    get size() {
      return sockets.length
    },
    faults,
    async grow(count) {
      const wanted = sockets.length + count
      while (sockets.length < wanted) {
        const from = sockets.length
        const batch = Math.min(BATCH, wanted - from)
        await Promise.all(Array.from({ length: batch }, (_, index) => connect(from + index)))
      }
    },
    takeDelays() {
      const taken = delays
      delays = []
      return taken
    },
    [Symbol.dispose]() {
      isLeaving = true
      for (const socket of sockets) socket.terminate()
    },
  }
}

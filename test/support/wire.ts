/**
 * A line between a client and a gateway that a test can cut, hold or make hostile to WebSockets, as networks are. It has an
 * address of its own and outlives the gateway behind it. Disposed with `await using`.
 */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface Wire extends AsyncDisposable {
  /** Stands in for the address of the gateway. */
  readonly url: string
  /** Callers that are connected now. */
  readonly open: number
  /** First line of every request that came by, in order. */
  readonly requests: readonly string[]
  /** Ends every connection at once, as a network does: without a goodbye. */
  cut(): void
  /** From now on nobody gets through, until the next `release`. */
  hold(): void
  release(): void
  /** What becomes of a WebSocket: it gets through, is refused as by a proxy that knows none, or never answered. */
  setWebSockets(rule: 'pass' | 'refuse' | 'swallow'): void
}

/** Opens a line to the gateway at this address. */
export async function openWire(target: string): Promise<Wire> {
  const { hostname, port } = new URL(target)
  const callers = new Set<Socket>()
  const requests: string[] = []
  let isHeld = false
  let webSockets: 'pass' | 'refuse' | 'swallow' = 'pass'

  const server = createServer((caller) => {
    if (isHeld) return void caller.destroy()
    callers.add(caller)
    caller.on('error', () => caller.destroy())
    caller.once('close', () => callers.delete(caller))
    caller.once('data', (head: Buffer) => {
      const text = head.toString('latin1')
      requests.push(text.slice(0, text.indexOf('\r\n')))
      if (webSockets !== 'pass' && /^upgrade: *websocket/im.test(text)) {
        if (webSockets === 'refuse') caller.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n')
        return
      }
      const gateway = connect(Number(port), hostname)
      gateway.on('error', () => caller.destroy())
      gateway.once('close', () => caller.destroy())
      caller.once('close', () => gateway.destroy())
      gateway.write(head)
      caller.pipe(gateway).pipe(caller)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port: ownPort } = server.address() as AddressInfo // it listens on TCP

  function cut(): void {
    for (const caller of callers) caller.resetAndDestroy()
  }

  return {
    url: `http://127.0.0.1:${ownPort}`,
    get open() {
      return callers.size
    },
    requests,
    cut,
    hold() {
      isHeld = true
      cut()
    },
    release() {
      isHeld = false
    },
    setWebSockets(rule) {
      webSockets = rule
    },
    async [Symbol.asyncDispose]() {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}

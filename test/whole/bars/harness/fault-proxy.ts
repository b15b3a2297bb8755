/**
 * A TCP proxy for one link that can be made to misbehave: slow, silent in both directions as a half-open connection is,
 * cut with a reset, or closed in one direction. What arrives while it is silent is lost with its connection, never
 * delivered late.
 */
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net'

export interface FaultProxy extends AsyncDisposable {
  readonly port: number
  /** How many connections go through it now. */
  readonly size: number
  /** Every byte from now on takes this much longer, each way. */
  delay(ms: number): void
  /**
   * Nothing goes through any more, either way, and nobody is told: neither of old connections nor of new ones, which are
   * accepted into the void.
   */
  drop(): void
  /** Nothing goes through the connections there are, and nobody is told; new ones go through. */
  silence(): void
  /** New connections go through again; those that were silent are cut. */
  heal(): void
  /** Resets every connection, both ends. */
  cut(): void
  /** Ends the direction towards the clients, as a server does that says goodbye and still reads. */
  halfClose(): void
  /** From now on it leads to another port. */
  retarget(port: number): void
}

interface Link {
  readonly client: Socket
  readonly server: Socket | null
  isSilent: boolean
}

/** Opens a proxy on a free loopback port to `targetPort`. */
export async function openFaultProxy(targetPort: number): Promise<FaultProxy> {
  const links = new Set<Link>()
  let target = targetPort
  let delayMs = 0
  let isDropping = false

  function forward(link: Link, from: Socket, to: Socket): void {
    from.on('data', (chunk: Buffer) => {
      if (link.isSilent) return
      const pass = (): void => {
        if (link.isSilent || to.destroyed) return
        if (to.write(chunk)) return
        from.pause()
        to.once('drain', () => from.resume())
      }
      if (delayMs === 0) pass()
      // Timers of one length keep their order.
      else setTimeout(pass, delayMs)
    })
    from.on('end', () => {
      if (link.isSilent) return
      if (delayMs === 0) to.end()
      else setTimeout(() => to.end(), delayMs)
    })
    from.on('error', () => {
      if (!link.isSilent) to.destroy()
    })
  }

  const server = createServer({ allowHalfOpen: true }, (client) => {
    if (isDropping) {
      const link = { client, server: null, isSilent: true }
      links.add(link)
      client.on('error', () => undefined)
      client.on('close', () => links.delete(link))
      return
    }
    const upstream = createConnection({ port: target, host: '127.0.0.1', allowHalfOpen: true })
    const link = { client, server: upstream, isSilent: false }
    links.add(link)
    client.setNoDelay(true)
    upstream.setNoDelay(true)
    forward(link, client, upstream)
    forward(link, upstream, client)
    client.on('close', () => {
      // A server behind a silent connection is not told that its client has gone.
      if (link.isSilent) return
      links.delete(link)
      upstream.destroy()
    })
    upstream.on('close', () => {
      if (!link.isSilent) client.destroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  function cut(which: Iterable<Link> = links): void {
    for (const link of Array.from(which)) {
      links.delete(link)
      link.client.resetAndDestroy()
      link.server?.resetAndDestroy()
    }
  }

  function silence(): void {
    for (const link of links) link.isSilent = true
  }

  return {
    port: (server.address() as AddressInfo).port, // listens on TCP
    get size() {
      return [...links].filter(({ client }) => !client.destroyed).length
    },
    delay(ms) {
      delayMs = ms
    },
    drop() {
      isDropping = true
      silence()
    },
    silence,
    heal() {
      isDropping = false
      cut([...links].filter(({ isSilent }) => isSilent))
    },
    cut: () => cut(),
    halfClose() {
      for (const { client } of links) client.end()
    },
    retarget(port) {
      target = port
    },
    async [Symbol.asyncDispose]() {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A TCP proxy on the loopback interface, to cut a connection off without either side being told, or to lead it astray. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface TcpProxy extends AsyncDisposable {
  readonly url: string
  /** Lets nothing more through on the open connections that ever carried `text` to the server; gives how many. */
  silence(text: string): number
  /** Leads the next connection that is opened to another server. */
  leadNextTo(url: string): void
}

interface Link {
  readonly client: Socket
  readonly server: Socket
  said: string
  isSilent: boolean
}

/** Leads every connection to the server at `url`, whose scheme is kept. */
export async function openTcpProxy(url: string): Promise<TcpProxy> {
  const links = new Set<Link>()
  let next: string | null = null

  const proxy = createServer((client) => {
    const { hostname, port } = new URL(next ?? url)
    next = null
    const link: Link = { client, server: connect(Number(port), hostname), said: '', isSilent: false }
    links.add(link)
    client.on('data', (chunk: Buffer) => {
      link.said += chunk.toString('latin1').toLowerCase()
      if (!link.isSilent) link.server.write(chunk)
    })
    link.server.on('data', (chunk) => {
      if (!link.isSilent) client.write(chunk)
    })
    const end = (): void => {
      // A silent link tells neither side that the other has gone.
      if (link.isSilent && !client.destroyed) return
      links.delete(link)
      client.destroy()
      link.server.destroy()
    }
    for (const socket of [client, link.server]) socket.on('error', end).on('close', end)
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const { port } = proxy.address() as AddressInfo // a TCP server that listens has one

  return {
    url: `${new URL(url).protocol}//127.0.0.1:${port}`,
    silence(text) {
      const silenced = [...links].filter(({ said }) => said.includes(text))
      for (const link of silenced) link.isSilent = true
      return silenced.length
    },
    leadNextTo(other) {
      next = other
    },
    async [Symbol.asyncDispose]() {
      proxy.close()
      for (const { client, server } of links) {
        client.destroy()
        server.destroy()
      }
      await once(proxy, 'close')
    },
  }
}

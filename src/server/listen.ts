/**
 * Listening in earnest. The event loop accepts one connection of a listening socket per turn, however many wait: a gateway
 * that has much to do in each turn would leave callers in the system's queue, where nobody can even refuse them. So it
 * listens several times on one port (`SO_REUSEPORT`) and accepts that many in each turn.
 */
import type { Server } from 'node:http'
import { type AddressInfo, createServer, type ListenOptions, type Server as NetServer } from 'node:net'

/** Connections accepted in one turn of the event loop. */
const LISTENERS = 32
/**
 * Connections that the system keeps until they are accepted, at each of them. In a queue that is full a caller seems to be
 * connected and is not heard for seconds, as when thousands come back at once.
 */
const LONGEST_QUEUE = 512

export interface Listening {
  readonly port: number
  /** Accepts no more; resolves once every connection has ended. */
  close(): Promise<void>
}

/** Rejects as `listen` does, with nothing left open, also when another process listens there in the same way. */
export async function openListening(
  server: Server,
  { host, port: wanted }: { readonly host: string; readonly port: number },
): Promise<Listening> {
  const port = await findPort({ host, port: wanted })
  const opened: NetServer[] = []
  const address = { host, port, backlog: LONGEST_QUEUE }
  try {
    await listen(server, { ...address, reusePort: true })
    opened.push(server)
  } catch (thrown) {
    if (!isUnsupported(thrown)) throw thrown
    await listen(server, { ...address, backlog: LONGEST_QUEUE * LISTENERS })
    return { port, close: () => close([server]) }
  }
  while (opened.length < LISTENERS) {
    // As node:http makes its own.
    const also = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => server.emit('connection', socket))
    await listen(also, { ...address, reusePort: true }).catch(async (thrown: unknown) => {
      await close(opened)
      throw thrown
    })
    opened.push(also)
  }
  return { port, close: () => close(opened) }
}

/** Alone on it for a moment: those who share a port do not notice one another. */
async function findPort(address: ListenOptions): Promise<number> {
  const alone = createServer()
  await listen(alone, { ...address, exclusive: true })
  // Listening on TCP, so the address is not a path.
  const { port } = alone.address() as AddressInfo
  await close([alone])
  return port
}

function listen(server: NetServer, options: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(options, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

async function close(servers: readonly NetServer[]): Promise<void> {
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
}

/** Not every system can share a port; there one listener has to do. */
function isUnsupported(thrown: unknown): boolean {
  return (
    thrown instanceof Error && 'code' in thrown && ['ENOTSUP', 'EOPNOTSUPP', 'EINVAL'].includes(String(thrown.code))
  )
}

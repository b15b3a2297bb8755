/**
 * Connections that wait for their next request. A hundred are kept for longer than a load balancer before us keeps them,
 * which is usually a minute, so that none is closed just as it is used again. Each takes memory, so the others of a crowd are
 * kept for as long as Node keeps them by itself.
 */
import type { Server } from 'node:http'
import type { Socket } from 'node:net'

const KEPT_MS = 75_000
const CROWDED_MS = 5_000
/** What load balancers keep open to one process while nothing is asked, and not so much that it could be used to fill the memory. */
const MOST_KEPT = 100

/** From now on, for as long as the server lives; each answer says how long its connection is kept. */
export function keepConnections(server: Server): void {
  // Changed by connections, which are few, and not by requests.
  const connections = new Map<Socket, { isWaiting: boolean }>()
  let waiting = 0

  function count(socket: Socket, isWaiting: boolean): void {
    const connection = connections.get(socket)
    if (connection === undefined || connection.isWaiting === isWaiting) return
    connection.isWaiting = isWaiting
    waiting += isWaiting ? 1 : -1
    // Read by Node at the end of each answer.
    server.keepAliveTimeout = waiting < MOST_KEPT ? KEPT_MS : CROWDED_MS
  }

  server.keepAliveTimeout = KEPT_MS
  server.on('connection', (socket) => {
    connections.set(socket, { isWaiting: false })
    socket.once('close', () => {
      count(socket, false)
      connections.delete(socket)
    })
  })
  server.on('request', ({ socket }, response) => {
    count(socket, false)
    response.once('finish', () => {
      if (!socket.destroyed) count(socket, true)
    })
  })
}

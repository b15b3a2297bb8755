/** Writing to a WebSocket whose reader may have stopped, and telling whether anybody is still there. */
import type { RawData, WebSocket } from 'ws'

const PING_MS = 12_000

/** Resolves once the reader has taken the message; a reader that takes nothing for `stallMs` loses its socket. */
export function send(socket: WebSocket, data: string, stallMs: number): Promise<void> {
  if (socket.readyState !== socket.OPEN) return Promise.resolve()
  return new Promise((resolve) => {
    const stalled = setTimeout(() => {
      closeSlow(socket)
      resolve()
    }, stallMs)
    socket.send(data, () => {
      clearTimeout(stalled)
      resolve()
    })
  })
}

/** Pings the other side, and ends the socket when it is silent; gives a function that stops it. */
export function keepAlive(socket: WebSocket): () => void {
  let isAlive = true
  socket.on('pong', () => {
    isAlive = true
  })
  const timer = setInterval(() => {
    // Silent while something waits for it, it has stopped reading; it hears so if it begins again at once.
    if (!isAlive) return socket.bufferedAmount > 0 ? closeSlow(socket) : socket.terminate()
    isAlive = false
    socket.ping()
  }, PING_MS)
  timer.unref()
  return () => clearInterval(timer)
}

function closeSlow(socket: WebSocket): void {
  socket.close(1013, 'Reading too slowly')
}

/** A message as text. */
export function toText(data: RawData): string {
  return (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString('utf8') // never text here
}

/**
 * Load in a closed loop over bare sockets: each connection sends its next request as soon as it has an answer. As little
 * work per answer as possible, since load and upstream share a core. Every answer is handed over to be checked.
 */
import { connect, type Socket } from 'node:net'

export interface LoadOptions {
  readonly port: number
  readonly connections: number
  readonly durationMs: number
  /** The whole request with this number, and what to do with the body of its answer; throws when that is wrong. */
  readonly next: (number: number) => { readonly request: Buffer; readonly take: (body: Buffer) => void }
}

export interface Loaded {
  /** Milliseconds of each answer, as they came. */
  readonly times: readonly number[]
  readonly elapsedMs: number
}

/** Rejects at the first answer that is not 200 or not right. */
export async function load({ port, connections, durationMs, next }: LoadOptions): Promise<Loaded> {
  const times: number[] = []
  let sent = 0
  const beganAt = performance.now()
  const until = beganAt + durationMs
  async function ask(): Promise<void> {
    const socket = connect(port, '127.0.0.1').setNoDelay(true)
    const receive = createReceiver(socket)
    try {
      while (performance.now() < until) {
        const { request, take } = next(sent)
        sent += 1
        const startedAt = performance.now()
        socket.write(request)
        const body = await receive()
        times.push(performance.now() - startedAt)
        take(body)
      }
    } finally {
      socket.destroy()
    }
  }
  await Promise.all(Array.from({ length: connections }, ask))
  return { times, elapsedMs: performance.now() - beganAt }
}

/** A POST of JSON, as bytes. */
export function toRequest(path: string, headers: Readonly<Record<string, string>>, body: unknown): Buffer {
  const text = JSON.stringify(body)
  const lines = Object.entries({
    host: 'localhost',
    'content-type': 'application/json',
    accept: 'application/json',
    'content-length': String(Buffer.byteLength(text)),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${text}`)
}

/** Waits for one whole answer and gives its body. */
function createReceiver(socket: Socket): () => Promise<Buffer> {
  let pieces: Buffer[] = []
  let size = 0
  let wanted: number | null = null
  let waiting: PromiseWithResolvers<Buffer> | null = null
  const fail = (why: Error): void => waiting?.reject(why)
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('the connection was closed')))
  socket.on('data', (piece: Buffer) => {
    pieces.push(piece)
    size += piece.length
    if (wanted === null) {
      const whole = pieces.length === 1 ? piece : Buffer.concat(pieces)
      pieces = [whole]
      const end = whole.indexOf('\r\n\r\n')
      if (end < 0) return
      const head = whole.toString('latin1', 0, end)
      if (!head.startsWith('HTTP/1.1 200')) return fail(new Error(whole.toString('utf8', 0, 1_000)))
      const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
      if (length === undefined) return fail(new Error(`an answer without its length: ${head}`))
      wanted = end + 4 + Number(length)
    }
    if (size < wanted) return
    const whole = pieces.length === 1 ? piece : Buffer.concat(pieces)
    const body = whole.subarray(whole.indexOf('\r\n\r\n') + 4)
    pieces = []
    size = 0
    wanted = null
    waiting?.resolve(body)
  })
  return () => {
    waiting = Promise.withResolvers<Buffer>()
    return waiting.promise
  }
}

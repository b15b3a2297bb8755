/**
 * The benchmark's upstream as a process of its own: Finpass's bodies from memory over bare sockets, so that it is never what
 * is measured. Counts what it is asked. `GET /stub?latency=50&lines=500` turns its knobs and gives the count since the last time.
 */
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { LONG_STATEMENT, makeTemplates, shorten, type Template } from './upstream-body.ts'

const templates = await makeTemplates()
const statements = new Map<number, Template>()
const [longest] = [templates.get(LONG_STATEMENT)]
if (longest === undefined) throw new Error('there is no long statement')
const answers = new Map<string, readonly Buffer[]>()
let lines = 0
let latencyMs = 0
let asked = 0
const sockets = new Set<Socket>()

/** Journeys that take another step whenever somebody looks. */
const MOVING = /-0f[0-9a-f]{11}$/
const steps = new Map<string, number>()

const server = createServer((socket) => {
  sockets.add(socket)
  let text = ''
  socket.setNoDelay(true)
  socket.setEncoding('latin1')
  socket.on('data', (piece: string) => {
    text += piece
    for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
      const head = text.slice(0, end)
      const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0)
      if (text.length < end + 4 + length) return
      const body = text.slice(end + 4, end + 4 + length)
      text = text.slice(end + 4 + length)
      answer(socket, head, body)
    }
  })
  socket.on('error', () => socket.destroy())
  socket.on('close', () => sockets.delete(socket))
})
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo // a TCP server that listens has one
  console.log(`http://127.0.0.1:${port}`)
})
process.once('SIGTERM', () => {
  server.close()
  for (const socket of sockets) socket.destroy()
})

function answer(socket: Socket, head: string, body: string): void {
  const address = head.slice(head.indexOf(' ') + 1, head.indexOf(' HTTP/'))
  const [path = '', query = ''] = address.split('?')
  if (path === '/stub') return send(socket, [toBytes(200, Buffer.from(turn(new URLSearchParams(query))))], false)
  asked += 1
  const id = /(?:client_id|job_id)=([\w-]+)/.exec(query)?.[1] ?? /"(?:client_id|job_id)":"([\w-]+)"/.exec(body)?.[1]
  const isLast = /\r\nconnection: *close/i.test(head)
  const bytes = id === undefined ? null : find(path, id)
  if (bytes === null) return send(socket, [toBytes(404, Buffer.from('{"detail":"Not Found"}'))], isLast)
  if (latencyMs === 0) send(socket, bytes, isLast)
  else setTimeout(() => send(socket, bytes, isLast), latencyMs)
}

function find(path: string, id: string): readonly Buffer[] | null {
  if (path === '/api/v1/itr-analyzer/status' && MOVING.test(id)) return [move(id)]
  const isLong = path === LONG_STATEMENT
  const known = isLong ? undefined : answers.get(`${path} ${id}`)
  if (known !== undefined) return known
  const template = isLong ? (statements.get(lines) ?? longest) : templates.get(path)
  if (template === undefined) return null
  const filled = template.pieces.flatMap((piece, at) => (at === 0 ? [piece] : [Buffer.from(id), piece]))
  const size = filled.reduce((total, { length }) => total + length, 0)
  const pieces = [toHead(template.status, size), ...filled]
  // Long ones share their bytes, short ones go out in one piece.
  if (isLong) return pieces
  const whole = [Buffer.concat(pieces)]
  answers.set(`${path} ${id}`, whole)
  return whole
}

function move(id: string): Buffer {
  const step = (steps.get(id) ?? 0) + 1
  steps.set(id, step)
  const body = {
    job_id: id,
    status: 'processing',
    current_step: `download_forms_${(step % 7) + 1}`,
    steps_completed: [],
  }
  return toBytes(200, Buffer.from(JSON.stringify(body)))
}

function turn(query: URLSearchParams): string {
  const count = asked
  asked = 0
  if (query.has('latency')) latencyMs = Number(query.get('latency'))
  if (query.has('lines')) {
    lines = Number(query.get('lines'))
    if (longest !== undefined && lines > 0 && !statements.has(lines)) statements.set(lines, shorten(longest, lines))
  }
  return JSON.stringify({ count })
}

function toHead(status: number, length: number): Buffer {
  const reason = status === 200 ? 'OK' : 'Not Found'
  return Buffer.from(
    `HTTP/1.1 ${status} ${reason}\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\nconnection: keep-alive\r\n\r\n`,
  )
}

function toBytes(status: number, body: Buffer): Buffer {
  return Buffer.concat([toHead(status, body.length), body])
}

function send(socket: Socket, pieces: readonly Buffer[], isLast: boolean): void {
  if (socket.destroyed) return
  socket.cork()
  for (const piece of pieces) socket.write(piece)
  socket.uncork()
  if (isLast) socket.end()
}

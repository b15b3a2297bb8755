/**
 * A stand-in for Finpass that writes HTTP by hand, so that it can do what no HTTP server does: send an answer that nobody asked
 * for, on a socket that a client keeps alive. Every statement it gives is full of the canary of its process.
 */
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { Random } from './random.ts'

export interface InjectingFinpass extends AsyncDisposable {
  readonly url: string
  readonly asked: number
  readonly injected: number
}

export interface InjectingOptions {
  readonly random: Random
  /** Share of answers behind which another one is sent. */
  readonly share: number
  /** Ids whose answers are sent to whoever did not ask. */
  readonly handles: readonly string[]
}

/** What stands in every answer about a process, and in no other. */
export function toCanary(handle: string): string {
  return `Canary ${handle.replaceAll(/[^a-z0-9]/gi, '').toUpperCase()} Endofit`
}

/** Spread over the time in which a socket lies idle, is taken again, and has its next answer under way. */
const DELAYS_MS = [0, 0, 1, 2, 5, 10, 20]
/** Slow enough that calls wait for sockets, and a socket has its next request as soon as it is free. */
const ANSWER_MS = 15

export async function openInjectingFinpass({ random, share, handles }: InjectingOptions): Promise<InjectingFinpass> {
  const sockets = new Set<Socket>()
  let [asked, injected] = [0, 0]

  function inject(socket: Socket): void {
    const handle = random.pick(handles)
    const body = toStatement(handle)
    // Half of them do not even say whose they are.
    const { client_id: _, ...nameless } = body
    const text = toHttp(random.next() < 0.5 ? body : nameless)
    const delayMs = random.pick(DELAYS_MS)
    const write = (): void => {
      if (socket.destroyed) return
      injected += 1
      socket.write(text)
    }
    if (delayMs === 0) setImmediate(write)
    else setTimeout(write, delayMs).unref()
  }

  const server = createServer((socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    let text = ''
    socket.on('data', (bytes) => {
      text += String(bytes)
      // Reads alone come here, and they have no body.
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        const handle = /[?&]client_id=([\w-]+)/.exec(text.slice(0, end))?.[1] ?? ''
        const isLast = /^connection: close/im.test(text.slice(0, end))
        text = text.slice(end + 4)
        asked += 1
        setTimeout(() => {
          socket.write(toHttp(toStatement(handle)))
          if (isLast) socket.end()
          else if (random.next() < share) inject(socket)
        }, ANSWER_MS)
      }
    })
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo // it listens on TCP
  return {
    url: `http://127.0.0.1:${port}`,
    get asked() {
      return asked
    },
    get injected() {
      return injected
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Statement and analysis in one, so that it passes for an answer to either. */
function toStatement(handle: string) {
  const canary = toCanary(handle)
  const line = { txn_date: '01-07-2026', description: canary, debit: '10.00', txn_type: 'Dr.', balance: '90.00' }
  const summary_card = { customer_name: canary, account_number: '00001234' }
  const account = { account_index: 0, bsa_status: 'completed', bsa_client_id: `bank_statement_mock_${handle}` }
  const statement = { account_info: { account_holder_name: canary }, transactions: [line, line] }
  return {
    client_id: handle,
    status: 'completed',
    total_accounts: 1,
    accounts: [
      { ...account, account_number: 'XXXX1234', holder_name: canary, statement, analysis_json: { summary_card } },
    ],
  }
}

function toHttp(body: object): string {
  const text = JSON.stringify(body)
  return `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n\r\n${text}`
}

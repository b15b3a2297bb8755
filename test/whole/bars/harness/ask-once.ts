/** One operation over any of the three transports, on a connection of its own: what came back, on the wire and as it is read. */
import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { AskTransport } from './transport.ts'

export interface Asking {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** @default http */
  readonly transport?: AskTransport
}

export interface Reply {
  /** HTTP's; 0 over WebSocket. */
  readonly status: number
  /** HTTP's headers, one on a line. */
  readonly head: string
  /** The body, or the first message about the operation, as it stood on the wire. */
  readonly text: string
  /** Undefined when there is none: then nothing was run. */
  readonly data: unknown
  /** Of all errors; the code that a socket was closed with instead. */
  readonly codes: readonly string[]
}

interface Result {
  readonly data?: unknown
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[]
}

const PATIENCE_MS = 10_000

/** Gives whatever is answered; rejects only when nothing is for ten seconds. */
export function askOnce(asking: Asking, body: object): Promise<Reply> {
  return asking.transport === 'ws' ? askSocket(asking, body) : askHttp(asking, body)
}

async function askHttp({ transport, url, headers }: Asking, body: object): Promise<Reply> {
  const accept = transport === 'sse' ? { accept: 'text/event-stream' } : {}
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers, ...accept },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  const text = await response.text()
  const json = transport === 'sse' ? (/^data: (\{.*)$/m.exec(text)?.[1] ?? text) : text
  const head = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n')
  return { status: response.status, head, text, ...read(JSON.parse(json) as Result) } // GraphQL's answer
}

async function askSocket({ url, headers }: Asking, body: object): Promise<Reply> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers })
  const patience = AbortSignal.timeout(PATIENCE_MS)
  const none = { status: 0, head: '', data: undefined }
  socket.on('error', () => undefined)
  try {
    const closed = once(socket, 'close', { signal: patience }).then(
      ([code]): Reply => ({ ...none, text: '', codes: [String(code)] }),
    )
    closed.catch(() => undefined)
    const answered = new Promise<Reply>((resolve) => {
      socket.on('message', (frame: Buffer) => {
        const text = String(frame)
        const { type, payload } = JSON.parse(text) as { type: string; payload?: unknown } // the protocol's
        if (type === 'connection_ack')
          socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: '', ...body } }))
        else if (type === 'error')
          resolve({ ...none, text, ...read({ errors: payload as NonNullable<Result['errors']> }) }) // likewise
        else if (type === 'next') resolve({ ...none, text, ...read(payload as Result) }) // likewise
      })
    })
    await once(socket, 'open', { signal: patience })
    socket.send(JSON.stringify({ type: 'connection_init', payload: { Authorization: headers.authorization } }))
    return await Promise.race([closed, answered])
  } finally {
    socket.terminate()
  }
}

function read({ data, errors = [] }: Result): Pick<Reply, 'data' | 'codes'> {
  return { data, codes: errors.map(({ extensions }) => extensions?.code ?? 'NONE') }
}

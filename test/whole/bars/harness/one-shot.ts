/** One request over any of the three transports, with whatever is said to it. */
import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { AskTransport } from './transport.ts'

export interface OneShot {
  readonly transport: AskTransport
  readonly url: string
  readonly authorization: string
  readonly query: string
  readonly variables?: object | undefined
}

export interface Reply {
  /** Codes of all errors; the code that a socket was closed with. */
  readonly codes: readonly string[]
  /** True when there is data, whatever it is: something was run. */
  readonly hasData: boolean
  /** HTTP's status; 0 over WebSocket. */
  readonly status: number
}

interface Result {
  readonly data?: unknown
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[]
}

const PATIENCE_MS = 10_000
const NONE: Reply = { codes: ['NO_ANSWER'], hasData: false, status: 0 }

/** What comes first in answer. Never rejects: nothing for ten seconds is `NO_ANSWER`. */
export async function askOnce(shot: OneShot): Promise<Reply> {
  try {
    return await (shot.transport === 'ws' ? askSocket(shot) : askHttp(shot))
  } catch {
    return NONE
  }
}

async function askHttp({ transport, url, authorization, query, variables }: OneShot): Promise<Reply> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      authorization,
      'content-type': 'application/json',
      ...(transport === 'sse' ? { accept: 'text/event-stream' } : {}),
    },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  const text = await response.text()
  const json = transport === 'sse' ? (/^data: (\{.*)$/m.exec(text)?.[1] ?? text) : text
  return toReply(JSON.parse(json) as Result, response.status) // GraphQL's answer
}

async function askSocket({ url, authorization, query, variables }: OneShot): Promise<Reply> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
  const patience = AbortSignal.timeout(PATIENCE_MS)
  socket.on('error', () => undefined)
  try {
    const closed = once(socket, 'close', { signal: patience }).then(
      ([code]): Reply => ({ ...NONE, codes: [String(code)] }),
    )
    closed.catch(() => undefined)
    const answered = new Promise<Reply>((resolve) => {
      socket.on('message', (data: Buffer) => {
        const { type, payload } = JSON.parse(String(data)) as { type: string; payload?: unknown } // the protocol's
        if (type === 'connection_ack') {
          socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query, variables } }))
        } else if (type === 'error')
          resolve(toReply({ errors: payload as NonNullable<Result['errors']> }, 0)) // likewise
        else if (type === 'next') resolve(toReply(payload as Result, 0)) // likewise
      })
    })
    await once(socket, 'open', { signal: patience })
    socket.send(JSON.stringify({ type: 'connection_init', payload: { Authorization: authorization } }))
    return await Promise.race([closed, answered])
  } finally {
    socket.terminate()
  }
}

function toReply({ data, errors = [] }: Result, status: number): Reply {
  return { codes: errors.map(({ extensions }) => extensions?.code ?? 'NONE'), hasData: data !== undefined, status }
}

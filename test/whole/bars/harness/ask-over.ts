/** One operation over each transport, with the answer as it stands on the wire: for what must not be anywhere in it. */
import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { AskTransport } from './transport.ts'

export interface Asking {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly transport: AskTransport
}

const PATIENCE_MS = 5_000

/** Everything that came back, headers too; rejects when nothing does. */
export async function askOver({ url, headers, transport }: Asking, body: object): Promise<string> {
  if (transport === 'ws') return askSocket(url, headers, body)
  const accept = transport === 'sse' ? 'text/event-stream' : 'application/graphql-response+json'
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { ...headers, accept, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  const head = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n')
  return `${head}\n\n${await response.text()}`
}

async function askSocket(url: string, headers: Readonly<Record<string, string>>, body: object): Promise<string> {
  const signal = AbortSignal.timeout(PATIENCE_MS)
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers })
  try {
    await once(socket, 'open', { signal })
    socket.send(JSON.stringify({ type: 'connection_init', payload: { Authorization: headers.authorization } }))
    await once(socket, 'message', { signal })
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: '', ...body } }))
    const [data] = await once(socket, 'message', { signal })
    return String(data)
  } finally {
    socket.terminate()
  }
}

/**
 * One caller who asks the same over every transport and keeps what came back as text that can be compared: the answer to
 * an HTTP request, the first event of a stream, the first message of an operation on its one socket. Whatever the gateway
 * makes anew for each connection is taken out.
 */
import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { AskTransport } from './transport.ts'

export interface Operation {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
}

export interface Asker extends AsyncDisposable {
  /** `CLOSED <code>` when the socket was refused or closed instead. */
  ask(transport: AskTransport, operation: Operation): Promise<string>
}

export interface AskerOptions {
  readonly url: string
  readonly headers: { readonly authorization: string }
}

const PATIENCE_MS = 15_000
/** The same for every request, so that answers differ in nothing else. */
const REQUEST_ID = 'the-same-request'

export function openAsker({ url, headers }: AskerOptions): Asker {
  let socket: Promise<WebSocket> | null = null
  let lastId = 0

  async function openSocket(): Promise<WebSocket> {
    const opened = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
    opened.setMaxListeners(100)
    await once(opened, 'open')
    opened.send(JSON.stringify({ type: 'connection_init', payload: { Authorization: headers.authorization } }))
    await Promise.race([once(opened, 'message'), once(opened, 'close')])
    return opened
  }

  async function askSocket(operation: Operation): Promise<string> {
    socket ??= openSocket()
    const opened = await socket
    const id = String((lastId += 1))
    return new Promise((resolve) => {
      const settle = (text: string): void => {
        clearTimeout(timer)
        opened.off('message', hear)
        opened.off('close', leave)
        if (opened.readyState === WebSocket.OPEN) opened.send(JSON.stringify({ id, type: 'complete' }))
        resolve(text)
      }
      const hear = (data: Buffer): void => {
        const message = JSON.parse(data.toString()) as { id?: string; type: string; payload?: unknown } // as the protocol has it
        // One id for all that a socket carries.
        const text = JSON.stringify([message.type, message.payload]).replace(/"requestId":"[\w-]+"/g, '"requestId":""')
        if (message.id === id) settle(text)
      }
      const leave = (code: number): void => settle(`CLOSED ${code}`)
      const timer = setTimeout(() => settle('NOTHING'), PATIENCE_MS)
      if (opened.readyState !== WebSocket.OPEN) {
        // Closed before anybody could listen: the code went by with the connection's beginning.
        once(opened, 'close', { signal: AbortSignal.timeout(100) }).then(
          ([code]) => settle(`CLOSED ${code}`),
          () => settle('CLOSED'),
        )
        return
      }
      opened.on('message', hear)
      opened.on('close', leave)
      opened.send(JSON.stringify({ id, type: 'subscribe', payload: operation }))
    })
  }

  async function askRequest(accept: string, operation: Operation): Promise<string> {
    const left = new AbortController()
    const patience = setTimeout(() => left.abort(), PATIENCE_MS)
    try {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { ...headers, accept, 'content-type': 'application/json', 'x-request-id': REQUEST_ID },
        body: JSON.stringify(operation),
        signal: left.signal,
      })
      const decoder = new TextDecoder()
      let text = ''
      for await (const chunk of response.body ?? []) {
        text += decoder.decode(chunk, { stream: true })
        // One event is enough: a stream does not end by itself.
        if (/event: next\ndata: .*\n\n/.test(text)) break
      }
      return `${response.status} ${text.replace(/^(?::\n\n)+/, '').replace(/\n\nevent: complete[^]*$/, '\n\n')}`
    } finally {
      clearTimeout(patience)
      left.abort()
    }
  }

  return {
    ask(transport, operation) {
      if (transport === 'ws') return askSocket(operation)
      return askRequest(transport === 'sse' ? 'text/event-stream' : 'application/json', operation)
    },
    async [Symbol.asyncDispose]() {
      const opened = await socket?.catch(() => null)
      opened?.terminate()
    },
  }
}

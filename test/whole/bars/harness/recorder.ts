/**
 * Stands between the gateways and the sandbox: writes down every call byte for byte, and answers some of them itself, as a bar
 * wants it. What it does not answer the sandbox does.
 */
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface RecordedCall {
  readonly method: string
  readonly url: string
  readonly headers: string
  readonly body: string
}

/** An answer of the bar's own; `hang` never answers, `cut` ends the socket, a function writes what it likes. */
export type OwnAnswer =
  | 'hang'
  | 'cut'
  | ((response: ServerResponse) => void)
  | { readonly status: number; readonly body: string; readonly headers?: object }

export interface Recorder extends AsyncDisposable {
  readonly url: string
  readonly calls: RecordedCall[]
  /** Whom it stands before; to be set before the first call. */
  target: string
  /** Asked for each call; null leaves it to the sandbox. */
  answer: (call: RecordedCall) => OwnAnswer | null
}

export async function openRecorder(): Promise<Recorder> {
  const calls: RecordedCall[] = []
  const server = createServer((incoming, response) => {
    serve(incoming, response).catch(() => response.destroy())
  })
  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = []
    for await (const piece of incoming) pieces.push(piece as Buffer) // no encoding is set
    const { method = 'GET', url = '/', rawHeaders, headers } = incoming
    const body = Buffer.concat(pieces)
    const call = { method, url, headers: rawHeaders.join('\n'), body: body.toString('utf8') }
    calls.push(call)
    const own = recorder.answer(call)
    if (own === 'hang') return
    if (own === 'cut') return void response.destroy()
    if (typeof own === 'function') return own(response)
    if (own !== null) {
      return void response.writeHead(own.status, { 'content-type': 'application/json', ...own.headers }).end(own.body)
    }
    const { host: _, connection: _connection, ...passed } = headers
    const forward = ask(`${recorder.target}${url}`, { method, headers: passed, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, { 'content-type': answer.headers['content-type'] ?? 'text/plain' })
      answer.pipe(response)
    })
    forward.on('error', () => response.destroy())
    forward.end(body)
  }
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo // it listens on TCP
  const recorder: Recorder = {
    url: `http://127.0.0.1:${port}`,
    calls,
    target: '',
    answer: () => null,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return recorder
}

/** Callers beyond what the gateway can do: refused at once and with a code, whichever way they come; what runs goes on. */
import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { TOKEN_ENVIRONMENT, tokenHeaders } from '../support/token.ts'

const SLOW = 'query ($id: ID!) { applicant(id: $id) { itrFilings { id } } }'
const WATCH = 'subscription ($id: ID!) { applicantProgressed(applicantId: $id) { sequence } }'
const ORIGIN = 'https://app.example.com'

let test: TestGateway
let headers: { readonly authorization: string }
let id: string
const sockets: WebSocket[] = []
beforeAll(async () => {
  // Room for one.
  test = await openTestGateway({
    ...TOKEN_ENVIRONMENT,
    LIMIT_OPERATIONS: '1',
    ALLOWED_ORIGINS: ORIGIN,
    REPORT_CACHE_MS: '0',
  })
  headers = await tokenHeaders()
  id = await test.seed('salaried-clean', ['ITR'])
})
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.terminate()
  test.sandbox.faults.clear()
})
afterAll(() => test[Symbol.asyncDispose]())

/** Takes the only place for as long as the work lasts. */
async function whileBusy(work: () => Promise<void>): Promise<void> {
  test.sandbox.faults.set({ match: 'itr.data', kind: 'latency', ms: 800 })
  test.sandbox.calls.clear()
  const busy = test.ask(SLOW, { id }, headers)
  await expect.poll(() => test.sandbox.calls.count(), { interval: 5 }).toBe(1)
  await work()
  const { status, errors } = await busy
  expect([status, errors]).toEqual([200, []])
}

function post(body: object, more: Record<string, string> = {}): Promise<Response> {
  return fetch(`${test.gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...more },
    body: JSON.stringify(body),
  })
}

interface Message {
  readonly id?: string
  readonly type: string
  readonly payload?: readonly { readonly extensions: object }[]
}

async function openSocket() {
  const socket = new WebSocket(`${test.gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
  sockets.push(socket)
  const messages: Message[] = []
  socket.on('message', (data: Buffer) => messages.push(JSON.parse(String(data))))
  const closed = once(socket, 'close').then(([code]) => Number(code))
  await once(socket, 'open')
  socket.send(JSON.stringify({ type: 'connection_init', payload: { Authorization: headers.authorization } }))
  const hear = async (type: string, of?: string): Promise<Message | undefined> => {
    const find = () => messages.find((message) => message.type === type && (of === undefined || message.id === of))
    await expect.poll(find, { timeout: 5_000, interval: 5 }).toBeDefined()
    return find()
  }
  await hear('connection_ack')
  const ask = (name: string, query: string) =>
    socket.send(JSON.stringify({ id: name, type: 'subscribe', payload: { query, variables: { id } } }))
  return { ask, hear, closed }
}

it('answers 503 with Retry-After and a code before it looks at the token', async () => {
  await whileBusy(async () => {
    const refused = await post(
      { query: '{ viewer { subject } }' },
      { authorization: 'Bearer of nothing', origin: ORIGIN },
    )
    expect(refused.status).toBe(503)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    // A page may read why.
    expect(refused.headers.get('access-control-allow-origin')).toBe(ORIGIN)
    const requestId = refused.headers.get('x-request-id')
    expect(await refused.json()).toEqual({
      errors: [
        {
          message: expect.any(String),
          extensions: {
            code: 'GATEWAY_OVERLOADED',
            advice: expect.any(String),
            retryable: true,
            retryAfter: expect.stringMatching(/^\d{4}-/),
            requestId,
          },
        },
      ],
    })
  })
  expect((await test.ask('{ viewer { subject } }', {}, headers)).status).toBe(200)
})

it('counts what it refuses', async () => {
  await whileBusy(async () => {
    for (let time = 0; time < 3; time += 1) expect((await post({ query: '{ viewer { subject } }' })).status).toBe(503)
  })
  const readRefused = async (): Promise<number> => {
    const page = await (await fetch(test.gateway.metricsUrl ?? '')).text()
    return Number(/^finpass_graph_gate_refused (\d+)$/m.exec(page)?.[1])
  }
  await expect.poll(readRefused, { timeout: 2_000 }).toBeGreaterThanOrEqual(3)
})

it('refuses no probe, no call of Finpass and no preflight', async () => {
  await whileBusy(async () => {
    expect((await fetch(`${test.gateway.url}/livez`)).status).toBe(200)
    expect((await fetch(`${test.gateway.url}/readyz`)).status).toBe(200)
    expect((await fetch(`${test.gateway.url}/webhooks/finpass/unknown`, { method: 'POST' })).status).toBe(404)
    const preflight = await fetch(`${test.gateway.url}/graphql`, { method: 'OPTIONS', headers: { origin: ORIGIN } })
    expect(preflight.status).toBe(204)
  })
})

it('gives a query over a socket the code, and leaves a stream on the same socket alone', async () => {
  const { ask, hear } = await openSocket()
  ask('stream', WATCH)
  await hear('next', 'stream')
  await whileBusy(async () => {
    ask('query', '{ viewer { subject } }')
    const refused = await hear('error', 'query')
    expect(refused?.payload).toMatchObject([{ extensions: { code: 'GATEWAY_OVERLOADED', retryable: true } }])
    ask('another', WATCH)
    expect(await hear('error', 'another')).toMatchObject({ payload: [{ extensions: { code: 'GATEWAY_OVERLOADED' } }] })
  })
  ask('again', '{ viewer { subject } }')
  await hear('next', 'again')
})

it('closes a socket with 1013 that wants a stream and has none, since a client comes back from that', async () => {
  const { ask, closed } = await openSocket()
  await whileBusy(async () => {
    ask('stream', WATCH)
    expect(await closed).toBe(1013)
  })
})

it('takes no new socket', async () => {
  await whileBusy(async () => {
    const socket = new WebSocket(`${test.gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
    const [thrown] = await once(socket, 'error')
    expect(String(thrown)).toContain('503')
  })
})

it('tells a reader of events when to come back, and nothing that it would take for the end', async () => {
  await whileBusy(async () => {
    const refused = await post({ query: WATCH, variables: { id } }, { ...headers, accept: 'text/event-stream' })
    expect(refused.status).toBe(200)
    expect(await refused.text()).toMatch(/^retry: \d{4}\n\n$/)
  })
})

it('gives streams, and callers who are slow to send, no place among those under way', async () => {
  const stream = await post({ query: WATCH, variables: { id } }, { ...headers, accept: 'text/event-stream' })
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (!text.includes('event: next')) text += (await reader?.read())?.value ?? ''
  const body = JSON.stringify({ query: '{ viewer { subject } }' })
  const slow = request(`${test.gateway.url}/graphql`, {
    method: 'POST',
    // So that it is told when its head has come in.
    headers: { ...headers, 'content-type': 'application/json', 'content-length': body.length, expect: '100-continue' },
  })
  const answered = once(slow, 'response')
  slow.flushHeaders()
  await once(slow, 'continue')
  slow.write(body.slice(0, 5))
  await expect
    .poll(async () => (await test.ask('{ viewer { subject } }', {}, headers)).status, { interval: 20, timeout: 5_000 })
    .toBe(200)
  slow.end(body.slice(5))
  const [response] = await answered
  expect(response.statusCode).toBe(200)
  response.resume()
  await reader?.cancel()
})

it('keeps what a caller left behind for nobody', async () => {
  for (let time = 0; time < 3; time += 1) {
    const { ask } = await openSocket()
    // No such operation in the document: the protocol ends it, not the engine.
    sockets.at(-1)?.send(
      JSON.stringify({
        id: 'x',
        type: 'subscribe',
        payload: { query: 'query A { viewer { subject } }', operationName: 'B' },
      }),
    )
    ask('y', 'neither query nor mutation')
  }
  const cut = connect(Number(new URL(test.gateway.url).port), '127.0.0.1')
  cut.write(`POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n`)
  cut.destroy()
  await expect
    .poll(async () => (await test.ask('{ viewer { subject } }', {}, headers)).status, { interval: 20, timeout: 5_000 })
    .toBe(200)
})

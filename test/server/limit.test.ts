/**
 * Limits on load as callers meet them: the same on HTTP, server-sent events and WebSocket, each answered so that a client
 * survives it.
 */
import { once } from 'node:events'
import { afterEach, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { TOKEN_ENVIRONMENT, tokenHeaders } from '../support/token.ts'

const VIEWER = '{ viewer { subject } }'
const opened: { readonly gateways: TestGateway[]; readonly sockets: WebSocket[] } = { gateways: [], sockets: [] }
afterEach(async () => {
  for (const socket of opened.sockets.splice(0)) socket.terminate()
  for (const gateway of opened.gateways.splice(0)) await gateway[Symbol.asyncDispose]()
})

async function open(environment: Record<string, string>): Promise<TestGateway> {
  const gateway = await openTestGateway({ ...TOKEN_ENVIRONMENT, ...environment })
  opened.gateways.push(gateway)
  return gateway
}

/** A socket that has asked to be let in, with what it hears. */
async function connect({ gateway }: TestGateway, subject = 'one') {
  const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
  opened.sockets.push(socket)
  const messages: { type: string; id?: string; payload?: { extensions: { code: string; retryAfter?: string } }[] }[] =
    []
  socket.on('message', (data: Buffer) => messages.push(JSON.parse(String(data))))
  const closed = once(socket, 'close').then(([code]) => Number(code))
  await once(socket, 'open')
  const { authorization } = await tokenHeaders({ subject })
  socket.send(JSON.stringify({ type: 'connection_init', payload: { Authorization: authorization } }))
  return {
    socket,
    closed,
    async ready() {
      await expect.poll(() => messages.length, { timeout: 5_000 }).toBeGreaterThan(0)
    },
    ask: (id: string, query: string) => socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query } })),
    find: (id: string) => messages.filter((message) => message.id === id),
  }
}

it('answers 429 with Retry-After beyond the requests of a minute, and leaves other callers alone', async () => {
  const test = await open({ LIMIT_REQUESTS: '10' })
  const [mine, others] = [await tokenHeaders({ subject: 'one' }), await tokenHeaders({ subject: 'two' })]
  for (let time = 0; time < 10; time += 1) expect((await test.ask(VIEWER, {}, mine)).status).toBe(200)
  const refused = await fetch(`${test.gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...mine },
    body: JSON.stringify({ query: VIEWER }),
  })
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50)
  const { errors } = await refused.json()
  expect(errors).toMatchObject([
    {
      message: 'A caller may begin at most 10 operations in a minute.',
      extensions: { code: 'LIMIT_REQUESTS', retryable: true, retryAfter: expect.stringMatching(/^\d{4}-/) },
    },
  ])
  expect((await test.ask(VIEWER, {}, others)).status).toBe(200)
})

it('counts the callers of a tenant together', async () => {
  const test = await open({ LIMIT_TENANT_REQUESTS: '10' })
  for (let time = 0; time < 10; time += 1) {
    expect((await test.ask(VIEWER, {}, await tokenHeaders({ subject: `caller-${time}` }))).status).toBe(200)
  }
  expect((await test.ask(VIEWER, {}, await tokenHeaders({ subject: 'last' }))).status).toBe(429)
  expect((await test.ask(VIEWER, {}, await tokenHeaders({ tenant: 'other' }))).status).toBe(200)
})

it('counts over all transports, and tells readers of events and sockets by a coded error', async () => {
  const test = await open({ LIMIT_REQUESTS: '10' })
  const headers = await tokenHeaders({ subject: 'one' })
  const caller = await connect(test)
  await caller.ready()
  for (let time = 0; time < 10; time += 1) {
    if (time % 2 === 0) await test.ask(VIEWER, {}, headers)
    else {
      caller.ask(`in-${time}`, VIEWER)
      await expect.poll(() => caller.find(`in-${time}`).length).toBe(2)
    }
  }
  caller.ask('out', VIEWER)
  await expect
    .poll(() => caller.find('out'))
    .toMatchObject([
      { type: 'error', payload: [{ extensions: { code: 'LIMIT_REQUESTS', retryAfter: expect.any(String) } }] },
    ])
  const events = await fetch(`${test.gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ query: VIEWER }),
  })
  expect(events.status).toBe(200)
  expect(await events.text()).toMatch(/^retry: \d{4,}\nevent: next\ndata: .*"LIMIT_REQUESTS".*\n\nevent: complete\n/)
})

it('closes a socket too many with 1013, and lets the caller in again once one has gone', async () => {
  const test = await open({ LIMIT_SOCKETS: '2' })
  const first = await connect(test)
  await first.ready()
  await (await connect(test)).ready()
  expect(await (await connect(test)).closed).toBe(1013)
  await (await connect(test, 'two')).ready()
  first.socket.close()
  await first.closed
  await expect
    .poll(async () => {
      const again = await connect(test)
      return Promise.race([again.ready().then(() => 'in'), again.closed])
    })
    .toBe('in')
})

it('refuses an operation too many on a socket, and the others live on', async () => {
  const test = await open({ LIMIT_SUBSCRIPTIONS: '2' })
  const applicantId = await test.seed('consent-denied', ['AA_BSA'])
  const caller = await connect(test)
  await caller.ready()
  const watch = `subscription { applicantProgressed(applicantId: "${applicantId}") { sequence } }`
  for (const id of ['a', 'b']) {
    caller.ask(id, watch)
    await expect.poll(() => caller.find(id).length).toBeGreaterThan(0)
  }
  caller.ask('c', watch)
  await expect
    .poll(() => caller.find('c'))
    .toMatchObject([{ type: 'error', payload: [{ extensions: { code: 'LIMIT_SUBSCRIPTIONS' } }] }])
  caller.socket.send(JSON.stringify({ id: 'a', type: 'complete' }))
  caller.ask('d', VIEWER)
  await expect.poll(() => caller.find('d').map(({ type }) => type)).toEqual(['next', 'complete'])
  expect(caller.find('b').every(({ type }) => type === 'next')).toBe(true)
})

it('refuses an event stream too many with 200 and a coded event, and takes another once one has gone', async () => {
  const test = await open({ LIMIT_STREAMS: '1' })
  const applicantId = await test.seed('consent-denied', ['AA_BSA'])
  const query = `subscription { applicantProgressed(applicantId: "${applicantId}") { sequence } }`
  const headers = { 'content-type': 'application/json', accept: 'text/event-stream', ...(await tokenHeaders()) }
  const leaving = new AbortController()
  const request = { method: 'POST', headers, body: JSON.stringify({ query }) }
  await fetch(`${test.gateway.url}/graphql`, { ...request, signal: leaving.signal })
  expect(await (await fetch(`${test.gateway.url}/graphql`, request)).text()).toContain('LIMIT_SUBSCRIPTIONS')
  leaving.abort()
  const short = { ...request, body: JSON.stringify({ query: VIEWER }) }
  await expect
    .poll(async () => (await fetch(`${test.gateway.url}/graphql`, short)).text(), { timeout: 5_000 })
    .toContain('"subject"')
})

it('closes a socket that talks too fast with 1013', async () => {
  const test = await open({ LIMIT_MESSAGES: '10' })
  const caller = await connect(test)
  await caller.ready()
  for (let time = 0; time < 30; time += 1) caller.socket.send(JSON.stringify({ type: 'ping' }))
  expect(await caller.closed).toBe(1013)
})

it('refuses new sockets of an address with 503 while too many have not introduced themselves', async () => {
  const test = await open({ LIMIT_NEW_SOCKETS: '10' })
  const url = `${test.gateway.url.replace('http', 'ws')}/graphql`
  const knock = async (): Promise<number> => {
    const socket = new WebSocket(url, 'graphql-transport-ws')
    opened.sockets.push(socket)
    socket.on('error', () => undefined)
    const refused = once(socket, 'unexpected-response').then(([, response]) => Number(response.statusCode))
    return Promise.race([once(socket, 'open').then(() => 101), refused])
  }
  for (let time = 0; time < 10; time += 1) expect(await knock()).toBe(101)
  expect(await knock()).toBe(503)
})

it('counts logins for a PAN, whoever tries, and tells when the next one may be', async () => {
  const test = await open({ LIMIT_LOGINS: '2' })
  const places = [
    { applicantId: await test.seed('salaried-clean', []), headers: await tokenHeaders() },
    { applicantId: await test.seed('salaried-clean', [], 'other'), headers: await tokenHeaders({ tenant: 'other' }) },
  ]
  const start = `mutation($input: ItrJourneyStartInput!) { itrJourneyStart(input: $input) { userErrors { code field retryAfter } } }`
  const tryAs = async (at: 0 | 1, username: string) => {
    const { applicantId = '', headers = {} } = places[at] ?? {}
    const { data } = await test.ask(
      start,
      { input: { applicantId, username, password: 'wrong', consent: true } },
      headers,
    )
    return data.itrJourneyStart.userErrors
  }
  expect(await tryAs(0, 'SALPI0001A')).toMatchObject([{ code: 'FINPASS_CREDENTIALS' }])
  expect(await tryAs(1, 'salpi0001a ')).toMatchObject([{ code: 'FINPASS_CREDENTIALS' }])
  for (const at of [0, 1] as const) {
    expect(await tryAs(at, 'SALPI0001A')).toMatchObject([
      { code: 'LIMIT_LOGINS', field: ['input', 'username'], retryAfter: expect.stringMatching(/Z$/) },
    ])
  }
  expect(test.takeCalls()).toEqual(['itr.analyze', 'itr.analyze'])
  expect(await tryAs(0, 'OTHPF0001A')).toMatchObject([{ code: 'FINPASS_CREDENTIALS' }])
})

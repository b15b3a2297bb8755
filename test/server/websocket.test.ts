/** graphql-transport-ws as it is spoken on the wire: who is let in, what a socket is closed with, and the same masking as over HTTP. */
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { expectNothingPersonal } from '../support/personal.ts'
import { TOKEN_ENVIRONMENT, tokenHeaders } from '../support/token.ts'

const ALLOWED = 'https://app.example.com'
const RUNNING = 'subscription { applicantProgressed(applicantId: "APPLICANT") { sequence } }'

interface Message {
  readonly id?: string
  readonly type: string
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read payloads of many shapes
  readonly payload?: any
}

interface TestSocket {
  readonly messages: readonly Message[]
  /** Code and reason. */
  readonly closed: Promise<string>
  say(message: unknown): void
  /** The first message of this type, of this operation when named, once it is there. */
  hear(type: string, id?: string): Promise<Message>
}

let test: TestGateway
let applicantId: string
beforeAll(async () => {
  test = await openTestGateway({ ...TOKEN_ENVIRONMENT, ALLOWED_ORIGINS: ALLOWED })
  applicantId = await test.seed('consent-denied', ['AA_BSA'])
})
afterAll(async () => {
  expectNothingPersonal(test)
  await test[Symbol.asyncDispose]()
})

/** `protocol` as a bare header is one that the client does not insist on. */
function connect({ protocol, ...headers }: Record<string, string> = {}): WebSocket {
  const url = `${test.gateway.url.replace('http', 'ws')}/graphql`
  if (protocol === undefined) return new WebSocket(url, 'graphql-transport-ws', { headers })
  return new WebSocket(url, { headers: { ...headers, 'sec-websocket-protocol': protocol } })
}

async function openSocket(headers: Record<string, string> = {}): Promise<TestSocket> {
  const socket = connect(headers)
  const messages: Message[] = []
  socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString())))
  const closed = once(socket, 'close').then(([code, reason]) => `${code} ${reason}`)
  await once(socket, 'open')
  return {
    messages,
    closed,
    say: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    async hear(type, id) {
      const find = () => messages.find((message) => message.type === type && (id === undefined || message.id === id))
      await expect.poll(find, { timeout: 5_000, interval: 5 }).toBeDefined()
      return find() as Message // found just now
    },
  }
}

/** A socket that has been let in. */
async function openReady(): Promise<TestSocket> {
  const socket = await openSocket()
  const { authorization } = await tokenHeaders()
  socket.say({ type: 'connection_init', payload: { Authorization: authorization } })
  await socket.hear('connection_ack')
  return socket
}

const toSubscribe = (id: string, query: string, variables: object = {}) => ({
  id,
  type: 'subscribe',
  payload: { query: query.replace('APPLICANT', applicantId), variables },
})

describe('a socket is closed with', () => {
  it.each(['nonsense', 'graphql-ws'])('4406 when it speaks %s', async (protocol) => {
    const socket = await openSocket({ protocol })
    expect(await socket.closed).toMatch(/^4406 /)
  })

  it('4401 when it subscribes before it was let in', async () => {
    const socket = await openSocket()
    socket.say(toSubscribe('1', RUNNING))
    expect(await socket.closed).toBe('4401 Unauthorized')
    expect(socket.messages).toEqual([])
  })

  it('4429 when it introduces itself twice', async () => {
    const socket = await openReady()
    socket.say({ type: 'connection_init', payload: await tokenHeaders() })
    expect(await socket.closed).toMatch(/^4429 /)
  })

  it('4408 when it does not introduce itself for three seconds', async () => {
    const startedAt = performance.now()
    const socket = await openSocket()
    expect(await socket.closed).toMatch(/^4408 /)
    expect(performance.now() - startedAt).toBeGreaterThan(2_500)
    expect(performance.now() - startedAt).toBeLessThan(5_000)
  })

  it('4409 when an operation’s id is still in use', async () => {
    const socket = await openReady()
    socket.say(toSubscribe('same', RUNNING))
    await socket.hear('next', 'same')
    socket.say(toSubscribe('same', RUNNING))
    expect(await socket.closed).toMatch(/^4409 /)
  })

  it.each(['{', '[]', '{"type":"unheard"}', '{"id":"1","type":"subscribe"}', ''])('4400 for %j', async (text) => {
    const socket = await openReady()
    socket.say(text)
    const closed = await socket.closed
    expect(closed).toMatch(/^4400 /)
    if (text !== '') expect(closed).not.toContain('unheard')
  })

  it('1009 for a frame above 64 KB, and reads one just below', async () => {
    const socket = await openReady()
    const filler = (bytes: number): object => toSubscribe('1', '{ viewer { subject } }', { unused: 'x'.repeat(bytes) })
    socket.say(filler(60_000))
    expect((await socket.hear('next')).payload.data).toEqual({ viewer: { subject: 'underwriter' } })
    const startedAt = performance.now()
    socket.say(filler(66_000))
    expect(await socket.closed).toMatch(/^1009/)
    expect(performance.now() - startedAt).toBeLessThan(1_000)
  })

  it.each([
    ['none', {}],
    ['one that does not hold', { Authorization: 'Bearer a.b.c' }],
    ['one that is no text', { Authorization: { toString: 'x' } }],
  ])('4403 when its token is %s', async (_name, payload) => {
    const socket = await openSocket()
    socket.say({ type: 'connection_init', payload })
    expect(await socket.closed).toBe('4403 Forbidden')
    expect(socket.messages).toEqual([])
  })
})

describe('an upgrade', () => {
  const refuse = async (headers: Record<string, string>): Promise<number> => {
    const socket = connect(headers)
    const [request, response] = await once(socket, 'unexpected-response')
    request.destroy()
    return response.statusCode
  }

  it.each(['https://evil.example', 'null', `${ALLOWED}.evil.example`, 'https://app.example.com:8443'])(
    'from the origin %s is refused',
    async (origin) => {
      expect(await refuse({ origin })).toBe(403)
    },
  )

  it('that is refused leaves a line that says why, and so does a token that does not hold', async () => {
    await using other = await openTestGateway({ ...TOKEN_ENVIRONMENT, LIMIT_NEW_SOCKETS: '10', LIMIT_SOCKETS: '1' })
    const url = `${other.gateway.url.replace('http', 'ws')}/graphql`
    const open = (headers = {}) => new WebSocket(url, 'graphql-transport-ws', { headers })
    await once(open({ origin: 'https://evil.example' }), 'error')
    const silent = Array.from({ length: 10 }, () => open())
    await Promise.all(silent.map((socket) => once(socket, 'open')))
    await once(open(), 'error')
    const { authorization } = await tokenHeaders()
    const tokens = ['Bearer a.b.c', authorization, authorization]
    for (const [at, socket] of silent.slice(0, tokens.length).entries()) {
      socket.send(JSON.stringify({ type: 'connection_init', payload: { Authorization: tokens[at] } }))
      await Promise.race([once(socket, 'message'), once(socket, 'close')])
    }
    const lines = other.logged.map((line) => JSON.parse(line)).filter(({ event }) => event === 'socket refused')
    expect(lines.map(({ kind, status, count }) => [kind, status, count])).toEqual([
      ['origin', 403, 1],
      ['new-sockets', 503, 1],
      ['token', 4403, 1],
      ['sockets', 1013, 1],
    ])
    expect(JSON.stringify(lines)).not.toContain('evil')
  })

  it('to another path is refused', async () => {
    const socket = new WebSocket(`${test.gateway.url.replace('http', 'ws')}/elsewhere`, 'graphql-transport-ws')
    const [request, response] = await once(socket, 'unexpected-response')
    request.destroy()
    expect(response.statusCode).toBe(404)
  })

  it('from an origin that is allowed, from our own page and from no browser is accepted', async () => {
    for (const headers of [{ origin: ALLOWED }, { origin: test.gateway.url }, {}]) {
      const socket = await openSocket(headers)
      socket.say({ type: 'connection_init', payload: { Authorization: (await tokenHeaders()).authorization } })
      await socket.hear('connection_ack')
    }
  })
})

describe('an operation over WebSocket', () => {
  it('may be a query or a mutation', async () => {
    const socket = await openReady()
    socket.say(toSubscribe('q', 'query($id: ID!) { applicant(id: $id) { reference } }', { id: applicantId }))
    expect((await socket.hear('next', 'q')).payload).toEqual({ data: { applicant: { reference: 'LN-1007' } } })
    await socket.hear('complete', 'q')
    const register = `mutation { applicantRegister(input: { reference: "over-ws" }) { applicant { reference } } }`
    socket.say(toSubscribe('m', register))
    expect((await socket.hear('next', 'm')).payload.data.applicantRegister.applicant.reference).toBe('over-ws')
  })

  it.each([
    ['a syntax error', '{ viewer', {}],
    ['a field that does not exist', '{ viewr { subject } }', {}],
    ['an enum value that does not exist', '{ applicants(orderBy: CREATED_DES) { totalCount } }', {}],
    ['an argument of the wrong type', 'query($v: Int) { applicants(first: $v) { totalCount } }', { v: 'ABCDE1234F' }],
    ['an id of nothing', '{ journey(id: "ajpqbnlfbm9ib2R5") { id } }', {}],
    ['a page that is too large', '{ applicants(first: 1000) { totalCount } }', {}],
  ])('has the same errors as over HTTP: %s', async (_name, query, variables) => {
    const http = await test.ask(query, variables, await tokenHeaders())
    const socket = await openReady()
    socket.say(toSubscribe('1', query, variables))
    await expect.poll(() => socket.messages.length).toBeGreaterThan(1)
    const { type, payload } = socket.messages[1] ?? { type: '', payload: null }
    const errors = type === 'error' ? payload : payload.errors
    expect(errors.length).toBeGreaterThan(0)
    const toComparable = (each: readonly { readonly extensions: object }[]) =>
      each.map((error) => ({ ...error, extensions: { ...error.extensions, requestId: 'any' } }))
    expect(toComparable(errors)).toEqual(toComparable(http.errors))
    for (const { extensions } of errors) expect(extensions.requestId).toMatch(/^[\w-]{36}$/)
    expect(JSON.stringify(errors)).not.toMatch(/did you mean|ABCDE1234F|stack/i)
  })

  it('that is not named where there are two has the code it has over HTTP, in the words of the protocol', async () => {
    const query = 'query A { viewer { subject } } query B { viewer { subject } }'
    const http = await test.ask(query, {}, await tokenHeaders())
    const socket = await openReady()
    socket.say(toSubscribe('1', query))
    const { payload } = await socket.hear('error')
    const toCodes = (errors: readonly { readonly extensions: { readonly code: string } }[]) =>
      errors.map(({ extensions }) => extensions.code)
    expect(toCodes(payload)).toEqual(toCodes(http.errors))
    expect(toCodes(payload)).toEqual(['REQUEST_INVALID'])
  })

  it('that breaks leaves the others on its socket alone', async () => {
    const socket = await openReady()
    socket.say(toSubscribe('good', RUNNING))
    await socket.hear('next', 'good')
    socket.say(toSubscribe('bad', 'subscription { journeyStatusChanged(journeyId: "ajpqbnlfbm9ib2R5") { sequence } }'))
    const bad = await Promise.race([socket.hear('error', 'bad'), socket.hear('next', 'bad')])
    expect(JSON.stringify(bad.payload)).toContain('JOURNEY_NOT_FOUND')
    socket.say(toSubscribe('after', '{ viewer { tenant } }'))
    expect((await socket.hear('next', 'after')).payload.data).toEqual({ viewer: { tenant: 'demo' } })
    expect(socket.messages.some(({ type, id }) => type === 'complete' && id === 'good')).toBe(false)
  })
})

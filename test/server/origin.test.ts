/** Which pages may call, by what a browser says of them; and that no way of asking is left out of the question. */
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createOriginCheck } from '../../src/server/origin.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'

const ALLOWED = 'https://app.example.com'
const EVIL = 'https://evil.example'

describe('a request may come', () => {
  const rules = { allowedOrigins: [ALLOWED], publicUrl: 'https://graph.example.com/base' }
  const mayCall = createOriginCheck({ ...rules, authentication: { kind: 'jwt' } })
  const mayCallOpen = createOriginCheck({ ...rules, authentication: { kind: 'off' } })

  it.each([
    ['from no browser', {}],
    ['from a listed origin', { origin: ALLOWED, host: 'graph.example.com', 'sec-fetch-site': 'cross-site' }],
    ['from our own page by address', { origin: 'http://127.0.0.1:4000', host: '127.0.0.1:4000' }],
    ['from our own page by IPv6', { origin: 'http://[::1]:4000', host: '[::1]:4000' }],
    ['from our own page by name', { origin: 'http://localhost:4000', host: 'localhost:4000' }],
    ['from our own page in public', { origin: 'https://graph.example.com', host: 'graph.example.com' }],
    ['from our own page, by GET', { host: 'localhost:4000', 'sec-fetch-site': 'same-origin' }],
    ['from the address bar', { host: 'localhost:4000', 'sec-fetch-site': 'none' }],
  ])('%s', (_name, headers) => {
    expect(mayCall(headers)).toBe(true)
  })

  it.each([
    ['from another origin', { origin: EVIL, host: 'graph.example.com' }],
    ['from a page without an origin', { origin: 'null', host: 'localhost:4000' }],
    ['from a sandboxed page that names nothing', { origin: '', host: '' }],
    ['from a page of the same name on another port', { origin: 'http://localhost:5000', host: 'localhost:4000' }],
    ['from a longer name', { origin: `${ALLOWED}.evil.example`, host: 'graph.example.com' }],
    ['from a picture or a script', { host: 'localhost:4000', 'sec-fetch-site': 'cross-site' }],
    ['from a neighbour', { host: 'graph.example.com', 'sec-fetch-site': 'same-site' }],
    ['from a page whose name was made to lead here', { origin: 'http://evil.example:4000', host: 'evil.example:4000' }],
    ['from such a page, by GET', { host: 'evil.example:4000', 'sec-fetch-site': 'same-origin' }],
  ])('never %s', (_name, headers) => {
    expect(mayCall(headers)).toBe(false)
  })

  it.each([
    'localhost:4000',
    '127.0.0.1',
    '[::1]:4000',
    'gateway:4000',
    'host.docker.internal:4000',
    'app.example.com',
  ])('from what says nothing of itself, where everybody is let in, under the name %s', (host) => {
    expect(mayCallOpen({ host })).toBe(true)
  })

  // Chromium sends neither header by GET to its own origin, by plain http and not to this machine.
  it('never so under a name that somebody may have made to lead here', () => {
    expect(mayCallOpen({ host: 'evil.example:4000' })).toBe(false)
    expect(mayCallOpen({ host: 'internal.evil.example' })).toBe(false)
    // Where a token is asked for, it has none.
    expect(mayCall({ host: 'evil.example:4000' })).toBe(true)
  })
})

describe('a page of another origin', () => {
  let test: TestGateway
  beforeAll(async () => {
    test = await openTestGateway({ ALLOWED_ORIGINS: ALLOWED })
  })
  afterAll(() => test[Symbol.asyncDispose]())

  interface Answer {
    readonly status: number | undefined
    readonly headers: Readonly<Record<string, unknown>>
    readonly text: string
  }
  const QUERY = '{ viewer { tenant } }'

  function ask(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const asked = request(`${test.gateway.url}${path}`, { method, headers }, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (piece: string) => {
          text += piece
        })
        response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }))
      })
      asked.on('error', reject)
      asked.end(body)
    })
  }
  const byGet = `/graphql?query=${encodeURIComponent(QUERY)}`
  const json = { 'content-type': 'application/json' }
  const body = JSON.stringify({ query: QUERY })

  it.each([
    ['by GET', 'GET', byGet, {}],
    ['by EventSource', 'GET', byGet, { accept: 'text/event-stream' }],
    ['by POST', 'POST', '/graphql', json],
    ['by a stream', 'POST', '/graphql', { ...json, accept: 'text/event-stream' }],
    ['by a form', 'POST', '/graphql', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['by a preflight', 'OPTIONS', '/graphql', { 'access-control-request-method': 'POST' }],
  ])('gets nothing %s, and the answer is not for it to read', async (_name, method, path, headers) => {
    const answer = await ask(method, path, { ...headers, origin: EVIL }, method === 'POST' ? body : undefined)
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('ORIGIN_NOT_ALLOWED')
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin')
  })

  it('gets nothing by a picture', async () => {
    const { status, text } = await ask('GET', byGet, { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' })
    expect([status, text.includes('demo')]).toEqual([403, false])
  })

  it('gets nothing under a name that was made to lead here, as a browser asks for it by GET', async () => {
    for (const path of [byGet, '/sandbox/cast', '/sandbox/role-token?role=underwriter']) {
      const { status, text } = await ask('GET', path, { host: 'evil.example:4000' })
      expect({ path, status, hasData: /demo|token/.test(text) }).toEqual({ path, status: 403, hasData: false })
    }
  })

  it('that is listed is let in, by every way that carries JSON', async () => {
    const from = { origin: ALLOWED, 'sec-fetch-site': 'cross-site' }
    for (const answer of [await ask('GET', byGet, from), await ask('POST', '/graphql', { ...json, ...from }, body)]) {
      expect(answer).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': ALLOWED } })
      expect(answer.text).toContain('demo')
    }
  })
})

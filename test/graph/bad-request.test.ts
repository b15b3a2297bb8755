/** Requests that are not GraphQL requests: each is refused with a code and the right HTTP status, and nothing is echoed. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { expectNothingPersonal } from '../support/personal.ts'

const CANARY = 'Canary-s3cr3t'
const JSON_TYPE = { 'content-type': 'application/json' }
const VIEWER = '{"query":"{ viewer { tenant } }"}'

function post(body: string, headers: Record<string, string> = JSON_TYPE): RequestInit {
  return { method: 'POST', headers, body }
}
function inAddress(parts: Record<string, string>): string {
  return `?${new URLSearchParams(parts).toString()}`
}

const REFUSED: readonly (readonly [name: string, status: number, init: RequestInit, address?: string])[] = [
  ['no body', 400, post('')],
  ['a body that is no JSON', 400, post(`{"query": "${CANARY}`)],
  ['a word for a body', 400, post(CANARY)],
  ['a JSON text for a body', 400, post(`"${CANARY}"`)],
  ['null for a body', 400, post('null')],
  ['a batch', 400, post(`[${VIEWER},${VIEWER}]`)],
  ['no query', 400, post('{}')],
  ['a query that is a number', 400, post('{"query":98765}')],
  ['variables that are a list', 400, post(`{"query":"{ viewer { tenant } }","variables":["${CANARY}"]}`)],
  ['variables that are a text', 400, post(`{"query":"{ viewer { tenant } }","variables":"${CANARY}"}`)],
  ['a parameter that nobody knows', 400, post(`{"query":"{ viewer { tenant } }","${CANARY}":1}`)],
  [
    'an operation that the document has not',
    400,
    post(`{"query":"query A { viewer { tenant } } query B { viewer { tenant } }","operationName":"${CANARY}"}`),
  ],
  ['plain text', 415, post(VIEWER, { 'content-type': 'text/plain' })],
  ['a form', 415, post(`query=${CANARY}`, { 'content-type': 'application/x-www-form-urlencoded' })],
  ['parts', 415, post('--x--', { 'content-type': 'multipart/form-data; boundary=x' })],
  ['a body of another kind of GraphQL', 415, post('{ viewer { tenant } }', { 'content-type': 'application/graphql' })],
  ['too much', 413, post(JSON.stringify({ query: `{ viewer { tenant } } #${CANARY.repeat(80_000)}` }))],
  [
    'a mutation by GET',
    405,
    { method: 'GET' },
    inAddress({ query: `mutation { applicantRegister(input: { reference: "${CANARY}" }) { applicant { id } } }` }),
  ],
  ['a GET without a query', 400, { method: 'GET' }],
  [
    'a GET whose variables are no JSON',
    400,
    { method: 'GET' },
    inAddress({ query: '{ viewer { tenant } }', variables: CANARY }),
  ],
  ['another method', 405, { method: 'PUT', headers: JSON_TYPE, body: VIEWER }],
]

describe('a request', () => {
  let test: TestGateway
  beforeAll(async () => {
    test = await openTestGateway()
  })
  afterAll(() => test[Symbol.asyncDispose]())
  afterEach(() => {
    expect(test.takeCalls()).toEqual([])
    expectNothingPersonal(test, [CANARY])
    expect(test.logged.filter((line) => line.includes('defect'))).toEqual([])
  })

  const cases = REFUSED.map(([name, status, init, address = '']) => [name, status, { init, address }] as const)
  it.each(cases)('with %s is refused with %i and a code', async (_name, status, { init, address }) => {
    const response = await fetch(`${test.gateway.url}/graphql${address}`, init)
    const text = await response.text()
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toMatch(/^application\/(?:graphql-response\+)?json/)
    const body = JSON.parse(text)
    expect(Object.keys(body)).toEqual(['errors'])
    const [error] = body.errors
    expect(error.extensions).toMatchObject({
      ...(status === 413
        ? { code: 'LIMIT_BODY', advice: 'Send less at a time.' }
        : { code: 'REQUEST_INVALID', advice: 'Send JSON with query, variables and operationName.' }),
      requestId: response.headers.get('x-request-id'),
    })
    expect(error.message).toMatch(/^[A-Z][\w ,"/]+\.?$/)
    expect(text).not.toMatch(/canary|98765|stack|node_modules/i)
  })

  it('by a mutation in the address changes nothing', async () => {
    const query = 'mutation { applicantRegister(input: { reference: "BY-GET" }) { applicant { id } } }'
    await fetch(`${test.gateway.url}/graphql${inAddress({ query })}`)
    const { data } = await test.ask('{ applicantByReference(reference: "BY-GET") { id } }')
    expect(data.applicantByReference).toBeNull()
  })

  it('keeps a caller’s own request id when it is a plain word, and makes one when it is not', async () => {
    const named = await fetch(
      `${test.gateway.url}/graphql`,
      post(VIEWER, { ...JSON_TYPE, 'x-request-id': 'my-request-0001' }),
    )
    expect(named.headers.get('x-request-id')).toBe('my-request-0001')
    const odd = await fetch(
      `${test.gateway.url}/graphql`,
      post(VIEWER, { ...JSON_TYPE, 'x-request-id': `${CANARY}; drop` }),
    )
    expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })
})

import { request as send } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { readOperations, type SavedOperation } from '../support/operation.ts'

/** What the short way takes, and the same said in a way that it leaves alone. */
const WAYS = [
  { short: undefined, long: '*/*;charset=utf-8' },
  { short: 'application/json', long: 'application/json;charset=utf-8' },
  {
    short: 'application/graphql-response+json, application/json',
    long: 'application/graphql-response+json;charset=utf-8, application/json',
  },
]

interface Answer {
  readonly status: string
  readonly headers: readonly string[]
  readonly body: string
}

describe('the short way of a plain POST', () => {
  let test: TestGateway
  let operations: SavedOperation[]
  let applicantId = ''
  beforeAll(async () => {
    test = await openTestGateway()
    applicantId = await test.seed('salaried-clean', ['ITR', 'AA_BSA'])
    operations = await readOperations()
  })
  afterAll(() => test[Symbol.asyncDispose]())

  /** Both answers, the parts aside that differ between any two. */
  async function askBoth(body: string, headers: Record<string, string> = {}): Promise<(readonly [Answer, Answer])[]> {
    const pairs: (readonly [Answer, Answer])[] = []
    for (const { short, long } of WAYS) {
      const first = await post(test.gateway.url, body, {
        ...headers,
        ...(short === undefined ? {} : { accept: short }),
      })
      pairs.push([first, await post(test.gateway.url, body, { ...headers, accept: long })])
    }
    return pairs
  }

  it('gives every saved query the answer of the long way, byte for byte', async () => {
    const queries = operations.filter(({ query }) => /^(?:#.*\n)*\s*query/.test(query))
    expect(queries.length).toBeGreaterThan(5)
    for (const { name, query, variables } of queries) {
      const own = 'applicantId' in variables ? { ...variables, applicantId } : variables
      const body = JSON.stringify({ query, variables: own })
      // Afterwards both find the reports in memory, and say so.
      await post(test.gateway.url, body, {})
      for (const [short, long] of await askBoth(body)) {
        expect({ name, ...short }).toEqual({ name, ...long })
        expect(short.status).toBe('200 OK')
      }
    }
  })

  it.each<[string, unknown]>([
    ['nothing', {}],
    ['a list', [{ query: '{ viewer { subject } }' }]],
    ['a number', 7],
    ['null', null],
    ['a query that is none', { query: 7 }],
    ['an empty query', { query: '' }],
    ['a syntax error', { query: '{ viewer { ' }],
    ['an unknown field', { query: '{ viewer { nobody } }' }],
    ['an unknown operation', { query: 'query A { viewer { subject } }', operationName: 'B' }],
    ['no operation named of two', { query: 'query A { viewer { subject } } query B { viewer { subject } }' }],
    [
      'an operation named of two',
      { query: 'query A { viewer { subject } } query B { __typename }', operationName: 'B' },
    ],
    ['an operation name that is none', { query: '{ __typename }', operationName: 7 }],
    ['variables that are none', { query: '{ __typename }', variables: [1] }],
    ['extensions that are none', { query: '{ __typename }', extensions: 'x' }],
    ['a reason that is none', { query: '{ __typename }', extensions: { reason: '' } }],
    ['a reason', { query: '{ viewer { subject } }', extensions: { reason: 'an audit' } }],
    ['a parameter nobody knows', { query: '{ __typename }', what: 1 }],
    ['a parameter nobody knows that is null', { query: '{ __typename }', what: null }],
    ['an id of no document', { documentId: 'sha256:00' }],
    ['a variable that is missing', { query: 'query($id: ID!) { applicant(id: $id) { id } }' }],
    [
      'a variable of another type',
      { query: 'query($n: Int) { applicants(first: $n) { totalCount } }', variables: { n: 'x' } },
    ],
    ['an id that is none', { query: '{ applicant(id: "x") { id } }' }],
    [
      'an applicant nobody has',
      {
        query: 'query($id: ID!) { viewer { subject } applicant(id: $id) { id } }',
        variables: { id: 'YTphcHBfbm9ib2R5' },
      },
    ],
    ['too many aliases', { query: `{ ${Array.from({ length: 400 }, (_, at) => `a${at}: __typename`).join(' ')} }` }],
    ['too deep a query', { query: `{ viewer ${'{ a '.repeat(60)}${'}'.repeat(60)} }` }],
    [
      'too many calls',
      { query: '{ applicants(first: 200) { nodes { taxProfile { name } bsaAnalysis { accounts { bankName } } } } }' },
    ],
    ['a subscription', { query: 'subscription { journeyStatusChanged(id: "x") { __typename } }' }],
    ['the schema', { query: '{ __schema { queryType { name } } __typename }' }],
  ])('says the same of %s', async (_name, request) => {
    for (const [short, long] of await askBoth(JSON.stringify(request))) expect(short).toEqual(long)
  })

  it.each<[string, string]>([
    ['what is no JSON', '{"query":'],
    ['an empty text', ''],
    ['a byte order mark', '\ufeff{"query":"{ __typename }"}'],
    ['a body above the limit', JSON.stringify({ query: '{ __typename }', variables: { x: 'y'.repeat(2_000_000) } })],
    ['a body as large as the short way takes', JSON.stringify({ query: `{ __typename } #${'y'.repeat(31_000)}` })],
    ['a body that is larger', JSON.stringify({ query: `{ __typename } #${'y'.repeat(40_000)}` })],
  ])('says the same of %s', async (_name, body) => {
    for (const [short, long] of await askBoth(body)) expect(short).toEqual(long)
  })

  it.each<[string, Record<string, string>]>([
    ['another origin', { origin: 'https://app.example' }],
    ['a token although none is needed', { authorization: 'Bearer a.b.c' }],
    ['a content type with a charset', { 'content-type': 'application/json; charset=utf-8' }],
    ['a content type that is none', { 'content-type': 'text/plain' }],
    ['a body in pieces', { 'transfer-encoding': 'chunked' }],
    ['a compressed body', { 'content-encoding': 'gzip' }],
  ])('treats %s alike', async (_name, headers) => {
    for (const [short, long] of await askBoth('{"query":"{ __typename viewer { subject } }"}', headers)) {
      expect(short).toEqual(long)
    }
  })

  it('takes an empty name for no name of an operation, however often the query was asked without one', async () => {
    const query = '{ applicants(first: 200) { nodes { taxProfile { name } bsaAnalysis { accounts { bankName } } } } }'
    for (const operationName of [undefined, '', undefined, '']) {
      for (const [short, long] of await askBoth(JSON.stringify({ query, operationName }))) {
        expect(short).toEqual(long)
        expect(short.body).toContain(operationName === '' ? 'REQUEST_INVALID' : 'LIMIT_COST')
      }
    }
  })

  it('reports a field that failed beside what could be read', async () => {
    const query = 'query($id: ID!) { applicant(id: $id) { id transactions(first: 900) { totalCount } } }'
    const [first] = await askBoth(JSON.stringify({ query, variables: { id: applicantId } }))
    expect(first?.[0]).toEqual(first?.[1])
    expect(first?.[0].status).toBe('200 OK')
    expect(JSON.parse(first?.[0].body ?? '')).toMatchObject({ errors: [{ path: ['applicant', 'transactions'] }] })
  })
})

/** Sends it as it is, and gives all of the answer but its date. */
function post(url: string, body: string, headers: Record<string, string>): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const outgoing = send(
    `${url}/graphql`,
    { method: 'POST', headers: { 'content-type': 'application/json', 'x-request-id': 'the-same-id', ...headers } },
    (response) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('error', reject)
      response.on('end', () => {
        const status = `${response.statusCode} ${response.statusMessage}`
        const pairs = Object.entries(response.headers).filter(([name]) => name !== 'date')
        const sent = pairs.map(([name, value]) => `${name}: ${String(value)}`).toSorted()
        // Connections live as long as the other side says; that differs from call to call.
        resolve({ status, headers: sent, body: Buffer.concat(pieces).toString() })
      })
    },
  )
  outgoing.on('error', reject)
  outgoing.end(body)
  return promise
}

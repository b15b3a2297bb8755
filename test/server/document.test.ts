/** Where trusted documents only may be run: by id or by text, the same over POST, GET, server-sent events and WebSocket. */
import { hash } from 'node:crypto'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { addTypenames, printDocument } from '../../src/server/document/form.ts'
import { ViewerDocument, RegisterApplicantDocument } from '../../schema/typed/operations.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { readOperation } from '../support/operation.ts'

const CANARY = 'Canary-s3cr3t'
const ID = ViewerDocument.documentId
const VIEWER = { data: { viewer: { subject: 'developer', tenant: 'demo', scopes: expect.any(Array) } } }

/** A request, whatever carries it. */
type Body = Readonly<Record<string, unknown>>
type Send = (test: TestGateway, body: Body) => Promise<unknown>

const post =
  (accept: string): Send =>
  async (test, body) => {
    const response = await fetch(`${test.gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify(body),
    })
    return readAnswer(response)
  }

const get: Send = async (test, body) => {
  const url = new URL(`${test.gateway.url}/graphql`)
  for (const [name, value] of Object.entries(body)) {
    url.searchParams.set(name, typeof value === 'string' ? value : JSON.stringify(value))
  }
  return readAnswer(await fetch(url))
}

/** A stream gives its only result. */
async function readAnswer(response: Response): Promise<unknown> {
  const text = await response.text()
  if (response.headers.get('content-type')?.startsWith('text/event-stream') !== true) return JSON.parse(text)
  return JSON.parse(/^data: (\{.*\})$/m.exec(text)?.[1] ?? '')
}

const socket: Send = async (test, body) => {
  const opened = new WebSocket(`${test.gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
  await once(opened, 'open')
  opened.send('{"type":"connection_init"}')
  await once(opened, 'message')
  opened.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: '', ...body } }))
  const [data] = await once(opened, 'message')
  opened.terminate()
  const { type, payload } = JSON.parse(String(data))
  return type === 'error' ? { errors: payload } : payload
}

const TRANSPORTS: readonly (readonly [name: string, send: Send])[] = [
  ['POST', post('application/json')],
  ['server-sent events', post('text/event-stream')],
  ['GET', get],
  ['WebSocket', socket],
]

let viewer: string
beforeAll(async () => {
  viewer = (await readOperation('viewer')).query
})

describe.each(TRANSPORTS)('over %s', (name, send) => {
  let test: TestGateway
  beforeAll(async () => {
    test = await openTestGateway({ DOCUMENTS: 'trusted' })
  })
  afterAll(async () => {
    expect(test.logged.filter((line) => line.includes('defect') || line.includes(CANARY))).toEqual([])
    await test[Symbol.asyncDispose]()
  })

  it('a trusted document runs by its id', async () => {
    expect(await send(test, { documentId: ID })).toEqual(VIEWER)
  })

  it('a trusted document runs by the hash that Apollo Client sends, with or without its type names', async () => {
    const sent = addTypenames(printDocument(viewer))
    const plain = { persistedQuery: { version: 1, sha256Hash: ID.slice('sha256:'.length) } }
    expect(await send(test, { extensions: plain })).toEqual(VIEWER)
    const named = { persistedQuery: { version: 1, sha256Hash: hash('sha256', sent) } }
    expect(await send(test, { extensions: named })).toMatchObject({ data: { viewer: { __typename: 'Viewer' } } })
  })

  it('a trusted document runs by its text, as it is saved and as clients send it', async () => {
    expect(await send(test, { query: viewer })).toEqual(VIEWER)
    const sent = addTypenames(printDocument(viewer))
    expect(await send(test, { query: sent })).toMatchObject({ data: { viewer: { __typename: 'Viewer' } } })
  })

  it.each([
    ['a document that is not trusted', { query: `query Viewer { viewer { tenant } } # ${CANARY}` }],
    ['what is no GraphQL', { query: `${CANARY} {` }],
    ['a question about the schema', { query: '{ __schema { types { name } } }' }],
    ['the smallest question', { query: '{ __typename }' }],
    [
      'a trusted document and more',
      { query: 'query Viewer { viewer { subject tenant scopes } } query More { __typename }' },
    ],
    ['an id that is not known', { documentId: `sha256:${'0'.repeat(64)}` }],
    ['an id of another kind', { documentId: CANARY }],
    ['a hash that is not known', { extensions: { persistedQuery: { version: 1, sha256Hash: CANARY } } }],
    ['a text that is not trusted beside an id that is', { query: '{ __typename }', documentId: ID }],
  ])('%s is unknown, and nothing of it is told', async (_name, body) => {
    const answer = await send(test, body)
    expect(answer).toEqual({
      errors: [
        {
          message: 'This is not a document that this gateway trusts.',
          extensions: {
            code: 'DOCUMENT_UNKNOWN',
            advice: 'Register it with npm run documents, and deploy the gateway with the file.',
            retryable: false,
            requestId: expect.any(String),
          },
        },
      ],
    })
  })

  it('a name that objects inherit is no id', async () => {
    for (const documentId of ['__proto__', 'constructor', 'toString']) {
      expect(await send(test, { documentId })).toMatchObject({ errors: [{ extensions: { code: 'DOCUMENT_UNKNOWN' } }] })
    }
  })

  it(name === 'GET' ? 'a mutation does not run by its id' : 'a mutation runs by its id', async () => {
    const reference = `by-id-${name.toLowerCase().replaceAll(' ', '-')}`
    const answer = await send(test, {
      documentId: RegisterApplicantDocument.documentId,
      variables: { input: { reference } },
    })
    const { query, variables } = await readOperation('applicant-by-reference')
    const { data } = await test.ask(query, { ...variables, reference })
    const found = data.applicantByReference?.reference ?? null
    if (name === 'GET') {
      expect(answer).toMatchObject({ errors: [{ extensions: { code: 'REQUEST_INVALID' } }] })
      expect(found).toBeNull()
    } else expect(found).toBe(reference)
  })
})

describe('where any document may be run', () => {
  it('ids work as well', async () => {
    await using test = await openTestGateway()
    for (const [, send] of TRANSPORTS) {
      expect(await send(test, { documentId: ID })).toEqual(VIEWER)
      expect(await send(test, { query: '{ __typename }' })).toEqual({ data: { __typename: 'Query' } })
      const unknown = await send(test, { documentId: CANARY })
      expect(unknown).toMatchObject({ errors: [{ extensions: { code: 'DOCUMENT_UNKNOWN' } }] })
    }
  })
})

it('is refused with 400, as the protocol has it, and the start is when a file is no file of trusted documents', async () => {
  await using test = await openTestGateway({ DOCUMENTS: 'trusted' })
  const { status } = await test.ask('{ __typename }', {}, { accept: 'application/graphql-response+json' })
  expect(status).toBe(400)
  await expect(openTestGateway({ DOCUMENTS_FILES: 'package.json' })).rejects.toThrow('package.json is not a file of')
})

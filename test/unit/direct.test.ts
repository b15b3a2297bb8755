import { Readable } from 'node:stream'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { buildSchema, execute, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { createDirectAnswer } from '../../src/server/direct.ts'
import type { RequestFacts } from '../../src/server/request/context.ts'
import type { GraphqlHandler } from '../../src/server/yoga.ts'

/** Sends one request to an engine that says "short" and counts what goes the long way. */
async function ask(body: string, headers: Record<string, string> = {}, url = '/graphql', method = 'POST') {
  const schema = buildSchema('type Query { way: String } type Subscription { way: String }')
  let longWays = 0
  let handedOn: string | null = null
  const engine = {
    schema,
    parse,
    validate: () => [],
    contextFactory: async () => ({}),
    execute: (args: object) => execute({ ...(args as Parameters<typeof execute>[0]), rootValue: { way: 'short' } }),
  }
  const graphql = {
    getEnveloped: () => engine,
    async handle(request: { readonly body?: Buffer }) {
      longWays += 1
      handedOn = request.body?.toString() ?? null
    },
  }
  const answer = createDirectAnswer({
    graphql: graphql as unknown as GraphqlHandler, // as much of it as is used
    documents: { choose: ({ query }: { readonly query?: unknown }) => query } as never, // every text may be run
    publisher: { publishAnswer: <Any>(result: Any) => result } as never, // what is published is no matter here
    prepared: { find: () => null, add: () => null },
    limits: { bodyBytes: 100_000 },
  })
  let sent = ''
  const response = { writeHead: () => undefined, end: (text: string) => (sent = text) }
  const all = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), ...headers }
  const request = Object.assign(Readable.from([Buffer.from(body)]), { method, url, headers: all })
  await answer(
    request as unknown as IncomingMessage, // as much of it as is read
    response as unknown as ServerResponse, // likewise
    { account: null } as unknown as RequestFacts, // nobody keeps the books
  )
  return { longWays, sent, handedOn }
}

const BODY = '{"query":"{ way }"}'

describe('the short way', () => {
  it.each([
    [{}],
    [{ accept: '*/*' }],
    [{ accept: 'application/json' }],
    [{ 'content-type': 'application/json; charset=utf-8' }],
  ])('is taken by a plain POST with %j', async (headers) => {
    expect(await ask(BODY, headers)).toEqual({ longWays: 0, sent: '{"data":{"way":"short"}}', handedOn: null })
  })

  it.each<[string, Record<string, string>]>([
    ['events', { accept: 'text/event-stream' }],
    ['several forms', { accept: 'application/json, text/event-stream' }],
    ['a page', { origin: 'https://app.example' }],
    ['pieces', { 'transfer-encoding': 'chunked' }],
    ['compression', { 'content-encoding': 'gzip' }],
    ['another charset', { 'content-type': 'application/json; charset=utf-16' }],
    ['a large body', { 'content-length': '50000' }],
  ])('leaves %s to the long way, unread', async (_name, headers) => {
    expect(await ask(BODY, headers)).toEqual({ longWays: 1, sent: '', handedOn: null })
  })

  it('leaves other methods and addresses to the long way', async () => {
    expect(await ask(BODY, {}, '/graphql', 'GET')).toMatchObject({ longWays: 1 })
    expect(await ask(BODY, {}, '/graphql?query=%7Bway%7D')).toMatchObject({ longWays: 1 })
  })

  it.each(['{', '[]', '{"query":"subscription { way }"}', '{"query":"{ way }","more":1}'])(
    'hands %s on as it was read',
    async (body) => {
      expect(await ask(body)).toEqual({ longWays: 1, sent: '', handedOn: body })
    },
  )
})

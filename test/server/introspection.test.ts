/** The schema in production: told to a token that may know it, and to no other, over every transport. */
import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { openStream } from '../support/stream.ts'
import { headersWithout, TOKEN_ENVIRONMENT, tokenHeaders } from '../support/token.ts'

const QUESTIONS = [getIntrospectionQuery(), '{ __type(name: "Applicant") { name } }', '{ a: __schema { __typename } }']

let test: TestGateway
beforeAll(async () => {
  test = await openTestGateway({ ...TOKEN_ENVIRONMENT, NODE_ENV: 'production', DOCUMENTS: 'any' })
})
afterAll(() => test[Symbol.asyncDispose]())

it.each(QUESTIONS)('is refused before and after somebody was told: %#', async (question) => {
  const stranger = await headersWithout('schema:read')
  for (const headers of [stranger, await tokenHeaders({ scopes: ['schema:read'] }), stranger]) {
    const { data, errors } = await test.ask(question, {}, headers)
    const codes = errors.map(({ extensions }) => extensions.code)
    if (headers === stranger) {
      expect(data).toBeUndefined()
      expect(new Set(codes)).toEqual(new Set(['GRAPHQL_VALIDATION']))
    } else expect([codes, Object.keys(data).length]).toEqual([[], 1])
  }
})

it.each(['websocket', 'sse'] as const)('is refused over %s', async (transport) => {
  const [, query = ''] = QUESTIONS
  const { url } = test.gateway
  const ask = async (headers: Readonly<Record<string, string>>) => {
    const stream = openStream({ url, transport, query, variables: {}, headers })
    await stream.ended
    return stream
  }
  expect((await ask(await headersWithout('schema:read'))).codes).toEqual(['GRAPHQL_VALIDATION'])
  expect((await ask(await tokenHeaders())).results).toEqual([{ data: { __type: { name: 'Applicant' } } }])
})

it('is told by no registered document', async () => {
  await using trusting = await openTestGateway({ ...TOKEN_ENVIRONMENT, NODE_ENV: 'production' })
  const { errors } = await trusting.ask('{ __schema { types { name } } }', {}, await tokenHeaders())
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(['DOCUMENT_UNKNOWN'])
})

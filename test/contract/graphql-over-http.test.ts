/** GraphQL over HTTP as graphql-http audits it: the same questions that other servers are asked, over a real socket. */
import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'

/** How many audits there are in the version of graphql-http that is installed; more of them must be looked at here. */
const AUDITS = 61

let test: TestGateway
beforeAll(async () => {
  test = await openTestGateway()
})
afterAll(() => test[Symbol.asyncDispose]())

const audits = serverAudits({ url: () => `${test.gateway.url}/graphql` })

it('is asked every audit', () => {
  expect(audits).toHaveLength(AUDITS)
  expect(new Set(audits.map(({ id }) => id)).size).toBe(AUDITS)
})

describe('GraphQL over HTTP', () => {
  it.each(audits.map(({ id, name, fn }) => [id, name, fn] as const))('%s %s', async (_id, _name, fn) => {
    const result = await fn()
    // MUST, SHOULD and MAY alike: each has the status "ok", or says why not.
    expect('reason' in result ? result.reason : 'ok').toBe('ok')
    expect(result.status).toBe('ok')
    if (result.status !== 'ok') await result.response.body?.cancel()
  })
})

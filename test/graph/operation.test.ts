/** Every saved operation, with the variables beside it, does on the demo applicants what its first line promises. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type GraphqlAnswer, openTestGateway, type TestGateway } from '../support/gateway.ts'
import { readOperation, readOperations } from '../support/operation.ts'
import { expectNothingPersonal } from '../support/personal.ts'

/** What Finpass is asked, by operation. An operation that is not named here fails. */
const CALLS: Readonly<Record<string, readonly string[]>> = {
  'applicant-by-reference': [],
  'applicant-list': [],
  'data-quality': ['aa-bsa.analysis-json', 'aa-bsa.statement-result', 'itr.data'],
  'erase-applicant': [],
  'journey-progress': [],
  'large-statement': ['aa.fetch-json-report'],
  // It names a job that Finpass does not know, and that is asked twice before it is believed.
  'link-journey': ['itr.status', 'itr.status'],
  'monthly-cash-flow': ['aa-bsa.statement-result'],
  'refresh-journey': [],
  'register-applicant': [],
  'start-aa-bsa-journey': ['aa-bsa.init'],
  'start-account-aggregator-journey': ['aa.init'],
  'start-itr-journey': ['itr.analyze'],
  'tax-returns': ['itr.data'],
  'transaction-search': ['aa-bsa.statement-result'],
  'underwriter-view': ['aa-bsa.analysis-json', 'aa-bsa.statement-result', 'itr.data'],
  viewer: [],
  'watch-applicant': [],
  'watch-journey': [],
  'work-list': ['itr.data', 'itr.data', 'itr.data', 'itr.data'],
}

/** User errors of inputs that are made up on purpose, or that come too early on a gateway that has just started. */
const USER_ERRORS: Readonly<Record<string, readonly string[]>> = {
  'refresh-journey': ['JOURNEY_REFRESH_TOO_SOON'],
}

let test: TestGateway
beforeAll(async () => {
  test = await openTestGateway({ REPORT_CACHE_MS: '0' })
  await test.seedAll()
})
afterAll(() => test[Symbol.asyncDispose]())

it('knows every saved operation', async () => {
  const names = (await readOperations()).map(({ name }) => name)
  expect(names).toEqual(Object.keys(CALLS))
})

it.each(Object.keys(CALLS))('runs %s without errors', async (name) => {
  const { query, variables } = await readOperation(name)
  const isWatch = query.includes('subscription ')
  const { data, errors, status } = isWatch ? await askFirst(query, variables) : await test.ask(query, variables)
  expect(errors).toEqual([])
  expect(status).toBe(200)
  const answers: ({ userErrors?: { code: string }[] } | null)[] = Object.values(data)
  expect(answers.length).toBeGreaterThan(0)
  // Whatever is asked for is there: an example that gives null would teach nothing.
  expect(answers).not.toContain(null)
  const userErrors = answers.flatMap((answer) => answer?.userErrors ?? []).map(({ code }) => code)
  expect(userErrors).toEqual(USER_ERRORS[name] ?? [])
  expect(test.takeCalls()).toEqual(CALLS[name])
  expectNothingPersonal(test)
})

/** The first event of a subscription, over server-sent events. */
async function askFirst(query: string, variables: object): Promise<GraphqlAnswer> {
  const leaving = new AbortController()
  const { status, body } = await fetch(`${test.gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query, variables }),
    signal: leaving.signal,
  })
  let text = ''
  let event: RegExpExecArray | null = null
  for await (const piece of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += piece
    event = /^data: ?(\{.*\})$/m.exec(text)
    if (event !== null) break
  }
  leaving.abort()
  return { errors: [], ...JSON.parse(event?.[1] ?? '{}'), status, text }
}

/** A client that goes away ends the call to Finpass that only it was waiting for, and no other. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'

const QUERY = 'query($id: ID!) { applicant(id: $id) { taxProfile { name } } }'
let test: TestGateway
let id: string

beforeAll(async () => {
  test = await openTestGateway({ REPORT_CACHE_MS: '0' })
  id = await test.seed('salaried-clean', ['ITR'])
  test.sandbox.faults.set({ match: 'itr.data', kind: 'hang' })
})
afterAll(() => test[Symbol.asyncDispose]())

function ask(signal: AbortSignal): Promise<unknown> {
  return fetch(`${test.gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: QUERY, variables: { id } }),
    signal,
  }).catch(() => 'left')
}

const readUnderWay = async (): Promise<string | undefined> => {
  const page = await (await fetch(test.gateway.metricsUrl ?? '')).text()
  return /finpass_graph_upstream_under_way\{[^}]*"itr\.data"[^}]*\} (\d+)/.exec(page)?.[1]
}

it('goes on while one of two still waits, and ends long before its time when both have left', async () => {
  const [first, second] = [new AbortController(), new AbortController()]
  const asked = [ask(first.signal), ask(second.signal)]
  await expect.poll(readUnderWay).toBe('1')
  // Both are in: the second has joined the one call once a request behind it is answered.
  for (let turn = 0; turn < 5; turn += 1) await test.ask('{ viewer { tenant } }')
  first.abort()
  expect(await asked[0]).toBe('left')
  for (let turn = 0; turn < 5; turn += 1) await test.ask('{ viewer { tenant } }')
  expect(await readUnderWay()).toBe('1')
  second.abort()
  await expect.poll(readUnderWay, { timeout: 5_000 }).toBe('0')
  expect(test.takeCalls()).toEqual(['itr.data'])
})

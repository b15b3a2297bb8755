/** One line in the log for every operation, whichever way it came, with what it was and what it cost, and nothing of its caller's. */
import { createClient } from 'graphql-ws'
import { describe, expect, it } from 'vitest'
import { Failure } from '../../src/domain/failure.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { openStream, TRANSPORTS } from '../support/stream.ts'

type Line = Readonly<Record<string, unknown>>

function linesOf({ logged }: TestGateway): Line[] {
  return logged.map((line) => JSON.parse(line) as Line).filter(({ event }) => event === 'operation') // lines are objects
}

/** As soon as there are so many; an answer may come before its line does. */
async function waitForLines(house: TestGateway, least: number): Promise<Line[]> {
  await expect.poll(() => linesOf(house).length).toBeGreaterThanOrEqual(least)
  return linesOf(house)
}

const VIEW =
  'query View($id: ID!) { applicant(id: $id) { name itrFilings { assessmentYear } bankAccounts { bankName } } }'

interface Asked {
  readonly query: string
  readonly variables?: Record<string, unknown>
}

async function askOver(transport: 'http' | 'sse' | 'ws', { gateway }: TestGateway, asked: Asked): Promise<unknown> {
  if (transport !== 'ws') {
    const accept = transport === 'sse' ? 'text/event-stream' : 'application/json'
    const headers = { 'content-type': 'application/json', accept }
    const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body: JSON.stringify(asked) })
    return response.text()
  }
  const client = createClient({ url: `${gateway.url.replace('http', 'ws')}/graphql` })
  try {
    return await new Promise((resolve) => {
      client.subscribe(asked, { next: resolve, error: resolve, complete: () => resolve(null) })
    })
  } finally {
    await client.dispose()
  }
}

describe.each(['http', 'sse', 'ws'] as const)('over %s', (transport) => {
  it('says what was asked, by whom, how it went and what it cost, and how the second time was spared', async () => {
    await using house = await openTestGateway()
    const id = await house.seed('salaried-clean', ['ITR', 'AA_BSA'])
    await askOver(transport, house, { query: VIEW, variables: { id } })
    await askOver(transport, house, { query: VIEW, variables: { id } })
    const [first, second, ...more] = await waitForLines(house, 2)
    expect(more).toEqual([])
    expect(first).toMatchObject({
      level: 30,
      kind: 'query',
      operation: 'View',
      document: expect.stringMatching(/^form:[0-9a-f]{16}$/),
      principal: 'staff',
      transport,
      outcome: 'ok',
      calls: { fresh: 2, shared: 0, cached: 0 },
      upstream: { OK: 2 },
      requestId: expect.stringMatching(/^[\w-]{8,}$/),
      durationMs: expect.any(Number),
    })
    expect(first).not.toHaveProperty('codes')
    expect(second).toMatchObject({ calls: { fresh: 0, shared: 0, cached: 2 }, document: first?.document })
    expect(second).not.toHaveProperty('upstream')
    expect(house.logged.join('')).not.toContain(id)
  })

  it('names the codes of what went wrong', async () => {
    await using house = await openTestGateway()
    await askOver(transport, house, { query: '{ nothing }' })
    await askOver(transport, house, { query: 'query { applicant(id: "x") { name } }' })
    await askOver(transport, house, { query: '{ {' })
    expect(await waitForLines(house, 3)).toMatchObject([
      { outcome: 'refused', codes: ['GRAPHQL_VALIDATION'] },
      { outcome: 'failed', codes: ['ID_MALFORMED'], kind: 'query' },
      { outcome: 'refused', codes: ['GRAPHQL_PARSE'] },
    ])
  })

  it('writes no name with a number in it, and no hash by which a literal could be guessed', async () => {
    await using house = await openTestGateway()
    const ask = (pan: string): Promise<unknown> =>
      askOver(transport, house, { query: `query Q${pan} { applicantByReference(reference: "${pan}") { name } }` })
    await ask('ABCDE1234F')
    await askOver(transport, house, { query: 'query Same { applicantByReference(reference: "ABCDE1234F") { name } }' })
    await askOver(transport, house, { query: 'query Same { applicantByReference(reference: "XYZAB9876K") { name } }' })
    const [named, one, other] = await waitForLines(house, 3)
    expect(named).not.toHaveProperty('operation')
    expect(house.logged.join('')).not.toContain('ABCDE1234F')
    expect(one?.document).toBe(other?.document)
  })

  it('warns of an answer that says the store is away', async () => {
    await using house = await openTestGateway()
    await house.gateway.store.close()
    await askOver(transport, house, { query: '{ applicants { totalCount } }' })
    const [line] = await waitForLines(house, 1)
    expect(line).toMatchObject({ level: 40, codes: [expect.stringMatching(/^(?:STORE|AUDIT)_UNAVAILABLE$/)] })
  })
})

it('warns of a store that is away also where the answer says so as data', async () => {
  await using house = await openTestGateway()
  const id = await house.seed('salaried-clean', ['ITR'])
  house.gateway.store.readHandle = () => Promise.reject(new Failure('STORE_UNAVAILABLE'))
  const query = 'query($id: ID!) { applicant(id: $id) { sources { status failure { code } issues { path } } } }'
  const { errors, text } = await house.ask(query, { id })
  expect(errors).toEqual([])
  expect(text).toContain('STORE_UNAVAILABLE')
  const [line] = await waitForLines(house, 1)
  expect(line).toMatchObject({ level: 40, codes: ['STORE_UNAVAILABLE'], outcome: 'partial' })
})

describe.each(TRANSPORTS)('a subscription over %s', (transport) => {
  it('leaves its line when it ends, with the number of its events', async () => {
    await using house = await openTestGateway()
    const id = await house.seed('consent-never', ['AA_BSA'])
    const query = 'subscription Watch($id: ID!) { applicantProgressed(applicantId: $id) { status } }'
    const stream = openStream({ url: house.gateway.url, transport, query, variables: { id } })
    await stream.until(1)
    expect(linesOf(house)).toEqual([])
    stream.leave()
    const lines = await waitForLines(house, 1)
    expect(lines).toMatchObject([{ kind: 'subscription', operation: 'Watch', outcome: 'ok', count: 1 }])
  })
})

it('names a trusted document by its own name and id, however it is spaced', async () => {
  await using house = await openTestGateway()
  await house.ask('query   Viewer { viewer { subject tenant scopes } }')
  const response = await fetch(`${house.gateway.url}/graphql`, { method: 'OPTIONS' })
  await response.text()
  const [line, ...more] = await waitForLines(house, 1)
  expect(more).toEqual([])
  expect(line).toMatchObject({ operation: 'Viewer' })
})

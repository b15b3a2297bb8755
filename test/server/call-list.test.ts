/** `extensions.finpass`: what developers see of the calls to Finpass behind an answer, on every transport, and nobody in production. */
import { createClient } from 'graphql-ws'
import { describe, expect, it } from 'vitest'
import { startDrivenJourney } from '../support/driven-journey.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { openStream, type StreamResult, TRANSPORTS } from '../support/stream.ts'

interface ListedCall {
  readonly endpoint: string
  readonly ms: number
  readonly from: string
  readonly outcome: string
}
interface Answer {
  readonly data?: unknown
  readonly extensions?: { readonly finpass?: readonly ListedCall[] }
}

const READ = 'query Read($id: ID!) { applicant(id: $id) { itrFilings { assessmentYear } bankAccounts { bankName } } }'

async function askOver(
  transport: 'http' | 'sse' | 'ws',
  { gateway }: TestGateway,
  asked: { readonly query: string; readonly variables: Record<string, unknown> },
): Promise<Answer> {
  if (transport === 'ws') {
    const client = createClient({ url: `${gateway.url.replace('http', 'ws')}/graphql` })
    const answer = await new Promise<Answer>((resolve, reject) => {
      client.subscribe<Answer['data']>(asked, {
        next: (result) => resolve(result as Answer), // as the protocol has it
        error: reject,
        complete: () => undefined,
      })
    })
    await client.dispose()
    return answer
  }
  const accept = transport === 'sse' ? 'text/event-stream' : 'application/json'
  const headers = { 'content-type': 'application/json', accept }
  const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body: JSON.stringify(asked) })
  const text = await response.text()
  return JSON.parse(transport === 'sse' ? (/^data: (\{.*)$/m.exec(text)?.[1] ?? '') : text) as Answer // as the protocol has it
}

describe.each(['http', 'sse', 'ws'] as const)('over %s', (transport) => {
  it('lists each call with its time, and says what was kept from before', async () => {
    await using test = await openTestGateway()
    const id = await test.seed('salaried-clean', ['ITR', 'AA_BSA'])
    const first = await askOver(transport, test, { query: READ, variables: { id } })
    const calls = first.extensions?.finpass ?? []
    expect(calls.map(({ endpoint }) => endpoint).toSorted()).toEqual(['aa-bsa.statements', 'itr.data'])
    for (const { ms, from, outcome } of calls) {
      expect(ms).toBeGreaterThanOrEqual(0)
      expect({ from, outcome }).toEqual({ from: 'fresh', outcome: 'OK' })
    }
    const second = await askOver(transport, test, { query: READ, variables: { id } })
    expect(second.extensions?.finpass?.map(({ from, ms }) => ({ from, ms }))).toEqual([
      { from: 'cached', ms: 0 },
      { from: 'cached', ms: 0 },
    ])
    expect(JSON.stringify([first.extensions, second.extensions])).not.toMatch(/_mock_|http|api/)
  })

  it('lists nothing in production', async () => {
    const production = { NODE_ENV: 'production', AUTH: 'off', DOCUMENTS: 'any', DRAIN_MS: '0', METRICS_PORT: '0' }
    await using test = await openTestGateway(production)
    const id = await test.seed('salaried-clean', ['ITR', 'AA_BSA'])
    const answer = await askOver(transport, test, { query: READ, variables: { id } })
    expect(answer).toHaveProperty('data.applicant.itrFilings')
    expect(answer).not.toHaveProperty('extensions')
  })
})

it('tells two who ask at the same time which of them was asked for', async () => {
  await using test = await openTestGateway({ REPORT_CACHE_MS: '0' })
  const id = await test.seed('salaried-clean', ['ITR'])
  test.sandbox.faults.set({ match: 'itr.data', kind: 'latency', ms: 300 })
  const query = 'query Read($id: ID!) { applicant(id: $id) { itrFilings { assessmentYear } } }'
  const answers = await Promise.all([1, 2].map(() => askOver('http', test, { query, variables: { id } })))
  const listed = answers.flatMap(({ extensions }) => extensions?.finpass ?? []).map(({ from }) => from)
  expect(listed.toSorted()).toEqual(['fresh', 'shared'])
})

it.each(TRANSPORTS)(
  'is in each event of a subscription over %s that needed a call, beside the cursor',
  async (transport) => {
    await using test = await openTestGateway()
    const journey = await startDrivenJourney(test)
    const query =
      'subscription($id: ID!) { journeyStatusChanged(journeyId: $id) { status journey { applicant { bankAccounts { bankName } } } } }'
    const { url } = test.gateway
    const stream = openStream({ url, transport, query, variables: { id: journey.id } })
    await stream.until(1)
    await journey.drive(test, 5)
    await stream.ended
    const lists = (stream.results as readonly (StreamResult & Answer)[]).map(({ extensions }) => extensions?.finpass) // as sent
    // An event shows the journey as it is when the event is told, so one before the last may find it completed too.
    const told = lists.filter((list) => list !== undefined)
    expect(lists[0]).toBeUndefined()
    expect(told[0]).toMatchObject([{ endpoint: 'aa-bsa.statements', from: 'fresh' }])
    expect(lists.slice(-told.length)).toEqual(told)
    expect(stream.results.at(-1)?.extensions?.cursor).toEqual(expect.any(String))
  },
)

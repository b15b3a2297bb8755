/** The identity of a ledger line: the same at every reading, unique although Finpass's own ids and whole rows repeat. */
import { describe, expect, it } from 'vitest'
import { readAggregatorAnswer, readAggregatorBody } from '../support/finpass-body.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { expectNothingPersonal } from '../support/personal.ts'

const LINE = 'id date type amount balance narration reference finpassTransactionId isRepeat'
const ALL = `query($id: ID!) { applicant(id: $id) { transactions(first: 200, orderBy: DATE_ASC) { totalCount nodes { ${LINE} } } } }`
interface Line {
  readonly id: string
  readonly finpassTransactionId: string
  readonly isRepeat: boolean
  readonly amount: string
  readonly type: string
}

async function askLines(test: TestGateway, id: string): Promise<Line[]> {
  const { data, errors } = await test.ask(ALL, { id })
  expect(errors).toEqual([])
  return data.applicant.transactions.nodes
}

describe('the id of a ledger line', () => {
  it('is the same in another gateway, at another reading', async () => {
    await using one = await openTestGateway()
    await using two = await openTestGateway({ REPORT_CACHE_MS: '0' })
    const id = await one.seed('broken-statement', ['ACCOUNT_AGGREGATOR'])
    expect(await two.seed('broken-statement', ['ACCOUNT_AGGREGATOR'])).toBe(id)
    const lines = await askLines(one, id)
    expect(lines).toHaveLength(140)
    expect(await askLines(two, id)).toEqual(lines)
    expect(await askLines(two, id)).toEqual(lines)
    expect(one.takeCalls()).toEqual(['aa.fetch-json-report'])
    expect(two.takeCalls()).toEqual(['aa.fetch-json-report', 'aa.fetch-json-report'])
    expectNothingPersonal(one)
    expectNothingPersonal(two)
  })

  it('is unique although Finpass repeats its ids, and no repeated row is dropped', async () => {
    await using test = await openTestGateway()
    const id = await test.seed('broken-statement', ['ACCOUNT_AGGREGATOR'])
    const body = (await readAggregatorBody(test, 'broken-statement')).flat()
    const lines = await askLines(test, id)
    expect(test.takeCalls()).toEqual(['aa.fetch-json-report'])
    expect(lines).toHaveLength(body.length)
    expect(new Set(lines.map((line) => line.id)).size).toBe(body.length)
    // Finpass's own ids are shown as they came, repeats and all.
    expect(lines.map(({ finpassTransactionId }) => finpassTransactionId).toSorted()).toEqual(
      body.map((line) => String(line.id)).toSorted(),
    )
    expect(new Set(body.map((line) => line.id)).size).toBeLessThan(body.length - 3)
    const repeats = lines.filter(({ isRepeat }) => isRepeat)
    expect(repeats).toHaveLength(1)
    const twins = lines.filter((line) => line.finpassTransactionId === repeats[0]?.finpassTransactionId)
    expect(twins.map(({ isRepeat }) => isRepeat)).toEqual([false, true])
    expect({ ...twins[0], id: '', isRepeat: false }).toEqual({ ...twins[1], id: '', isRepeat: false })
    expectNothingPersonal(test)
  })

  it('finds exactly that line, one by one and many at once, at one call', async () => {
    await using test = await openTestGateway({ REPORT_CACHE_MS: '0' })
    const id = await test.seed('broken-statement', ['ACCOUNT_AGGREGATOR'])
    const lines = await askLines(test, id)
    test.takeCalls()
    const { data, errors } = await test.ask(
      `query($ids: [ID!]!) { nodes(ids: $ids) { ... on Transaction { ${LINE} } } }`,
      {
        ids: lines.map((line) => line.id),
      },
    )
    expect(errors).toEqual([])
    expect(data.nodes).toEqual(lines)
    expect(test.takeCalls()).toEqual(['aa.fetch-json-report'])
    const twin = lines.find(({ isRepeat }) => isRepeat)
    const { data: one } = await test.ask(`query($id: ID!) { node(id: $id) { ... on Transaction { ${LINE} } } }`, {
      id: twin?.id,
    })
    expect(one.node).toEqual(twin)
    expect(test.takeCalls()).toEqual(['aa.fetch-json-report'])
    expectNothingPersonal(test)
  })

  it('stays with its line when Finpass sends the ledger in another order, with a new line in front', async () => {
    await using test = await openTestGateway({ REPORT_CACHE_MS: '0' })
    const id = await test.seed('emi-bounces', ['ACCOUNT_AGGREGATOR'])
    const lines = await askLines(test, id)
    expect(test.takeCalls()).toEqual(['aa.fetch-json-report'])
    const answer = await readAggregatorAnswer(test, 'emi-bounces')
    const { transaction_data: data } = answer.data.account_aggregator_json[0]
    const rows = data.transaction_details.toReversed()
    data.transaction_details = [{ ...rows[0], amount: 1.23, transaction_id: 'T999999' }, ...rows]
    test.sandbox.faults.set({ match: 'aa.fetch-json-report', kind: 'wrong-shape', body: JSON.stringify(answer) })
    const again = await askLines(test, id)
    expect(again).toHaveLength(lines.length + 1)
    const byId = (some: readonly Line[]): Line[] => some.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    expect(byId(again.filter(({ finpassTransactionId }) => finpassTransactionId !== 'T999999'))).toEqual(byId(lines))
    expect(test.takeCalls()).toEqual(['aa.fetch-json-report'])
    expectNothingPersonal(test)
  })
})

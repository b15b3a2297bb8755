/** A statement of 50,000 lines: sums over all of it are exact, and a page in its middle is as good as the first. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addUp, addUpMonthly, type BodyLine, readAggregatorBody } from '../support/finpass-body.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { expectNothingPersonal } from '../support/personal.ts'

const SUMS = 'credits debits net creditCount debitCount'
const SELECTED = `totalCount totals { ${SUMS} } monthly { month ${SUMS} }`

describe('a statement of 50,000 lines', () => {
  let test: TestGateway
  let id: string
  let lines: BodyLine[]
  beforeAll(async () => {
    test = await openTestGateway()
    id = await test.seed('huge-statement', ['ACCOUNT_AGGREGATOR'])
    lines = (await readAggregatorBody(test, 'huge-statement')).flat()
    expect(lines).toHaveLength(50_000)
  })
  afterAll(() => {
    expectNothingPersonal(test)
    return test[Symbol.asyncDispose]()
  })

  it('adds up to the paisa, whole and by month, at one call', async () => {
    const { data, errors } = await test.ask(
      `query($id: ID!) { applicant(id: $id) { transactions(first: 1) { ${SELECTED} } bankAccounts { monthly { month ${SUMS} } } } }`,
      { id },
    )
    expect(errors).toEqual([])
    expect(test.takeCalls()).toEqual(['aa.fetch-json-report'])
    const { transactions, bankAccounts } = data.applicant
    expect(transactions.totalCount).toBe(50_000)
    expect(transactions.totals).toEqual(addUp(lines))
    expect(transactions.monthly).toEqual(addUpMonthly(lines))
    expect(transactions.monthly.length).toBeGreaterThan(10)
    expect(bankAccounts).toEqual([{ monthly: addUpMonthly(lines) }])
  })

  it('adds up what a filter leaves, by modes in any case', async () => {
    const modes = [...new Set(lines.flatMap(({ mode }) => mode ?? []))].slice(0, 2)
    expect(modes).toHaveLength(2)
    const where = { modes: modes.map((mode) => mode.toLowerCase()), from: '2026-02-10', to: '2026-03-09' }
    const { data } = await test.ask(
      `query($id: ID!, $where: TransactionFilter) { applicant(id: $id) { transactions(first: 1, where: $where) { ${SELECTED} nodes { mode } } } }`,
      { id, where },
    )
    const matching = lines.filter(
      ({ date, mode }) => date >= '2026-02-10' && date <= '2026-03-09' && mode !== null && modes.includes(mode),
    )
    const { totalCount, totals, monthly, nodes } = data.applicant.transactions
    expect(matching.length).toBeGreaterThan(1_000)
    expect(totalCount).toBe(matching.length)
    expect(totals).toEqual(addUp(matching))
    expect(monthly).toEqual(addUpMonthly(matching))
    expect(modes).toContain(nodes[0].mode)
    expect(test.takeCalls()).toEqual([])
  })

  it('is asked for many times at once without keeping everybody else waiting for all of it', async () => {
    const names = Array.from({ length: 20 }, (_, at) => `a${at}: transactions(orderBy: AMOUNT_DESC) { ${SELECTED} }`)
    let longestMs = 0
    let lastMs = performance.now()
    const startedMs = lastMs
    const watch = setInterval(() => {
      longestMs = Math.max(longestMs, performance.now() - lastMs)
      lastMs = performance.now()
    }, 1)
    const { errors } = await test.ask(`query($id: ID!) { applicant(id: $id) { ${names.join(' ')} } }`, { id })
    clearInterval(watch)
    expect(errors).toEqual([])
    // All in one go would be nearly the whole of it.
    expect(longestMs).toBeLessThan((performance.now() - startedMs) / 3)
    expect(test.takeCalls()).toEqual([])
  })

  it('gives 200 lines on from its middle, in the bank’s own order', async () => {
    const page = `query($id: ID!, $after: String, $where: TransactionFilter) { applicant(id: $id) {
      transactions(first: 200, after: $after, orderBy: DATE_ASC, where: $where) { nodes { date amount narration } pageInfo { endCursor } }
    } }`
    const day = lines[25_000]?.date ?? ''
    // The last line of the days before names the place; the walk from there is over the whole ledger.
    const count = lines.filter(({ date }) => date < day).length
    const { data: at } = await test.ask(
      'query($id: ID!, $where: TransactionFilter) { applicant(id: $id) { transactions(last: 1, orderBy: DATE_ASC, where: $where) { totalCount pageInfo { endCursor } } } }',
      { id, where: { to: new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10) } },
    )
    expect(at.applicant.transactions.totalCount).toBe(count)
    const { data } = await test.ask(page, { id, after: at.applicant.transactions.pageInfo.endCursor })
    const wanted = lines.slice(count, count + 200).map(({ date, paise }) => [date, Number(paise)])
    const given: { date: string; amount: string }[] = data.applicant.transactions.nodes
    expect(given.map(({ date, amount }) => [date, Math.round(Number(amount) * 100)])).toEqual(wanted)
    expect(test.takeCalls()).toEqual([])
  })
})

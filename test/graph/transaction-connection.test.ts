/** Ledger lines by page: every line exactly once whichever way they are walked, in every order and through every filter. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BodyLine, printPaise, readStatementBody } from '../support/finpass-body.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { expectNothingPersonal } from '../support/personal.ts'
import { walk, type WalkArguments, walkFields, type WalkPage } from '../support/walk.ts'

const ORDERS = ['DATE_DESC', 'DATE_ASC', 'AMOUNT_DESC', 'AMOUNT_ASC'] as const
type Order = (typeof ORDERS)[number]
interface Line {
  readonly id: string
  readonly date: string
  readonly type: string
  readonly amount: string
  readonly narration: string
  readonly account: { readonly id: string }
}
const LINE = 'id date type amount narration account { id }'
const ARGUMENTS =
  '$first: Int, $after: String, $last: Int, $before: String, $where: TransactionFilter, $orderBy: TransactionOrder'
const PASSED = 'first: $first, after: $after, last: $last, before: $before, where: $where, orderBy: $orderBy'
const OF_APPLICANT = `query($id: ID!, ${ARGUMENTS}) { applicant(id: $id) { transactions(${PASSED}) { ${walkFields(LINE)} } } }`
const OF_ACCOUNT = `query($id: ID!, ${ARGUMENTS}) { node(id: $id) { ... on BankAccount { transactions(${PASSED}) { ${walkFields(LINE)} } } } }`

describe('ledger lines by page', () => {
  let test: TestGateway
  let applicantId: string
  let accountIds: string[]
  let body: BodyLine[][]
  beforeAll(async () => {
    test = await openTestGateway()
    applicantId = await test.seed('several-banks', ['ITR', 'AA_BSA'])
    body = await readStatementBody(test, 'several-banks')
    const { data } = await test.ask('query($id: ID!) { applicant(id: $id) { bankAccounts { id } } }', {
      id: applicantId,
    })
    accountIds = data.applicant.bankAccounts.map(({ id }: { id: string }) => id)
    expect(accountIds).toHaveLength(4)
    // Kept in memory from here on: what follows walks hundreds of pages.
    expect(test.takeCalls()).toEqual(['aa-bsa.statement-result'])
  })
  afterAll(() => {
    expect(test.takeCalls()).toEqual([])
    expectNothingPersonal(test)
    return test[Symbol.asyncDispose]()
  })

  function ofApplicant(variables: object): (page: WalkArguments) => Promise<WalkPage<Line>> {
    return async (page) => {
      const { data, errors } = await test.ask(OF_APPLICANT, { id: applicantId, ...variables, ...page })
      expect(errors).toEqual([])
      return data.applicant.transactions
    }
  }
  function ofAccount(id: string | undefined, variables: object): (page: WalkArguments) => Promise<WalkPage<Line>> {
    return async (page) => {
      const { data, errors } = await test.ask(OF_ACCOUNT, { id, ...variables, ...page })
      expect(errors).toEqual([])
      return data.node.transactions
    }
  }

  it.each(ORDERS)('walks one account in %s, every line once, the same both ways', async (orderBy) => {
    const forward = await walk('forward', 37, ofAccount(accountIds[0], { orderBy }))
    const backward = await walk('backward', 23, ofAccount(accountIds[0], { orderBy }))
    expect(backward).toEqual(forward)
    expect(new Set(forward.map(({ id }) => id)).size).toBe(190)
    expect(forward.map(toText).toSorted()).toEqual(body[0]?.map(toBodyText).toSorted())
    expectInOrder(forward, orderBy)
  })

  it.each(ORDERS)('walks all accounts together in %s, every line once, the same both ways', async (orderBy) => {
    const forward = await walk('forward', 61, ofApplicant({ orderBy }))
    const backward = await walk('backward', 97, ofApplicant({ orderBy }))
    expect(backward).toEqual(forward)
    expect(new Set(forward.map(({ id }) => id)).size).toBe(376)
    expect(forward.map(toText).toSorted()).toEqual(body.flat().map(toBodyText).toSorted())
    expectInOrder(forward, orderBy)
  })

  it('walks the descending order as the ascending one reversed', async () => {
    const [down, up] = await Promise.all([
      walk('forward', 200, ofApplicant({ orderBy: 'DATE_DESC' })),
      walk('forward', 200, ofApplicant({ orderBy: 'DATE_ASC' })),
    ])
    expect(down.toReversed()).toEqual(up)
  })

  const day = '2026-06-15'
  const FILTERS: readonly [string, object, (line: BodyLine) => boolean][] = [
    [
      'dates, both days included',
      { from: '2026-05-01', to: '2026-06-30' },
      ({ date }) => date >= '2026-05-01' && date <= '2026-06-30',
    ],
    ['one day', { from: day, to: day }, ({ date }) => date === day],
    ['credits', { type: 'CREDIT' }, ({ type }) => type === 'CREDIT'],
    ['debits', { type: 'DEBIT' }, ({ type }) => type === 'DEBIT'],
    [
      'amounts, both ends included',
      { minAmount: '1000.00', maxAmount: '16450.00' },
      ({ paise }) => paise >= 100000n && paise <= 1645000n,
    ],
    ['a text, whatever its case', { text: 'upi/dR' }, ({ narration }) => narration.toLowerCase().includes('upi/dr')],
    [
      'everything at once',
      { from: '2026-04-01', type: 'DEBIT', minAmount: '500', text: 'UPI' },
      (line) =>
        line.date >= '2026-04-01' && line.type === 'DEBIT' && line.paise >= 50000n && line.narration.includes('UPI'),
    ],
  ]
  it.each(FILTERS)('narrows by %s, and walks what is left both ways', async (_name, where, matches) => {
    const forward = await walk('forward', 29, ofApplicant({ where }))
    expect(await walk('backward', 31, ofApplicant({ where }))).toEqual(forward)
    const wanted = body.flat().filter(matches)
    expect(wanted.length).toBeGreaterThan(0)
    expect(wanted.length).toBeLessThan(376)
    expect(forward.map(toText).toSorted()).toEqual(wanted.map(toBodyText).toSorted())
  })

  it('narrows to accounts by id, and knows nothing of another applicant’s', async () => {
    const [second, fourth] = [accountIds[1] ?? '', accountIds[3] ?? '']
    const two = await walk('forward', 50, ofApplicant({ where: { accountIds: [fourth, second] } }))
    expect(two).toHaveLength(102 + 36)
    expect(new Set(two.map(({ account }) => account.id))).toEqual(new Set([second, fourth]))
    const twice = await walk('forward', 50, ofApplicant({ where: { accountIds: [second, second] } }))
    expect(twice).toHaveLength(102)
    expect(await walk('forward', 50, ofAccount(second, { where: { accountIds: [fourth] } }))).toEqual([])
    expect(await walk('forward', 50, ofApplicant({ where: { accountIds: [] } }))).toEqual([])

    const otherId = await test.seed('salaried-clean', ['AA_BSA'])
    const { data } = await test.ask(
      `query($id: ID!, $where: TransactionFilter) { applicant(id: $id) { transactions(where: $where) { totalCount totals { credits } nodes { id } } } }`,
      { id: otherId, where: { accountIds: [second] } },
    )
    expect(data.applicant.transactions).toEqual({ totalCount: 0, totals: { credits: '0.00' }, nodes: [] })
    expect(test.takeCalls()).toEqual([])
  })

  it('goes on from a line that a narrower filter leaves out', async () => {
    const all = await walk('forward', 200, ofApplicant({}))
    const at = all.findIndex(({ type }, index) => index > 40 && type === 'DEBIT')
    const page = await ofApplicant({ first: at + 1 })({})
    const rest = await ofApplicant({ where: { type: 'CREDIT' } })({ first: 5, after: page.edges[at]?.cursor ?? '' })
    expect(rest.nodes).toEqual(
      all
        .slice(at)
        .filter(({ type }) => type === 'CREDIT')
        .slice(0, 5),
    )
  })
})

function toText({ date, type, amount, narration }: Line): string {
  return [date, type, amount, shorten(narration)].join('|')
}

function toBodyText({ date, type, paise, narration }: BodyLine): string {
  return [date, type, printPaise(paise), shorten(narration)].join('|')
}

/** Payment references that could be Aadhaar numbers are masked in the graph, so all are compared by their last four. */
function shorten(narration: string): string {
  return narration.replaceAll(/\d{8}(?=\d{4}(?!\d))|XXXX XXXX (?=\d{4})/g, '…')
}

function expectInOrder(lines: readonly Line[], order: Order): void {
  const keys = lines.map(({ date, amount }) =>
    order.startsWith('DATE') ? Number(date.replaceAll('-', '')) : Number(amount),
  )
  const sorted = keys.toSorted((a, b) => (order.endsWith('DESC') ? b - a : a - b))
  expect(keys).toEqual(sorted)
}

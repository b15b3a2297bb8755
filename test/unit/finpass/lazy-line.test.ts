import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAaBsaStatement } from '../../../src/finpass/aa-bsa/aa-bsa-statement.normalise.ts'
import { DataIssues } from '../../../src/finpass/data-issues.ts'
import { DayReader, readTransactionType } from '../../../src/finpass/ledger.ts'
import { isObject } from '../../../src/finpass/leaf.wire.ts'
import { readInstant, readMoney, readReferenceAt, readTextAt } from '../../../src/finpass/value.ts'
import { parseAccountAggregatorReport } from '../../../src/finpass/account-aggregator/aa-report.normalise.ts'

const AT = 'account_aggregator_json[*].transaction_data.transaction_details'
const AADHAAR = '2341 2341 2346'

/** The same lines read at once, each in whole, as one writes it who does not care how long it takes. */
function readEagerly(list: readonly unknown[], issues: DataIssues): unknown[] {
  const lines: unknown[] = []
  const days = new DayReader()
  let leftOut = 0
  for (const wire of list) {
    const line = isObject(wire) ? readLine(wire, lines.length, days, issues) : null
    if (line === null) leftOut++
    else lines.push(line)
  }
  if (leftOut > 0) issues.note(`${AT}[*]`, 'was left out: its date, type or amount cannot be read', leftOut)
  return lines
}

function readLine(wire: Record<string, unknown>, index: number, days: DayReader, issues: DataIssues): unknown {
  const type = readTransactionType(wire.type)
  const amount = readMoney(wire.amount, `${AT}[*].amount`, issues)
  const date =
    days.read(wire.value_date, `${AT}[*].value_date`, issues) ??
    days.read(wire.transaction_timestamp, `${AT}[*].transaction_timestamp`, issues)
  if (type === null || amount === null || date === null) return null
  const postedAt = readInstant(wire.transaction_timestamp, `${AT}[*].transaction_timestamp`, issues)
  if (amount < 0n) issues.note(`${AT}[*].amount`, 'was negative; read without its sign')
  return {
    index,
    date,
    type,
    amount: amount < 0n ? -amount : amount,
    postedAt,
    balance: readMoney(
      wire.transactional_balance ?? wire.transaction_balance,
      `${AT}[*].transactional_balance`,
      issues,
    ),
    mode: readTextAt(wire.mode, `${AT}[*].mode`, issues),
    narration: readTextAt(wire.narration, `${AT}[*].narration`, issues) ?? '',
    reference: readReferenceAt(wire.reference, wire.narration, `${AT}[*].reference`, issues),
    finpassTransactionId: readTextAt(wire.transaction_id, `${AT}[*].transaction_id`, issues),
  }
}

const odd = fc.constantFrom<unknown>(undefined, null, '', 'x', 7, -3.14, '12,34', {}, [], true, AADHAAR, 1e300)
const or = (good: fc.Arbitrary<unknown>) => fc.oneof({ weight: 8, arbitrary: good }, { weight: 1, arbitrary: odd })
const timestamp = fc.constantFrom(
  '2025-11-01T08:48:16+05:30',
  '2025-11-02',
  '01-11-2025',
  '2025-13-01T00:00:00Z',
  'soon',
)
const line = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record(
      {
        type: or(fc.constantFrom('CREDIT', 'DEBIT', 'dr.')),
        amount: or(fc.oneof(fc.float({ noNaN: true }), fc.constantFrom('1,25,000.50', '-12.345', '99.99'))),
        value_date: or(timestamp),
        transaction_timestamp: or(timestamp),
        transactional_balance: or(fc.integer()),
        transaction_balance: or(fc.integer()),
        mode: or(fc.constantFrom('UPI', 'NEFT')),
        narration: or(fc.constantFrom('UPI/DR/421310123456/SHOP', `paid to ${AADHAAR}`, 'UIDAI 234123412346', '')),
        reference: or(fc.constantFrom('421310123456', '234123412346', 'R1')),
        transaction_id: or(fc.constantFrom('T000001', AADHAAR)),
      },
      { requiredKeys: [] },
    ),
  },
  { weight: 1, arbitrary: odd },
)

function readLazily(list: readonly unknown[]) {
  const answer = parseAccountAggregatorReport({
    client_id: 'c',
    account_aggregator_json: [
      { status: 'READY', masked_account_number: 'XXXX1234', transaction_data: { transaction_details: list } },
    ],
  })
  if (!answer.isReady) throw new Error('the report is not ready')
  return answer.report
}

const toPlain = ({ index, date, type, amount, ...rest }: Record<string, unknown>, all: Record<string, unknown>) => ({
  ...rest,
  index,
  date,
  type,
  amount,
  postedAt: all.postedAt,
  balance: all.balance,
  mode: all.mode,
  narration: all.narration,
  reference: all.reference,
  finpassTransactionId: all.finpassTransactionId,
})

describe('a line whose texts are read when they are wanted', () => {
  it('is what it would be had it been read at once, and so are the issues', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), fc.boolean(), (list, issuesFirst) => {
        const issues = new DataIssues()
        const expected = readEagerly(list, issues)
        const report = readLazily(list)
        if (issuesFirst) expect(report.issues).toEqual(issues.list())
        const lines = report.value[0]?.transactions as unknown as Record<string, unknown>[]
        expect(lines.map((each) => toPlain(each, each))).toEqual(expected)
        expect(report.issues).toEqual(issues.list())
      }),
      { numRuns: 300 },
    )
  })

  it('keeps the order in which issues are met around it', () => {
    const { issues } = parseAaBsaStatement({
      total_accounts: 3,
      accounts: [
        { account_number: null, transactions: [{ date: 'soon', type: 'CREDIT', amount: 1 }], statement_to: 'later' },
        { account_number: null, opening_balance: 'much', transactions: [{ date: 'soon', balance: 'all' }] },
      ],
    })
    expect(issues.map(({ path, count }) => `${path} ${count}`)).toEqual([
      'accounts[*].account_number 2',
      'accounts[*].statement_to 1',
      'accounts[*].transactions[*].date 2',
      'accounts[*].transactions[*] 2',
      'accounts[*].opening_balance 1',
      'total_accounts 1',
    ])
  })

  it('lets nobody come to what is not masked', () => {
    const wire = { type: 'CREDIT', amount: 1, value_date: '2025-11-01', narration: `for ${AADHAAR}` }
    const [read] = readLazily([wire]).value[0]?.transactions ?? []
    const seen = [JSON.stringify(read, String), inspect(read, { depth: 9, showHidden: true }), read?.narration]
    expect(seen.join()).not.toContain(AADHAAR)
    expect(seen.join()).toContain('XXXX XXXX 2346')
    expect(Object.values({ ...read }).join()).not.toContain('2341')
  })
})

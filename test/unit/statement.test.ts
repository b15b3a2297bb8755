/** Statements against a naive one: every order, every filter, several accounts, and the places that cursors rely on. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Ledger, toLedger } from '../../src/domain/ledger.ts'
import { toPaise } from '../../src/domain/money.ts'
import {
  createStatement,
  type StatementEntry,
  TRANSACTION_ORDERS,
  type TransactionFilter,
  type TransactionOrder,
} from '../../src/domain/statement.ts'
import type { CalendarDate } from '../../src/domain/date.ts'
import { bankAccount, type LineDraft } from '../support/ledger.ts'

const DAYS = ['2025-03-31', '2025-04-01', '2025-04-15', '2025-05-01'] as const
const DRAFT: fc.Arbitrary<LineDraft> = fc.record({
  date: fc.constantFrom(...DAYS),
  type: fc.constantFrom('CREDIT', 'DEBIT'),
  amount: fc.integer({ min: 0, max: 4 }),
  isPlain: fc.boolean(),
  balance: fc.constantFrom(null, 1, 2),
  mode: fc.constantFrom(null, 'UPI', 'Neft'),
  narration: fc.constantFrom('Salary MAY', 'upi/shop', ''),
})
/** Accounts whose keys repeat on purpose: two journeys may report the same one. */
const LEDGERS: fc.Arbitrary<readonly Ledger[]> = fc.array(
  fc
    .tuple(fc.array(DRAFT, { maxLength: 8 }), fc.constantFrom('a', 'b'), fc.boolean())
    .map(([drafts, key, isNewestFirst]) => {
      const oldestFirst = drafts.toSorted((one, two) => (one.date < two.date ? -1 : one.date > two.date ? 1 : 0))
      return toLedger(bankAccount(isNewestFirst ? oldestFirst.toReversed() : oldestFirst, { key }))
    }),
  { maxLength: 3 },
)
const orNull = <Value>(...values: readonly Value[]) => fc.constantFrom<Value | null>(null, null, ...values)
const DAY = orNull(...DAYS).map((day) => day as CalendarDate | null) // real days
const AMOUNT = orNull(1, 2, 3).map((amount) => (amount === null ? null : toPaise(BigInt(amount))))
const FILTER: fc.Arbitrary<TransactionFilter | null> = fc.option(
  fc.record({
    from: DAY,
    to: DAY,
    type: orNull('CREDIT' as const, 'DEBIT' as const),
    modes: orNull<readonly string[]>([], ['upi'], ['NEFT', 'UPI'], ['CASH']),
    minAmount: AMOUNT,
    maxAmount: AMOUNT,
    text: orNull('salary', 'UPI', 'x'),
  }),
)
const ORDER = fc.constantFrom<TransactionOrder>(...TRANSACTION_ORDERS)

/** One condition after the other, as the filter's own comments put them. */
function isMatch({ line }: StatementEntry, filter: TransactionFilter | null): boolean {
  if (filter === null) return true
  if (filter.from !== null && line.date < filter.from) return false
  if (filter.to !== null && line.date > filter.to) return false
  if (filter.type !== null && line.type !== filter.type) return false
  if (filter.minAmount !== null && line.amount < filter.minAmount) return false
  if (filter.maxAmount !== null && line.amount > filter.maxAmount) return false
  if (filter.modes !== null && !filter.modes.some((mode) => mode.toLowerCase() === line.mode?.toLowerCase()))
    return false
  return filter.text === null || line.narration.toLowerCase().includes(filter.text.toLowerCase())
}

/** Every line of every ledger in the order asked for: lowest key first by insertion, descending by turning it all round. */
function listAll(ledgers: readonly Ledger[], order: TransactionOrder): readonly StatementEntry[] {
  const byAccount = [
    ...ledgers.filter(({ account }) => account.key === 'a'),
    ...ledgers.filter(({ account }) => account.key === 'b'),
  ]
  const inBankOrder = byAccount.flatMap((ledger) => ledger.chronological.map((line) => ({ ledger, line })))
  const byDate = DAYS.flatMap((day) => inBankOrder.filter(({ line }) => line.date === day))
  const ascending = order.startsWith('DATE')
    ? byDate
    : [0n, 1n, 2n, 3n, 4n].flatMap((amount) => byDate.filter(({ line }) => line.amount === amount))
  return order.endsWith('DESC') ? ascending.toReversed() : ascending
}

/** Entries as their ledger's place and index: deep comparison of whole ledgers would take minutes. */
function toPlaces(entries: readonly StatementEntry[], ledgers: readonly Ledger[]): readonly string[] {
  return entries.map(({ ledger, line }) => `${ledgers.indexOf(ledger)}:${line.index}`)
}

function toTotals(entries: readonly StatementEntry[]) {
  const credits = entries.filter(({ line }) => line.type === 'CREDIT')
  const debits = entries.filter(({ line }) => line.type === 'DEBIT')
  const sum = (list: readonly StatementEntry[]) => list.reduce((total, { line }) => total + line.amount, 0n)
  return {
    credits: sum(credits),
    debits: sum(debits),
    net: sum(credits) - sum(debits),
    creditCount: credits.length,
    debitCount: debits.length,
  }
}

describe('a statement', () => {
  it('lists what a naive one lists, and sums it exactly', () => {
    fc.assert(
      fc.property(LEDGERS, ORDER, FILTER, (ledgers, order, filter) => {
        const expected = listAll(ledgers, order).filter((entry) => isMatch(entry, filter))
        const statement = createStatement(ledgers, order, filter)
        expect(statement.length).toBe(expected.length)
        expect(toPlaces(statement.slice(0, statement.length), ledgers)).toEqual(toPlaces(expected, ledgers))
        expect(statement.totals()).toEqual(toTotals(expected))
      }),
      { numRuns: 1000 },
    )
  })

  it('slices like the whole list, also beyond its end', () => {
    fc.assert(
      fc.property(LEDGERS, ORDER, FILTER, fc.nat(12), fc.nat(12), (ledgers, order, filter, start, size) => {
        const statement = createStatement(ledgers, order, filter)
        const whole = statement.slice(0, statement.length)
        const from = Math.min(start, statement.length)
        expect(toPlaces(statement.slice(from, from + size), ledgers)).toEqual(
          toPlaces(whole.slice(from, from + size), ledgers),
        )
      }),
    )
  })

  it('counts before every line, matching or not, what a naive one counts', () => {
    fc.assert(
      fc.property(LEDGERS, ORDER, FILTER, (ledgers, order, filter) => {
        const statement = createStatement(ledgers, order, filter)
        const all = listAll(ledgers, order)
        all.forEach((entry, at) => {
          const before = all.slice(0, at).filter((earlier) => isMatch(earlier, filter)).length
          expect(statement.countBefore(entry)).toBe(before)
        })
      }),
      { numRuns: 300 },
    )
  })

  it('sums by month, newest first, and the months add up to the whole', () => {
    fc.assert(
      fc.property(LEDGERS, ORDER, FILTER, (ledgers, order, filter) => {
        const statement = createStatement(ledgers, order, filter)
        const entries = listAll(ledgers, 'DATE_ASC').filter((entry) => isMatch(entry, filter))
        const months = [...new Set(entries.map(({ line }) => line.date.slice(0, 7)))].toReversed()
        const isWhole = filter === null && ledgers.length === 1
        expect(statement.monthly()).toEqual(
          months.map((month) => {
            const own = entries.filter(({ line }) => line.date.startsWith(month))
            return { month, ...toTotals(own), closingBalance: isWhole ? (own.at(-1)?.line.balance ?? null) : null }
          }),
        )
      }),
      { numRuns: 300 },
    )
  })

  it('takes an account that is named twice once', () => {
    const ledger = toLedger(bankAccount([{ date: '2025-04-01', amount: 5, balance: 9 }]))
    const statement = createStatement([ledger, ledger], 'DATE_DESC', null)
    expect(statement.totals()).toMatchObject({ credits: 5n, creditCount: 1 })
    expect(statement.monthly()[0]?.closingBalance).toBe(9n)
  })

  it('closes no month when it is filtered or of several accounts', () => {
    const [one, two] = ['a', 'b'].map((key) => toLedger(bankAccount([{ date: '2025-04-01', balance: 9 }], { key })))
    if (one === undefined || two === undefined) throw new Error('there are two')
    const everything = { from: null, to: null, type: null, modes: null, minAmount: null, maxAmount: null, text: null }
    const closings = (ledgers: readonly Ledger[], filter: TransactionFilter | null) =>
      createStatement(ledgers, 'DATE_ASC', filter)
        .monthly()
        .map(({ closingBalance }) => closingBalance)
    expect(closings([one], null)).toEqual([9n])
    expect(closings([one], { ...everything, type: 'CREDIT' })).toEqual([null])
    expect(closings([one, two], null)).toEqual([null])
  })
})

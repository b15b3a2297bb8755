/** The prepared ledger: order, repeats, keys that stay, and the two balances at its ends. */
import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toInstant } from '../../src/domain/date.ts'
import { type Ledger, toClosingBalance, toLedger, toOpeningBalance } from '../../src/domain/ledger.ts'
import { toPaise } from '../../src/domain/money.ts'
import type { Transaction } from '../../src/domain/transaction.ts'
import { bankAccount, type LineDraft } from '../support/ledger.ts'

const DRAFT: fc.Arbitrary<LineDraft> = fc.record({
  date: fc.constantFrom('2025-04-01', '2025-04-02', '2025-04-30', '2025-05-01'),
  type: fc.constantFrom('CREDIT', 'DEBIT'),
  amount: fc.integer({ min: 0, max: 2 }),
  isPlain: fc.boolean(),
  narration: fc.constantFrom('UPI/1', 'NEFT/2'),
  reference: fc.constantFrom(null, 'R1'),
})
const DRAFTS = fc.array(DRAFT, { maxLength: 12 })

function ledgerOf(lines: readonly LineDraft[]): Ledger {
  return toLedger(bankAccount(lines))
}

function keysOf(ledger: Ledger): readonly string[] {
  return ledger.account.transactions.map((line) => ledger.keyOf(line))
}

function narrationsOf(ledger: Ledger): readonly string[] {
  return ledger.chronological.map(({ narration }) => narration)
}

describe('a ledger', () => {
  it('is prepared once per account', () => {
    const account = bankAccount([{ date: '2025-04-01' }])
    expect(toLedger(account)).toBe(toLedger(account))
    expect(toLedger({ ...account })).not.toBe(toLedger(account))
  })

  it('keeps a statement that is sent oldest first as it is', () => {
    const [a, b, c] = [
      { date: '2025-04-01', narration: 'a' },
      { date: '2025-04-01', narration: 'b' },
      { date: '2025-04-02', narration: 'c' },
    ]
    expect(narrationsOf(ledgerOf([a, b, c]))).toEqual(['a', 'b', 'c'])
  })

  it('turns a statement that is sent newest first, within each day too', () => {
    const [a, b, c] = [
      { date: '2025-04-01', narration: 'a' },
      { date: '2025-04-01', narration: 'b' },
      { date: '2025-04-02', narration: 'c' },
    ]
    expect(narrationsOf(ledgerOf([c, b, a]))).toEqual(['a', 'b', 'c'])
  })

  it('sorts stray lines by day and leaves those of one day in their order', () => {
    const ledger = ledgerOf([
      { date: '2025-04-02', narration: 'a' },
      { date: '2025-04-01', narration: 'b' },
      { date: '2025-04-02', narration: 'c' },
      { date: '2025-04-03', narration: 'd' },
    ])
    expect(narrationsOf(ledger)).toEqual(['b', 'a', 'c', 'd'])
  })

  it('has every line once, by date, with its rank', () => {
    fc.assert(
      fc.property(DRAFTS, (drafts) => {
        const ledger = ledgerOf(drafts)
        const dates = ledger.chronological.map(({ date }) => date)
        expect(dates).toEqual(drafts.map(({ date }) => date).toSorted())
        expect(ledger.chronological.map(({ index }) => ledger.rankOf(index))).toEqual([...drafts.keys()])
      }),
    )
  })

  it('tells a repeat by every field, from its second time on', () => {
    const line: LineDraft = { date: '2025-04-01', narration: 'UPI/1', balance: 100 }
    const ledger = ledgerOf([line, { ...line, reference: 'R1' }, { ...line, balance: 101 }, line, line])
    expect(ledger.account.transactions.map((each) => ledger.isRepeat(each))).toEqual([false, false, false, true, true])
  })

  it.each([
    { date: '2025-04-02' },
    { type: 'DEBIT' },
    { amount: 6 },
    { balance: 6 },
    { balance: null },
    { mode: 'NEFT' },
    { mode: null },
    { narration: 'NEFT/2' },
    { reference: null },
  ] as const)('gives a line that differs only by %o another key', (difference) => {
    const line = { date: '2025-04-01', type: 'CREDIT', amount: 5, balance: 5, mode: 'UPI', reference: 'R1' } as const
    const ledger = ledgerOf([line, { ...line, ...difference }, line])
    const [first = '', second = '', third = ''] = keysOf(ledger)
    expect(second.slice(0, 20)).not.toBe(first.slice(0, 20))
    expect([first.slice(20), second.slice(20), third]).toEqual(['-0', '-0', `${first.slice(0, 20)}-1`])
    expect(ledger.account.transactions.map((each) => ledger.isRepeat(each))).toEqual([false, false, true])
  })
})

describe('keys of lines', () => {
  it('differ between lines whose fields only run together to the same text', () => {
    const line = { date: '2025-04-01', amount: 5, balance: 5 } as const
    const [one, other] = keysOf(
      ledgerOf([
        { ...line, narration: 'a\u0000b', reference: 'c' },
        { ...line, narration: 'a', reference: 'b\u0000c' },
      ]),
    )
    expect(one).not.toBe(other)
  })

  it('are the hash of what the line says as JSON, so that ids in bookmarks stay good', () => {
    const text = fc.oneof(fc.constantFrom('', 'UPI/1', '"', '\\', '\u0001', '\u007f', 'आधार', '\ud800'), fc.string())
    const balance = fc.option(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }))
    const postedAt = fc.option(fc.integer().map(toInstant))
    const parts = { narration: text, mode: fc.option(text), reference: fc.option(text), balance, postedAt }
    fc.assert(
      fc.property(fc.record({ ...parts, finpassTransactionId: fc.option(text) }), ({ balance: paise, ...rest }) => {
        const [drafted] = bankAccount([{ date: '2025-04-01' }]).transactions
        const line = { ...drafted, ...rest, balance: paise === null ? null : toPaise(paise) } as Transaction // drafted is there
        const { date, postedAt: posted, type, amount, mode, narration, reference, finpassTransactionId } = line
        const moved = [date, posted ?? '', type, String(amount), String(line.balance ?? '')]
        const content = JSON.stringify([...moved, mode ?? '', narration, reference ?? '', finpassTransactionId ?? ''])
        const key = `${createHash('sha256').update(content).digest('base64url').slice(0, 20)}-0`
        expect(keysOf(toLedger(bankAccount([], { transactions: [line] })))).toEqual([key])
      }),
    )
  })

  it('are unique, find their line, and are no composite', () => {
    fc.assert(
      fc.property(DRAFTS, (drafts) => {
        const ledger = ledgerOf(drafts)
        const keys = keysOf(ledger)
        expect(new Set(keys).size).toBe(drafts.length)
        for (const line of ledger.account.transactions) expect(ledger.find(ledger.keyOf(line))).toBe(line)
        for (const key of keys) expect(key).toMatch(/^[\w-]{20}-\d+$/)
      }),
    )
  })

  it('stay when other lines are inserted before, between and behind', () => {
    const stranger: LineDraft = { date: '2025-03-01', narration: 'STRANGER' }
    fc.assert(
      fc.property(DRAFTS, fc.array(fc.nat(12), { maxLength: 5 }), (drafts, places) => {
        const fuller = [...drafts]
        places.forEach((place, at) => fuller.splice(place, 0, { ...stranger, amount: at }))
        const old = keysOf(ledgerOf(drafts))
        const ledger = ledgerOf(fuller)
        const kept = ledger.account.transactions.filter(({ narration }) => narration !== 'STRANGER')
        expect(kept.map((line) => ledger.keyOf(line))).toEqual(old)
      }),
    )
  })

  it('are the same set whichever end the bank begins at', () => {
    fc.assert(
      fc.property(DRAFTS, (drafts) => {
        expect(keysOf(ledgerOf(drafts.toReversed())).toSorted()).toEqual(keysOf(ledgerOf(drafts)).toSorted())
      }),
    )
  })

  it('lead nowhere when they are not of this ledger', () => {
    const ledger = ledgerOf([{ date: '2025-04-01' }])
    const [key = ''] = keysOf(ledger)
    for (const other of ['', key.slice(1), `${key}0`, key.replace(/-0$/, '-1')]) expect(ledger.find(other)).toBeNull()
  })
})

describe('a ledger of 50,000 lines', () => {
  it('is as right as a small one', () => {
    const drafts = Array.from({ length: 50_000 }, (_, at): LineDraft => {
      const day = new Date(Date.UTC(2025, 11, 31) - Math.floor(at / 140) * 86_400_000)
      return { date: day.toISOString().slice(0, 10), amount: at % 7, narration: `UPI/${at % 1000}` }
    })
    const ledger = ledgerOf(drafts)
    const dates = ledger.chronological.map(({ date }) => date)
    expect(dates).toEqual(drafts.map(({ date }) => date).toSorted())
    expect(new Set(keysOf(ledger)).size).toBe(50_000)
    expect(ledger.chronological[0]?.index).toBe(49_999)
    const repeats = ledger.account.transactions.filter((line) => ledger.isRepeat(line)).length
    const distinct = new Set(drafts.map((draft) => JSON.stringify(draft))).size
    expect(repeats).toBe(50_000 - distinct)
  })
})

describe('the balances at the ends', () => {
  const credit: LineDraft = { date: '2025-04-01', type: 'CREDIT', amount: 500, balance: 1500 }
  const debit: LineDraft = { date: '2025-04-02', type: 'DEBIT', amount: 2000, balance: -500 }

  it("are Finpass's own when it gives them, even zero", () => {
    const own = { openingBalance: toPaise(0n), closingBalance: toPaise(7n) }
    const ledger = toLedger(bankAccount([credit, debit], own))
    expect([toOpeningBalance(ledger), toClosingBalance(ledger)]).toEqual([0n, 7n])
  })

  it('are reckoned from the oldest and the newest line otherwise, whichever comes first', () => {
    for (const lines of [
      [credit, debit],
      [debit, credit],
    ]) {
      const ledger = ledgerOf(lines)
      expect([toOpeningBalance(ledger), toClosingBalance(ledger)]).toEqual([1000n, -500n])
    }
  })

  it('add a first debit back', () => {
    expect(toOpeningBalance(ledgerOf([debit]))).toBe(1500n)
  })

  it('are null without lines, and where the line at that end states none', () => {
    expect([toOpeningBalance(ledgerOf([])), toClosingBalance(ledgerOf([]))]).toEqual([null, null])
    const ledger = ledgerOf([{ ...credit, balance: null }, credit, { ...debit, balance: null }])
    expect([toOpeningBalance(ledger), toClosingBalance(ledger)]).toEqual([null, null])
  })
})

/** A ledger that is left as text says what it says when it is parsed, whatever is in it and however it is written. */
import { inspect } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { STATEMENT_KEYS } from '../../../src/finpass/aa-bsa/statement-line.normalise.ts'
import { parseAaBsaStatement } from '../../../src/finpass/aa-bsa/aa-bsa-statement.normalise.ts'
import { REPORT_KEYS } from '../../../src/finpass/account-aggregator/aa-account.normalise.ts'
import { parseAccountAggregatorReport } from '../../../src/finpass/account-aggregator/aa-report.normalise.ts'
import { MOST_PLAIN_PAISE } from '../../../src/domain/money.ts'
import { LedgerText } from '../../../src/finpass/ledger-text/ledger-text.ts'
import { KnownLayouts } from '../../../src/finpass/ledger-text/line-layout.ts'
import { readLedgerBody } from '../../support/ledger-body.ts'
import { columns, lists, space, typed } from '../../support/ledger-line.ts'

type Payload = Record<string, unknown>

/** As `JSON.parse` would have it. */
function parseRest(json: unknown): unknown {
  if (json instanceof LedgerText) return json.parseAll()
  if (Array.isArray(json)) return json.map(parseRest)
  if (typeof json !== 'object' || json === null) return json
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, parseRest(value)]))
}

/** Reads the same payload both ways; the second time the layouts are known. */
function expectSame(
  payload: Payload,
  indent: number | undefined,
  known: KnownLayouts,
  read: (payload: Payload) => unknown,
) {
  const text = JSON.stringify(payload, null, indent)
  const expected = read(JSON.parse(text) as Payload)
  for (let time = 0; time < 2; time += 1) {
    const left = readLedgerBody(Buffer.from(text), known)
    if (left === null) return false
    expect(parseRest(left.body)).toEqual(JSON.parse(text))
    expect(read(left.body as Payload)).toEqual(expected)
  }
  return true
}

const showLines = (lines: readonly unknown[]) =>
  lines.map((each) => {
    const { index, date, type: direction, amount: paise, ...rest } = each as Payload
    const line = each as Payload
    const { plainAmount } = line
    if (plainAmount !== undefined)
      expect([plainAmount, Number(plainAmount) <= MOST_PLAIN_PAISE]).toEqual([Number(paise), true])
    const { postedAt, balance, mode, narration, reference, finpassTransactionId } = line
    return {
      ...rest,
      index,
      date,
      direction,
      paise,
      postedAt,
      balance,
      mode,
      narration,
      reference,
      finpassTransactionId,
    }
  })

const readStatement = (payload: Payload) => {
  const { value, issues } = parseAaBsaStatement(payload)
  return { issues, accounts: value.map((account) => ({ ...account, transactions: showLines(account.transactions) })) }
}
const readReport = (payload: Payload) => {
  const answer = parseAccountAggregatorReport(payload)
  if (!answer.isReady) return answer
  const { value, issues } = answer.report
  return { issues, accounts: value.map((account) => ({ ...account, transactions: showLines(account.transactions) })) }
}

describe('a ledger that is left as text', () => {
  it('is what it is when it is parsed, in columns of credit and debit', () => {
    const known = new KnownLayouts(STATEMENT_KEYS)
    let left = 0
    fc.assert(
      fc.property(lists(fc.oneof(columns, typed)), space, (ledgers, indent) => {
        const accounts = ledgers.map((transactions) => ({ account_number: 'XX12345', statement: { transactions } }))
        if (expectSame({ accounts }, indent, known, readStatement)) left += 1
      }),
      { numRuns: 200 },
    )
    // Else nothing was compared.
    expect(left).toBeGreaterThan(100)
  })

  it('is what it is when it is parsed, with a type for the direction', () => {
    const known = new KnownLayouts(REPORT_KEYS)
    let left = 0
    fc.assert(
      fc.property(lists(typed), space, (ledgers, indent) => {
        const accounts = ledgers.map((transaction_details) => ({
          status: 'READY',
          transaction_data: { transaction_details },
        }))
        if (expectSame({ account_aggregator_json: accounts }, indent, known, readReport)) left += 1
      }),
      { numRuns: 200 },
    )
    expect(left).toBeGreaterThan(100)
  })

  it('is the same however its bytes are cut into pieces, and is given up for the same bodies', () => {
    const known = () => new KnownLayouts(STATEMENT_KEYS)
    const lengths = fc.array(fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 20_000 })), {
      minLength: 1,
    })
    const change = fc.option(
      fc.tuple(
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.constantFrom('"', '{', '}', '[', ']', ',', '\\', ' ', 'é'),
      ),
    )
    let [left, broken] = [0, 0]
    fc.assert(
      fc.property(lists(fc.oneof(columns, typed)), space, lengths, change, (ledgers, indent, cuts, changed) => {
        // Long enough for several pieces, each of which ends anywhere.
        const accounts = ledgers.map((lines, at) => ({
          account_number: 'आधार',
          statement: { transactions: Array.from({ length: 40 * at }, (_, place) => lines[place % 7] ?? {}) },
        }))
        let text = JSON.stringify({ accounts, end: 'transactions' }, null, indent)
        if (changed !== null) {
          const at = Math.floor(changed[0] * text.length)
          text = text.slice(0, at) + changed[1] + text.slice(at + 1)
        }
        const whole = readLedgerBody(Buffer.from(text), known())
        const cut = readLedgerBody(Buffer.from(text), known(), cuts)
        expect(cut === null).toBe(whole === null)
        if (cut === null || whole === null) {
          broken += 1
          return
        }
        left += 1
        expect(parseRest(cut.body)).toEqual(JSON.parse(text))
        const seen = [cut, whole].map(({ body }) => {
          try {
            return readStatement(body as Payload)
          } catch (thrown) {
            return String(thrown)
          }
        })
        expect(seen[0]).toEqual(seen[1])
      }),
      { numRuns: 300 },
    )
    expect(Math.min(left, broken)).toBeGreaterThan(30)
  })

  it('has lines longer than a piece, as far as they are not parts of a huge one', () => {
    const toBody = (length: number) => {
      const line = { date: '05-08-2025', type: 'DR', amount: 1, narration: 'x'.repeat(length) }
      return Buffer.from(JSON.stringify({ transactions: [line, line, line] }))
    }
    const read = (length: number) => readLedgerBody(toBody(length), new KnownLayouts(STATEMENT_KEYS), [5_000, 7_001])
    expect(parseRest(read(20_000)?.body)).toEqual(JSON.parse(toBody(20_000).toString()))
    expect(read(300_000)).toBeNull()
  })

  it('takes little more memory than its bytes, however short the pieces are', () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void // what --expose-gc gives every new context
    const lines = Array.from({ length: 20_000 }, (_, at) => ({ date: '05-08-2025', type: 'DR', amount: at }))
    const bytes = Buffer.from(JSON.stringify({ transactions: lines }))
    const known = new KnownLayouts(STATEMENT_KEYS)
    for (const length of [13, 40, 1_448, 33_000]) {
      collect()
      const before = process.memoryUsage().arrayBuffers
      const left = readLedgerBody(bytes, known, [length])
      collect()
      // With the columns of numbers beside them, which double as they grow; a seam for each piece of 40 bytes would be a hundred times as much.
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * bytes.length)
      expect(left?.body).toMatchObject({ transactions: { length: 20_000 } })
    }
  })

  it('is never taken from what is no JSON', () => {
    const known = new KnownLayouts(STATEMENT_KEYS)
    const line = { txn_date: '05-08-2025', txn_type: 'Dr.', credit: 0, debit: 10.5, description: 'a', ok: true }
    const body = Buffer.from(JSON.stringify({ accounts: [{ x: 'y', transactions: [line, line, line] }, {}] }))
    let [left, broken] = [0, 0]
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(body.length - 1), fc.constantFrom(...Buffer.from('"{}[]:,\\ 0-.etnu\n\u0001é'))), {
          minLength: 1,
          maxLength: 3,
        }),
        (changes) => {
          const bytes = Buffer.from(body)
          for (const [at, code] of changes) bytes[at] = code
          const read = readLedgerBody(bytes, known)
          if (read === null) broken += 1
          else {
            left += 1
            expect(parseRest(read.body)).toEqual(JSON.parse(bytes.toString()))
          }
        },
      ),
      { numRuns: 3_000 },
    )
    expect(Math.min(left, broken)).toBeGreaterThan(50)
  })

  it.each([
    ['has its key inside a text', '{"a":"\\"transactions\\":[{}]","transactions":[]}'],
    ['has a text that ends where the key begins', '{"a":"x","transactions":[{"a":1}],"b":"y\\\\"}'],
    ['has its key twice', '{"transactions":[{"a":1}],"transactions":[{"a":2}]}'],
    ['has one ledger in another', '{"transactions":[{"transactions":[{"a":1}]}]}'],
    ['has no list under its key', '{"transactions":null,"x":{"transactions":{"a":[]}},"y":{"transactions":[]}}'],
    ['has a key that would become a prototype', '{"__proto__":{"transactions":[{"a":1}]}}'],
  ])('is found in a body that %s', (_, text) => {
    const left = readLedgerBody(Buffer.from(text), new KnownLayouts(STATEMENT_KEYS))
    expect(left).not.toBeNull()
    expect(JSON.stringify(parseRest(left?.body))).toBe(JSON.stringify(parseRest(JSON.parse(text))))
  })

  it.each([
    ['a byte order mark', '\ufeff{"transactions":[]}'],
    ['a text that swallows the key', '{"a":"x"transactions":[{}]}'],
    ['a comma behind the last line', '{"transactions":[{"a":1},]}'],
    ['a line that is cut off', '{"transactions":[{"a":1},{"a":'],
    ['a list that is cut off', '{"transactions":[{"a":1}'],
    ['a control character', '{"transactions":[{"a":"\u0001"}]}'],
    ['more accounts than there may be', `[${'{"transactions":[]},'.repeat(501)}0]`],
    ['mostly lines without a date', `{"transactions":[${'{"a":1},'.repeat(200)}0]}`],
  ])('is none in a body with %s, which is parsed whole', (_, text) => {
    expect(readLedgerBody(Buffer.from(text), new KnownLayouts(STATEMENT_KEYS))).toBeNull()
  })

  const VALUES = '0 -0 10 0.5 -1.25 1e5 1E-5 1.5e+10 true false null "x" ""'
  const NO_VALUES = '01 - 1. .5 1e +1 --1 1e+ 0x1 -01 00 1.5.5 NaN nul truee False'
  it.each(`${VALUES} ${NO_VALUES} `.split(' '))('takes %s for a value when JSON does', (value) => {
    const known = new KnownLayouts(STATEMENT_KEYS)
    const toLine = (each: string) => `{"date":"05-08-2025","type":"DR","amount":1,"other":${each}}`
    const body = `{"transactions":[${toLine('7')},${toLine(value)}]}`
    const left = readLedgerBody(Buffer.from(body), known)
    if (left === null) expect(() => JSON.parse(body)).toThrow()
    else expect(parseRest(left.body)).toEqual(JSON.parse(body))
  })

  const AMOUNTS =
    '7 0 0.5 0.05 12.30 12.345 9999999999999.99 45000000000000.37 "7" "007.5" "7." "1,5" "-7" "7"" 7" "7 07 7.5. 7.505'
  const TEXTS = '"DR" "D" "Dr." "dr" "DR DR" "DR"" "D"R" "cr" "\\u0044R" [1] {} {"a":1}'
  const DAYS =
    '"06-08-2025" "2025-08-06" "31-02-2025" "06-08-20255" "6-08-2025" "06-08-2O25" "06-08-2025 "06-08-202" "06"08-2025" "06\\08-2025" "2025-08-06T00:00:00+05:30"'
  it.each(`${VALUES} ${NO_VALUES} ${AMOUNTS} ${TEXTS} ${DAYS}`.split(' '))(
    'reads %s as any day, type or amount',
    (value) => {
      const plain = { date: '"05-08-2025"', type: '"DR"', amount: '1', debit: '2', credit: '0', balance: '5' }
      let left = 0
      for (const names of [
        ['date', 'type', 'amount', 'balance'],
        ['date', 'type', 'credit', 'debit'],
      ] as const) {
        for (const name of names) {
          const toLine = (other: string) =>
            `{${names.map((each) => `"${each}":${each === name ? other : plain[each]}`).join(',')}}`
          const lines = [toLine(plain[name]), toLine(value), toLine(plain[name]), toLine(value), toLine(plain[name])]
          const body = Buffer.from(`{"accounts":[{"account_number":"XX1","transactions":[${lines.join(',')}]}]}`)
          const read = readLedgerBody(body, new KnownLayouts(STATEMENT_KEYS))
          if (read === null) {
            expect(() => JSON.parse(body.toString())).toThrow()
            continue
          }
          left += 1
          const parsed = JSON.parse(body.toString()) as Payload
          expect(parseRest(read.body)).toEqual(parsed)
          expect(readStatement(read.body as Payload)).toEqual(readStatement(parsed))
        }
      }
      expect(left === 0 || left === 8).toBe(true)
    },
  )

  it('has the last of a key that a line has twice', () => {
    const line = '{"date":"05-08-2025","type":"DR","amount":1,"amount":2}'
    const body = `{"accounts":[{"transactions":[${line},${line}]}]}`
    const left = readLedgerBody(Buffer.from(body), new KnownLayouts(STATEMENT_KEYS))
    expect(readStatement(left?.body as Payload)).toEqual(readStatement(JSON.parse(body) as Payload))
  })

  it('keeps a few layouts of one list, and parses a list of more whole', () => {
    const names = ['balance', 'mode', 'reference', 'particulars', 'branch']
    // Which of them a line has: so many layouts, in turn.
    const toBody = (layouts: number): Buffer => {
      const lines = Array.from({ length: 400 }, (_, index) => ({
        date: '05-08-2025',
        type: 'DR',
        amount: 1 + (index % 3),
        ...Object.fromEntries(names.filter((__, at) => ((index % layouts) >> at) % 2 === 1).map((name) => [name, 'x'])),
      }))
      return Buffer.from(JSON.stringify({ transactions: lines }))
    }
    expect(readLedgerBody(toBody(4), new KnownLayouts(STATEMENT_KEYS))).not.toBeNull()
    for (const layouts of [6, 32]) expect(readLedgerBody(toBody(layouts), new KnownLayouts(STATEMENT_KEYS))).toBeNull()
  })

  it('is read without being parsed where a line moves nothing, and learns no layout twice', () => {
    const known = new KnownLayouts(STATEMENT_KEYS)
    const toLine = (debit: unknown) => ({ date: '05-08-2025', type: 'Dr.', credit: 0, debit, description: 'x' })
    const body = { accounts: [{ transactions: [toLine(5), toLine(0), toLine(-1), toLine(null), toLine('7.00')] }] }
    for (let time = 0; time < 3; time += 1) {
      const left = readLedgerBody(Buffer.from(JSON.stringify(body)), known)?.body as typeof body
      const ledger = left.accounts[0]?.transactions as unknown as LedgerText // it stands in the place of the list
      expect([0, 1, 2, 3, 4].map((place) => ledger.isReadAt(place))).toEqual([true, true, false, false, true])
      expect(readStatement(left)).toEqual(readStatement(structuredClone(body)))
    }
    expect(known.list).toHaveLength(1)
  })

  it('lets nobody come to what is not masked, and remembers no key that may be data', () => {
    const known = new KnownLayouts(STATEMENT_KEYS)
    const line = '{"date":"05-08-2025","type":"DR","amount":1,"narration":"for 2341 2341 2346"}'
    const left = readLedgerBody(Buffer.from(`{"transactions":[${line},${line}]}`), known)
    const odd = '{"date":"05-08-2025","type":"DR","amount":1,"rajesh@example":"x"}'
    readLedgerBody(Buffer.from(`{"transactions":[${odd}]}`), known)
    expect(known.list).toHaveLength(1)
    const seen = [JSON.stringify(left), inspect(left, { depth: 9, showHidden: true }), JSON.stringify({ ...left })]
    expect(seen.join()).not.toContain('2341')
    expect(left).toMatchObject({ body: { transactions: { length: 2 } } })
  })
})

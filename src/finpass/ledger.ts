/**
 * What every kind of statement shares: reading one ledger line into a transaction, masked numbers, currency.
 * Runs once per line of statements with 50,000 of them, so paths are constants and nothing is allocated in vain.
 */
import { maskNumber } from '../domain/mask.ts'
import { NO_PAISE, type Paise } from '../domain/money.ts'
import type { CalendarDate } from '../domain/date.ts'
import type { Transaction, TransactionType } from '../domain/transaction.ts'
import { Failure } from '../domain/failure.ts'
import { MOST_TRANSACTIONS } from './bound-list.ts'
import { DataIssues } from './data-issues.ts'
import { isObject } from './leaf.wire.ts'
import { LedgerText } from './ledger-text/ledger-text.ts'
import { pickRest } from './ledger-text/line-rest.ts'
import { type LineHead, type LineSource, type LineWire, ParsedLine, type RestFormat, TextLine } from './line.ts'
import { readDate, readRawText, readText } from './value.ts'

const TYPES: ReadonlyMap<string, TransactionType> = new Map([
  ['CREDIT', 'CREDIT'],
  ['CR', 'CREDIT'],
  ['C', 'CREDIT'],
  ['DEBIT', 'DEBIT'],
  ['DR', 'DEBIT'],
  ['D', 'DEBIT'],
])

/** `DEBIT`, `debit`, `Dr.` and the like; null when it is none of them. */
export function readTransactionType(value: unknown): TransactionType | null {
  if (typeof value !== 'string') return null
  return TYPES.get(value) ?? TYPES.get(value.trim().replace(/\.$/, '').toUpperCase()) ?? null
}

/** A ledger amount has no sign, its type gives the direction; that one had a sign and lost it is noted. */
export function noteSign(amount: Paise, path: string, issues: DataIssues): void {
  if (amount < NO_PAISE) issues.note(path, 'was negative; read without its sign')
}

/**
 * Reads days, each spelling once: a ledger of 50,000 lines has a few hundred days. What is no day is noted for every line.
 */
export class DayReader {
  readonly #days = new Map<unknown, CalendarDate>()

  read(value: unknown, path: string, issues: DataIssues): CalendarDate | null {
    const known = this.#days.get(value)
    if (known !== undefined) return known
    const day = readDate(value, path, issues)
    if (day !== null) this.#days.set(value, day)
    return day
  }
}

/** How the lines of one kind of statement are read. */
export interface LineFormat extends RestFormat {
  /** Null when the line cannot be shown. */
  readHead(line: LineWire, days: DayReader, issues: DataIssues): LineHead | null
}

/** True of what may stand where the lines of a ledger are. */
export function isLineList(list: unknown): list is readonly unknown[] | LedgerText {
  return Array.isArray(list) || list instanceof LedgerText
}

/**
 * Goes through a ledger, or throws `FINPASS_TOO_LARGE`: every line that can be read, in Finpass's order, numbered without holes.
 * Lines are read by hand and not by a schema, which would copy each of them first: for 50,000 lines that took as long again
 * as all the rest. What cannot be read in them is looked for when the issues are wanted.
 */
export function readLines(list: unknown, path: string, issues: DataIssues, format: LineFormat): readonly Transaction[] {
  if (isLineList(list) && list.length > MOST_TRANSACTIONS) throw new Failure('FINPASS_TOO_LARGE')
  issues.later((whole) => noteLines(list, path, whole, format))
  return list instanceof LedgerText ? readLedgerText(list, format) : readList(toList(list), format)
}

function readList(list: readonly unknown[], format: LineFormat): Transaction[] {
  const transactions: Transaction[] = []
  const [days, unheard] = [new DayReader(), new DataIssues()]
  for (const line of list) {
    const read = isObject(line) ? readParsed(line, transactions.length, days, unheard, format) : null
    if (read !== null) transactions.push(read)
  }
  return transactions
}

function readParsed(line: LineWire, index: number, days: DayReader, issues: DataIssues, format: LineFormat) {
  const head = format.readHead(line, days, issues)
  return head === null ? null : new ParsedLine(index, head, line, format)
}

/** A line whose direction is none as it is spelt may tell it otherwise, which only its format knows. */
function readLedgerText(text: LedgerText, format: LineFormat): Transaction[] {
  const transactions: Transaction[] = []
  const [days, unheard] = [new DayReader(), new DataIssues()]
  const source: LineSource = {
    text,
    types: text.types.map(readTransactionType),
    readRest: format.readRest,
  }
  for (let place = 0; place < text.length; place += 1) {
    const index = transactions.length
    if (text.isReadAt(place) && text.typeAt(place, source.types) !== null) {
      transactions.push(new TextLine(index, place, source))
      continue
    }
    const line = text.parse(place)
    const read = isObject(line) ? readParsed(line, index, days, unheard, format) : null
    if (read !== null) transactions.push(read)
  }
  return transactions
}

/** Notes whatever in the lines cannot be read, line by line. */
function noteLines(list: unknown, path: string, issues: DataIssues, format: LineFormat): void {
  if (!isLineList(list)) issues.note(path, list === null || list === undefined ? 'is missing' : 'is not a list')
  const days = new DayReader()
  let leftOut = 0
  for (const line of toList(list)) {
    const head = isObject(line) ? format.readHead(line, days, issues) : null
    if (head === null) leftOut++
    else format.readRest(pickRest(line as LineWire, format.restKeys), head.amount, issues) // only objects have a head
  }
  if (leftOut > 0) issues.note(`${path}[*]`, 'was left out: its date, type or amount cannot be read', leftOut)
}

function toList(list: unknown): readonly unknown[] {
  if (list instanceof LedgerText) return list.parseAll()
  return Array.isArray(list) ? (list as readonly unknown[]) : [] // Array.isArray alone makes it any[]
}

/** An account number with all but its last four hidden, whether or not Finpass hid them; null when there is none. */
export function toMaskedNumber(value: unknown): string | null {
  const number = readRawText(value)?.replace(/[\s-]/g, '') ?? ''
  return number === '' ? null : maskNumber(number)
}

/** As `toMaskedNumber`, where an account must have one: noted when there is none. */
export function readMaskedNumber(value: unknown, path: string, issues: DataIssues): string {
  const number = toMaskedNumber(value)
  if (number === null) issues.note(path, 'is missing')
  return number ?? 'XXXX'
}

/** Rupees, unless the account says otherwise in three letters. */
export function readCurrency(value: unknown): string {
  const code = readText(value)?.toUpperCase() ?? ''
  return /^[A-Z]{3}$/.test(code) ? code : 'INR'
}

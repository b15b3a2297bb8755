/**
 * What every kind of statement shares: reading one ledger line into a transaction, masked numbers, currency.
 * Runs once per line of statements with 50,000 of them, so paths are constants and nothing is allocated in vain.
 */
import { maskNumber } from '../domain/mask.ts'
import { NO_PAISE, type Paise, toPaise } from '../domain/money.ts'
import type { CalendarDate } from '../domain/date.ts'
import type { Transaction, TransactionType } from '../domain/transaction.ts'
import { Failure } from '../domain/failure.ts'
import { MOST_TRANSACTIONS } from './bound-list.ts'
import type { DataIssues } from './data-issues.ts'
import { isObject } from './leaf.wire.ts'
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

/** A ledger amount has no sign, its type gives the direction; one that has a sign loses it and is noted. */
export function withoutSign(amount: Paise, path: string, issues: DataIssues): Paise {
  if (amount >= NO_PAISE) return amount
  issues.note(path, 'was negative; read without its sign')
  return toPaise(-amount)
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

/**
 * Goes through a ledger, or throws `FINPASS_TOO_LARGE`: every line that `normalise` can read, in Finpass's order,
 * numbered without holes. Lines are read by hand and not by a schema, which would copy each of them first: for 50,000
 * lines that took as long again as all the rest.
 */
export function readLines(
  list: unknown,
  path: string,
  issues: DataIssues,
  normalise: (line: Readonly<Record<string, unknown>>, index: number) => Transaction | null,
): readonly Transaction[] {
  const transactions: Transaction[] = []
  if (!Array.isArray(list)) {
    issues.note(path, list === null || list === undefined ? 'is missing' : 'is not a list')
    return transactions
  }
  if (list.length > MOST_TRANSACTIONS) throw new Failure('FINPASS_TOO_LARGE')
  let leftOut = 0
  for (const line of list as readonly unknown[]) {
    // Array.isArray alone makes it any[]
    const transaction = isObject(line) ? normalise(line, transactions.length) : null
    if (transaction === null) leftOut++
    else transactions.push(transaction)
  }
  if (leftOut > 0) issues.note(`${path}[*]`, 'was left out: its date, type or amount cannot be read', leftOut)
  return transactions
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

/**
 * The lines of one or several accounts that match a filter, in an order, with exact sums over all of them. The order is
 * total and the same at every reading, which is what lets a cursor name a place in it.
 */
import type { CalendarDate } from './date.ts'
import { compareAmounts, type Ledger } from './ledger.ts'
import { createMemo } from './memo.ts'
import { type Paise, PaiseSum, subtractPaise } from './money.ts'
import { type Month, toMonth } from './period.ts'
import type { Transaction, TransactionType } from './transaction.ts'

export const TRANSACTION_ORDERS = ['DATE_DESC', 'DATE_ASC', 'AMOUNT_DESC', 'AMOUNT_ASC'] as const
export type TransactionOrder = (typeof TRANSACTION_ORDERS)[number]

/** What a line must fulfil, all of it. Both ends of a range are included. */
export interface TransactionFilter {
  readonly from: CalendarDate | null
  readonly to: CalendarDate | null
  readonly type: TransactionType | null
  /** Any of these, case ignored; null for every mode. */
  readonly modes: readonly string[] | null
  readonly minAmount: Paise | null
  readonly maxAmount: Paise | null
  /** Part of the narration, case ignored. */
  readonly text: string | null
}

/** A line together with the ledger it stands in. */
export interface StatementEntry {
  readonly ledger: Ledger
  readonly line: Transaction
}

export interface Totals {
  readonly credits: Paise
  readonly debits: Paise
  readonly net: Paise
  readonly creditCount: number
  readonly debitCount: number
}
export interface MonthTotals extends Totals {
  readonly month: Month
  /** Balance after the month's last line; null unless the statement is one whole ledger that says it. */
  readonly closingBalance: Paise | null
}

export interface Statement {
  readonly length: number
  /** Entries from place `start` up to, not including, place `end`. */
  slice(start: number, end: number): readonly StatementEntry[]
  /** How many entries stand before `entry`, which itself need not match the filter. */
  countBefore(entry: StatementEntry): number
  totals(): Totals
  /** Newest month first. */
  monthly(): readonly MonthTotals[]
}

type Compare = (a: StatementEntry, b: StatementEntry) => number

export function createStatement(
  ledgers: readonly Ledger[],
  order: TransactionOrder,
  filter: TransactionFilter | null,
): Statement {
  // Somebody who names an account twice must not see its money twice.
  const distinct = [...new Set(ledgers)].toSorted((a, b) => compareText(a.account.key, b.account.key))
  const isByDate = order.startsWith('DATE')
  // Two journeys can give accounts of one key, so ledgers are told apart by their place.
  const places = new Map(distinct.map((ledger, place) => [ledger, place]))
  const byDate: Compare = (a, b) => compareByDate(a, b, places)
  const byAmount: Compare = (a, b) => compareAmounts(a.line.amount, b.line.amount) || byDate(a, b)
  const compare = isByDate ? byDate : byAmount
  // Each ledger is in order already.
  const found = distinct.map((ledger) => toEntries(ledger, isByDate ? ledger.chronological : ledger.byAmount(), filter))
  const [only] = found
  const ascending = only !== undefined && found.length === 1 ? only : toMerged(found, compare)
  const isDescending = order.endsWith('DESC')
  const isWholeLedger = filter === null && distinct.length === 1
  let totals: Totals | null = null
  let months: readonly MonthTotals[] | null = null

  function sumByMonth(): readonly MonthTotals[] {
    return [...Map.groupBy(ascending.slice(0, ascending.length), ({ line }) => toMonth(line.date))]
      .toSorted(([a], [b]) => (a < b ? 1 : -1))
      .map(([month, entries]) => ({
        month,
        ...sum(entries.length, (at) => (entries[at] as StatementEntry).line),
        closingBalance: isWholeLedger ? findLatest(entries, byDate).line.balance : null,
      }))
  }

  return {
    length: ascending.length,
    slice(start, end) {
      if (!isDescending) return ascending.slice(start, end)
      return ascending.slice(Math.max(0, ascending.length - end), ascending.length - start).toReversed()
    },
    countBefore(entry) {
      const below = lowerBound(ascending, entry, compare)
      if (!isDescending) return below
      const isPresent = below < ascending.length && compare(ascending.at(below), entry) === 0
      return ascending.length - below - (isPresent ? 1 : 0)
    },
    // Once, under however many names a caller asks for them.
    totals: () => (totals ??= sum(ascending.length, ascending.lineAt)),
    monthly: () => (months ??= sumByMonth()),
  }
}

/** The sums of one whole ledger by month, newest month first; reckoned once, and kept as long as the ledger is. */
export const toMonthly = createMemo((ledger: Ledger) => createStatement([ledger], 'DATE_ASC', null).monthly())

function toPredicate(filter: TransactionFilter): (line: Transaction) => boolean {
  const { from, to, type, minAmount, maxAmount } = filter
  const modes = filter.modes === null ? null : new Set(filter.modes.map((mode) => mode.toUpperCase()))
  const text = filter.text === null ? null : filter.text.toLowerCase()
  return (line) =>
    (from === null || line.date >= from) &&
    (to === null || line.date <= to) &&
    (type === null || line.type === type) &&
    (minAmount === null || line.amount >= minAmount) &&
    (maxAmount === null || line.amount <= maxAmount) &&
    (modes === null || (line.mode !== null && modes.has(line.mode.toUpperCase()))) &&
    (text === null || line.narration.toLowerCase().includes(text))
}

/** Oldest first; within a day by account, and there in the bank's own order. */
function compareByDate(a: StatementEntry, b: StatementEntry, places: ReadonlyMap<Ledger, number>): number {
  if (a.line.date !== b.line.date) return compareText(a.line.date, b.line.date)
  if (a.ledger !== b.ledger) return (places.get(a.ledger) ?? -1) - (places.get(b.ledger) ?? -1)
  return a.ledger.rankOf(a.line.index) - b.ledger.rankOf(b.line.index)
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Of one month, which has a line at least. */
function findLatest(entries: readonly StatementEntry[], byDate: Compare): StatementEntry {
  return entries.reduce((latest, entry) => (byDate(latest, entry) < 0 ? entry : latest))
}

/** Entries in order. Those of one ledger are not made before they are asked for: a page shows fifty of 50,000. */
interface Entries {
  readonly length: number
  lineAt(place: number): Transaction
  at(place: number): StatementEntry
  slice(start: number, end: number): readonly StatementEntry[]
}

function toEntries(ledger: Ledger, inOrder: readonly Transaction[], filter: TransactionFilter | null): Entries {
  const lines = filter === null ? inOrder : inOrder.filter(toPredicate(filter))
  const lineAt = (place: number): Transaction => lines[place] as Transaction
  return {
    length: lines.length,
    lineAt,
    at: (place) => ({ ledger, line: lineAt(place) }),
    slice: (start, end) => lines.slice(start, end).map((line) => ({ ledger, line })),
  }
}

function toMerged(several: readonly Entries[], compare: Compare): Entries {
  const entries = several.flatMap((each) => each.slice(0, each.length)).toSorted(compare)
  const at = (place: number): StatementEntry => entries[place] as StatementEntry
  return { length: entries.length, at, lineAt: (place) => at(place).line, slice: (from, to) => entries.slice(from, to) }
}

function lowerBound(entries: Entries, entry: StatementEntry, compare: Compare): number {
  let [low, high] = [0, entries.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compare(entries.at(middle), entry) < 0) low = middle + 1
    else high = middle
  }
  return low
}

function sum(count: number, lineAt: (place: number) => Transaction): Totals {
  const [credits, debits] = [new PaiseSum(), new PaiseSum()]
  let creditCount = 0
  for (let place = 0; place < count; place += 1) {
    const line = lineAt(place)
    const isCredit = line.type === 'CREDIT'
    const sums = isCredit ? credits : debits
    const plain = line.plainAmount
    if (plain === undefined) sums.add(line.amount)
    else sums.addPlain(plain)
    if (isCredit) creditCount += 1
  }
  const [credited, debited] = [credits.total(), debits.total()]
  return {
    credits: credited,
    debits: debited,
    net: subtractPaise(credited, debited),
    creditCount,
    debitCount: count - creditCount,
  }
}

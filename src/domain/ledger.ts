/**
 * The ledger of one account, prepared for asking: chronological order, which lines repeat, and a stable key per line.
 * Prepared once per report and kept as long as the report is (`memo.ts`), because a statement can have 50,000 lines.
 */
import { hash } from 'node:crypto'
import type { BankAccount } from './bank-account.ts'
import { createMemo } from './memo.ts'
import { addPaise, type Paise, subtractPaise } from './money.ts'
import { quote } from './quote.ts'
import type { Transaction } from './transaction.ts'

export interface Ledger {
  readonly account: BankAccount
  /** Lines from oldest to newest; lines of one day stay in the bank's own order. */
  readonly chronological: readonly Transaction[]
  /** Lines from the smallest amount to the largest, equal ones from oldest to newest. */
  byAmount(): readonly Transaction[]
  /** Place of the line with this index in `chronological`. */
  rankOf(index: number): number
  /** True when an earlier line of the ledger, as Finpass sent it, is equal in every field. */
  isRepeat(line: Transaction): boolean
  /** The same line has the same key at every reading, wherever it stands; equal lines are told apart by their count. */
  keyOf(line: Transaction): string
  /** The line with this key, or null. */
  find(key: string): Transaction | null
}

/** The prepared ledger of an account. */
export const toLedger = createMemo(createLedger)

function createLedger(account: BankAccount): Ledger {
  const lines = account.transactions
  const isNewestFirst = isSentNewestFirst(lines)
  const oldestFirst = isNewestFirst ? lines.toReversed() : lines
  const isSorted = isInOrder(oldestFirst)
  const chronological = isSorted ? oldestFirst : oldestFirst.toSorted((a, b) => compareText(a.date, b.date))
  let ranks: Uint32Array | null = null
  let ascending: readonly Transaction[] | null = null
  let linesByKey: Map<string, Transaction> | null = null

  /** How many equal lines stand before this one. Looks at one day only, since a page asks for a few lines of 50,000. */
  function occurrenceOf(line: Transaction): number {
    const rank = rankOf(line.index)
    let count = 0
    for (let at = rank - 1; chronological[at]?.date === line.date; at -= 1) count += countBefore(at, line)
    for (let at = rank + 1; chronological[at]?.date === line.date; at += 1) count += countBefore(at, line)
    return count
  }
  function countBefore(at: number, line: Transaction): 0 | 1 {
    const other = chronological[at] as Transaction // its date was just seen
    return other.index < line.index && isEqual(other, line) ? 1 : 0
  }
  function rankOf(index: number): number {
    // Lines are numbered as they were sent.
    if (isSorted) return isNewestFirst ? lines.length - 1 - index : index
    return (ranks ??= toRanks(chronological))[index] as number // every line has one
  }

  return {
    account,
    chronological,
    byAmount: () => (ascending ??= chronological.toSorted((a, b) => compareAmounts(a.amount, b.amount))),
    rankOf,
    isRepeat: (line) => occurrenceOf(line) > 0,
    keyOf: (line) => toKey(toContent(line), occurrenceOf(line)),
    find(key) {
      linesByKey ??= toLinesByKey(lines)
      return linesByKey.get(key) ?? null
    },
  }
}

/** Where the line of each index stands. */
function toRanks(chronological: readonly Transaction[]): Uint32Array {
  const ranks = new Uint32Array(chronological.length)
  for (let rank = 0; rank < chronological.length; rank += 1) ranks[(chronological[rank] as Transaction).index] = rank
  return ranks
}

/** Balance before the first line: Finpass's own, else reckoned from that line; null when neither says it. */
export function toOpeningBalance({ account, chronological: [first] }: Ledger): Paise | null {
  if (account.openingBalance !== null) return account.openingBalance
  if (first === undefined || first.balance === null) return null
  return first.type === 'CREDIT' ? subtractPaise(first.balance, first.amount) : addPaise(first.balance, first.amount)
}

/** Balance after the last line: Finpass's own, else the one that line states; null when neither says it. */
export function toClosingBalance({ account, chronological }: Ledger): Paise | null {
  return account.closingBalance ?? chronological.at(-1)?.balance ?? null
}

/** Banks send statements oldest first or newest first. The order of the first and last day tells which. */
function isSentNewestFirst(lines: readonly Transaction[]): boolean {
  const [first, last] = [lines[0], lines.at(-1)]
  return first !== undefined && last !== undefined && first.date > last.date
}

function isInOrder(lines: readonly Transaction[]): boolean {
  for (let at = 1; at < lines.length; at += 1) {
    if ((lines[at - 1] as Transaction).date > (lines[at] as Transaction).date) return false
  }
  return true
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Smallest first. Amounts are bigint, so their difference is no answer to a sort. */
export function compareAmounts(a: Paise, b: Paise): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** All of them in one pass: line by line, a day of 50,000 lines would be gone through 50,000 times. */
function toLinesByKey(lines: readonly Transaction[]): Map<string, Transaction> {
  const seen = new Map<string, number>()
  return new Map(
    lines.map((line) => {
      const content = toContent(line)
      const before = seen.get(content) ?? 0
      seen.set(content, before + 1)
      return [toKey(content, before), line]
    }),
  )
}

function toKey(content: string, occurrence: number): string {
  return `${hash('sha256', content, 'base64url').slice(0, 20)}-${occurrence}`
}

/**
 * Every field but the position, so that a line keeps its key when others are inserted before it. As JSON, so that no text
 * can feign a boundary.
 */
function toContent(line: Transaction): string {
  const { date, postedAt, type, balance, mode, narration, reference, finpassTransactionId } = line
  const head = `["${date}",${postedAt ?? '""'},"${type}","${line.plainAmount ?? line.amount}","${balance ?? ''}",`
  return `${head}${toPart(mode)},${quote(narration)},${toPart(reference)},${toPart(finpassTransactionId)}]`
}

function toPart(text: string | null): string {
  return text === null ? '""' : quote(text)
}

/** True exactly when both have the same `toContent`, of two lines of one day; most differ in the first thing compared. */
function isEqual(a: Transaction, b: Transaction): boolean {
  return (
    isSameAmount(a, b) &&
    a.type === b.type &&
    a.postedAt === b.postedAt &&
    a.balance === b.balance &&
    a.narration === b.narration &&
    (a.mode ?? '') === (b.mode ?? '') &&
    (a.reference ?? '') === (b.reference ?? '') &&
    (a.finpassTransactionId ?? '') === (b.finpassTransactionId ?? '')
  )
}

/** By numbers where both have them: a bigint of a line may be made for this alone. */
function isSameAmount(a: Transaction, b: Transaction): boolean {
  const [one, other] = [a.plainAmount, b.plainAmount]
  return one === undefined || other === undefined ? a.amount === b.amount : one === other
}

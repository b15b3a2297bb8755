/**
 * The ledger of one account, prepared for asking: chronological order, which lines repeat, and a stable key per line.
 * Prepared once per report and kept as long as the report is (a weak map), because a statement can have 50,000 lines.
 */
import { hash } from 'node:crypto'
import type { BankAccount } from './bank-account.ts'
import type { Transaction } from './transaction.ts'

export interface Ledger {
  readonly account: BankAccount
  /** Lines from oldest to newest; lines of one day stay in the bank's own order. */
  readonly chronological: readonly Transaction[]
  /** Place of the line with this index in `chronological`. */
  rankOf(index: number): number
  /** True when an earlier line of the ledger, as Finpass sent it, is equal in every field. */
  isRepeat(line: Transaction): boolean
  /** The same line has the same key at every reading, wherever it stands; equal lines are told apart by their count. */
  keyOf(line: Transaction): string
  /** The line with this key, or null. */
  find(key: string): Transaction | null
}

const LEDGERS = new WeakMap<BankAccount, Ledger>()

/** The prepared ledger of an account. */
export function toLedger(account: BankAccount): Ledger {
  const known = LEDGERS.get(account)
  if (known !== undefined) return known
  const ledger = createLedger(account)
  LEDGERS.set(account, ledger)
  return ledger
}

function createLedger(account: BankAccount): Ledger {
  const lines = account.transactions
  const chronological = toChronological(lines)
  const ranks = new Uint32Array(lines.length)
  for (let rank = 0; rank < chronological.length; rank += 1) ranks[(chronological[rank] as Transaction).index] = rank
  let occurrences: Uint32Array | null = null
  let linesByKey: Map<string, Transaction> | null = null

  /** How many equal lines stand before this one. */
  function occurrenceOf(line: Transaction): number {
    occurrences ??= countOccurrences(lines)
    return occurrences[line.index] as number
  }
  function keyOf(line: Transaction): string {
    return `${hash('sha256', toContent(line), 'base64url').slice(0, 20)}-${occurrenceOf(line)}`
  }

  return {
    account,
    chronological,
    rankOf: (index) => ranks[index] as number,
    isRepeat: (line) => occurrenceOf(line) > 0,
    keyOf,
    find(key) {
      linesByKey ??= new Map(lines.map((line) => [keyOf(line), line]))
      return linesByKey.get(key) ?? null
    },
  }
}

/** Banks send statements oldest first or newest first. The order of the first and last day tells which. */
function toChronological(lines: readonly Transaction[]): readonly Transaction[] {
  const [first, last] = [lines[0], lines.at(-1)]
  const isNewestFirst = first !== undefined && last !== undefined && first.date > last.date
  const oldestFirst = isNewestFirst ? lines.toReversed() : lines
  return isInOrder(oldestFirst) ? oldestFirst : oldestFirst.toSorted((a, b) => compareText(a.date, b.date))
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

function countOccurrences(lines: readonly Transaction[]): Uint32Array {
  const seen = new Map<string, number>()
  return Uint32Array.from(lines, (line) => {
    const content = toContent(line)
    const before = seen.get(content) ?? 0
    seen.set(content, before + 1)
    return before
  })
}

/** Every field but the position, so that a line keeps its key when others are inserted before it. */
function toContent(line: Transaction): string {
  return [
    line.date,
    line.postedAt ?? '',
    line.type,
    line.amount,
    line.balance ?? '',
    line.mode ?? '',
    line.narration,
    line.reference ?? '',
    line.finpassTransactionId ?? '',
  ].join('\u0000')
}

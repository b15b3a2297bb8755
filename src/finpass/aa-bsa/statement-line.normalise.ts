/**
 * Ledger lines of a statement: one amount with a type in the documented dialect, a credit and a debit column in the observed.
 * A line without date, type or amount cannot be shown; it is left out and counted.
 */
import { NO_PAISE, type Paise } from '../../domain/money.ts'
import type { Transaction, TransactionType } from '../../domain/transaction.ts'
import type { DataIssues } from '../data-issues.ts'
import { type DayReader, type LineFormat, noteSign, readLines, readTransactionType } from '../ledger.ts'
import type { LineKeys, RestKeys } from '../ledger-text/line-layout.ts'
import type { RestWire } from '../ledger-text/line-rest.ts'
import type { LineHead, LineRest } from '../line.ts'
import { readInstant, readMoney, readReferenceAt, readTextAt } from '../value.ts'
import type { AaBsaStatementLineWire } from './aa-bsa-statement.wire.ts'

const AT_LIST = 'accounts[*].transactions'
const AT = `${AT_LIST}[*]`
const AT_AMOUNT = `${AT}.amount`
const AT_CREDIT = `${AT}.credit`
const AT_DEBIT = `${AT}.debit`
const AT_BALANCE = `${AT}.balance`
const AT_DATE = `${AT}.date`
const AT_TYPE = `${AT}.type`
const AT_MODE = `${AT}.mode`
const AT_NARRATION = `${AT}.description`
const AT_REFERENCE = `${AT}.reference`
const AT_ID = `${AT}.transaction_id`
const AT_TIMESTAMP = `${AT}.transaction_timestamp`

/** Every line that can be shown, in Finpass's order, at the position it has there. */
export function normaliseLines(list: unknown, issues: DataIssues): readonly Transaction[] {
  return readLines(list, AT_LIST, issues, FORMAT)
}

const REST_KEYS: RestKeys = {
  posted: ['transaction_timestamp', 'date', 'txn_date'],
  balance: ['balance', 'closing_balance', 'transaction_balance', 'transactional_balance'],
  mode: ['mode'],
  narration: ['description', 'narration', 'particulars'],
  reference: ['reference', 'reference_no', 'reference_number'],
  id: ['transaction_id'],
}

const FORMAT: LineFormat = { readHead, readRest, restKeys: REST_KEYS }

/** What `readHead` goes by, for whoever finds it in the text. */
export const STATEMENT_KEYS: LineKeys = {
  list: 'transactions',
  date: ['value_date', 'date', 'txn_date', 'transaction_date', 'transaction_timestamp'],
  type: ['type', 'txn_type', 'transaction_type'],
  amount: 'amount',
  columns: { credit: 'credit', debit: 'debit' },
  rest: REST_KEYS,
}

function readHead(wire: AaBsaStatementLineWire, days: DayReader, issues: DataIssues): LineHead | null {
  const date =
    days.read(wire.value_date, AT_DATE, issues) ??
    days.read(wire.date ?? wire.txn_date ?? wire.transaction_date ?? wire.transaction_timestamp, AT_DATE, issues)
  const moved = readMovement(wire, issues)
  return date === null || moved === null ? null : { date, type: moved.type, amount: moved.amount }
}

function readRest(rest: RestWire, amount: Paise, issues: DataIssues): LineRest {
  const { posted, balance, mode, narration, reference, id } = rest
  // A day is no moment: only a full timestamp says when a line was posted.
  const postedAt = typeof posted === 'string' && posted.length > 10 ? readInstant(posted, AT_TIMESTAMP, issues) : null
  noteSign(amount, AT_AMOUNT, issues)
  return {
    postedAt,
    balance: readMoney(balance, AT_BALANCE, issues),
    mode: readTextAt(mode, AT_MODE, issues),
    narration: readTextAt(narration, AT_NARRATION, issues) ?? '',
    reference: readReferenceAt(reference, narration, AT_REFERENCE, issues),
    finpassTransactionId: readTextAt(id, AT_ID, issues),
  }
}

function readMovement(wire: AaBsaStatementLineWire, issues: DataIssues): Pick<Transaction, 'type' | 'amount'> | null {
  const named = readTransactionType(wire.type ?? wire.txn_type ?? wire.transaction_type)
  const amount = readMoney(wire.amount, AT_AMOUNT, issues)
  if (amount !== null) {
    const type = named ?? (amount < NO_PAISE ? 'DEBIT' : null)
    return type === null ? null : { type, amount }
  }
  const credit = readMoney(wire.credit, AT_CREDIT, issues)
  const debit = readMoney(wire.debit, AT_DEBIT, issues)
  const filled = onlyFilled(credit, debit)
  if (filled !== null && named !== null && filled !== named)
    issues.note(AT_TYPE, 'contradicts the column of the amount, which was taken')
  const type = filled ?? named
  const column = type === 'CREDIT' ? credit : debit
  return type === null || column === null ? null : { type, amount: column }
}

/** The column that has an amount, when one has and the other has none. */
function onlyFilled(credit: bigint | null, debit: bigint | null): TransactionType | null {
  const isCredited = credit !== null && credit !== 0n
  const isDebited = debit !== null && debit !== 0n
  return isCredited === isDebited ? null : isCredited ? 'CREDIT' : 'DEBIT'
}

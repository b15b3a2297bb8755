/** One ledger line, what lists of lines can be narrowed by, and what they add up to. */
import { toLedger } from '../domain/ledger.ts'
import type { MonthTotals, Totals, TransactionOrder } from '../domain/statement.ts'
import type { TransactionType } from '../domain/transaction.ts'
import { builder } from './builder.ts'
import { BankAccountRef } from './entity.ts'
import { NodeRef } from './node.ts'
import { type TransactionNode, toTransactionId } from './transaction-node.ts'

export const TransactionTypeRef = builder.enumType('TransactionType', {
  description: 'Direction of a ledger line.',
  values: {
    CREDIT: { description: 'Money in.' },
    DEBIT: { description: 'Money out.' },
  } satisfies Record<TransactionType, { description: string }>,
})

const TransactionOrderRef = builder.enumType('TransactionOrder', {
  description: "Order of ledger lines. Lines of one day stay in the bank's own order.",
  values: {
    DATE_DESC: { description: 'Newest first.' },
    DATE_ASC: { description: 'Oldest first.' },
    AMOUNT_DESC: { description: 'Largest amount first, whatever the direction.' },
    AMOUNT_ASC: { description: 'Smallest amount first, whatever the direction.' },
  } satisfies Record<TransactionOrder, { description: string }>,
})

const TransactionFilterRef = builder.inputType('TransactionFilter', {
  description: 'What a ledger line must fulfil, all of it. What is left out does not matter.',
  fields: (t) => ({
    accountIds: t.idList({ description: 'Stands in one of these BankAccounts.' }),
    from: t.field({ type: 'Date', description: 'On this day or later.' }),
    to: t.field({ type: 'Date', description: 'On this day or earlier.' }),
    type: t.field({ type: TransactionTypeRef, description: 'In this direction.' }),
    modes: t.stringList({ description: 'By one of these modes, like UPI or NEFT; case does not matter.' }),
    minAmount: t.field({ type: 'Money', description: 'Of at least this amount.' }),
    maxAmount: t.field({ type: 'Money', description: 'Of at most this amount.' }),
    text: t.string({ description: 'The narration contains this; case does not matter.' }),
  }),
})

/** The arguments of every field that gives ledger lines. */
export const transactionArguments = builder.args((t) => ({
  first: t.int({ description: 'Page size going forward, 1 to 200; 50 when neither first nor last is given.' }),
  after: t.string({ description: 'Only what comes after this cursor.' }),
  last: t.int({ description: 'Page size going backward, 1 to 200.' }),
  before: t.string({ description: 'Only what comes before this cursor.' }),
  where: t.field({ type: TransactionFilterRef, description: 'Only lines that fulfil this.' }),
  orderBy: t.field({ type: TransactionOrderRef, description: 'Newest first when left out.' }),
}))

export const TransactionRef = builder.objectRef<TransactionNode>('Transaction')
TransactionRef.implement({
  description: 'One line of a bank ledger.',
  interfaces: [NodeRef],
  fields: (t) => ({
    id: t.id({
      description:
        'Opaque and stable: the same line has the same id at every reading, also when Finpass repeats its own id.',
      resolve: toTransactionId,
    }),
    account: t.field({
      type: BankAccountRef,
      description: 'The account it stands in.',
      resolve: ({ node }) => node,
    }),
    date: t.field({
      type: 'Date',
      description: 'Value date, an Indian calendar day.',
      resolve: ({ line }) => line.date,
    }),
    postedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the bank posted it; null when Finpass does not say.',
      resolve: ({ line }) => line.postedAt,
    }),
    type: t.field({ type: TransactionTypeRef, description: 'Direction.', resolve: ({ line }) => line.type }),
    amount: t.field({
      type: 'Money',
      description: 'Never negative: type gives the direction.',
      resolve: ({ line }) => line.amount,
    }),
    balance: t.field({
      type: 'Money',
      nullable: true,
      description: 'Balance after this line, as the bank gives it; null when it does not.',
      resolve: ({ line }) => line.balance,
    }),
    mode: t.string({
      nullable: true,
      description: 'For example UPI, NEFT, IMPS; an open set.',
      resolve: ({ line }) => line.mode,
    }),
    narration: t.string({
      description: "The bank's text; Aadhaar numbers in it are masked. Empty when the bank gives none.",
      resolve: ({ line }) => line.narration,
    }),
    reference: t.string({
      nullable: true,
      description: "The bank's reference; null when there is none.",
      resolve: ({ line }) => line.reference,
    }),
    finpassTransactionId: t.string({
      nullable: true,
      description: "Finpass's id of the line. Not unique: never use it as a key.",
      resolve: ({ line }) => line.finpassTransactionId,
    }),
    isRepeat: t.boolean({
      description:
        'True when an earlier line is equal in every field: a true duplicate or two equal payments. Counted in all sums.',
      resolve: ({ node, line }) => toLedger(node.account).isRepeat(line),
    }),
  }),
})

export const TransactionTotalsRef = builder.objectRef<Totals>('TransactionTotals')
TransactionTotalsRef.implement({
  description: 'Exact sums over every line that matches, on all pages.',
  fields: (t) => ({
    credits: t.expose('credits', { type: 'Money', description: 'Money in.' }),
    debits: t.expose('debits', { type: 'Money', description: 'Money out.' }),
    net: t.expose('net', { type: 'Money', description: 'Credits less debits.' }),
    creditCount: t.exposeInt('creditCount', { description: 'How many lines are credits.' }),
    debitCount: t.exposeInt('debitCount', { description: 'How many lines are debits.' }),
  }),
})

export const MonthlySummaryRef = builder.objectRef<MonthTotals>('MonthlySummary')
MonthlySummaryRef.implement({
  description: 'Exact sums over the matching lines of one calendar month.',
  fields: (t) => ({
    month: t.exposeString('month', { description: 'Like "2025-07".' }),
    credits: t.expose('credits', { type: 'Money', description: 'Money in.' }),
    debits: t.expose('debits', { type: 'Money', description: 'Money out.' }),
    net: t.expose('net', { type: 'Money', description: 'Credits less debits.' }),
    creditCount: t.exposeInt('creditCount', { description: 'How many lines are credits.' }),
    debitCount: t.exposeInt('debitCount', { description: 'How many lines are debits.' }),
    closingBalance: t.expose('closingBalance', {
      type: 'Money',
      nullable: true,
      description:
        "Balance after the month's last line. Null when lines are filtered, of several accounts, or carry no balance.",
    }),
  }),
})

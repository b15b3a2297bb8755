/** Bank accounts and their lines for tests: made up, complete, and only as different as the test says. */
import type { BankAccount } from '../../src/domain/bank-account.ts'
import type { CalendarDate } from '../../src/domain/date.ts'
import { toPaise } from '../../src/domain/money.ts'
import type { Transaction } from '../../src/domain/transaction.ts'

/** A line as a test writes it: amounts in paise as numbers, the index given by its place. */
export interface LineDraft {
  readonly date: string
  readonly type?: Transaction['type']
  readonly amount?: number
  /** Whether the line has its amount as a number, too. @default false */
  readonly isPlain?: boolean
  readonly balance?: number | null
  readonly mode?: string | null
  readonly narration?: string
  readonly reference?: string | null
}

export function transaction(draft: LineDraft, index: number): Transaction {
  const { date, type = 'CREDIT', amount = 100, balance = null, mode = 'UPI', narration = 'UPI/CR/SHOP' } = draft
  return {
    index,
    date: date as CalendarDate, // tests write real days
    postedAt: null,
    type,
    amount: toPaise(BigInt(amount)),
    plainAmount: draft.isPlain === true ? amount : undefined,
    balance: balance === null ? null : toPaise(BigInt(balance)),
    mode,
    narration,
    reference: draft.reference ?? null,
    finpassTransactionId: null,
  }
}

/** An account with these lines, in this order as Finpass sent them. */
export function bankAccount(lines: readonly LineDraft[], parts: Partial<BankAccount> = {}): BankAccount {
  return {
    key: 'account-1',
    source: 'AA_BSA',
    index: 0,
    analysisHandle: null,
    bankName: 'Example Bank',
    maskedNumber: 'XXXXXX1234',
    ifsc: null,
    accountType: 'SAVINGS',
    status: 'ACTIVE',
    currency: 'INR',
    holder: null,
    branch: null,
    micrCode: null,
    facility: null,
    openedOn: null,
    openingBalance: null,
    closingBalance: null,
    currentBalance: null,
    balanceAsOf: null,
    overdraftLimit: null,
    drawingLimit: null,
    periodStart: null,
    periodEnd: null,
    transactions: lines.map(transaction),
    ...parts,
  }
}

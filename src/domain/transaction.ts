/** One line of a bank ledger. */
import type { CalendarDate, Instant } from './date.ts'
import type { Paise } from './money.ts'

export const TRANSACTION_TYPES = ['CREDIT', 'DEBIT'] as const
export type TransactionType = (typeof TRANSACTION_TYPES)[number]

export interface Transaction {
  /** Position in the account's ledger as Finpass sent it, from 0. */
  readonly index: number
  /** Value date, Indian calendar day. */
  readonly date: CalendarDate
  readonly postedAt: Instant | null
  readonly type: TransactionType
  /** Never negative; `type` gives the direction. */
  readonly amount: Paise
  /** The same as a number, of a line that has it at hand: sums of long ledgers are reckoned with it. At most `MOST_PLAIN_PAISE`. */
  readonly plainAmount?: number | undefined
  /** Balance after this line. */
  readonly balance: Paise | null
  readonly mode: string | null
  /** Aadhaar numbers in it are masked at the parse boundary. */
  readonly narration: string
  readonly reference: string | null
  /** Finpass repeats these: shown, never used as a key. */
  readonly finpassTransactionId: string | null
}

/**
 * Finpass's analysis of bank statements. The two dialects differ in substance: the documented one speaks of income,
 * obligations and flags over all accounts, the observed one of a health score per account. What a dialect lacks is null.
 */
import type { CalendarDate } from './date.ts'
import type { Paise } from './money.ts'
import type { Month, Period } from './period.ts'

export interface BsaAnalysis {
  readonly period: Period | null
  readonly summary: BsaSummary | null
  readonly income: BsaIncome | null
  readonly obligations: BsaObligations | null
  /** Newest first. */
  readonly cashFlow: readonly MonthlyCashFlow[]
  readonly flags: BsaFlags | null
  readonly accounts: readonly BankAccountAnalysis[]
  /** False when accounts that Finpass announced are not among them, or one came without its analysis: nothing of all may be derived. */
  readonly isComplete: boolean
}

export interface BsaSummary {
  readonly totalCredits: Paise | null
  readonly totalDebits: Paise | null
  readonly averageMonthlyBalance: Paise | null
  readonly minimumMonthlyBalance: Paise | null
}

export interface BsaIncome {
  readonly averageMonthly: Paise | null
  /** 0 to 100, higher is better. */
  readonly stabilityScore: number | null
  readonly salaryCredits: readonly SalaryCredit[]
}

export interface SalaryCredit {
  readonly month: Month
  readonly amount: Paise
  readonly source: string | null
}

export interface BsaObligations {
  readonly emiPerMonth: Paise | null
  /** Fixed obligations to income, a fraction: 0.326 is 32.6 percent. */
  readonly foir: number | null
  readonly emiAccounts: readonly EmiAccount[]
}

export interface EmiAccount {
  readonly lender: string
  readonly amount: Paise
  readonly mode: string | null
}

export interface MonthlyCashFlow {
  readonly month: Month
  readonly credits: Paise
  readonly debits: Paise
  readonly net: Paise
}

export interface BsaFlags {
  readonly salaryBounce: boolean | null
  readonly emiBounce: boolean | null
  readonly highCashWithdrawal: boolean | null
  readonly inwardChequeReturn: boolean | null
  readonly endOfMonthStress: boolean | null
}

export interface BankAccountAnalysis {
  /**
   * Finpass's own number of the account; null when it sends none: a place in its list is none. Matched to an account by
   * this and the handle, never by the masked number, which differs between Finpass's endpoints.
   */
  readonly index: number | null
  /** A handle: never shown. */
  readonly analysisHandle: string | null
  readonly bankName: string | null
  readonly maskedNumber: string | null
  readonly entityType: string | null
  readonly healthScore: HealthScore | null
  readonly flagged: FlaggedTransactions | null
  readonly suspicious: SuspiciousTransactions | null
  readonly card: StatementCard | null
  /** Sections this gateway does not know yet, as Finpass sent them; null when there are none. */
  readonly otherSections: Readonly<Record<string, unknown>> | null
}

export interface HealthScore {
  /** 0 to 100. */
  readonly score: number
  readonly rating: string | null
  readonly description: string | null
  readonly totalPenalties: number | null
  readonly penalties: readonly HealthPenalty[]
  readonly thresholds: readonly HealthThreshold[]
}

export interface HealthPenalty {
  readonly kind: string
  readonly count: number
  readonly weight: number | null
  readonly penalty: number
}

/** Finpass prints the bound as text, e.g. `>= 90`. */
export interface HealthThreshold {
  readonly rating: string
  readonly bound: string
}

/** Counts, and the rows behind them as Finpass sent them: their shape is not documented. */
export interface FlaggedTransactions {
  readonly total: number | null
  readonly bounceCount: number | null
  readonly negativeBalanceCount: number | null
  readonly reconciliationCount: number | null
  readonly dateMismatchCount: number | null
  readonly bounces: readonly unknown[]
  readonly negativeBalances: readonly unknown[]
  readonly reconciliationIssues: readonly unknown[]
  readonly dateMismatches: readonly unknown[]
  readonly chequeReturns: Readonly<Record<string, unknown>> | null
}

export interface SuspiciousTransactions {
  readonly total: number | null
  readonly creditCount: number | null
  readonly debitCount: number | null
  readonly credits: readonly unknown[]
  readonly debits: readonly unknown[]
  readonly monthwise: Readonly<Record<string, unknown>> | null
}

export interface StatementCard {
  readonly customerName: string | null
  readonly maskedNumber: string | null
  readonly bankName: string | null
  readonly ifsc: string | null
  readonly accountType: string | null
  readonly periodStart: CalendarDate | null
  readonly periodEnd: CalendarDate | null
  readonly days: number | null
  readonly months: number | null
  readonly openingBalance: Paise | null
  readonly closingBalance: Paise | null
  readonly averageBalance: Paise | null
  readonly maximumBalance: Paise | null
  readonly minimumBalance: Paise | null
  /** Need not equal credits plus debits: Finpass's own example has 237 against 34 + 202. */
  readonly transactionCount: number | null
  readonly creditCount: number | null
  readonly debitCount: number | null
  readonly totalCredits: Paise | null
  readonly totalDebits: Paise | null
  readonly netFlow: Paise | null
  /** General and special modes overlap (`debit_upi`, `debit_upi_p2m`): never added up. */
  readonly modes: readonly ModeTotals[]
}

export interface ModeTotals {
  readonly mode: string
  readonly count: number
  readonly credits: Paise
  readonly debits: Paise
}

/** The summary card of one statement. Shown as sent: its counts need not add up, and its IFSC may be none. */
import type { ModeTotals, StatementCard } from '../../domain/bsa-analysis.ts'
import { NO_PAISE } from '../../domain/money.ts'
import { toBankName } from '../bank-name.ts'
import type { DataIssues } from '../data-issues.ts'
import { toMaskedNumber } from '../ledger.ts'
import { maskAadhaarInText } from '../mask-aadhaar-in.ts'
import { readCount, readDate, readMoney, readText } from '../value.ts'
import type { SummaryCardWire } from './aa-bsa-analysis.wire.ts'

const AT = 'accounts[*].analysis_json.summary_card'

/** The card; null when there is none. */
export function normaliseStatementCard(
  wire: SummaryCardWire | null | undefined,
  issues: DataIssues,
): StatementCard | null {
  if (!wire) return null
  const { statement_period: period, balance_summary: balances, transaction_summary: totals } = wire
  const balance = (value: unknown, name: string) => readMoney(value, `${AT}.balance_summary.${name}`, issues)
  const total = (value: unknown, name: string) => readMoney(value, `${AT}.transaction_summary.${name}`, issues)
  const count = (value: unknown, name: string) => readCount(value, `${AT}.${name}`, issues)
  return {
    customerName: readText(wire.customer_name),
    maskedNumber: toMaskedNumber(wire.account_number),
    bankName: toBankName(readText(wire.bank_name)),
    ifsc: readText(wire.ifsc_code),
    accountType: readText(wire.account_type),
    periodStart: readDate(period?.start_date, `${AT}.statement_period.start_date`, issues),
    periodEnd: readDate(period?.end_date, `${AT}.statement_period.end_date`, issues),
    days: count(period?.days, 'statement_period.days'),
    months: count(period?.months, 'statement_period.months'),
    openingBalance: balance(balances?.opening_balance, 'opening_balance'),
    closingBalance: balance(balances?.closing_balance, 'closing_balance'),
    averageBalance: balance(balances?.average_balance, 'average_balance'),
    maximumBalance: balance(balances?.max_balance, 'max_balance'),
    minimumBalance: balance(balances?.min_balance, 'min_balance'),
    transactionCount: count(totals?.total_transactions, 'transaction_summary.total_transactions'),
    creditCount: count(totals?.credit_count, 'transaction_summary.credit_count'),
    debitCount: count(totals?.debit_count, 'transaction_summary.debit_count'),
    totalCredits: total(totals?.total_credits, 'total_credits'),
    totalDebits: total(totals?.total_debits, 'total_debits'),
    netFlow: total(totals?.net_flow, 'net_flow'),
    modes: readModes(wire.mode_breakdown, issues),
  }
}

/** In Finpass's order. A mode's missing side is zero: `debit_upi` has no credits by its nature. */
function readModes(wire: SummaryCardWire['mode_breakdown'], issues: DataIssues): ModeTotals[] {
  const at = `${AT}.mode_breakdown.*`
  const modes: ModeTotals[] = []
  for (const [mode, entry] of Object.entries(wire ?? {})) {
    if (entry === undefined) continue
    const count = readCount(entry?.count, `${at}.count`, issues)
    const credits = readMoney(entry?.total_credit, `${at}.total_credit`, issues)
    const debits = readMoney(entry?.total_debit, `${at}.total_debit`, issues)
    if (count === null || (credits === null && debits === null))
      issues.note(at, 'was left out: it has no count or no totals')
    else modes.push({ mode: maskAadhaarInText(mode), count, credits: credits ?? NO_PAISE, debits: debits ?? NO_PAISE })
  }
  return modes
}

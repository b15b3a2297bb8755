/** The sections of the documented analysis. Its figures need not agree with each other, so nothing is recomputed or rejected. */
import type { BsaAnalysis, EmiAccount, MonthlyCashFlow, SalaryCredit } from '../../domain/bsa-analysis.ts'
import { subtractPaise } from '../../domain/money.ts'
import { type Month, parseMonth } from '../../domain/period.ts'
import type { DataIssues } from '../data-issues.ts'
import { readDate, readFlag, readMoney, readNumber, readScore, readText } from '../value.ts'
import type { DocumentedAaBsaAnalysisWire } from './aa-bsa-analysis.wire.ts'

type Wire = DocumentedAaBsaAnalysisWire

/** All but the accounts; a section that is missing is null, or the empty list. */
export function normaliseSections(wire: Wire, issues: DataIssues): Omit<BsaAnalysis, 'accounts' | 'isComplete'> {
  const { analysis_period: period, summary, flags } = wire
  const flag = (value: unknown, name: string) => readFlag(value, `flags.${name}`, issues)
  const total = (value: unknown, name: string) => readMoney(value, `summary.${name}`, issues)
  return {
    period: period
      ? {
          from: readDate(period.from, 'analysis_period.from', issues),
          to: readDate(period.to, 'analysis_period.to', issues),
        }
      : null,
    summary: summary
      ? {
          totalCredits: total(summary.total_credits, 'total_credits'),
          totalDebits: total(summary.total_debits, 'total_debits'),
          averageMonthlyBalance: total(summary.average_monthly_balance, 'average_monthly_balance'),
          minimumMonthlyBalance: total(summary.minimum_monthly_balance, 'minimum_monthly_balance'),
        }
      : null,
    income: readIncome(wire.income, issues),
    obligations: readObligations(wire.obligations, issues),
    cashFlow: readCashFlow(wire.cash_flow, issues),
    flags: flags
      ? {
          salaryBounce: flag(flags.salary_bounce, 'salary_bounce'),
          emiBounce: flag(flags.emi_bounce, 'emi_bounce'),
          highCashWithdrawal: flag(flags.high_cash_withdrawal, 'high_cash_withdrawal'),
          inwardChequeReturn: flag(flags.inward_cheque_return, 'inward_cheque_return'),
          endOfMonthStress: flag(flags.end_of_month_stress, 'end_of_month_stress'),
        }
      : null,
  }
}

function readIncome(wire: Wire['income'], issues: DataIssues): BsaAnalysis['income'] {
  if (!wire) return null
  const at = 'income.identified_salary_credits[*]'
  const salaryCredits: SalaryCredit[] = []
  for (const credit of wire.identified_salary_credits ?? []) {
    if (credit === undefined) continue
    const month = readMonth(credit?.month)
    const amount = readMoney(credit?.amount, `${at}.amount`, issues)
    if (month === null || amount === null) issues.note(at, 'was left out: its month or amount cannot be read')
    else salaryCredits.push({ month, amount, source: readText(credit?.source) })
  }
  return {
    averageMonthly: readMoney(wire.average_monthly_income, 'income.average_monthly_income', issues),
    stabilityScore: readScore(wire.income_stability_score, 'income.income_stability_score', issues),
    salaryCredits,
  }
}

function readObligations(wire: Wire['obligations'], issues: DataIssues): BsaAnalysis['obligations'] {
  if (!wire) return null
  const at = 'obligations.emi_accounts[*]'
  const emiAccounts: EmiAccount[] = []
  for (const account of wire.emi_accounts ?? []) {
    if (account === undefined) continue
    const lender = readText(account?.lender)
    const amount = readMoney(account?.amount, `${at}.amount`, issues)
    if (lender === null || amount === null) issues.note(at, 'was left out: its lender or amount cannot be read')
    else emiAccounts.push({ lender, amount, mode: readText(account?.mode) })
  }
  return {
    emiPerMonth: readMoney(wire.total_emi_per_month, 'obligations.total_emi_per_month', issues),
    foir: readNumber(wire.fixed_obligations_ratio, 'obligations.fixed_obligations_ratio', issues),
    emiAccounts,
  }
}

function readCashFlow(wire: Wire['cash_flow'], issues: DataIssues): MonthlyCashFlow[] {
  const at = 'cash_flow.monthly_trend[*]'
  const months: MonthlyCashFlow[] = []
  for (const entry of wire?.monthly_trend ?? []) {
    if (entry === undefined) continue
    const month = readMonth(entry?.month)
    const credits = readMoney(entry?.total_credits, `${at}.total_credits`, issues)
    const debits = readMoney(entry?.total_debits, `${at}.total_debits`, issues)
    if (month === null || credits === null || debits === null) {
      issues.note(at, 'was left out: its month, credits or debits cannot be read')
      continue
    }
    const net = readMoney(entry?.net, `${at}.net`, issues) ?? subtractPaise(credits, debits)
    months.push({ month, credits, debits, net })
  }
  // Newest first is how it is documented, and what our own type promises.
  return months.sort((one, other) => (one.month < other.month ? 1 : one.month > other.month ? -1 : 0))
}

function readMonth(value: unknown): Month | null {
  return parseMonth(readText(value) ?? '')
}

/** The documented AA-BSA analysis, drawn from the same ledgers as everything else. The observed one is another model. */
import type { Handle } from './handle.ts'
import { createKeeper } from './keeper.ts'
import { type BankLedger, credits, debits, type LedgerLine, ledgersOf, sumOf, toRupees } from './ledger.ts'
import { monthsBetween } from './ledger-draft.ts'
import type { Persona } from './persona.ts'

const keepAnalysis = createKeeper<Record<string, unknown>>(64)

/** The documented analysis: income, obligations, cash flow and flags over all analysed accounts together. */
export function documentedAnalysis(handle: Handle, persona: Persona): Record<string, unknown> {
  return { client_id: handle.text, ...keepAnalysis(persona.key, () => analysisOf(persona)) }
}

function analysisOf(persona: Persona): Record<string, unknown> {
  const ledgers = ledgersOf(persona).filter(({ plan }) => plan.fails !== true)
  const lines = ledgers.flatMap((ledger) => ledger.lines)
  const months = [...monthsBetween(persona.from, ledgers[0]?.to ?? persona.from)].reverse()
  const monthEnds = months.map((month) => sum(ledgers.map((ledger) => balanceAtEndOf(ledger, month))))
  const salaries = lines.filter(({ tag }) => tag === 'salary').toReversed()
  const monthlyIncome = salaries.length === 0 ? 0 : Math.round(sumOf(salaries) / salaries.length)
  const emiPaise = sum(persona.emis.map(({ rupees }) => rupees * 100))
  const hasBounce = lines.some(({ tag }) => tag === 'bounce')
  const cashPaise = sumOf(lines.filter(({ tag }) => tag === 'cash'))
  return {
    analysis_period: { from: persona.from, to: ledgers[0]?.to ?? persona.from },
    summary: {
      total_credits: toRupees(sumOf(credits(lines))),
      total_debits: toRupees(sumOf(debits(lines))),
      average_monthly_balance: toRupees(Math.round(sum(monthEnds) / monthEnds.length)),
      minimum_monthly_balance: toRupees(Math.min(...monthEnds)),
    },
    income: {
      average_monthly_income: toRupees(monthlyIncome),
      income_stability_score: stabilityOf(months, lines, salaries.length),
      identified_salary_credits: salaries.map((line) => ({
        month: line.date.slice(0, 7),
        amount: toRupees(line.paise),
        source: line.party,
      })),
    },
    obligations: {
      total_emi_per_month: toRupees(emiPaise),
      fixed_obligations_ratio: monthlyIncome === 0 ? 0 : Math.round((emiPaise * 1000) / monthlyIncome) / 1000,
      emi_accounts: persona.emis.map(({ lender, rupees }) => ({ lender, amount: rupees, mode: 'NACH' })),
    },
    cash_flow: {
      monthly_trend: months.map((month) => {
        const inMonth = lines.filter(({ date }) => date.startsWith(month))
        const inPaise = sumOf(credits(inMonth))
        const outPaise = sumOf(debits(inMonth))
        return {
          month,
          total_credits: toRupees(inPaise),
          total_debits: toRupees(outPaise),
          net: toRupees(inPaise - outPaise),
        }
      }),
    },
    flags: {
      salary_bounce: false,
      emi_bounce: hasBounce,
      high_cash_withdrawal: cashPaise > 5_000_000,
      inward_cheque_return: false,
      end_of_month_stress: Math.min(...monthEnds) < 500_000,
    },
  }
}

/** 100 less the spread of the months' income against their mean, in percent. */
function stabilityOf(months: readonly string[], lines: readonly LedgerLine[], salaryCount: number): number {
  const tag = salaryCount > 0 ? 'salary' : 'other'
  const incomes = months.map((month) =>
    sumOf(credits(lines).filter((line) => line.tag === tag && line.date.startsWith(month))),
  )
  const mean = sum(incomes) / incomes.length
  if (mean === 0) return 0
  const spread = sum(incomes.map((income) => Math.abs(income - mean))) / incomes.length
  return Math.max(0, Math.min(100, Math.round(100 - (100 * spread) / mean)))
}

function balanceAtEndOf(ledger: BankLedger, month: string): number {
  return ledger.lines.findLast(({ date }) => date.slice(0, 7) <= month)?.balancePaise ?? ledger.openingPaise
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/**
 * `aa-bsa-journey/analysis-json` as Finpass sends it. Recorded: aa-bsa-analysis.documented.json, and aa-bsa-analysis.observed.json,
 * which the documentation cuts off inside `mode_breakdown`: more keys than these are certain.
 */
import { z } from 'zod'
import { anyList, anyObject, flag, list, scalar } from '../leaf.wire.ts'

/** Sections over all accounts. Each may be missing. */
export const documentedAaBsaAnalysis = z.looseObject({
  client_id: scalar,
  analysis_period: z.looseObject({ from: scalar, to: scalar }).nullish(),
  summary: z
    .looseObject({
      total_credits: scalar,
      total_debits: scalar,
      average_monthly_balance: scalar,
      minimum_monthly_balance: scalar,
    })
    .nullish(),
  income: z
    .looseObject({
      average_monthly_income: scalar,
      income_stability_score: scalar,
      identified_salary_credits: list(z.looseObject({ month: scalar, amount: scalar, source: scalar })),
    })
    .nullish(),
  obligations: z
    .looseObject({
      total_emi_per_month: scalar,
      fixed_obligations_ratio: scalar,
      emi_accounts: list(z.looseObject({ lender: scalar, amount: scalar, mode: scalar })),
    })
    .nullish(),
  cash_flow: z
    .looseObject({
      monthly_trend: list(z.looseObject({ month: scalar, total_credits: scalar, total_debits: scalar, net: scalar })),
    })
    .nullish(),
  flags: z
    .looseObject({
      salary_bounce: flag,
      emi_bounce: flag,
      high_cash_withdrawal: flag,
      inward_cheque_return: flag,
      end_of_month_stress: flag,
    })
    .nullish(),
})

/** By kind of fault: `bounces`, `negative_balances`, `reconciliation_issues`. */
const penalties = z
  .record(z.string(), z.looseObject({ count: scalar, weight: scalar, penalty: scalar }).nullish())
  .nullish()

const healthScore = z.looseObject({
  score: scalar,
  rating: scalar,
  rating_description: scalar,
  total_penalties: scalar,
  breakdown: penalties,
  /** The same breakdown again, with weights. */
  details: z.looseObject({ breakdown: penalties, thresholds: z.record(z.string(), scalar).nullish() }).nullish(),
})

const flaggedTransactions = z.looseObject({
  bounce_transactions: anyList,
  negative_balance_transactions: anyList,
  reconciliation_issues: anyList,
  date_mismatch_transactions: anyList,
  cheque_return_summary: anyObject,
  summary: z
    .looseObject({
      total_flagged: scalar,
      bounce_count: scalar,
      negative_balance_count: scalar,
      reconciliation_count: scalar,
      date_mismatch_count: scalar,
    })
    .nullish(),
})

const suspiciousTransactions = z.looseObject({
  suspicious_credits: anyList,
  suspicious_debits: anyList,
  monthwise_summary: anyObject,
  summary: z
    .looseObject({ total_suspicious: scalar, suspicious_credit_count: scalar, suspicious_debit_count: scalar })
    .nullish(),
})

const summaryCard = z.looseObject({
  customer_name: scalar,
  account_number: scalar,
  /** The parser's key, `federal`. */
  bank_name: scalar,
  ifsc_code: scalar,
  account_type: scalar,
  /** Day first. */
  statement_period: z.looseObject({ start_date: scalar, end_date: scalar, days: scalar, months: scalar }).nullish(),
  balance_summary: z
    .looseObject({
      opening_balance: scalar,
      closing_balance: scalar,
      average_balance: scalar,
      max_balance: scalar,
      min_balance: scalar,
    })
    .nullish(),
  transaction_summary: z
    .looseObject({
      total_transactions: scalar,
      total_credits: scalar,
      total_debits: scalar,
      credit_count: scalar,
      debit_count: scalar,
      net_flow: scalar,
    })
    .nullish(),
  mode_breakdown: z
    .record(z.string(), z.looseObject({ count: scalar, total_credit: scalar, total_debit: scalar }).nullish())
    .nullish(),
})

const analysisJson = z.looseObject({
  entity_type: scalar,
  health_score: healthScore.nullish(),
  flagged_transactions: flaggedTransactions.nullish(),
  suspicious_transactions: suspiciousTransactions.nullish(),
  summary_card: summaryCard.nullish(),
})

const account = z.looseObject({
  account_index: scalar,
  bank_name: scalar,
  account_number: scalar,
  bsa_status: scalar,
  bsa_client_id: scalar,
  analysis_json: analysisJson.nullish(),
})

/** One analysis per account. */
export const observedAaBsaAnalysis = z.looseObject({
  client_id: scalar,
  status: scalar,
  total_accounts: scalar,
  accounts: z.array(account.nullish()),
})

/** Keys of what most requests do not ask for: under them a body may have its text, see `openSection`. */
export const SECTIONS_LEFT = [
  'flagged_transactions',
  'suspicious_transactions',
  'summary_card',
  'breakdown',
  'details',
] as const

export type DocumentedAaBsaAnalysisWire = z.output<typeof documentedAaBsaAnalysis>
export type ObservedAaBsaAnalysisWire = z.output<typeof observedAaBsaAnalysis>
export type AaBsaAnalysisAccountWire = z.output<typeof account>
export type AnalysisJsonWire = z.output<typeof analysisJson>
export type HealthScoreWire = z.output<typeof healthScore>
export type SummaryCardWire = z.output<typeof summaryCard>

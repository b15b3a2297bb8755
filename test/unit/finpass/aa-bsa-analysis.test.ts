import { describe, expect, it } from 'vitest'
import { parseAaBsaAnalysis } from '../../../src/finpass/aa-bsa/aa-bsa-analysis.normalise.ts'
import { failureOf, recordedData } from './support.ts'

type Node = Record<string, unknown>
function observed(change: (analysis: Record<string, Node>, account: Node) => void = () => {}) {
  const data = recordedData('aa-bsa-analysis.observed')
  const [account] = data.accounts as unknown as (Node & { analysis_json: Record<string, Node> })[]
  if (account !== undefined) change(account.analysis_json, account)
  return parseAaBsaAnalysis(data)
}

/** An answer that announces `total` accounts and has these, each the recorded one with a change, or nothing. */
function analysed(total: number | null, ...changes: (Node | null)[]) {
  const data = recordedData('aa-bsa-analysis.observed') as Record<string, unknown>
  const [account] = data.accounts as Node[]
  const accounts = changes.map((change) => change && { ...account, ...change })
  return parseAaBsaAnalysis({ ...data, total_accounts: total, accounts }).value
}

describe('the documented analysis', () => {
  const { value, issues } = parseAaBsaAnalysis(recordedData('aa-bsa-analysis.documented'))

  // Traps 1, 17, 34.
  it('is read as sent, its parts never recomputed', () => {
    expect(issues).toEqual([])
    expect(value).toMatchObject({
      period: { from: '2023-11-01', to: '2024-10-31' },
      summary: {
        totalCredits: 112_500_000n,
        totalDebits: 98_734_050n,
        averageMonthlyBalance: 3_245_075n,
        minimumMonthlyBalance: 740_050n,
      },
      income: { averageMonthly: 8_500_000n, stabilityScore: 91 },
      obligations: {
        emiPerMonth: 2_770_000n,
        foir: 0.326,
        emiAccounts: [
          { lender: 'HDFC HOME LOAN', amount: 1_850_000n, mode: 'NACH' },
          { lender: 'BAJAJ FINANCE', amount: 920_000n, mode: 'IMPS' },
        ],
      },
      flags: {
        salaryBounce: false,
        emiBounce: false,
        highCashWithdrawal: false,
        inwardChequeReturn: false,
        endOfMonthStress: false,
      },
      accounts: [],
    })
    expect(value.income?.salaryCredits).toHaveLength(6)
    expect(value.income?.salaryCredits[3]).toEqual({ month: '2024-07', amount: 8_200_000n, source: 'INFOSYS LIMITED' })
  })

  it('has its cash flow newest first', () => {
    expect(value.cashFlow[0]).toEqual({ month: '2024-10', credits: 9_020_000n, debits: 7_834_000n, net: 1_186_000n })
    const data = recordedData('aa-bsa-analysis.documented') as Record<string, Node>
    const trend = (data.cash_flow as Node).monthly_trend as unknown[]
    trend.reverse()
    expect(parseAaBsaAnalysis(data).value.cashFlow).toEqual(value.cashFlow)
  })

  it('loses a month or a credit, not its section', () => {
    const data = recordedData('aa-bsa-analysis.documented') as Record<string, Node>
    Object.assign((data.cash_flow as { monthly_trend: Node[] }).monthly_trend[0] as Node, { month: 'October' })
    Object.assign((data.income as { identified_salary_credits: Node[] }).identified_salary_credits[0] as Node, {
      amount: 'lots',
    })
    Object.assign(data.flags as Node, { emi_bounce: 'perhaps' })
    const reading = parseAaBsaAnalysis(data)
    expect(reading.value.cashFlow).toHaveLength(5)
    expect(reading.value.income?.salaryCredits).toHaveLength(5)
    expect(reading.value.flags).toMatchObject({ emiBounce: null, salaryBounce: false })
    expect(reading.issues).toHaveLength(4)
  })
})

describe('the observed analysis', () => {
  // Traps 1, 40, 41, 48.
  it('is read per account, and what it lacks is null', () => {
    const { value, issues } = observed()
    expect(value).toMatchObject({
      period: null,
      summary: null,
      income: null,
      obligations: null,
      flags: null,
      cashFlow: [],
    })
    expect(value.accounts).toHaveLength(1)
    expect(value.accounts[0]).toMatchObject({
      index: 0,
      analysisHandle: 'bank_statement_42c3805ba50c',
      bankName: 'Federal Bank',
      maskedNumber: 'XXXXXXXXXX8687',
      entityType: 'individual',
      otherSections: null,
    })
    expect(issues).toEqual([{ path: 'total_accounts', problem: 'announces accounts that were not sent', count: 1 }])
  })

  // Traps 7, 21.
  it('joins both breakdowns of the health score', () => {
    expect(observed().value.accounts[0]?.healthScore).toEqual({
      score: 100,
      rating: 'Excellent',
      description: 'Statement shows strong financial health with minimal risk indicators.',
      totalPenalties: 0,
      penalties: [
        { kind: 'bounces', count: 0, weight: 1, penalty: 0 },
        { kind: 'negative_balances', count: 0, weight: 1, penalty: 0 },
        { kind: 'reconciliation_issues', count: 0, weight: 1, penalty: 0 },
      ],
      thresholds: [
        { rating: 'excellent', bound: '>= 90' },
        { rating: 'good', bound: '>= 75' },
        { rating: 'fair', bound: '>= 50' },
        { rating: 'poor', bound: '>= 25' },
        { rating: 'critical', bound: '< 25' },
      ],
    })
  })

  // Traps 16, 23, 32, 35.
  it('reads the card day first and in exact paise', () => {
    expect(observed().value.accounts[0]?.card).toMatchObject({
      customerName: 'RAJESH KUMAR',
      maskedNumber: 'XXXXXXXXXX2121',
      bankName: 'Federal Bank',
      ifsc: 'FDRL001121',
      accountType: 'Savings',
      periodStart: '2025-08-05',
      periodEnd: '2026-03-22',
      days: 230,
      months: 8,
      openingBalance: 0n,
      closingBalance: 104_227n,
      averageBalance: 1_423_726n,
      maximumBalance: 9_878_065n,
      minimumBalance: 0n,
      transactionCount: 237,
      creditCount: 34,
      debitCount: 202,
      totalCredits: 79_748_800n,
      totalDebits: 79_644_573n,
      netFlow: 104_227n,
    })
  })

  // Traps 8, 33.
  it('keeps every mode apart and in order', () => {
    const modes = observed().value.accounts[0]?.card?.modes ?? []
    expect(modes.map(({ mode }) => mode)).toEqual([
      'debit',
      'credit_neft',
      'debit_upi',
      'debit_imps',
      'credit_upi',
      'debit_wallet',
      'debit_upi_p2m',
      'credit',
      'debit_upi_p2m_shopping',
    ])
    expect(modes[1]).toEqual({ mode: 'credit_neft', count: 8, credits: 76_365_800n, debits: 0n })
  })

  it('reads nothing flagged and nothing suspicious as counts of zero', () => {
    const [account] = observed().value.accounts
    expect(account?.flagged).toEqual({
      total: 0,
      bounceCount: 0,
      negativeBalanceCount: 0,
      reconciliationCount: 0,
      dateMismatchCount: 0,
      bounces: [],
      negativeBalances: [],
      reconciliationIssues: [],
      dateMismatches: [],
      chequeReturns: null,
    })
    expect(account?.suspicious).toEqual({
      total: 0,
      creditCount: 0,
      debitCount: 0,
      credits: [],
      debits: [],
      monthwise: null,
    })
  })

  // Traps 8, 10.
  it('keeps rows and sections of unknown shape, but for Aadhaar numbers', () => {
    const row = { date: '01-09-2025', narration: 'RETURN 234123412346', amount: 500 }
    const { value } = observed((analysis) => {
      Object.assign(analysis.flagged_transactions as Node, {
        bounce_transactions: [row],
        cheque_return_summary: { inward: 1 },
      })
      Object.assign(analysis.summary_card as Node, { financial_summary: { a: 1 } })
      Object.assign(analysis, { eod_balances: [1, 2], aml_signals: { id: '234123412346' } })
    })
    expect(value.accounts[0]?.flagged).toMatchObject({
      bounces: [{ ...row, narration: 'RETURN XXXX XXXX 2346' }],
      chequeReturns: { inward: 1 },
    })
    expect(value.accounts[0]?.otherSections).toEqual({
      summary_card: { financial_summary: { a: 1 } },
      eod_balances: [1, 2],
      aml_signals: { id: 'XXXX XXXX 2346' },
    })
  })

  it('keeps an account that was not analysed, and says so', () => {
    const { value, issues } = observed((_, account) =>
      Object.assign(account, { analysis_json: null, bsa_status: 'failed' }),
    )
    expect(value.accounts[0]).toMatchObject({
      index: 0,
      healthScore: null,
      card: null,
      flagged: null,
      suspicious: null,
    })
    expect(issues[0]).toEqual({
      path: 'accounts[*].analysis_json',
      problem: 'is missing: this account was not analysed',
      count: 1,
    })
  })

  it('loses a section, not the account', () => {
    const { value, issues } = observed((analysis) => {
      Object.assign(analysis.health_score as Node, { score: null })
      Object.assign(analysis, { flagged_transactions: 'none' })
    })
    expect(value.accounts[0]).toMatchObject({ healthScore: null, flagged: null, card: { days: 230 } })
    expect(issues.map(({ path }) => path)).toEqual([
      'accounts[*].analysis_json.flagged_transactions',
      'accounts[*].analysis_json.health_score',
      'total_accounts',
    ])
  })

  it('is complete when every announced account came with its analysis', () => {
    expect(analysed(2, {}, {}).isComplete).toBe(true)
    expect(analysed(null, {}).isComplete).toBe(true)
    expect(analysed(1, {}, {}).isComplete).toBe(true)
    expect(parseAaBsaAnalysis(recordedData('aa-bsa-analysis.documented')).value.isComplete).toBe(true)
  })

  it('is not complete when an account did not come, or came without its analysis', () => {
    expect(observed().value.isComplete).toBe(false)
    expect(analysed(2, {}, { analysis_json: null }).isComplete).toBe(false)
    expect(analysed(2, {}, { analysis_json: 'soon' }).isComplete).toBe(false)
    expect(analysed(2, {}, null).isComplete).toBe(false)
  })

  it('gives an account no number that Finpass did not send', () => {
    const { accounts } = analysed(2, { account_index: 1 }, { account_index: undefined })
    expect(accounts.map(({ index }) => index)).toEqual([1, null])
  })

  it('masks numbers that come whole', () => {
    const { value } = observed((analysis, account) => {
      Object.assign(account, { account_number: 12345678901234 })
      Object.assign(analysis.summary_card as Node, { account_number: '9876-5432-10 9' })
    })
    expect(value.accounts[0]).toMatchObject({
      maskedNumber: 'XXXXXXXXXX1234',
      card: { maskedNumber: 'XXXXXXX2109' },
    })
    const text = JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? null : each))
    expect(text).not.toMatch(/12345678901234|9876-?5432/)
  })

  it('is not recognisable without accounts or sections', () => {
    for (const body of [{}, { client_id: 'x' }, { accounts: 'two' }, { income: 5 }]) {
      expect(failureOf(() => parseAaBsaAnalysis(body)).code).toBe('FINPASS_SHAPE')
    }
  })
})

/** Finpass's analysis of an applicant's bank statements as a whole. */
import type {
  BsaAnalysis,
  BsaFlags,
  BsaIncome,
  BsaObligations,
  BsaSummary,
  EmiAccount,
  MonthlyCashFlow,
  SalaryCredit,
} from '../domain/bsa-analysis.ts'
import { addPaise } from '../domain/money.ts'
import type { Period } from '../domain/period.ts'
import type { JourneyReading } from '../domain/reading.ts'
import { BankAccountAnalysisRef } from './bank-account-analysis.ts'
import { builder } from './builder.ts'
import { JourneyRef } from './entity.ts'

const PeriodRef = builder.objectRef<Period>('Period')
PeriodRef.implement({
  description: 'A span of days, both ends included.',
  fields: (t) => ({
    from: t.expose('from', { type: 'Date', nullable: true, description: 'First day.' }),
    to: t.expose('to', { type: 'Date', nullable: true, description: 'Last day.' }),
  }),
})

const BsaSummaryRef = builder.objectRef<BsaSummary>('BsaSummary')
BsaSummaryRef.implement({
  description: 'All accounts together.',
  fields: (t) => ({
    totalCredits: t.expose('totalCredits', { type: 'Money', nullable: true, description: 'Money in.' }),
    totalDebits: t.expose('totalDebits', { type: 'Money', nullable: true, description: 'Money out.' }),
    averageMonthlyBalance: t.expose('averageMonthlyBalance', {
      type: 'Money',
      nullable: true,
      description: 'Mean of the balances at the ends of months; null where Finpass does not give it.',
    }),
    minimumMonthlyBalance: t.expose('minimumMonthlyBalance', {
      type: 'Money',
      nullable: true,
      description: 'Lowest balance at the end of a month; null where Finpass does not give it.',
    }),
  }),
})

const SalaryCreditRef = builder.objectRef<SalaryCredit>('SalaryCredit')
SalaryCreditRef.implement({
  description: 'A credit that Finpass took for salary.',
  fields: (t) => ({
    month: t.exposeString('month', { description: 'Like "2025-07".' }),
    amount: t.expose('amount', { type: 'Money', description: 'Amount credited.' }),
    source: t.exposeString('source', { nullable: true, description: 'Employer, as read from the narration.' }),
  }),
})

const BsaIncomeRef = builder.objectRef<BsaIncome>('BsaIncome')
BsaIncomeRef.implement({
  description: 'Income as Finpass sees it in the statements.',
  fields: (t) => ({
    averageMonthly: t.expose('averageMonthly', {
      type: 'Money',
      nullable: true,
      description: "Average monthly income, by Finpass's own reckoning; need not be the mean of salaryCredits.",
    }),
    stabilityScore: t.int({
      nullable: true,
      description: '0 to 100, higher is steadier, to the nearest whole number.',
      resolve: ({ stabilityScore }) => stabilityScore && Math.round(stabilityScore),
    }),
    salaryCredits: t.expose('salaryCredits', { type: [SalaryCreditRef], description: 'Newest first.' }),
  }),
})

const EmiAccountRef = builder.objectRef<EmiAccount>('EmiAccount')
EmiAccountRef.implement({
  description: 'A loan that is being paid off.',
  fields: (t) => ({
    lender: t.exposeString('lender', { description: 'As read from the narration.' }),
    amount: t.expose('amount', { type: 'Money', description: 'Monthly instalment.' }),
    mode: t.exposeString('mode', { nullable: true, description: 'For example NACH.' }),
  }),
})

const BsaObligationsRef = builder.objectRef<BsaObligations>('BsaObligations')
BsaObligationsRef.implement({
  description: 'Fixed obligations that Finpass sees in the statements.',
  fields: (t) => ({
    emiPerMonth: t.expose('emiPerMonth', { type: 'Money', nullable: true, description: 'All instalments together.' }),
    foir: t.exposeFloat('foir', {
      nullable: true,
      description: 'Fixed obligations to income, a fraction: 0.326 is 32.6 percent.',
    }),
    emiAccounts: t.expose('emiAccounts', { type: [EmiAccountRef], description: 'Loans that are being paid off.' }),
  }),
})

const MonthlyCashFlowRef = builder.objectRef<MonthlyCashFlow>('MonthlyCashFlow')
MonthlyCashFlowRef.implement({
  description: 'Money in and out in one month, all accounts together.',
  fields: (t) => ({
    month: t.exposeString('month', { description: 'Like "2025-07".' }),
    credits: t.expose('credits', { type: 'Money', description: 'Money in.' }),
    debits: t.expose('debits', { type: 'Money', description: 'Money out.' }),
    net: t.expose('net', { type: 'Money', description: 'Credits less debits.' }),
  }),
})

const BsaFlagsRef = builder.objectRef<BsaFlags>('BsaFlags')
BsaFlagsRef.implement({
  description: 'Warning signs. A flag is a reason to look closer, not to decline. Null where Finpass does not say.',
  fields: (t) => ({
    salaryBounce: t.exposeBoolean('salaryBounce', { nullable: true, description: 'A salary credit was reversed.' }),
    emiBounce: t.exposeBoolean('emiBounce', { nullable: true, description: 'An instalment failed.' }),
    highCashWithdrawal: t.exposeBoolean('highCashWithdrawal', {
      nullable: true,
      description: 'Unusual cash withdrawals.',
    }),
    inwardChequeReturn: t.exposeBoolean('inwardChequeReturn', {
      nullable: true,
      description: 'A cheque paid in was returned.',
    }),
    endOfMonthStress: t.exposeBoolean('endOfMonthStress', {
      nullable: true,
      description: 'Balance critically low at ends of months.',
    }),
  }),
})

/** Totals are added up only where every account gives them: a sum of some would be wrong. */
function toSummary({ summary, accounts, isComplete }: BsaAnalysis): BsaSummary | null {
  if (summary !== null || accounts.length === 0 || !isComplete) return summary
  const cards = accounts.map(({ card }) => card)
  const credits = cards.map((card) => card?.totalCredits ?? null)
  const debits = cards.map((card) => card?.totalDebits ?? null)
  if ([...credits, ...debits].includes(null)) return null
  return {
    totalCredits: addPaise(...credits.filter((amount) => amount !== null)),
    totalDebits: addPaise(...debits.filter((amount) => amount !== null)),
    averageMonthlyBalance: null,
    minimumMonthlyBalance: null,
  }
}

/** From the first to the last day of any account's statement, where every account says both. */
function toPeriod({ period, accounts, isComplete }: BsaAnalysis): Period | null {
  if (period !== null || !isComplete) return period
  const starts = accounts.flatMap(({ card }) => card?.periodStart ?? []).toSorted()
  const ends = accounts.flatMap(({ card }) => card?.periodEnd ?? []).toSorted()
  const [from, to] = [starts[0], ends.at(-1)]
  const isSaid = starts.length === accounts.length && ends.length === accounts.length
  return isSaid && from !== undefined && to !== undefined ? { from, to } : null
}

export const BsaAnalysisRef = builder.objectRef<JourneyReading<BsaAnalysis>>('BsaAnalysis')
BsaAnalysisRef.implement({
  description:
    'Finpass answers in one of two ways: with income, obligations, cash flow and flags over all accounts, or with a health score and a statement card per account. What an answer lacks is null or empty.',
  fields: (t) => ({
    journey: t.expose('journey', { type: JourneyRef, description: 'The journey it comes from.' }),
    period: t.field({
      type: PeriodRef,
      nullable: true,
      description:
        'The days it is about: as Finpass says, else from the first to the last day of any statement; null when isComplete is false, or not every account gives both.',
      resolve: ({ value }) => toPeriod(value),
    }),
    summary: t.field({
      type: BsaSummaryRef,
      nullable: true,
      description:
        'As Finpass says, else added up from the accounts; null when isComplete is false, or not every account gives its totals.',
      resolve: ({ value }) => toSummary(value),
    }),
    income: t.field({
      type: BsaIncomeRef,
      nullable: true,
      description: 'Null in answers per account.',
      resolve: ({ value }) => value.income,
    }),
    obligations: t.field({
      type: BsaObligationsRef,
      nullable: true,
      description: 'Null in answers per account.',
      resolve: ({ value }) => value.obligations,
    }),
    cashFlow: t.field({
      type: [MonthlyCashFlowRef],
      description: 'Newest month first. Empty in answers per account.',
      resolve: ({ value }) => value.cashFlow,
    }),
    flags: t.field({
      type: BsaFlagsRef,
      nullable: true,
      description: 'Null in answers per account.',
      resolve: ({ value }) => value.flags,
    }),
    accounts: t.field({
      type: [BankAccountAnalysisRef],
      description: 'One per account. Empty in answers over all accounts.',
      resolve: ({ journey, value }) => value.accounts.map((analysis) => ({ journey, analysis })),
    }),
    isComplete: t.boolean({
      description:
        'False when Finpass announced more accounts than it sent, or sent one without its analysis: then accounts are a part, and nothing is derived from them.',
      resolve: ({ value }) => value.isComplete,
    }),
  }),
})

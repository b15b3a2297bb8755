/** Finpass's analysis of one account: health score, flagged and suspicious lines, statement card. */
import type {
  FlaggedTransactions,
  HealthPenalty,
  HealthScore,
  HealthThreshold,
  ModeTotals,
  StatementCard,
  SuspiciousTransactions,
} from '../domain/bsa-analysis.ts'
import { type AnalysisNode, findAccountOf } from './analysis-node.ts'
import { builder } from './builder.ts'
import { BankAccountRef } from './entity.ts'
import { showJson, showJsonList } from './link.ts'

const HealthPenaltyRef = builder.objectRef<HealthPenalty>('HealthPenalty')
HealthPenaltyRef.implement({
  description: 'Points taken off the health score for one kind of finding.',
  fields: (t) => ({
    kind: t.exposeString('kind', { description: 'For example bounces; an open set.' }),
    count: t.exposeInt('count', { description: 'How many were found.' }),
    weight: t.exposeFloat('weight', {
      nullable: true,
      description: 'Points per finding; null when Finpass does not say.',
    }),
    penalty: t.exposeFloat('penalty', { description: 'Points taken off.' }),
  }),
})

const HealthThresholdRef = builder.objectRef<HealthThreshold>('HealthThreshold')
HealthThresholdRef.implement({
  description: 'From which score on a rating applies.',
  fields: (t) => ({
    rating: t.exposeString('rating', { description: 'For example excellent.' }),
    bound: t.exposeString('bound', { description: 'In words of Finpass, for example ">= 90".' }),
  }),
})

const HealthScoreRef = builder.objectRef<HealthScore>('HealthScore')
HealthScoreRef.implement({
  description: 'How healthy Finpass finds a statement.',
  fields: (t) => ({
    score: t.int({
      description: '0 to 100, higher is better, to the nearest whole number.',
      resolve: ({ score }) => Math.round(score),
    }),
    rating: t.exposeString('rating', { nullable: true, description: 'For example Excellent.' }),
    description: t.exposeString('description', { nullable: true, description: 'The rating in a sentence.' }),
    totalPenalties: t.int({
      nullable: true,
      description: 'Points taken off in all, to the nearest whole number.',
      resolve: ({ totalPenalties }) => totalPenalties && Math.round(totalPenalties),
    }),
    penalties: t.expose('penalties', { type: [HealthPenaltyRef], description: 'Points taken off by kind of finding.' }),
    thresholds: t.expose('thresholds', { type: [HealthThresholdRef], description: 'Which score earns which rating.' }),
  }),
})

const COUNT_NOTE = 'Null when Finpass does not say.'

const FlaggedTransactionsRef = builder.objectRef<FlaggedTransactions>('FlaggedTransactions')
FlaggedTransactionsRef.implement({
  description: 'Lines that Finpass flagged. Their shape is not documented, so the rows are passed on as they came.',
  fields: (t) => ({
    total: t.exposeInt('total', { nullable: true, description: `All flagged lines. ${COUNT_NOTE}` }),
    bounceCount: t.exposeInt('bounceCount', { nullable: true, description: `Bounced payments. ${COUNT_NOTE}` }),
    negativeBalanceCount: t.exposeInt('negativeBalanceCount', {
      nullable: true,
      description: `Lines with a balance below zero. ${COUNT_NOTE}`,
    }),
    reconciliationCount: t.exposeInt('reconciliationCount', {
      nullable: true,
      description: `Lines whose balance does not follow from the one before. ${COUNT_NOTE}`,
    }),
    dateMismatchCount: t.exposeInt('dateMismatchCount', {
      nullable: true,
      description: `Lines out of order. ${COUNT_NOTE}`,
    }),
    bounces: t.field({
      type: ['JSON'],
      description: 'Bounced payments.',
      resolve: ({ bounces }, _arguments, context, info) => showJsonList(bounces, context, info),
    }),
    negativeBalances: t.field({
      type: ['JSON'],
      description: 'Lines with a balance below zero.',
      resolve: ({ negativeBalances }, _arguments, context, info) => showJsonList(negativeBalances, context, info),
    }),
    reconciliationIssues: t.field({
      type: ['JSON'],
      description: 'Lines whose balance does not follow from the one before.',
      resolve: ({ reconciliationIssues }, _arguments, context, info) =>
        showJsonList(reconciliationIssues, context, info),
    }),
    dateMismatches: t.field({
      type: ['JSON'],
      description: 'Lines out of order.',
      resolve: ({ dateMismatches }, _arguments, context, info) => showJsonList(dateMismatches, context, info),
    }),
    chequeReturns: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Summary of returned cheques; null when there are none.',
      resolve: ({ chequeReturns }, _arguments, context, info) => showJson(chequeReturns, context, info),
    }),
  }),
})

const SuspiciousTransactionsRef = builder.objectRef<SuspiciousTransactions>('SuspiciousTransactions')
SuspiciousTransactionsRef.implement({
  description:
    'Lines that Finpass finds suspicious. Their shape is not documented, so the rows are passed on as they came.',
  fields: (t) => ({
    total: t.exposeInt('total', { nullable: true, description: `All suspicious lines. ${COUNT_NOTE}` }),
    creditCount: t.exposeInt('creditCount', { nullable: true, description: `Suspicious credits. ${COUNT_NOTE}` }),
    debitCount: t.exposeInt('debitCount', { nullable: true, description: `Suspicious debits. ${COUNT_NOTE}` }),
    credits: t.field({
      type: ['JSON'],
      description: 'Suspicious credits.',
      resolve: ({ credits }, _arguments, context, info) => showJsonList(credits, context, info),
    }),
    debits: t.field({
      type: ['JSON'],
      description: 'Suspicious debits.',
      resolve: ({ debits }, _arguments, context, info) => showJsonList(debits, context, info),
    }),
    monthwise: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Summary by month; null when there is none.',
      resolve: ({ monthwise }, _arguments, context, info) => showJson(monthwise, context, info),
    }),
  }),
})

const ModeTotalsRef = builder.objectRef<ModeTotals>('ModeTotals')
ModeTotalsRef.implement({
  description: 'Lines of one mode of payment. Modes overlap (debit_upi contains debit_upi_p2m): do not add them up.',
  fields: (t) => ({
    mode: t.exposeString('mode', { description: 'For example debit_upi; an open set.' }),
    count: t.exposeInt('count', { description: 'How many lines.' }),
    credits: t.expose('credits', { type: 'Money', description: 'Money in.' }),
    debits: t.expose('debits', { type: 'Money', description: 'Money out.' }),
  }),
})

const StatementCardRef = builder.objectRef<StatementCard>('StatementCard')
StatementCardRef.implement({
  description: 'The statement at a glance, as Finpass reckons it. Any part may be null.',
  fields: (t) => ({
    customerName: t.exposeString('customerName', { nullable: true, description: 'Name on the statement.' }),
    maskedNumber: t.exposeString('maskedNumber', {
      nullable: true,
      description: 'Account number as the statement prints it; may differ from the account around it.',
    }),
    bankName: t.exposeString('bankName', { nullable: true, description: 'The bank.' }),
    ifsc: t.exposeString('ifsc', { nullable: true, description: 'IFSC as read from the statement; not always valid.' }),
    accountType: t.exposeString('accountType', { nullable: true, description: 'For example Savings.' }),
    periodStart: t.expose('periodStart', { type: 'Date', nullable: true, description: 'First day.' }),
    periodEnd: t.expose('periodEnd', { type: 'Date', nullable: true, description: 'Last day.' }),
    days: t.exposeInt('days', { nullable: true, description: 'Days, both ends counted.' }),
    months: t.exposeInt('months', { nullable: true, description: 'Months.' }),
    openingBalance: t.expose('openingBalance', { type: 'Money', nullable: true, description: 'Balance at the start.' }),
    closingBalance: t.expose('closingBalance', { type: 'Money', nullable: true, description: 'Balance at the end.' }),
    averageBalance: t.expose('averageBalance', { type: 'Money', nullable: true, description: 'Average balance.' }),
    maximumBalance: t.expose('maximumBalance', { type: 'Money', nullable: true, description: 'Highest balance.' }),
    minimumBalance: t.expose('minimumBalance', { type: 'Money', nullable: true, description: 'Lowest balance.' }),
    transactionCount: t.exposeInt('transactionCount', {
      nullable: true,
      description: 'Lines in all; need not be creditCount plus debitCount.',
    }),
    creditCount: t.exposeInt('creditCount', { nullable: true, description: 'Credits.' }),
    debitCount: t.exposeInt('debitCount', { nullable: true, description: 'Debits.' }),
    totalCredits: t.expose('totalCredits', { type: 'Money', nullable: true, description: 'Money in.' }),
    totalDebits: t.expose('totalDebits', { type: 'Money', nullable: true, description: 'Money out.' }),
    netFlow: t.expose('netFlow', { type: 'Money', nullable: true, description: 'Credits less debits.' }),
    modes: t.expose('modes', { type: [ModeTotalsRef], description: 'By mode of payment.' }),
  }),
})

export const BankAccountAnalysisRef = builder.objectRef<AnalysisNode>('BankAccountAnalysis')
BankAccountAnalysisRef.implement({
  description: 'Analysis of one account.',
  fields: (t) => ({
    account: t.field({
      type: BankAccountRef,
      nullable: true,
      description: 'The account with its ledger; null when Finpass gives no statement for it.',
      resolve: (node, _arguments, context) => findAccountOf(node, context),
    }),
    bankName: t.string({ nullable: true, description: 'The bank.', resolve: ({ analysis }) => analysis.bankName }),
    maskedNumber: t.string({
      nullable: true,
      description: 'Account number down to its last digits; may differ from the one of account.',
      resolve: ({ analysis }) => analysis.maskedNumber,
    }),
    entityType: t.string({
      nullable: true,
      description: 'For example individual.',
      resolve: ({ analysis }) => analysis.entityType,
    }),
    healthScore: t.field({
      type: HealthScoreRef,
      nullable: true,
      description: 'How healthy the statement is; null when Finpass gives no score.',
      resolve: ({ analysis }) => analysis.healthScore,
    }),
    flagged: t.field({
      type: FlaggedTransactionsRef,
      nullable: true,
      description: 'Lines that Finpass flagged.',
      resolve: ({ analysis }) => analysis.flagged,
    }),
    suspicious: t.field({
      type: SuspiciousTransactionsRef,
      nullable: true,
      description: 'Lines that Finpass finds suspicious.',
      resolve: ({ analysis }) => analysis.suspicious,
    }),
    card: t.field({
      type: StatementCardRef,
      nullable: true,
      description: 'The statement at a glance.',
      resolve: ({ analysis }) => analysis.card,
    }),
    otherSections: t.field({
      type: 'JSON',
      nullable: true,
      description:
        'Sections this schema does not know yet, masked like otherDetails of a TaxDemand; null when there are none.',
      resolve: ({ analysis }, _arguments, context, info) => showJson(analysis.otherSections, context, info),
    }),
  }),
})

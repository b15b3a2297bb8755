/** The figures of a return. A figure is null when Finpass does not give it; that is never the same as zero. */
import type { ItrIncome, ItrTax } from '../domain/itr-filing.ts'
import { builder } from './builder.ts'

export const ItrIncomeRef = builder.objectRef<ItrIncome>('ItrIncome')
ItrIncomeRef.implement({
  description: 'Income of one return by head, in rupees.',
  fields: (t) => ({
    salary: t.expose('salary', { type: 'Money', nullable: true, description: 'Salary.' }),
    houseProperty: t.expose('houseProperty', {
      type: 'Money',
      nullable: true,
      description: 'Income from house property; negative for a loss.',
    }),
    businessProfession: t.expose('businessProfession', {
      type: 'Money',
      nullable: true,
      description: 'Profits of business or profession.',
    }),
    capitalGains: t.expose('capitalGains', { type: 'Money', nullable: true, description: 'Capital gains.' }),
    otherSources: t.expose('otherSources', {
      type: 'Money',
      nullable: true,
      description: 'Income from other sources.',
    }),
    grossTotal: t.expose('grossTotal', {
      type: 'Money',
      nullable: true,
      description: 'Gross total income, before deductions.',
    }),
    deductions: t.expose('deductions', {
      type: 'Money',
      nullable: true,
      description: 'Deductions under Chapter VI-A.',
    }),
    totalIncome: t.expose('totalIncome', {
      type: 'Money',
      nullable: true,
      description: 'Total income, after deductions.',
    }),
  }),
})

export const ItrTaxRef = builder.objectRef<ItrTax>('ItrTax')
ItrTaxRef.implement({
  description: 'Tax of one return and what was paid of it, in rupees.',
  fields: (t) => ({
    payable: t.expose('payable', { type: 'Money', nullable: true, description: 'Tax payable on the whole.' }),
    atNormalRates: t.expose('atNormalRates', { type: 'Money', nullable: true, description: 'Tax at normal rates.' }),
    atSpecialRates: t.expose('atSpecialRates', { type: 'Money', nullable: true, description: 'Tax at special rates.' }),
    tdsPaid: t.expose('tdsPaid', { type: 'Money', nullable: true, description: 'Tax deducted at source.' }),
    advanceTaxPaid: t.expose('advanceTaxPaid', { type: 'Money', nullable: true, description: 'Advance tax.' }),
    selfAssessmentTaxPaid: t.expose('selfAssessmentTaxPaid', {
      type: 'Money',
      nullable: true,
      description: 'Self-assessment tax.',
    }),
    totalPaid: t.expose('totalPaid', { type: 'Money', nullable: true, description: 'All taxes paid.' }),
    netLiability: t.expose('netLiability', { type: 'Money', nullable: true, description: 'Net tax liability.' }),
    rebate87a: t.expose('rebate87a', { type: 'Money', nullable: true, description: 'Rebate under section 87A.' }),
    surcharge: t.expose('surcharge', { type: 'Money', nullable: true, description: 'Surcharge.' }),
    cess: t.expose('cess', { type: 'Money', nullable: true, description: 'Health and education cess.' }),
    interest: t.expose('interest', { type: 'Money', nullable: true, description: 'Interest and late fees.' }),
    refundDue: t.expose('refundDue', {
      type: 'Money',
      nullable: true,
      description: 'Refund due; zero when there is none.',
    }),
    refundStatus: t.exposeString('refundStatus', {
      nullable: true,
      description: 'What became of the refund, in words.',
    }),
    demand: t.expose('demand', {
      type: 'Money',
      nullable: true,
      description: 'Outstanding demand of this return; null where Finpass lists demands per person only.',
    }),
  }),
})

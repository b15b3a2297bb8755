/** One income-tax return, Form 26AS and outstanding demands. */
import type { FilingStatus, RefundAccount, TaxCredit, TaxDemand } from '../domain/itr-filing.ts'
import { builder } from './builder.ts'
import { type FilingNode, toFilingId } from './filing-node.ts'
import { ItrIncomeRef, ItrTaxRef } from './itr-amounts.ts'
import { showJson } from './link.ts'
import { NodeRef } from './node.ts'
import { type Owned, showNumber, toOwned } from './personal.ts'

const FilingStatusRef = builder.objectRef<FilingStatus>('FilingStatus')
FilingStatusRef.implement({
  description: "One entry of the portal's history of a return.",
  fields: (t) => ({
    status: t.exposeString('status', { description: "The portal's own words." }),
    date: t.expose('date', {
      type: 'Date',
      nullable: true,
      description: 'Day of the entry; null when it cannot be read.',
    }),
  }),
})

const RefundAccountRef = builder.objectRef<Owned<RefundAccount>>('RefundAccount')
RefundAccountRef.implement({
  description: 'A bank account named in the return for refunds.',
  fields: (t) => ({
    bankName: t.exposeString('bankName', { nullable: true, description: 'The bank.' }),
    accountNumber: t.string({
      nullable: true,
      description: 'Account number; masked to its last four digits without the scope pii:read.',
      resolve: ({ applicantId, accountNumber }, _arguments, context) => showNumber(accountNumber, applicantId, context),
    }),
    ifsc: t.exposeString('ifsc', { nullable: true, description: 'IFSC of the branch, as filed.' }),
    accountType: t.exposeString('accountType', {
      nullable: true,
      description: 'For example SB for a savings account.',
    }),
    isUsedForRefund: t.exposeBoolean('isUsedForRefund', {
      nullable: true,
      description: 'True when the refund is to be paid here; null when the return does not say.',
    }),
  }),
})

export const ItrFilingRef = builder.objectRef<FilingNode>('ItrFiling')
ItrFilingRef.implement({
  description: 'One filed income-tax return.',
  interfaces: [NodeRef],
  fields: (t) => ({
    id: t.id({ description: 'Opaque and stable.', resolve: toFilingId }),
    assessmentYear: t.string({
      description: 'Year of assessment, always like "2025-26".',
      resolve: ({ filing }) => filing.assessmentYear,
    }),
    financialYear: t.string({
      description: 'Year in which the income was earned, always like "2024-25".',
      resolve: ({ filing }) => filing.financialYear,
    }),
    form: t.string({ description: 'Form of the return, like "ITR-2".', resolve: ({ filing }) => filing.form }),
    filingType: t.string({
      nullable: true,
      description: 'For example Original, Revised, Regular or Belated.',
      resolve: ({ filing }) => filing.filingType,
    }),
    filingSection: t.string({
      nullable: true,
      description: 'Section of the Act it was filed under, for example 139(1).',
      resolve: ({ filing }) => filing.filingSection,
    }),
    filedBy: t.string({
      nullable: true,
      description: 'Who filed it, for example Self.',
      resolve: ({ filing }) => filing.filedBy,
    }),
    filedOn: t.field({
      type: 'Date',
      nullable: true,
      description: 'Day of filing.',
      resolve: ({ filing }) => filing.filedOn,
    }),
    acknowledgementNumber: t.string({
      nullable: true,
      description: 'Fifteen digits by which the department knows the return.',
      resolve: ({ filing }) => filing.acknowledgementNumber,
    }),
    statusHistory: t.field({
      type: [FilingStatusRef],
      description: "What has happened to it, newest first, in Finpass's order. Empty when Finpass gives none.",
      resolve: ({ filing }) => filing.statusHistory,
    }),
    regime: t.string({
      nullable: true,
      description: 'Tax regime in words; null when Finpass does not say.',
      resolve: ({ filing }) => filing.regime,
    }),
    residentialStatus: t.string({
      nullable: true,
      description: 'For example RES for a resident.',
      resolve: ({ filing }) => filing.residentialStatus,
    }),
    dueOn: t.field({
      type: 'Date',
      nullable: true,
      description: 'Last day for filing in time.',
      resolve: ({ filing }) => filing.dueOn,
    }),
    isPartnerInFirm: t.boolean({
      nullable: true,
      description: 'True when the taxpayer declared a partnership.',
      resolve: ({ filing }) => filing.isPartnerInFirm,
    }),
    isDirectorInCompany: t.boolean({
      nullable: true,
      description: 'True when the taxpayer declared a directorship.',
      resolve: ({ filing }) => filing.isDirectorInCompany,
    }),
    holdsUnlistedEquity: t.boolean({
      nullable: true,
      description: 'True when the taxpayer declared unlisted shares.',
      resolve: ({ filing }) => filing.holdsUnlistedEquity,
    }),
    isAuditRequired: t.boolean({
      nullable: true,
      description: 'True when the accounts had to be audited.',
      resolve: ({ filing }) => filing.isAuditRequired,
    }),
    income: t.field({
      type: ItrIncomeRef,
      description: 'Income by head.',
      resolve: ({ filing }) => filing.income,
    }),
    tax: t.field({
      type: ItrTaxRef,
      description: 'Tax, and what was paid of it.',
      resolve: ({ filing }) => filing.tax,
    }),
    refundAccounts: t.field({
      type: [RefundAccountRef],
      description: 'Bank accounts named in the return. Empty when Finpass gives none.',
      resolve: ({ journey, filing }) => filing.refundAccounts.map((account) => toOwned(account, journey)),
    }),
    returnJson: t.field({
      type: 'JSON',
      nullable: true,
      description:
        "The department's return as filed; null when Finpass does not give it. Aadhaar numbers in it are masked all the same. Needs the scope pii:read.",
      authScopes: { scope: 'pii:read' },
      async resolve({ journey, filing }, _arguments, context, info) {
        if (filing.returnJson == null) return null
        const { id: journeyId, applicantId } = journey
        await context.loaders.noteShown('TAX_RETURN_JSON_READ', { applicantId, journeyId })
        return showJson(filing.returnJson, context, info)
      },
    }),
  }),
})

export const TaxCreditRef = builder.objectRef<TaxCredit>('TaxCredit')
TaxCreditRef.implement({
  description: 'Tax deducted at source by somebody else, from Form 26AS.',
  fields: (t) => ({
    financialYear: t.exposeString('financialYear', { description: 'Always like "2024-25".' }),
    deductorName: t.exposeString('deductorName', {
      nullable: true,
      description: 'Who deducted it; null when Finpass does not say.',
    }),
    deductorTan: t.exposeString('deductorTan', {
      nullable: true,
      description:
        'TAN of the deductor, as Finpass gives it. Finpass may give a PAN instead, which is masked for everybody.',
    }),
    amount: t.expose('amount', { type: 'Money', description: 'Tax deducted.' }),
    certificateNumber: t.exposeString('certificateNumber', {
      nullable: true,
      description: 'Number of the certificate.',
    }),
    incomeType: t.exposeString('incomeType', { nullable: true, description: 'For example Salary.' }),
  }),
})

export const TaxDemandRef = builder.objectRef<TaxDemand>('TaxDemand')
TaxDemandRef.implement({
  description: 'Tax that the department still asks for. A reason to look closer.',
  fields: (t) => ({
    assessmentYear: t.exposeString('assessmentYear', { nullable: true, description: 'Always like "2025-26".' }),
    amount: t.expose('amount', { type: 'Money', nullable: true, description: 'Amount asked for.' }),
    reference: t.exposeString('reference', { nullable: true, description: 'Number of the demand.' }),
    raisedOn: t.expose('raisedOn', { type: 'Date', nullable: true, description: 'Day it was raised.' }),
    otherDetails: t.field({
      type: 'JSON',
      description:
        'What else Finpass says of it; PANs, e-mail addresses, phone and account numbers in it are masked without the scope pii:read, Aadhaar numbers always.',
      resolve: ({ otherDetails }, _arguments, context, info) => showJson(otherDetails, context, info),
    }),
  }),
})

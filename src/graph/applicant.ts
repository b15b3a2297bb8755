/** An applicant, and all that the graph knows of one. */
import { Failure } from '../domain/failure.ts'
import { encodeGlobalId, parseGlobalId } from '../domain/ids.ts'
import { toSources } from '../domain/source.ts'
import { parseAssessmentYear } from '../domain/period.ts'
import { loadAccountsOfApplicant } from './account-node.ts'
import { BsaAnalysisRef } from './bsa-analysis.ts'
import { builder } from './builder.ts'
import { ApplicantRef, BankAccountRef, JourneyRef } from './entity.ts'
import { ItrFilingRef, TaxCreditRef, TaxDemandRef } from './itr-filing.ts'
import { JourneyKindRef, JourneyStatusRef } from './journey-word.ts'
import { NodeRef } from './node.ts'
import { showNumber, showPan, toOwned } from './personal.ts'
import { loadAnalysis, loadItrReport } from './report.ts'
import { SourceRef } from './source.ts'
import { TaxProfileRef } from './tax-profile.ts'
import { transactionArguments } from './transaction.ts'
import { loadApplicantTransactions, TransactionConnectionRef } from './transaction-connection.ts'

/** What a caller needs who came to an applicant by another way than asking for one, a mutation say. */
const READ = { scope: 'applicants:read' } as const

ApplicantRef.implement({
  description:
    'A person a lender assesses. A field is null until its journey has completed: sources says how far each is.',
  interfaces: [NodeRef],
  fields: (t) => ({
    id: t.id({ description: 'Opaque and stable.', resolve: ({ id }) => encodeGlobalId('Applicant', id) }),
    reference: t.exposeString('reference', {
      description: "The lender's own loan-application number, unique within the tenant.",
    }),
    name: t.exposeString('name', {
      authScopes: READ,
      nullable: true,
      description: 'As the lender registered it; null when it did not.',
    }),
    pan: t.string({
      authScopes: READ,
      nullable: true,
      description: 'PAN as registered; masked (ABCDE****F) without the scope pii:read.',
      resolve: ({ id, pan }, _arguments, context) => showPan(pan, id, context),
    }),
    mobile: t.string({
      authScopes: READ,
      nullable: true,
      description: 'Mobile number as registered; masked to its last four digits without the scope pii:read.',
      resolve: ({ id, mobile }, _arguments, context) => showNumber(mobile, id, context),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was registered.' }),
    journeys: t.field({
      type: [JourneyRef],
      authScopes: READ,
      description: 'Journeys of this applicant, newest first.',
      args: {
        kinds: t.arg({ type: [JourneyKindRef], description: 'Only these kinds; every kind when left out.' }),
        statuses: t.arg({ type: [JourneyStatusRef], description: 'Only these statuses; every status when left out.' }),
      },
      async resolve({ id }, { kinds, statuses }, { loaders }) {
        const journeys = await loaders.loadJourneysOf(id)
        return journeys.filter(
          ({ kind, status }) => (kinds?.includes(kind) ?? true) && (statuses?.includes(status) ?? true),
        )
      },
    }),
    sources: t.field({
      type: [SourceRef],
      authScopes: READ,
      description: 'Why a field below is null: one row per kind of journey.',
      resolve: async ({ id }, _arguments, { loaders }) => toSources(await loaders.loadJourneysOf(id)),
    }),
    taxProfile: t.field({
      type: TaxProfileRef,
      nullable: true,
      authScopes: READ,
      description: 'The person as the income-tax portal knows them. Null until ITR is READY.',
      async resolve(applicant, _arguments, context) {
        const report = await loadItrReport(applicant, context)
        return report?.value.profile ? toOwned(report.value.profile, report.journey) : null
      },
    }),
    itrFilings: t.field({
      type: [ItrFilingRef],
      nullable: true,
      authScopes: READ,
      description: 'Income-tax returns, newest first. Null until ITR is READY; empty when none was ever filed.',
      args: {
        assessmentYears: t.arg.stringList({
          description: 'Only these assessment years, like "2025-26"; every year when left out.',
        }),
      },
      async resolve(applicant, { assessmentYears }, context) {
        const wanted = assessmentYears?.map((text) => {
          const year = parseAssessmentYear(text)
          if (year === null) throw new Failure('INPUT_YEAR', { field: ['assessmentYears'] })
          return year
        })
        const report = await loadItrReport(applicant, context)
        if (report === null) return null
        return report.value.filings
          .filter(({ assessmentYear }) => wanted?.includes(assessmentYear) ?? true)
          .map((filing) => ({ journey: report.journey, filing }))
      },
    }),
    taxCredits: t.field({
      type: [TaxCreditRef],
      nullable: true,
      authScopes: READ,
      description:
        "Tax already deducted by others, from Form 26AS. Null until ITR is READY, and in Finpass's older answers.",
      resolve: async (applicant, _arguments, context) =>
        (await loadItrReport(applicant, context))?.value.credits ?? null,
    }),
    outstandingDemands: t.field({
      type: [TaxDemandRef],
      nullable: true,
      authScopes: READ,
      description: "What the tax department still asks for. Null until ITR is READY, and in Finpass's older answers.",
      resolve: async (applicant, _arguments, context) =>
        (await loadItrReport(applicant, context))?.value.demands ?? null,
    }),
    bankAccounts: t.field({
      type: [BankAccountRef],
      nullable: true,
      authScopes: READ,
      description:
        'Accounts of every source that is READY. Null until one is. When one of several sources cannot be read, the others are given and the answer carries an error for this field.',
      async resolve(applicant, _arguments, context, info) {
        const accounts = await loadAccountsOfApplicant(applicant, context)
        if (accounts === null) return null
        const [failure] = accounts.failures
        if (failure !== undefined && accounts.nodes.length === 0) throw failure
        for (const partial of accounts.failures) context.reportPartial(info.path, partial)
        return accounts.nodes
      },
    }),
    transactions: t.field({
      type: TransactionConnectionRef,
      nullable: true,
      authScopes: READ,
      description:
        'Lines of all accounts together. A bank account that two sources report (AA_BSA and ACCOUNT_AGGREGATOR) appears twice, and so do its lines and sums: where.accountIds narrows to the accounts of one source. Null until a source is READY. Sums are never of a part: when one of several sources cannot be read this is null with an error, unless where.accountIds leaves that source out. Accounts of different currencies are refused with CURRENCY_MIXED.',
      args: transactionArguments,
      resolve: (applicant, page, context) => loadApplicantTransactions(applicant, page, context),
    }),
    bsaAnalysis: t.field({
      type: BsaAnalysisRef,
      nullable: true,
      description:
        "Finpass's analysis of the bank statements. Null until AA_BSA is READY. Needs the scope analysis:read.",
      authScopes: { scope: 'analysis:read' },
      resolve: (applicant, _arguments, context) => loadAnalysis(applicant, context),
    }),
  }),
})

builder.queryFields((t) => ({
  applicant: t.field({
    type: ApplicantRef,
    nullable: true,
    description:
      'The applicant with this id. Null, with the error APPLICANT_NOT_FOUND, when there is none for this caller.',
    authScopes: { scope: 'applicants:read' },
    args: { id: t.arg.id({ required: true, description: 'Id of an Applicant.' }) },
    async resolve(_root, { id }, { loaders }) {
      const applicant = await loaders.loadApplicant(parseGlobalId('Applicant', id))
      if (applicant === null) throw new Failure('APPLICANT_NOT_FOUND')
      return applicant
    },
  }),
  applicantByReference: t.field({
    type: ApplicantRef,
    nullable: true,
    description: "The applicant with this reference of the lender's. Null when nobody was registered under it.",
    authScopes: { scope: 'applicants:read' },
    args: { reference: t.arg.string({ required: true, description: 'As it was registered; case matters.' }) },
    resolve: (_root, { reference }, { loaders }) => loaders.loadApplicantByReference(reference.trim()),
  }),
}))

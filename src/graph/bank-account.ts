/** A bank account as one journey reported it. */
import type { AccountHolder } from '../domain/bank-account.ts'
import { toClosingBalance, toLedger, toOpeningBalance } from '../domain/ledger.ts'
import { lastFour } from '../domain/mask.ts'
import { toMonthly } from '../domain/statement.ts'
import { toAccountId } from './account-node.ts'
import { findAnalysisOf } from './analysis-node.ts'
import { BankAccountAnalysisRef } from './bank-account-analysis.ts'
import { builder } from './builder.ts'
import { BankAccountRef } from './entity.ts'
import { JourneyKindRef } from './journey-word.ts'
import { NodeRef } from './node.ts'
import { type Owned, showEmail, showNumber, showPan, toOwned } from './personal.ts'
import { MonthlySummaryRef, transactionArguments } from './transaction.ts'
import { loadAccountTransactions, TransactionConnectionRef } from './transaction-connection.ts'

const AccountHolderRef = builder.objectRef<Owned<AccountHolder>>('AccountHolder')
AccountHolderRef.implement({
  description: 'Whom the account belongs to, as the bank knows them. Any part may be null.',
  fields: (t) => ({
    name: t.exposeString('name', { nullable: true, description: 'Name at the bank.' }),
    dateOfBirth: t.expose('dateOfBirth', { type: 'Date', nullable: true, description: 'Date of birth.' }),
    mobile: t.string({
      nullable: true,
      description: 'Mobile number; masked without the scope pii:read.',
      resolve: ({ applicantId, mobile }, _arguments, context) => showNumber(mobile, applicantId, context),
    }),
    landline: t.string({
      nullable: true,
      description: 'Landline; masked without the scope pii:read.',
      resolve: ({ applicantId, landline }, _arguments, context) => showNumber(landline, applicantId, context),
    }),
    email: t.string({
      nullable: true,
      description: 'E-mail address; masked without the scope pii:read.',
      resolve: ({ applicantId, email }, _arguments, context) => showEmail(email, applicantId, context),
    }),
    pan: t.string({
      nullable: true,
      description: 'PAN; masked without the scope pii:read.',
      resolve: ({ applicantId, pan }, _arguments, context) => showPan(pan, applicantId, context),
    }),
    address: t.exposeString('address', { nullable: true, description: 'Address in one line.' }),
    nominee: t.exposeString('nominee', { nullable: true, description: 'Name of the nominee.' }),
    isCkycRegistered: t.exposeBoolean('isCkycRegistered', {
      nullable: true,
      description: 'True when the holder is in the central KYC registry.',
    }),
    holding: t.exposeString('holding', { nullable: true, description: 'SINGLE or JOINT.' }),
  }),
})

BankAccountRef.implement({
  description:
    'A bank account as one journey reported it. The same account seen by two journeys is two BankAccounts: Finpass gives nothing on which they could safely be joined.',
  interfaces: [NodeRef],
  fields: (t) => ({
    id: t.id({ description: 'Opaque and stable.', resolve: toAccountId }),
    source: t.field({
      type: JourneyKindRef,
      description: 'The kind of journey that reported it.',
      resolve: ({ account }) => account.source,
    }),
    bankName: t.string({ nullable: true, description: 'The bank.', resolve: ({ account }) => account.bankName }),
    maskedNumber: t.string({
      description: 'Account number down to its last digits, whoever asks: Finpass gives no more.',
      resolve: ({ account }) => account.maskedNumber,
    }),
    last4: t.string({
      nullable: true,
      description: 'Last four digits of the account number; null when fewer are visible.',
      resolve: ({ account }) => lastFour(account.maskedNumber),
    }),
    ifsc: t.string({
      nullable: true,
      description: 'IFSC of the branch, as Finpass gives it.',
      resolve: ({ account }) => account.ifsc,
    }),
    accountType: t.string({
      nullable: true,
      description: 'For example SAVINGS or CURRENT.',
      resolve: ({ account }) => account.accountType,
    }),
    status: t.string({
      nullable: true,
      description: 'For example ACTIVE.',
      resolve: ({ account }) => account.status,
    }),
    currency: t.string({ description: 'ISO 4217 code.', resolve: ({ account }) => account.currency }),
    holder: t.field({
      type: AccountHolderRef,
      nullable: true,
      description: 'Whom it belongs to.',
      resolve: ({ journey, account }) => account.holder && toOwned(account.holder, journey),
    }),
    branch: t.string({
      nullable: true,
      description: 'Branch code or address.',
      resolve: ({ account }) => account.branch,
    }),
    micrCode: t.string({ nullable: true, description: 'MICR code.', resolve: ({ account }) => account.micrCode }),
    facility: t.string({
      nullable: true,
      description: 'Credit facility on the account, in words.',
      resolve: ({ account }) => account.facility,
    }),
    openedOn: t.field({
      type: 'Date',
      nullable: true,
      description: 'Day it was opened.',
      resolve: ({ account }) => account.openedOn,
    }),
    openingBalance: t.field({
      type: 'Money',
      nullable: true,
      description: 'As Finpass gives it, else the balance before the first line; null when neither says it.',
      resolve: ({ account }) => toOpeningBalance(toLedger(account)),
    }),
    closingBalance: t.field({
      type: 'Money',
      nullable: true,
      description: 'As Finpass gives it, else the balance after the last line; null when neither says it.',
      resolve: ({ account }) => toClosingBalance(toLedger(account)),
    }),
    currentBalance: t.field({
      type: 'Money',
      nullable: true,
      description: 'Balance at balanceAsOf.',
      resolve: ({ account }) => account.currentBalance,
    }),
    balanceAsOf: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When currentBalance was true.',
      resolve: ({ account }) => account.balanceAsOf,
    }),
    overdraftLimit: t.field({
      type: 'Money',
      nullable: true,
      description: 'Overdraft limit; null when Finpass gives none.',
      resolve: ({ account }) => account.overdraftLimit,
    }),
    drawingLimit: t.field({
      type: 'Money',
      nullable: true,
      description: 'Drawing limit; null when Finpass gives none.',
      resolve: ({ account }) => account.drawingLimit,
    }),
    periodStart: t.field({
      type: 'Date',
      nullable: true,
      description: 'First day the statement is about. Lines outside the period occur and are shown.',
      resolve: ({ account }) => account.periodStart,
    }),
    periodEnd: t.field({
      type: 'Date',
      nullable: true,
      description: 'Last day the statement is about.',
      resolve: ({ account }) => account.periodEnd,
    }),
    transactions: t.field({
      type: TransactionConnectionRef,
      description: 'The ledger, by page.',
      args: transactionArguments,
      resolve: (node, page, context) => loadAccountTransactions(node, page, context),
    }),
    monthly: t.field({
      type: [MonthlySummaryRef],
      description: 'Exact sums per month over the whole ledger, newest month first.',
      resolve: ({ account }) => toMonthly(toLedger(account)),
    }),
    analysis: t.field({
      type: BankAccountAnalysisRef,
      nullable: true,
      description: "Finpass's analysis of this account; null when it has none. Needs the scope analysis:read.",
      authScopes: { scope: 'analysis:read' },
      resolve: (node, _arguments, context) => findAnalysisOf(node, context),
    }),
  }),
})

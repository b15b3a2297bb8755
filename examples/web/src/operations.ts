// Made by codegen.ts from examples/web/src/operations/*.graphql. Do not edit.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** What reading and analysing bank statements by consent takes. */
export type AaBsaJourneyStartInput = {
  /** Id of an Applicant. */
  readonly applicantId: string;
  /** Purpose the borrower is asked to consent to. */
  readonly consentType?: ConsentType | null | undefined;
  /** Makes a repeat harmless: for 24 hours the same key gives the same journey and is not billed again. Without a key every call starts a journey. */
  readonly idempotencyKey?: string | null | undefined;
  /** Mobile number known to the banks, ten digits. */
  readonly mobile: string;
  /** Name of a configured return address for the borrower; the first one when left out. Never a URL. */
  readonly redirect?: string | null | undefined;
};

/** What an applicant must fulfil, all of it. What is left out does not matter. */
export type ApplicantFilter = {
  /** Registered before this instant. */
  readonly createdBefore?: string | null | undefined;
  /** Registered at this instant or later. */
  readonly createdFrom?: string | null | undefined;
  /** The name contains this; case does not matter. */
  readonly nameContains?: string | null | undefined;
  /** The reference begins with this; case matters. */
  readonly referencePrefix?: string | null | undefined;
};

/** Order of a list of applicants. */
export type ApplicantOrder =
  /** Oldest first. */
  | 'CREATED_ASC'
  /** Newest first. */
  | 'CREATED_DESC';

/** Who is to be assessed. An empty text counts as left out. */
export type ApplicantRegisterInput = {
  /** Indian mobile number, ten digits, with or without +91. */
  readonly mobile?: string | null | undefined;
  /** Name as the lender knows it. */
  readonly name?: string | null | undefined;
  /** PAN: five letters, four digits, a letter; any case. */
  readonly pan?: string | null | undefined;
  /** The lender's own loan-application number, 1 to 100 printable characters. */
  readonly reference: string;
};

/** Whether the data behind a consent may be read. Only ACTIVE lets it be. */
export type ConsentState =
  /** Given, and in force. */
  | 'ACTIVE'
  /** The time to give it, or the time for which its data may be read, is over. For good. */
  | 'EXPIRED'
  /** Given, and held back by consentPause until consentResume. */
  | 'PAUSED'
  /** The borrower has yet to decide. */
  | 'PENDING'
  /** The borrower declined. For good. */
  | 'REJECTED'
  /** Taken back, by lender or borrower or at the Account Aggregator. For good. */
  | 'REVOKED';

/** The purpose that the borrower consents to. */
export type ConsentType =
  /** Repeated looks while a loan runs. */
  | 'LOAN_MONITORING'
  /** One look, to decide on a loan. */
  | 'LOAN_UNDERWRITING';

/** What reading an applicant's tax returns takes. */
export type ItrJourneyStartInput = {
  /** Id of an Applicant. */
  readonly applicantId: string;
  /** True when the applicant has agreed to this reading. */
  readonly consent: boolean;
  /** Makes a repeat harmless: for 24 hours the same key gives the same journey and is not billed again. Without a key every call starts a journey. */
  readonly idempotencyKey?: string | null | undefined;
  /** The applicant's portal password. Passed on once and kept nowhere. */
  readonly password: string;
  /** PAN by which the applicant logs in to the portal. */
  readonly username: string;
};

/** The Finpass product behind a journey. */
export type JourneyKind =
  /** Bank statements by Account Aggregator consent, with their analysis. */
  | 'AA_BSA'
  /** Bank accounts and transactions by Account Aggregator consent, without analysis. */
  | 'ACCOUNT_AGGREGATOR'
  /** Uploaded bank statements. Not offered yet: always NOT_STARTED. */
  | 'BANK_STATEMENT'
  /** Income-tax returns, Form 26AS and demands, read from the income-tax portal. */
  | 'ITR';

/** Which journey to look at now. */
export type JourneyRefreshInput = {
  /** Id of a Journey. */
  readonly journeyId: string;
};

/** How far a journey is. It only moves forward, and never leaves a terminal status. */
export type JourneyStatus =
  /** Terminal: the data can be read. */
  | 'COMPLETED'
  /** Terminal: the borrower declined or revoked consent. */
  | 'CONSENT_DENIED'
  /** Consent is given; bank data is being fetched. */
  | 'CONSENT_GRANTED'
  /** The borrower has the consent page open, or has yet to open it. */
  | 'CONSENT_PENDING'
  /** The data is there and is being analysed. */
  | 'DATA_FETCHED'
  /** Terminal: the consent session lapsed. */
  | 'EXPIRED'
  /** Terminal: ended without data; failure says why. */
  | 'FAILED'
  /** Created; nothing has happened yet. */
  | 'INITIATED'
  /** Finpass is at work; step says on what. */
  | 'PROCESSING'
  /** Terminal: Finpass did not finish in time. journeyRefresh goes on with a new journey. */
  | 'TIMED_OUT';

/** How far one kind of source is for an applicant. */
export type SourceStatus =
  /** The latest journey ended without data; failure says why. */
  | 'FAILED'
  /** No journey of this kind was ever started. */
  | 'NOT_STARTED'
  /** A journey is under way; its fields are null until it completes. */
  | 'PENDING'
  /** A journey has completed and its fields can be read. */
  | 'READY'
  /** A journey has completed, but Finpass could not be read for this request; failure says why. */
  | 'UNAVAILABLE';

/** What a ledger line must fulfil, all of it. What is left out does not matter. */
export type TransactionFilter = {
  /** Stands in one of these BankAccounts. */
  readonly accountIds?: ReadonlyArray<string> | null | undefined;
  /** On this day or later. */
  readonly from?: string | null | undefined;
  /** Of at most this amount. */
  readonly maxAmount?: string | null | undefined;
  /** Of at least this amount. */
  readonly minAmount?: string | null | undefined;
  /** By one of these modes, like UPI or NEFT; case does not matter. */
  readonly modes?: ReadonlyArray<string> | null | undefined;
  /** The narration contains this; case does not matter. */
  readonly text?: string | null | undefined;
  /** On this day or earlier. */
  readonly to?: string | null | undefined;
  /** In this direction. */
  readonly type?: TransactionType | null | undefined;
};

/** Order of ledger lines. Lines of one day stay in the bank's own order. */
export type TransactionOrder =
  /** Smallest amount first, whatever the direction. */
  | 'AMOUNT_ASC'
  /** Largest amount first, whatever the direction. */
  | 'AMOUNT_DESC'
  /** Oldest first. */
  | 'DATE_ASC'
  /** Newest first. */
  | 'DATE_DESC';

/** Direction of a ledger line. */
export type TransactionType =
  /** Money in. */
  | 'CREDIT'
  /** Money out. */
  | 'DEBIT';

export type AddApplicantMutationVariables = Exact<{
  input: ApplicantRegisterInput;
}>;


export type AddApplicantMutation = { readonly applicantRegister: { readonly applicant: { readonly id: string, readonly reference: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: string, readonly message: string, readonly advice: string | null }> } };

export type ApplicantMovedSubscriptionVariables = Exact<{
  applicantId: string;
}>;


export type ApplicantMovedSubscription = { readonly applicantProgressed: { readonly sequence: number, readonly status: JourneyStatus, readonly percent: number, readonly step: string | null, readonly isTerminal: boolean, readonly journey: { readonly id: string, readonly kind: JourneyKind } } };

export type BeginBankReadingMutationVariables = Exact<{
  input: AaBsaJourneyStartInput;
}>;


export type BeginBankReadingMutation = { readonly aaBsaJourneyStart: { readonly journey: { readonly id: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: string, readonly message: string, readonly advice: string | null, readonly retryAfter: string | null }> } };

export type BeginTaxReadingMutationVariables = Exact<{
  input: ItrJourneyStartInput;
}>;


export type BeginTaxReadingMutation = { readonly itrJourneyStart: { readonly journey: { readonly id: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: string, readonly message: string, readonly advice: string | null, readonly retryAfter: string | null }> } };

export type JourneyBoardQueryVariables = Exact<{
  applicantId: string;
}>;


export type JourneyBoardQuery = { readonly applicant: { readonly id: string, readonly reference: string, readonly name: string | null, readonly journeys: ReadonlyArray<{ readonly id: string, readonly kind: JourneyKind, readonly status: JourneyStatus, readonly isTerminal: boolean, readonly percent: number, readonly step: string | null, readonly sequence: number, readonly consentUrl: string | null, readonly expiresAt: string | null, readonly createdAt: string, readonly stepsCompleted: ReadonlyArray<string>, readonly stepsFailed: ReadonlyArray<string>, readonly accounts: ReadonlyArray<{ readonly index: number, readonly bankName: string | null, readonly status: JourneyStatus }>, readonly failure: { readonly code: string, readonly message: string, readonly advice: string | null } | null, readonly transitions: ReadonlyArray<{ readonly sequence: number, readonly status: JourneyStatus, readonly step: string | null, readonly percent: number, readonly observedAt: string }> }> } | null };

export type LedgerPageQueryVariables = Exact<{
  applicantId: string;
  where?: TransactionFilter | null | undefined;
  orderBy?: TransactionOrder | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type LedgerPageQuery = { readonly applicant: { readonly id: string, readonly transactions: { readonly totalCount: number, readonly totals: { readonly credits: string, readonly debits: string, readonly net: string, readonly creditCount: number, readonly debitCount: number }, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly nodes: ReadonlyArray<{ readonly id: string, readonly date: string, readonly type: TransactionType, readonly amount: string, readonly balance: string | null, readonly mode: string | null, readonly narration: string, readonly isRepeat: boolean, readonly account: { readonly id: string, readonly bankName: string | null, readonly maskedNumber: string } }> } | null } | null };

export type LookAgainMutationVariables = Exact<{
  input: JourneyRefreshInput;
}>;


export type LookAgainMutation = { readonly journeyRefresh: { readonly journey: { readonly id: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: string, readonly message: string, readonly advice: string | null, readonly retryAfter: string | null }> } };

export type RevealIdentityQueryVariables = Exact<{
  applicantId: string;
}>;


export type RevealIdentityQuery = { readonly viewer: { readonly scopes: ReadonlyArray<string> }, readonly applicant: { readonly id: string, readonly pan: string | null, readonly mobile: string | null, readonly taxProfile: { readonly pan: string | null, readonly mobile: string | null, readonly email: string | null } | null } | null };

export type UnderwriterPageQueryVariables = Exact<{
  applicantId: string;
}>;


export type UnderwriterPageQuery = { readonly applicant: { readonly id: string, readonly reference: string, readonly name: string | null, readonly pan: string | null, readonly mobile: string | null, readonly sources: ReadonlyArray<{ readonly kind: JourneyKind, readonly status: SourceStatus, readonly asOf: string | null, readonly isMock: boolean | null, readonly failure: { readonly code: string, readonly advice: string | null, readonly retryAfter: string | null } | null, readonly issues: ReadonlyArray<{ readonly path: string, readonly problem: string, readonly count: number }>, readonly journey: { readonly id: string, readonly status: JourneyStatus, readonly percent: number, readonly completedAt: string | null, readonly consent: { readonly state: ConsentState, readonly expiresAt: string | null } } | null }>, readonly taxProfile: { readonly name: string | null, readonly pan: string | null, readonly mobile: string | null, readonly email: string | null, readonly dateOfBirth: string | null, readonly aadhaar: string | null, readonly aadhaarLinked: boolean | null, readonly category: string | null, readonly status: string | null, readonly address: { readonly city: string | null, readonly state: string | null, readonly pinCode: string | null } | null } | null, readonly itrFilings: ReadonlyArray<{ readonly id: string, readonly assessmentYear: string, readonly financialYear: string, readonly form: string, readonly filingType: string | null, readonly filedOn: string | null, readonly regime: string | null, readonly income: { readonly salary: string | null, readonly houseProperty: string | null, readonly businessProfession: string | null, readonly capitalGains: string | null, readonly otherSources: string | null, readonly grossTotal: string | null, readonly deductions: string | null, readonly totalIncome: string | null }, readonly tax: { readonly payable: string | null, readonly tdsPaid: string | null, readonly advanceTaxPaid: string | null, readonly selfAssessmentTaxPaid: string | null, readonly totalPaid: string | null, readonly refundDue: string | null, readonly refundStatus: string | null, readonly demand: string | null } }> | null, readonly outstandingDemands: ReadonlyArray<{ readonly assessmentYear: string | null, readonly amount: string | null, readonly raisedOn: string | null }> | null, readonly bankAccounts: ReadonlyArray<{ readonly id: string, readonly source: JourneyKind, readonly bankName: string | null, readonly maskedNumber: string, readonly accountType: string | null, readonly currency: string, readonly closingBalance: string | null, readonly periodStart: string | null, readonly periodEnd: string | null, readonly holder: { readonly name: string | null } | null, readonly monthly: ReadonlyArray<{ readonly month: string, readonly credits: string, readonly debits: string, readonly net: string }>, readonly transactions: { readonly totalCount: number, readonly totals: { readonly credits: string, readonly debits: string, readonly net: string } } }> | null, readonly bsaAnalysis: { readonly isComplete: boolean, readonly period: { readonly from: string | null, readonly to: string | null } | null, readonly summary: { readonly totalCredits: string | null, readonly totalDebits: string | null, readonly averageMonthlyBalance: string | null, readonly minimumMonthlyBalance: string | null } | null, readonly income: { readonly averageMonthly: string | null, readonly stabilityScore: number | null } | null, readonly obligations: { readonly foir: number | null, readonly emiPerMonth: string | null, readonly emiAccounts: ReadonlyArray<{ readonly lender: string, readonly amount: string, readonly mode: string | null }> } | null, readonly flags: { readonly emiBounce: boolean | null, readonly endOfMonthStress: boolean | null, readonly highCashWithdrawal: boolean | null, readonly inwardChequeReturn: boolean | null, readonly salaryBounce: boolean | null } | null, readonly accounts: ReadonlyArray<{ readonly bankName: string | null, readonly maskedNumber: string | null, readonly healthScore: { readonly score: number, readonly rating: string | null, readonly description: string | null, readonly penalties: ReadonlyArray<{ readonly kind: string, readonly count: number, readonly penalty: number }> } | null, readonly flagged: { readonly total: number | null, readonly bounceCount: number | null, readonly negativeBalanceCount: number | null, readonly reconciliationCount: number | null } | null, readonly suspicious: { readonly total: number | null } | null }> } | null } | null };

export type WhoAmIQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoAmIQuery = { readonly viewer: { readonly subject: string, readonly tenant: string, readonly scopes: ReadonlyArray<string> } };

export type WorkListPageQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  where?: ApplicantFilter | null | undefined;
  orderBy?: ApplicantOrder | null | undefined;
}>;


export type WorkListPageQuery = { readonly applicants: { readonly totalCount: number, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly nodes: ReadonlyArray<{ readonly id: string, readonly reference: string, readonly name: string | null, readonly createdAt: string, readonly sources: ReadonlyArray<{ readonly kind: JourneyKind, readonly status: SourceStatus, readonly failure: { readonly code: string } | null, readonly journey: { readonly id: string, readonly status: JourneyStatus, readonly percent: number, readonly step: string | null, readonly updatedAt: string } | null }> }> } };


export const AddApplicantDocument = {"kind":"Document","documentId":"sha256:890172ab7b471340171d44c2291f268ec478f48cba61f120b6c6e144f4dca5d7","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AddApplicant"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ApplicantRegisterInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"applicantRegister"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"applicant"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"advice"}}]}}]}}]}}]} as unknown as DocumentNode<AddApplicantMutation, AddApplicantMutationVariables> & { readonly documentId: string };
export const ApplicantMovedDocument = {"kind":"Document","documentId":"sha256:7a465a265fc3772918bd52ca7f20410d849b0c447854f84afbbc4aec239dcaab","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"ApplicantMoved"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"applicantId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"applicantProgressed"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"applicantId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"applicantId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sequence"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"percent"}},{"kind":"Field","name":{"kind":"Name","value":"step"}},{"kind":"Field","name":{"kind":"Name","value":"isTerminal"}},{"kind":"Field","name":{"kind":"Name","value":"journey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}}]}}]}}]}}]} as unknown as DocumentNode<ApplicantMovedSubscription, ApplicantMovedSubscriptionVariables> & { readonly documentId: string };
export const BeginBankReadingDocument = {"kind":"Document","documentId":"sha256:f9c09f851e4d2dc33cb6952e13e4f48c34adbd60313f4d0e40d3b5dfae7020f7","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"BeginBankReading"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AaBsaJourneyStartInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"aaBsaJourneyStart"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"journey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"advice"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]}}]}}]} as unknown as DocumentNode<BeginBankReadingMutation, BeginBankReadingMutationVariables> & { readonly documentId: string };
export const BeginTaxReadingDocument = {"kind":"Document","documentId":"sha256:4e7c0fa5fc1a3eefcad7c4a1a28fd47013af5ad7b31674e06d74c98c3a750210","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"BeginTaxReading"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ItrJourneyStartInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"itrJourneyStart"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"journey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"advice"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]}}]}}]} as unknown as DocumentNode<BeginTaxReadingMutation, BeginTaxReadingMutationVariables> & { readonly documentId: string };
export const JourneyBoardDocument = {"kind":"Document","documentId":"sha256:23a124dd45342dae73c5e6763fa11e2aa8caa9f6a0fcdbfd6af60d07dfcf0b0c","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"JourneyBoard"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"applicantId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"applicant"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"applicantId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"journeys"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"isTerminal"}},{"kind":"Field","name":{"kind":"Name","value":"percent"}},{"kind":"Field","name":{"kind":"Name","value":"step"}},{"kind":"Field","name":{"kind":"Name","value":"sequence"}},{"kind":"Field","name":{"kind":"Name","value":"consentUrl"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"stepsCompleted"}},{"kind":"Field","name":{"kind":"Name","value":"stepsFailed"}},{"kind":"Field","name":{"kind":"Name","value":"accounts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"bankName"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"advice"}}]}},{"kind":"Field","name":{"kind":"Name","value":"transitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sequence"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"step"}},{"kind":"Field","name":{"kind":"Name","value":"percent"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}}]}}]}}]}}]}}]} as unknown as DocumentNode<JourneyBoardQuery, JourneyBoardQueryVariables> & { readonly documentId: string };
export const LedgerPageDocument = {"kind":"Document","documentId":"sha256:6fb9ffb4ed82b51e4ffbc8b04213455f29231973d9dc9ac8fd5d46dc4fcc9449","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"LedgerPage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"applicantId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"where"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TransactionFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TransactionOrder"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"applicant"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"applicantId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"transactions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"where"},"value":{"kind":"Variable","name":{"kind":"Name","value":"where"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"totals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"credits"}},{"kind":"Field","name":{"kind":"Name","value":"debits"}},{"kind":"Field","name":{"kind":"Name","value":"net"}},{"kind":"Field","name":{"kind":"Name","value":"creditCount"}},{"kind":"Field","name":{"kind":"Name","value":"debitCount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"date"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"balance"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"narration"}},{"kind":"Field","name":{"kind":"Name","value":"isRepeat"}},{"kind":"Field","name":{"kind":"Name","value":"account"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"bankName"}},{"kind":"Field","name":{"kind":"Name","value":"maskedNumber"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<LedgerPageQuery, LedgerPageQueryVariables> & { readonly documentId: string };
export const LookAgainDocument = {"kind":"Document","documentId":"sha256:f98cab14dfe46b825f8be25589a00306c4f25db1c7c1f7966dc4b45c29218857","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"LookAgain"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"JourneyRefreshInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"journeyRefresh"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"journey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"advice"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]}}]}}]} as unknown as DocumentNode<LookAgainMutation, LookAgainMutationVariables> & { readonly documentId: string };
export const RevealIdentityDocument = {"kind":"Document","documentId":"sha256:702b0574e87640c2be3ce86d6808fe6d916c573edb7d19ddadf669813c56524d","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"RevealIdentity"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"applicantId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"scopes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"applicant"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"applicantId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"pan"}},{"kind":"Field","name":{"kind":"Name","value":"mobile"}},{"kind":"Field","name":{"kind":"Name","value":"taxProfile"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pan"}},{"kind":"Field","name":{"kind":"Name","value":"mobile"}},{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}}]}}]} as unknown as DocumentNode<RevealIdentityQuery, RevealIdentityQueryVariables> & { readonly documentId: string };
export const UnderwriterPageDocument = {"kind":"Document","documentId":"sha256:88cb6c7a1ff5322ac8f28c43e10197bb72384647f0315818bea0a3e9acdf359a","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"UnderwriterPage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"applicantId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"applicant"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"applicantId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"pan"}},{"kind":"Field","name":{"kind":"Name","value":"mobile"}},{"kind":"Field","name":{"kind":"Name","value":"sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"asOf"}},{"kind":"Field","name":{"kind":"Name","value":"isMock"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"advice"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}},{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"problem"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"journey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"percent"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"consent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"taxProfile"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"pan"}},{"kind":"Field","name":{"kind":"Name","value":"mobile"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"dateOfBirth"}},{"kind":"Field","name":{"kind":"Name","value":"aadhaar"}},{"kind":"Field","name":{"kind":"Name","value":"aadhaarLinked"}},{"kind":"Field","name":{"kind":"Name","value":"category"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"address"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"city"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"pinCode"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"itrFilings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"assessmentYear"}},{"kind":"Field","name":{"kind":"Name","value":"financialYear"}},{"kind":"Field","name":{"kind":"Name","value":"form"}},{"kind":"Field","name":{"kind":"Name","value":"filingType"}},{"kind":"Field","name":{"kind":"Name","value":"filedOn"}},{"kind":"Field","name":{"kind":"Name","value":"regime"}},{"kind":"Field","name":{"kind":"Name","value":"income"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"salary"}},{"kind":"Field","name":{"kind":"Name","value":"houseProperty"}},{"kind":"Field","name":{"kind":"Name","value":"businessProfession"}},{"kind":"Field","name":{"kind":"Name","value":"capitalGains"}},{"kind":"Field","name":{"kind":"Name","value":"otherSources"}},{"kind":"Field","name":{"kind":"Name","value":"grossTotal"}},{"kind":"Field","name":{"kind":"Name","value":"deductions"}},{"kind":"Field","name":{"kind":"Name","value":"totalIncome"}}]}},{"kind":"Field","name":{"kind":"Name","value":"tax"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"payable"}},{"kind":"Field","name":{"kind":"Name","value":"tdsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"advanceTaxPaid"}},{"kind":"Field","name":{"kind":"Name","value":"selfAssessmentTaxPaid"}},{"kind":"Field","name":{"kind":"Name","value":"totalPaid"}},{"kind":"Field","name":{"kind":"Name","value":"refundDue"}},{"kind":"Field","name":{"kind":"Name","value":"refundStatus"}},{"kind":"Field","name":{"kind":"Name","value":"demand"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"outstandingDemands"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"assessmentYear"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"raisedOn"}}]}},{"kind":"Field","name":{"kind":"Name","value":"bankAccounts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"bankName"}},{"kind":"Field","name":{"kind":"Name","value":"maskedNumber"}},{"kind":"Field","name":{"kind":"Name","value":"accountType"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"closingBalance"}},{"kind":"Field","name":{"kind":"Name","value":"periodStart"}},{"kind":"Field","name":{"kind":"Name","value":"periodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"holder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"monthly"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"month"}},{"kind":"Field","name":{"kind":"Name","value":"credits"}},{"kind":"Field","name":{"kind":"Name","value":"debits"}},{"kind":"Field","name":{"kind":"Name","value":"net"}}]}},{"kind":"Field","name":{"kind":"Name","value":"transactions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"totals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"credits"}},{"kind":"Field","name":{"kind":"Name","value":"debits"}},{"kind":"Field","name":{"kind":"Name","value":"net"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"bsaAnalysis"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"isComplete"}},{"kind":"Field","name":{"kind":"Name","value":"period"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}}]}},{"kind":"Field","name":{"kind":"Name","value":"summary"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCredits"}},{"kind":"Field","name":{"kind":"Name","value":"totalDebits"}},{"kind":"Field","name":{"kind":"Name","value":"averageMonthlyBalance"}},{"kind":"Field","name":{"kind":"Name","value":"minimumMonthlyBalance"}}]}},{"kind":"Field","name":{"kind":"Name","value":"income"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"averageMonthly"}},{"kind":"Field","name":{"kind":"Name","value":"stabilityScore"}}]}},{"kind":"Field","name":{"kind":"Name","value":"obligations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"foir"}},{"kind":"Field","name":{"kind":"Name","value":"emiPerMonth"}},{"kind":"Field","name":{"kind":"Name","value":"emiAccounts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lender"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"flags"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"emiBounce"}},{"kind":"Field","name":{"kind":"Name","value":"endOfMonthStress"}},{"kind":"Field","name":{"kind":"Name","value":"highCashWithdrawal"}},{"kind":"Field","name":{"kind":"Name","value":"inwardChequeReturn"}},{"kind":"Field","name":{"kind":"Name","value":"salaryBounce"}}]}},{"kind":"Field","name":{"kind":"Name","value":"accounts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bankName"}},{"kind":"Field","name":{"kind":"Name","value":"maskedNumber"}},{"kind":"Field","name":{"kind":"Name","value":"healthScore"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"score"}},{"kind":"Field","name":{"kind":"Name","value":"rating"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"penalties"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"penalty"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"flagged"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"bounceCount"}},{"kind":"Field","name":{"kind":"Name","value":"negativeBalanceCount"}},{"kind":"Field","name":{"kind":"Name","value":"reconciliationCount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"suspicious"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<UnderwriterPageQuery, UnderwriterPageQueryVariables> & { readonly documentId: string };
export const WhoAmIDocument = {"kind":"Document","documentId":"sha256:23101b0399781f5992ed9bcc65e5364d9c0e8d3a76c7f46e937260f40996165b","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WhoAmI"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"tenant"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}}]}}]}}]} as unknown as DocumentNode<WhoAmIQuery, WhoAmIQueryVariables> & { readonly documentId: string };
export const WorkListPageDocument = {"kind":"Document","documentId":"sha256:beb5240c3416815138706b00aa1f7f3d123c7c2469fb16e4a687aaceea0ee92b","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WorkListPage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"where"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ApplicantFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ApplicantOrder"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"applicants"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"where"},"value":{"kind":"Variable","name":{"kind":"Name","value":"where"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}}]}},{"kind":"Field","name":{"kind":"Name","value":"journey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"percent"}},{"kind":"Field","name":{"kind":"Name","value":"step"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<WorkListPageQuery, WorkListPageQueryVariables> & { readonly documentId: string };

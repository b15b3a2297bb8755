// Made by codegen.ts from schema/operations/*.graphql. Do not edit.
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

/** What reading bank accounts by consent takes. */
export type AccountAggregatorJourneyStartInput = {
  /** Id of an Applicant. */
  readonly applicantId: string;
  /** Purpose the borrower is asked to consent to. */
  readonly consentType?: ConsentType | null | undefined;
  /** E-mail address, for messages about the consent. */
  readonly email?: string | null | undefined;
  /** Makes a repeat harmless: for 24 hours the same key gives the same journey and is not billed again. Without a key every call starts a journey. */
  readonly idempotencyKey?: string | null | undefined;
  /** Mobile number known to the banks, ten digits. */
  readonly mobile: string;
  /** PAN, to narrow the search for accounts. */
  readonly pan?: string | null | undefined;
  /** Name of a configured return address for the borrower; the first one when left out. Never a URL. */
  readonly redirect?: string | null | undefined;
};

/** Whom to erase, and why. */
export type ApplicantEraseInput = {
  /** Id of an Applicant. */
  readonly applicantId: string;
  /** Why, for the record; 1 to 500 characters. */
  readonly reason: string;
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

/** A process that was started elsewhere. */
export type JourneyLinkInput = {
  /** Id of the Applicant it is about. */
  readonly applicantId: string;
  /** job_id of ITR, client_id of the others. Whoever holds it could read the data, so it is a secret. */
  readonly finpassId: string;
  /** The Finpass product. */
  readonly kind: JourneyKind;
};

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

/** What made the gateway notice a change. */
export type TransitionOrigin =
  /** Time ran out. */
  | 'DEADLINE'
  /** Somebody linked the journey or asked for a refresh. */
  | 'OPERATOR'
  /** The gateway asked Finpass on its own schedule. */
  | 'POLL'
  /** The journey was started. */
  | 'START'
  /** Finpass called, and the gateway then asked. */
  | 'WEBHOOK';

export type ApplicantByReferenceQueryVariables = Exact<{
  reference: string;
}>;


export type ApplicantByReferenceQuery = { readonly applicantByReference: { readonly id: string, readonly reference: string, readonly name: string | null, readonly pan: string | null, readonly mobile: string | null, readonly createdAt: string, readonly journeys: ReadonlyArray<{ readonly id: string, readonly kind: JourneyKind, readonly status: JourneyStatus }> } | null };

export type ApplicantListQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  where?: ApplicantFilter | null | undefined;
}>;


export type ApplicantListQuery = { readonly applicants: { readonly totalCount: number, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly nodes: ReadonlyArray<{ readonly id: string, readonly reference: string, readonly name: string | null, readonly createdAt: string, readonly sources: ReadonlyArray<{ readonly kind: JourneyKind, readonly status: SourceStatus, readonly failure: { readonly code: string } | null, readonly journey: { readonly id: string, readonly percent: number, readonly step: string | null } | null }> }> } };

export type DataQualityQueryVariables = Exact<{
  applicantId: string;
}>;


export type DataQualityQuery = { readonly applicant: { readonly id: string, readonly sources: ReadonlyArray<{ readonly kind: JourneyKind, readonly status: SourceStatus, readonly asOf: string | null, readonly issues: ReadonlyArray<{ readonly path: string, readonly problem: string, readonly count: number }> }> } | null };

export type EraseApplicantMutationVariables = Exact<{
  input: ApplicantEraseInput;
}>;


export type EraseApplicantMutation = { readonly applicantErase: { readonly receipt: { readonly id: string, readonly erasedAt: string, readonly journeyCount: number } | null, readonly userErrors: ReadonlyArray<{ readonly code: string, readonly message: string, readonly field: ReadonlyArray<string> | null }> } };

export type JourneyProgressQueryVariables = Exact<{
  journeyId: string;
}>;


export type JourneyProgressQuery = { readonly journey: { readonly id: string, readonly kind: JourneyKind, readonly status: JourneyStatus, readonly isTerminal: boolean, readonly percent: number, readonly step: string | null, readonly stepsCompleted: ReadonlyArray<string>, readonly consentUrl: string | null, readonly nextCheckAt: string | null, readonly failure: { readonly code: string, readonly message: string, readonly advice: string | null } | null, readonly accounts: ReadonlyArray<{ readonly index: number, readonly bankName: string | null, readonly status: JourneyStatus }>, readonly transitions: ReadonlyArray<{ readonly sequence: number, readonly previousStatus: JourneyStatus | null, readonly status: JourneyStatus, readonly step: string | null, readonly percent: number, readonly origin: TransitionOrigin, readonly observedAt: string }> } | null };

export type LargeStatementQueryVariables = Exact<{
  applicantId: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type LargeStatementQuery = { readonly applicant: { readonly id: string, readonly bankAccounts: ReadonlyArray<{ readonly id: string, readonly transactions: { readonly totalCount: number, readonly totals: { readonly credits: string, readonly debits: string, readonly net: string }, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly nodes: ReadonlyArray<{ readonly id: string, readonly date: string, readonly amount: string, readonly type: TransactionType }> } }> | null } | null };

export type LinkJourneyMutationVariables = Exact<{
  input: JourneyLinkInput;
}>;


export type LinkJourneyMutation = { readonly journeyLink: { readonly journey: { readonly id: string, readonly kind: JourneyKind, readonly status: JourneyStatus, readonly percent: number, readonly step: string | null, readonly consentUrl: string | null, readonly failure: { readonly code: string, readonly advice: string | null } | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: string, readonly message: string, readonly advice: string | null, readonly field: ReadonlyArray<string> | null, readonly retryAfter: string | null }> } };

export type MonthlyCashFlowQueryVariables = Exact<{
  applicantId: string;
}>;


export type MonthlyCashFlowQuery = { readonly applicant: { readonly id: string, readonly bankAccounts: ReadonlyArray<{ readonly id: string, readonly bankName: string | null, readonly currency: string, readonly periodStart: string | null, readonly periodEnd: string | null, readonly monthly: ReadonlyArray<{ readonly month: string, readonly credits: string, readonly debits: string, readonly net: string, readonly closingBalance: string | null }> }> | null } | null };

export type RefreshJourneyMutationVariables = Exact<{
  input: JourneyRefreshInput;
}>;


export type RefreshJourneyMutation = { readonly journeyRefresh: { readonly journey: { readonly id: string, readonly kind: JourneyKind, readonly status: JourneyStatus, readonly percent: number, readonly step: string | null, readonly consentUrl: string | null, readonly failure: { readonly code: string, readonly advice: string | null } | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: string, readonly message: string, readonly advice: string | null, readonly field: ReadonlyArray<string> | null, readonly retryAfter: string | null }> } };

export type RegisterApplicantMutationVariables = Exact<{
  input: ApplicantRegisterInput;
}>;


export type RegisterApplicantMutation = { readonly applicantRegister: { readonly applicant: { readonly id: string, readonly reference: string, readonly createdAt: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: string, readonly message: string, readonly field: ReadonlyArray<string> | null }> } };

export type StartAaBsaJourneyMutationVariables = Exact<{
  input: AaBsaJourneyStartInput;
}>;


export type StartAaBsaJourneyMutation = { readonly aaBsaJourneyStart: { readonly journey: { readonly id: string, readonly kind: JourneyKind, readonly status: JourneyStatus, readonly percent: number, readonly step: string | null, readonly consentUrl: string | null, readonly failure: { readonly code: string, readonly advice: string | null } | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: string, readonly message: string, readonly advice: string | null, readonly field: ReadonlyArray<string> | null, readonly retryAfter: string | null }> } };

export type StartAccountAggregatorJourneyMutationVariables = Exact<{
  input: AccountAggregatorJourneyStartInput;
}>;


export type StartAccountAggregatorJourneyMutation = { readonly accountAggregatorJourneyStart: { readonly journey: { readonly id: string, readonly kind: JourneyKind, readonly status: JourneyStatus, readonly percent: number, readonly step: string | null, readonly consentUrl: string | null, readonly failure: { readonly code: string, readonly advice: string | null } | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: string, readonly message: string, readonly advice: string | null, readonly field: ReadonlyArray<string> | null, readonly retryAfter: string | null }> } };

export type StartItrJourneyMutationVariables = Exact<{
  input: ItrJourneyStartInput;
}>;


export type StartItrJourneyMutation = { readonly itrJourneyStart: { readonly journey: { readonly id: string, readonly kind: JourneyKind, readonly status: JourneyStatus, readonly percent: number, readonly step: string | null, readonly consentUrl: string | null, readonly failure: { readonly code: string, readonly advice: string | null } | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: string, readonly message: string, readonly advice: string | null, readonly field: ReadonlyArray<string> | null, readonly retryAfter: string | null }> } };

export type TaxReturnsQueryVariables = Exact<{
  applicantId: string;
  assessmentYears?: ReadonlyArray<string> | string | null | undefined;
}>;


export type TaxReturnsQuery = { readonly applicant: { readonly id: string, readonly itrFilings: ReadonlyArray<{ readonly id: string, readonly assessmentYear: string, readonly financialYear: string, readonly form: string, readonly filingType: string | null, readonly filingSection: string | null, readonly filedBy: string | null, readonly filedOn: string | null, readonly acknowledgementNumber: string | null, readonly regime: string | null, readonly statusHistory: ReadonlyArray<{ readonly status: string, readonly date: string | null }>, readonly income: { readonly salary: string | null, readonly houseProperty: string | null, readonly businessProfession: string | null, readonly capitalGains: string | null, readonly otherSources: string | null, readonly grossTotal: string | null, readonly deductions: string | null, readonly totalIncome: string | null }, readonly tax: { readonly payable: string | null, readonly tdsPaid: string | null, readonly advanceTaxPaid: string | null, readonly selfAssessmentTaxPaid: string | null, readonly totalPaid: string | null, readonly netLiability: string | null, readonly rebate87a: string | null, readonly refundDue: string | null, readonly refundStatus: string | null, readonly demand: string | null }, readonly refundAccounts: ReadonlyArray<{ readonly bankName: string | null, readonly accountNumber: string | null, readonly isUsedForRefund: boolean | null }> }> | null, readonly taxCredits: ReadonlyArray<{ readonly financialYear: string, readonly deductorName: string | null, readonly deductorTan: string | null, readonly amount: string, readonly incomeType: string | null }> | null, readonly outstandingDemands: ReadonlyArray<{ readonly assessmentYear: string | null, readonly amount: string | null }> | null } | null };

export type TransactionSearchQueryVariables = Exact<{
  applicantId: string;
  where?: TransactionFilter | null | undefined;
  orderBy?: TransactionOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type TransactionSearchQuery = { readonly applicant: { readonly id: string, readonly transactions: { readonly totalCount: number, readonly totals: { readonly credits: string, readonly debits: string, readonly net: string, readonly creditCount: number, readonly debitCount: number }, readonly monthly: ReadonlyArray<{ readonly month: string, readonly credits: string, readonly debits: string, readonly net: string }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly nodes: ReadonlyArray<{ readonly id: string, readonly date: string, readonly type: TransactionType, readonly amount: string, readonly mode: string | null, readonly narration: string, readonly isRepeat: boolean, readonly account: { readonly id: string, readonly source: JourneyKind, readonly bankName: string | null, readonly maskedNumber: string } }> } | null } | null };

export type UnderwriterViewQueryVariables = Exact<{
  applicantId: string;
}>;


export type UnderwriterViewQuery = { readonly applicant: { readonly id: string, readonly reference: string, readonly name: string | null, readonly pan: string | null, readonly sources: ReadonlyArray<{ readonly kind: JourneyKind, readonly status: SourceStatus, readonly failure: { readonly code: string, readonly message: string, readonly advice: string | null, readonly retryAfter: string | null } | null }>, readonly taxProfile: { readonly name: string | null, readonly pan: string | null, readonly dateOfBirth: string | null, readonly aadhaar: string | null, readonly aadhaarLinked: boolean | null, readonly address: { readonly city: string | null, readonly state: string | null, readonly pinCode: string | null } | null } | null, readonly itrFilings: ReadonlyArray<{ readonly id: string, readonly assessmentYear: string, readonly form: string, readonly filedOn: string | null, readonly income: { readonly salary: string | null, readonly houseProperty: string | null, readonly businessProfession: string | null, readonly otherSources: string | null, readonly grossTotal: string | null, readonly totalIncome: string | null }, readonly tax: { readonly payable: string | null, readonly totalPaid: string | null, readonly refundDue: string | null, readonly refundStatus: string | null } }> | null, readonly bankAccounts: ReadonlyArray<{ readonly id: string, readonly bankName: string | null, readonly maskedNumber: string, readonly accountType: string | null, readonly closingBalance: string | null, readonly transactions: { readonly totalCount: number, readonly totals: { readonly credits: string, readonly debits: string, readonly net: string }, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly nodes: ReadonlyArray<{ readonly id: string, readonly date: string, readonly type: TransactionType, readonly amount: string, readonly balance: string | null, readonly narration: string, readonly isRepeat: boolean }> } }> | null, readonly bsaAnalysis: { readonly period: { readonly from: string | null, readonly to: string | null } | null, readonly summary: { readonly totalCredits: string | null, readonly totalDebits: string | null } | null, readonly accounts: ReadonlyArray<{ readonly bankName: string | null, readonly maskedNumber: string | null, readonly healthScore: { readonly score: number, readonly rating: string | null } | null, readonly card: { readonly transactionCount: number | null, readonly creditCount: number | null, readonly debitCount: number | null, readonly averageBalance: string | null, readonly netFlow: string | null } | null }> } | null } | null };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { readonly viewer: { readonly subject: string, readonly tenant: string, readonly scopes: ReadonlyArray<string> } };

export type WatchApplicantSubscriptionVariables = Exact<{
  applicantId: string;
  after?: string | null | undefined;
}>;


export type WatchApplicantSubscription = { readonly applicantProgressed: { readonly cursor: string, readonly sequence: number, readonly previousStatus: JourneyStatus | null, readonly status: JourneyStatus, readonly step: string | null, readonly percent: number, readonly isTerminal: boolean, readonly origin: TransitionOrigin, readonly observedAt: string, readonly resync: boolean, readonly journey: { readonly id: string, readonly kind: JourneyKind, readonly consentUrl: string | null, readonly stepsCompleted: ReadonlyArray<string>, readonly stepsFailed: ReadonlyArray<string>, readonly accounts: ReadonlyArray<{ readonly index: number, readonly bankName: string | null, readonly status: JourneyStatus }>, readonly failure: { readonly code: string, readonly message: string, readonly advice: string | null } | null } } };

export type WatchJourneySubscriptionVariables = Exact<{
  journeyId: string;
  after?: string | null | undefined;
}>;


export type WatchJourneySubscription = { readonly journeyStatusChanged: { readonly cursor: string, readonly sequence: number, readonly previousStatus: JourneyStatus | null, readonly status: JourneyStatus, readonly step: string | null, readonly percent: number, readonly isTerminal: boolean, readonly origin: TransitionOrigin, readonly observedAt: string, readonly resync: boolean, readonly journey: { readonly id: string, readonly kind: JourneyKind, readonly consentUrl: string | null, readonly stepsCompleted: ReadonlyArray<string>, readonly stepsFailed: ReadonlyArray<string>, readonly accounts: ReadonlyArray<{ readonly index: number, readonly bankName: string | null, readonly status: JourneyStatus }>, readonly failure: { readonly code: string, readonly message: string, readonly advice: string | null } | null } } };

export type WorkListQueryVariables = Exact<{
  applicantIds: ReadonlyArray<string> | string;
}>;


export type WorkListQuery = { readonly nodes: ReadonlyArray<
    | { readonly reference: string, readonly name: string | null, readonly id: string, readonly itrFilings: ReadonlyArray<{ readonly assessmentYear: string, readonly income: { readonly grossTotal: string | null } }> | null }
    | { readonly id: string }
    | { readonly id: string }
    | { readonly id: string }
    | { readonly id: string }
   | null> };


export const ApplicantByReferenceDocument = {"kind":"Document","documentId":"sha256:94a508725b93489a3206301311da3a4ee0ae99a8118d76e7967ea66f6a7ddb86","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ApplicantByReference"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"reference"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"applicantByReference"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"reference"},"value":{"kind":"Variable","name":{"kind":"Name","value":"reference"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"pan"}},{"kind":"Field","name":{"kind":"Name","value":"mobile"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"journeys"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]}}]} as unknown as DocumentNode<ApplicantByReferenceQuery, ApplicantByReferenceQueryVariables> & { readonly documentId: string };
export const ApplicantListDocument = {"kind":"Document","documentId":"sha256:4000ad166c055b798af4d29788d836d621fa8e1699c3a660d4819c1f733dfef7","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ApplicantList"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"20"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"where"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ApplicantFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"applicants"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"where"},"value":{"kind":"Variable","name":{"kind":"Name","value":"where"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}}]}},{"kind":"Field","name":{"kind":"Name","value":"journey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"percent"}},{"kind":"Field","name":{"kind":"Name","value":"step"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<ApplicantListQuery, ApplicantListQueryVariables> & { readonly documentId: string };
export const DataQualityDocument = {"kind":"Document","documentId":"sha256:5590619cfce58e5b307bdbc440fcc4e67aedf4f242e6c7f1eaf4760dffda5ff4","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"DataQuality"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"applicantId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"applicant"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"applicantId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"asOf"}},{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"problem"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]}}]}}]} as unknown as DocumentNode<DataQualityQuery, DataQualityQueryVariables> & { readonly documentId: string };
export const EraseApplicantDocument = {"kind":"Document","documentId":"sha256:9ec31145df051fc334bfc1cc92491e235ad0436d71ed7b641201ba4f9778e269","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"EraseApplicant"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ApplicantEraseInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"applicantErase"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"receipt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"erasedAt"}},{"kind":"Field","name":{"kind":"Name","value":"journeyCount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}}]} as unknown as DocumentNode<EraseApplicantMutation, EraseApplicantMutationVariables> & { readonly documentId: string };
export const JourneyProgressDocument = {"kind":"Document","documentId":"sha256:bd6c39da47d7839492e14565bf5ec64a4642390d78c56c21b95e068bf73e128c","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"JourneyProgress"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"journeyId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"journey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"journeyId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"isTerminal"}},{"kind":"Field","name":{"kind":"Name","value":"percent"}},{"kind":"Field","name":{"kind":"Name","value":"step"}},{"kind":"Field","name":{"kind":"Name","value":"stepsCompleted"}},{"kind":"Field","name":{"kind":"Name","value":"consentUrl"}},{"kind":"Field","name":{"kind":"Name","value":"nextCheckAt"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"advice"}}]}},{"kind":"Field","name":{"kind":"Name","value":"accounts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"bankName"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"transitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sequence"}},{"kind":"Field","name":{"kind":"Name","value":"previousStatus"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"step"}},{"kind":"Field","name":{"kind":"Name","value":"percent"}},{"kind":"Field","name":{"kind":"Name","value":"origin"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}}]}}]}}]}}]} as unknown as DocumentNode<JourneyProgressQuery, JourneyProgressQueryVariables> & { readonly documentId: string };
export const LargeStatementDocument = {"kind":"Document","documentId":"sha256:918b04e87d5ffd38cf5940512d7b4a8cd012679715b3f36b200254d22aeadc22","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"LargeStatement"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"applicantId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"50"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"applicant"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"applicantId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"bankAccounts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"transactions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"totals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"credits"}},{"kind":"Field","name":{"kind":"Name","value":"debits"}},{"kind":"Field","name":{"kind":"Name","value":"net"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"date"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"type"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<LargeStatementQuery, LargeStatementQueryVariables> & { readonly documentId: string };
export const LinkJourneyDocument = {"kind":"Document","documentId":"sha256:c68bf55c0f989c82fe09cff800acc4f9e19e168b7518deec3fdae1ec3f559dbd","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"LinkJourney"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"JourneyLinkInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"journeyLink"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"journey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"percent"}},{"kind":"Field","name":{"kind":"Name","value":"step"}},{"kind":"Field","name":{"kind":"Name","value":"consentUrl"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"advice"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"advice"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]}}]}}]} as unknown as DocumentNode<LinkJourneyMutation, LinkJourneyMutationVariables> & { readonly documentId: string };
export const MonthlyCashFlowDocument = {"kind":"Document","documentId":"sha256:68b44ba7c28cafbf3db536ff6d101cfac454d4daffc3cb1d317b097222458471","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MonthlyCashFlow"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"applicantId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"applicant"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"applicantId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"bankAccounts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"bankName"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"periodStart"}},{"kind":"Field","name":{"kind":"Name","value":"periodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"monthly"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"month"}},{"kind":"Field","name":{"kind":"Name","value":"credits"}},{"kind":"Field","name":{"kind":"Name","value":"debits"}},{"kind":"Field","name":{"kind":"Name","value":"net"}},{"kind":"Field","name":{"kind":"Name","value":"closingBalance"}}]}}]}}]}}]}}]} as unknown as DocumentNode<MonthlyCashFlowQuery, MonthlyCashFlowQueryVariables> & { readonly documentId: string };
export const RefreshJourneyDocument = {"kind":"Document","documentId":"sha256:ba0a5a11a5cf62f549e9d3987f26fa4f926142582cfbcfc3968c3d060d993785","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RefreshJourney"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"JourneyRefreshInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"journeyRefresh"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"journey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"percent"}},{"kind":"Field","name":{"kind":"Name","value":"step"}},{"kind":"Field","name":{"kind":"Name","value":"consentUrl"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"advice"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"advice"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]}}]}}]} as unknown as DocumentNode<RefreshJourneyMutation, RefreshJourneyMutationVariables> & { readonly documentId: string };
export const RegisterApplicantDocument = {"kind":"Document","documentId":"sha256:4567e8310d6a333f9bf3ec0fea0fbb4b691c89060ebebb8aa935ce2c4044cede","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RegisterApplicant"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ApplicantRegisterInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"applicantRegister"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"applicant"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}}]} as unknown as DocumentNode<RegisterApplicantMutation, RegisterApplicantMutationVariables> & { readonly documentId: string };
export const StartAaBsaJourneyDocument = {"kind":"Document","documentId":"sha256:dde2c593f1357bfa90b9e8d9a795503f7afa3b92ee8660d9fbab72adba2e4633","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"StartAaBsaJourney"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AaBsaJourneyStartInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"aaBsaJourneyStart"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"journey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"percent"}},{"kind":"Field","name":{"kind":"Name","value":"step"}},{"kind":"Field","name":{"kind":"Name","value":"consentUrl"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"advice"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"advice"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]}}]}}]} as unknown as DocumentNode<StartAaBsaJourneyMutation, StartAaBsaJourneyMutationVariables> & { readonly documentId: string };
export const StartAccountAggregatorJourneyDocument = {"kind":"Document","documentId":"sha256:4aa58c9b889d37fd60325073a2a98ffa77620963e5932b9c4c9fd10333f45085","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"StartAccountAggregatorJourney"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AccountAggregatorJourneyStartInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accountAggregatorJourneyStart"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"journey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"percent"}},{"kind":"Field","name":{"kind":"Name","value":"step"}},{"kind":"Field","name":{"kind":"Name","value":"consentUrl"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"advice"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"advice"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]}}]}}]} as unknown as DocumentNode<StartAccountAggregatorJourneyMutation, StartAccountAggregatorJourneyMutationVariables> & { readonly documentId: string };
export const StartItrJourneyDocument = {"kind":"Document","documentId":"sha256:86fd357ea825fba20076fda7156c19907b786c4cb501dbf466fc2ea3a28dc6a1","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"StartItrJourney"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ItrJourneyStartInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"itrJourneyStart"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"journey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"percent"}},{"kind":"Field","name":{"kind":"Name","value":"step"}},{"kind":"Field","name":{"kind":"Name","value":"consentUrl"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"advice"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"advice"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]}}]}}]} as unknown as DocumentNode<StartItrJourneyMutation, StartItrJourneyMutationVariables> & { readonly documentId: string };
export const TaxReturnsDocument = {"kind":"Document","documentId":"sha256:561549d5e7122fc8161c4c245a21539f3f4111719d723dc394e5b1309edcafd9","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TaxReturns"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"applicantId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"assessmentYears"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"applicant"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"applicantId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"itrFilings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"assessmentYears"},"value":{"kind":"Variable","name":{"kind":"Name","value":"assessmentYears"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"assessmentYear"}},{"kind":"Field","name":{"kind":"Name","value":"financialYear"}},{"kind":"Field","name":{"kind":"Name","value":"form"}},{"kind":"Field","name":{"kind":"Name","value":"filingType"}},{"kind":"Field","name":{"kind":"Name","value":"filingSection"}},{"kind":"Field","name":{"kind":"Name","value":"filedBy"}},{"kind":"Field","name":{"kind":"Name","value":"filedOn"}},{"kind":"Field","name":{"kind":"Name","value":"acknowledgementNumber"}},{"kind":"Field","name":{"kind":"Name","value":"regime"}},{"kind":"Field","name":{"kind":"Name","value":"statusHistory"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"date"}}]}},{"kind":"Field","name":{"kind":"Name","value":"income"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"salary"}},{"kind":"Field","name":{"kind":"Name","value":"houseProperty"}},{"kind":"Field","name":{"kind":"Name","value":"businessProfession"}},{"kind":"Field","name":{"kind":"Name","value":"capitalGains"}},{"kind":"Field","name":{"kind":"Name","value":"otherSources"}},{"kind":"Field","name":{"kind":"Name","value":"grossTotal"}},{"kind":"Field","name":{"kind":"Name","value":"deductions"}},{"kind":"Field","name":{"kind":"Name","value":"totalIncome"}}]}},{"kind":"Field","name":{"kind":"Name","value":"tax"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"payable"}},{"kind":"Field","name":{"kind":"Name","value":"tdsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"advanceTaxPaid"}},{"kind":"Field","name":{"kind":"Name","value":"selfAssessmentTaxPaid"}},{"kind":"Field","name":{"kind":"Name","value":"totalPaid"}},{"kind":"Field","name":{"kind":"Name","value":"netLiability"}},{"kind":"Field","name":{"kind":"Name","value":"rebate87a"}},{"kind":"Field","name":{"kind":"Name","value":"refundDue"}},{"kind":"Field","name":{"kind":"Name","value":"refundStatus"}},{"kind":"Field","name":{"kind":"Name","value":"demand"}}]}},{"kind":"Field","name":{"kind":"Name","value":"refundAccounts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bankName"}},{"kind":"Field","name":{"kind":"Name","value":"accountNumber"}},{"kind":"Field","name":{"kind":"Name","value":"isUsedForRefund"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"taxCredits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"financialYear"}},{"kind":"Field","name":{"kind":"Name","value":"deductorName"}},{"kind":"Field","name":{"kind":"Name","value":"deductorTan"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"incomeType"}}]}},{"kind":"Field","name":{"kind":"Name","value":"outstandingDemands"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"assessmentYear"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]} as unknown as DocumentNode<TaxReturnsQuery, TaxReturnsQueryVariables> & { readonly documentId: string };
export const TransactionSearchDocument = {"kind":"Document","documentId":"sha256:b1de107cddace6466694187ee10f8b8a9c4c18846581c842e92a20a56a361c52","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TransactionSearch"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"applicantId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"where"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TransactionFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TransactionOrder"}},"defaultValue":{"kind":"EnumValue","value":"DATE_DESC"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"50"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"applicant"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"applicantId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"transactions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"where"},"value":{"kind":"Variable","name":{"kind":"Name","value":"where"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"totals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"credits"}},{"kind":"Field","name":{"kind":"Name","value":"debits"}},{"kind":"Field","name":{"kind":"Name","value":"net"}},{"kind":"Field","name":{"kind":"Name","value":"creditCount"}},{"kind":"Field","name":{"kind":"Name","value":"debitCount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"monthly"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"month"}},{"kind":"Field","name":{"kind":"Name","value":"credits"}},{"kind":"Field","name":{"kind":"Name","value":"debits"}},{"kind":"Field","name":{"kind":"Name","value":"net"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"date"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"narration"}},{"kind":"Field","name":{"kind":"Name","value":"isRepeat"}},{"kind":"Field","name":{"kind":"Name","value":"account"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"bankName"}},{"kind":"Field","name":{"kind":"Name","value":"maskedNumber"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<TransactionSearchQuery, TransactionSearchQueryVariables> & { readonly documentId: string };
export const UnderwriterViewDocument = {"kind":"Document","documentId":"sha256:a61c9b324313e5f8bfb94f36cdcaa5eb6c3eed3d3836a92c8ffd7ede0ae0bc37","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"UnderwriterView"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"applicantId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"applicant"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"applicantId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"pan"}},{"kind":"Field","name":{"kind":"Name","value":"sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"advice"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"taxProfile"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"pan"}},{"kind":"Field","name":{"kind":"Name","value":"dateOfBirth"}},{"kind":"Field","name":{"kind":"Name","value":"aadhaar"}},{"kind":"Field","name":{"kind":"Name","value":"aadhaarLinked"}},{"kind":"Field","name":{"kind":"Name","value":"address"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"city"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"pinCode"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"itrFilings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"assessmentYear"}},{"kind":"Field","name":{"kind":"Name","value":"form"}},{"kind":"Field","name":{"kind":"Name","value":"filedOn"}},{"kind":"Field","name":{"kind":"Name","value":"income"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"salary"}},{"kind":"Field","name":{"kind":"Name","value":"houseProperty"}},{"kind":"Field","name":{"kind":"Name","value":"businessProfession"}},{"kind":"Field","name":{"kind":"Name","value":"otherSources"}},{"kind":"Field","name":{"kind":"Name","value":"grossTotal"}},{"kind":"Field","name":{"kind":"Name","value":"totalIncome"}}]}},{"kind":"Field","name":{"kind":"Name","value":"tax"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"payable"}},{"kind":"Field","name":{"kind":"Name","value":"totalPaid"}},{"kind":"Field","name":{"kind":"Name","value":"refundDue"}},{"kind":"Field","name":{"kind":"Name","value":"refundStatus"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"bankAccounts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"bankName"}},{"kind":"Field","name":{"kind":"Name","value":"maskedNumber"}},{"kind":"Field","name":{"kind":"Name","value":"accountType"}},{"kind":"Field","name":{"kind":"Name","value":"closingBalance"}},{"kind":"Field","name":{"kind":"Name","value":"transactions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"50"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"totals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"credits"}},{"kind":"Field","name":{"kind":"Name","value":"debits"}},{"kind":"Field","name":{"kind":"Name","value":"net"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"date"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"balance"}},{"kind":"Field","name":{"kind":"Name","value":"narration"}},{"kind":"Field","name":{"kind":"Name","value":"isRepeat"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"bsaAnalysis"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"period"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}}]}},{"kind":"Field","name":{"kind":"Name","value":"summary"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCredits"}},{"kind":"Field","name":{"kind":"Name","value":"totalDebits"}}]}},{"kind":"Field","name":{"kind":"Name","value":"accounts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bankName"}},{"kind":"Field","name":{"kind":"Name","value":"maskedNumber"}},{"kind":"Field","name":{"kind":"Name","value":"healthScore"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"score"}},{"kind":"Field","name":{"kind":"Name","value":"rating"}}]}},{"kind":"Field","name":{"kind":"Name","value":"card"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"transactionCount"}},{"kind":"Field","name":{"kind":"Name","value":"creditCount"}},{"kind":"Field","name":{"kind":"Name","value":"debitCount"}},{"kind":"Field","name":{"kind":"Name","value":"averageBalance"}},{"kind":"Field","name":{"kind":"Name","value":"netFlow"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<UnderwriterViewQuery, UnderwriterViewQueryVariables> & { readonly documentId: string };
export const ViewerDocument = {"kind":"Document","documentId":"sha256:2e087230d135944fc61d7e7f747529ee4916e8d569c07fe84bc8b20863a6db48","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"tenant"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}}]}}]}}]} as unknown as DocumentNode<ViewerQuery, ViewerQueryVariables> & { readonly documentId: string };
export const WatchApplicantDocument = {"kind":"Document","documentId":"sha256:35edfdba673d314d55a5e7a01e5c5034bae857de276341c3b5fb198236178ae4","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"WatchApplicant"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"applicantId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"applicantProgressed"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"applicantId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"applicantId"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"sequence"}},{"kind":"Field","name":{"kind":"Name","value":"previousStatus"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"step"}},{"kind":"Field","name":{"kind":"Name","value":"percent"}},{"kind":"Field","name":{"kind":"Name","value":"isTerminal"}},{"kind":"Field","name":{"kind":"Name","value":"origin"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"resync"}},{"kind":"Field","name":{"kind":"Name","value":"journey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"consentUrl"}},{"kind":"Field","name":{"kind":"Name","value":"stepsCompleted"}},{"kind":"Field","name":{"kind":"Name","value":"stepsFailed"}},{"kind":"Field","name":{"kind":"Name","value":"accounts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"bankName"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"advice"}}]}}]}}]}}]}}]} as unknown as DocumentNode<WatchApplicantSubscription, WatchApplicantSubscriptionVariables> & { readonly documentId: string };
export const WatchJourneyDocument = {"kind":"Document","documentId":"sha256:4545c6c8bef1a63a8bca6454a5c74036dca43f50c4760408a047ccf6b1debd80","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"WatchJourney"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"journeyId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"journeyStatusChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"journeyId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"journeyId"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"sequence"}},{"kind":"Field","name":{"kind":"Name","value":"previousStatus"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"step"}},{"kind":"Field","name":{"kind":"Name","value":"percent"}},{"kind":"Field","name":{"kind":"Name","value":"isTerminal"}},{"kind":"Field","name":{"kind":"Name","value":"origin"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"resync"}},{"kind":"Field","name":{"kind":"Name","value":"journey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"consentUrl"}},{"kind":"Field","name":{"kind":"Name","value":"stepsCompleted"}},{"kind":"Field","name":{"kind":"Name","value":"stepsFailed"}},{"kind":"Field","name":{"kind":"Name","value":"accounts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"bankName"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"advice"}}]}}]}}]}}]}}]} as unknown as DocumentNode<WatchJourneySubscription, WatchJourneySubscriptionVariables> & { readonly documentId: string };
export const WorkListDocument = {"kind":"Document","documentId":"sha256:c087c64bd743952cb36c83ac52dc92da6e8792d38f1cd540b0d29a4ab7fa2939","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WorkList"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"applicantIds"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"ids"},"value":{"kind":"Variable","name":{"kind":"Name","value":"applicantIds"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Applicant"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"itrFilings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"assessmentYear"}},{"kind":"Field","name":{"kind":"Name","value":"income"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"grossTotal"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<WorkListQuery, WorkListQueryVariables> & { readonly documentId: string };

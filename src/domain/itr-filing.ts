/** What an applicant's income-tax returns say. Amounts in paise; a figure Finpass did not give is null, never zero. */
import type { CalendarDate } from './date.ts'
import type { Aadhaar, Email, Pan, PersonalNumber } from './identifier.ts'
import type { Paise } from './money.ts'
import type { AssessmentYear, FinancialYear } from './period.ts'

/** All that one ITR journey yields. */
export interface ItrReport {
  readonly profile: TaxProfile | null
  /** As Finpass orders them: newest first. */
  readonly filings: readonly ItrFiling[]
  /** Form 26AS. Null in the dialect that has none, which is not the same as an empty form. */
  readonly credits: readonly TaxCredit[] | null
  readonly demands: readonly TaxDemand[] | null
}

/** The person as the income-tax portal knows them. */
export interface TaxProfile {
  readonly name: string | null
  readonly pan: Pan | null
  readonly dateOfBirth: CalendarDate | null
  readonly gender: string | null
  readonly category: string | null
  readonly status: string | null
  readonly mobile: PersonalNumber | null
  readonly email: Email | null
  readonly address: PostalAddress | null
  readonly aadhaar: Aadhaar | null
  readonly isAadhaarLinked: boolean | null
  readonly jurisdiction: TaxJurisdiction | null
}

export interface PostalAddress {
  readonly doorNumber: string | null
  readonly street: string | null
  readonly locality: string | null
  readonly postOffice: string | null
  readonly city: string | null
  readonly state: string | null
  readonly country: string | null
  /** Indian postal code, kept as text: Finpass prints it as a number here and as text there. */
  readonly pinCode: string | null
  /** Postal code of an address outside India. */
  readonly zipCode: string | null
}

export interface TaxJurisdiction {
  readonly areaCode: string | null
  readonly officerType: string | null
  readonly rangeCode: string | null
  readonly officerNumber: string | null
  readonly name: string | null
  readonly buildingName: string | null
  readonly email: string | null
  readonly buildingId: string | null
}

export interface ItrFiling {
  /** Unique within its report and the same at every reading of it. */
  readonly key: string
  readonly assessmentYear: AssessmentYear
  readonly financialYear: FinancialYear
  /** `ITR-2`, with the hyphen, whichever way Finpass wrote it. */
  readonly form: string
  readonly filingType: string | null
  readonly filingSection: string | null
  readonly filedBy: string | null
  readonly filedOn: CalendarDate | null
  readonly acknowledgementNumber: string | null
  /** Newest first, in Finpass's order: several entries share a date, so they are never sorted. */
  readonly statusHistory: readonly FilingStatus[]
  readonly regime: string | null
  readonly residentialStatus: string | null
  readonly dueOn: CalendarDate | null
  readonly isPartnerInFirm: boolean | null
  readonly isDirectorInCompany: boolean | null
  readonly holdsUnlistedEquity: boolean | null
  readonly isAuditRequired: boolean | null
  readonly income: ItrIncome
  readonly tax: ItrTax
  readonly refundAccounts: readonly RefundAccount[]
  /** The department's return as filed, every Aadhaar in it masked; null in the dialect without it. */
  readonly returnJson: unknown
}

export interface FilingStatus {
  readonly status: string
  readonly date: CalendarDate | null
}

export interface ItrIncome {
  readonly salary: Paise | null
  readonly houseProperty: Paise | null
  readonly businessProfession: Paise | null
  readonly capitalGains: Paise | null
  readonly otherSources: Paise | null
  readonly grossTotal: Paise | null
  readonly deductions: Paise | null
  readonly totalIncome: Paise | null
}

export interface ItrTax {
  readonly payable: Paise | null
  readonly atNormalRates: Paise | null
  readonly atSpecialRates: Paise | null
  readonly tdsPaid: Paise | null
  readonly advanceTaxPaid: Paise | null
  readonly selfAssessmentTaxPaid: Paise | null
  readonly totalPaid: Paise | null
  readonly netLiability: Paise | null
  readonly rebate87a: Paise | null
  readonly surcharge: Paise | null
  readonly cess: Paise | null
  readonly interest: Paise | null
  readonly refundDue: Paise | null
  readonly refundStatus: string | null
  readonly demand: Paise | null
}

export interface RefundAccount {
  readonly bankName: string | null
  readonly accountNumber: PersonalNumber | null
  readonly ifsc: string | null
  readonly accountType: string | null
  readonly isUsedForRefund: boolean | null
}

export interface TaxCredit {
  readonly financialYear: FinancialYear
  readonly deductorName: string | null
  readonly deductorTan: string | null
  readonly amount: Paise
  readonly certificateNumber: string | null
  readonly incomeType: string | null
}

/** An outstanding demand. Finpass shows only the empty list, so the known keys are few and the rest is kept. */
export interface TaxDemand {
  readonly assessmentYear: AssessmentYear | null
  readonly amount: Paise | null
  readonly reference: string | null
  readonly raisedOn: CalendarDate | null
  readonly otherDetails: Readonly<Record<string, unknown>>
}

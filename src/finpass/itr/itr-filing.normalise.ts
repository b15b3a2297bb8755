/**
 * One filing of the observed dialect. Its figures come from `analyzed_data`, which may be null. Tax and refund accounts that it
 * lacks come from the department's return in `parsed_data`, which may be null too. Income does not: the forms lay it out too
 * differently to read unseen, so a return that Finpass did not analyse has none here, only in `returnJson`.
 */
import type { FilingStatus, ItrFiling, ItrIncome, ItrTax } from '../../domain/itr-filing.ts'
import {
  type AssessmentYear,
  parseAssessmentYear,
  parseFinancialYear,
  toAssessmentYear,
  toFinancialYear,
} from '../../domain/period.ts'
import { createLazyShape } from '../../platform/lazy-part.ts'
import type { DataIssues } from '../data-issues.ts'
import { maskAadhaarIn } from '../mask-aadhaar-in.ts'
import type { RecordKeys } from '../record-key.ts'
import { readDate, readFlag, readMoney, readText } from '../value.ts'
import type { AnalyzedDataWire, ItrFilingWire } from './itr-data.wire.ts'
import { toItrForm } from './itr-form.ts'
import { type ItrReturn, openItrReturn } from './itr-return.ts'
import { normaliseRefundAccounts } from './refund-account.normalise.ts'

const AT = 'filings[*]'

const toShape = createLazyShape<Omit<ItrFiling, 'returnJson'>, Pick<ItrFiling, 'returnJson'>>(['returnJson'])

/** The filing, or null when no year can be read anywhere in it: it could not be placed. */
export function normaliseItrFiling(wire: ItrFilingWire, keys: RecordKeys, issues: DataIssues): ItrFiling | null {
  const analyzed = wire.analyzed_data
  const info = analyzed?.filing_info
  const taxReturn = openItrReturn(wire.parsed_data)
  const assessmentYear = readYear(wire, taxReturn, issues)
  if (assessmentYear === null) {
    issues.note(AT, 'was left out: its year cannot be read')
    return null
  }
  if (!analyzed && !taxReturn) issues.note(AT, 'has neither figures nor the return itself')
  const form =
    readText(wire.itr_form) ?? readText(analyzed?.form_type) ?? readText(info?.form_name) ?? taxReturn?.form ?? null
  if (form === null) issues.note(`${AT}.itr_form`, 'is missing')
  const acknowledgementNumber = readText(wire.acknowledgement_no)
  const filedOn = readDate(wire.filing_date, `${AT}.filing_date`, issues)
  const statusHistory = readHistory(wire, issues)
  const flag = (value: unknown, name: string) => readFlag(value, `${AT}.analyzed_data.filing_info.${name}`, issues)
  const plain = {
    key: acknowledgementNumber === null ? keys.of(assessmentYear, form, filedOn) : keys.of(acknowledgementNumber),
    assessmentYear,
    financialYear: toFinancialYear(assessmentYear),
    form: toItrForm(form ?? 'ITR'),
    filingType: readText(wire.filing_type),
    filingSection: readText(wire.filing_section) ?? toSection(readText(info?.filing_section)),
    filedBy: readText(wire.filled_by),
    filedOn,
    acknowledgementNumber,
    statusHistory,
    regime: readText(info?.tax_regime),
    residentialStatus: readText(info?.residential_status),
    dueOn: readDate(info?.filing_due_date, `${AT}.analyzed_data.filing_info.filing_due_date`, issues),
    isPartnerInFirm: flag(info?.is_partner_in_firm, 'is_partner_in_firm'),
    isDirectorInCompany: flag(info?.is_director_in_company, 'is_director_in_company'),
    holdsUnlistedEquity: flag(info?.held_unlisted_equity, 'held_unlisted_equity'),
    isAuditRequired: flag(info?.audit_required, 'audit_required'),
    income: readIncome(analyzed?.income_summary, issues),
    tax: readTax(analyzed?.tax_computation, taxReturn, statusHistory, issues),
    refundAccounts: normaliseRefundAccounts(analyzed?.tax_computation?.refund_bank_accounts, taxReturn, issues),
  }
  // The whole return is copied for it, which few ask for.
  return toShape(plain, { returnJson: () => (wire.parsed_data == null ? null : maskAadhaarIn(wire.parsed_data)) })
}

/** `filing_year` is the financial year, but elsewhere in Finpass's family it is now the one, now the other: what is assessed wins. */
function readYear(wire: ItrFilingWire, taxReturn: ItrReturn | null, issues: DataIssues): AssessmentYear | null {
  const assessedText = readText(wire.analyzed_data?.filing_info?.assessment_year)
  const assessed = assessedText === null ? null : parseAssessmentYear(assessedText)
  if (assessedText !== null && assessed === null)
    issues.note(`${AT}.analyzed_data.filing_info.assessment_year`, 'is not a year')
  const earnedText = readText(wire.filing_year)
  const earned = earnedText === null ? null : parseFinancialYear(earnedText)
  if (earnedText !== null && earned === null) issues.note(`${AT}.filing_year`, 'is not a year')
  const fromEarned = earned === null ? null : toAssessmentYear(earned)
  if (assessed !== null && fromEarned !== null && assessed !== fromEarned) {
    issues.note(`${AT}.filing_year`, 'contradicts the assessment year, which was taken')
  }
  return assessed ?? fromEarned ?? taxReturn?.assessmentYear ?? null
}

/** The analyser prints the department's code where the list prints the section; of the codes, one is known for certain. */
function toSection(code: string | null): string | null {
  return code === '11' ? '139(1)' : code
}

/** Kept in Finpass's order: three of the five recorded entries share one date, so sorting would shuffle them. */
function readHistory(wire: ItrFilingWire, issues: DataIssues): FilingStatus[] {
  const history: FilingStatus[] = []
  for (const entry of wire.itr_status ?? []) {
    const status = readText(entry?.status)
    if (status !== null) history.push({ status, date: readDate(entry?.date, `${AT}.itr_status[*].date`, issues) })
    else if (entry !== undefined) issues.note(`${AT}.itr_status[*]`, 'was left out: it has no status')
  }
  return history
}

function readIncome(wire: AnalyzedDataWire['income_summary'], issues: DataIssues): ItrIncome {
  const money = (value: unknown, name: string) => readMoney(value, `${AT}.analyzed_data.income_summary.${name}`, issues)
  return {
    salary: money(wire?.salary, 'salary'),
    houseProperty: money(wire?.house_property, 'house_property'),
    businessProfession: money(wire?.business_profession, 'business_profession'),
    capitalGains: money(wire?.capital_gains, 'capital_gains'),
    otherSources: money(wire?.other_sources, 'other_sources'),
    grossTotal: money(wire?.gross_total_income, 'gross_total_income'),
    deductions: money(wire?.deductions_chapter_via, 'deductions_chapter_via'),
    totalIncome: money(wire?.total_income, 'total_income'),
  }
}

function readTax(
  wire: AnalyzedDataWire['tax_computation'],
  taxReturn: ItrReturn | null,
  history: readonly FilingStatus[],
  issues: DataIssues,
): ItrTax {
  const money = (value: unknown, name: string) =>
    readMoney(value, `${AT}.analyzed_data.tax_computation.${name}`, issues)
  const filed = (section: 'liability' | 'onIncome' | 'interest' | 'paid' | 'refund', name: string) =>
    readMoney(taxReturn?.[section][name], `${AT}.parsed_data.ITR.*.${name}`, issues)
  const netLiability = money(wire?.net_tax_liability, 'net_tax_liability') ?? filed('liability', 'NetTaxLiability')
  return {
    payable:
      money(wire?.aggregate_liability, 'aggregate_liability') ??
      filed('liability', 'AggregateTaxInterestLiability') ??
      netLiability ??
      money(wire?.gross_tax_liability, 'gross_tax_liability') ??
      filed('onIncome', 'GrossTaxLiability'),
    atNormalRates:
      money(wire?.tax_at_normal_rates, 'tax_at_normal_rates') ?? filed('onIncome', 'TaxAtNormalRatesOnAggrInc'),
    atSpecialRates: money(wire?.tax_at_special_rates, 'tax_at_special_rates') ?? filed('onIncome', 'TaxAtSpecialRates'),
    tdsPaid: money(wire?.tds_paid, 'tds_paid') ?? filed('paid', 'TDS'),
    advanceTaxPaid: money(wire?.advance_tax, 'advance_tax') ?? filed('paid', 'AdvanceTax'),
    selfAssessmentTaxPaid:
      money(wire?.self_assessment_tax, 'self_assessment_tax') ?? filed('paid', 'SelfAssessmentTax'),
    totalPaid: money(wire?.total_taxes_paid, 'total_taxes_paid') ?? filed('paid', 'TotalTaxesPaid'),
    netLiability,
    rebate87a: money(wire?.rebate_87a, 'rebate_87a') ?? filed('onIncome', 'Rebate87A'),
    surcharge: money(wire?.surcharge, 'surcharge') ?? filed('onIncome', 'TotalSurcharge'),
    cess: money(wire?.education_cess, 'education_cess') ?? filed('onIncome', 'EducationCess'),
    interest: money(wire?.total_interest, 'total_interest') ?? filed('interest', 'TotalIntrstPay'),
    refundDue: money(wire?.refund_due, 'refund_due') ?? filed('refund', 'RefundDue'),
    // The newest entry that speaks of a refund, in the portal's words.
    refundStatus: history.find(({ status }) => /refund/i.test(status))?.status ?? null,
    // Finpass lists demands per person in this dialect, not per return.
    demand: null,
  }
}

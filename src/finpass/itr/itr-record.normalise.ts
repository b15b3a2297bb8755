/** One record of the documented dialect as a filing. What only the observed dialect knows is null. */
import type { ItrFiling } from '../../domain/itr-filing.ts'
import { parseAssessmentYear, toFinancialYear } from '../../domain/period.ts'
import type { DataIssues } from '../data-issues.ts'
import type { RecordKeys } from '../record-key.ts'
import { readDate, readMoney, readText } from '../value.ts'
import type { ItrRecordWire } from './itr-data.wire.ts'
import { toItrForm } from './itr-form.ts'

/** The filing, or null when its assessment year cannot be read: it could not be placed. */
export function normaliseItrRecord(
  wire: ItrRecordWire,
  filingStatus: string | number | null | undefined,
  keys: RecordKeys,
  issues: DataIssues,
): ItrFiling | null {
  const at = 'itr_records[*]'
  const assessmentYear = parseAssessmentYear(readText(wire.assessment_year) ?? '')
  if (assessmentYear === null) {
    issues.note(at, 'was left out: its assessment year cannot be read')
    return null
  }
  const form = readText(wire.itr_type)
  if (form === null) issues.note(`${at}.itr_type`, 'is missing')
  const acknowledgementNumber = readText(wire.acknowledgement_number)
  const filedOn = readDate(wire.filing_date, `${at}.filing_date`, issues)
  const heads = wire.income_heads
  const money = (value: unknown, name: string) => readMoney(value, `${at}.${name}`, issues)
  return {
    key: acknowledgementNumber === null ? keys.of(assessmentYear, form, filedOn) : keys.of(acknowledgementNumber),
    assessmentYear,
    financialYear: toFinancialYear(assessmentYear),
    form: toItrForm(form ?? 'ITR'),
    filingType: readText(filingStatus),
    filingSection: null,
    filedBy: null,
    filedOn,
    acknowledgementNumber,
    statusHistory: [],
    regime: null,
    residentialStatus: null,
    dueOn: null,
    isPartnerInFirm: null,
    isDirectorInCompany: null,
    holdsUnlistedEquity: null,
    isAuditRequired: null,
    income: {
      salary: money(heads?.salary, 'income_heads.salary'),
      houseProperty: money(heads?.house_property, 'income_heads.house_property'),
      businessProfession: money(heads?.business_profession, 'income_heads.business_profession'),
      capitalGains: money(heads?.capital_gains, 'income_heads.capital_gains'),
      otherSources: money(heads?.other_sources, 'income_heads.other_sources'),
      grossTotal: money(wire.gross_total_income, 'gross_total_income'),
      deductions: money(wire.total_deductions, 'total_deductions'),
      totalIncome: money(wire.net_taxable_income, 'net_taxable_income'),
    },
    tax: {
      payable: money(wire.tax_payable, 'tax_payable'),
      atNormalRates: null,
      atSpecialRates: null,
      tdsPaid: money(wire.tds_amount, 'tds_amount'),
      advanceTaxPaid: money(wire.advance_tax_paid, 'advance_tax_paid'),
      selfAssessmentTaxPaid: money(wire.self_assessment_tax, 'self_assessment_tax'),
      // Not their sum: tax collected at source is not in this dialect, so the total would be a guess.
      totalPaid: null,
      netLiability: null,
      rebate87a: null,
      surcharge: null,
      cess: null,
      interest: null,
      refundDue: money(wire.refund_amount, 'refund_amount'),
      refundStatus: readText(wire.refund_status),
      demand: money(wire.demand_amount, 'demand_amount'),
    },
    refundAccounts: [],
    returnJson: null,
  }
}

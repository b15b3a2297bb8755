/** Form 26AS and outstanding demands: lists of the person, beside the filings, in the observed dialect alone. */
import { parsePan } from '../../domain/identifier.ts'
import type { TaxCredit, TaxDemand } from '../../domain/itr-filing.ts'
import { maskPan } from '../../domain/mask.ts'
import { type AssessmentYear, parseAssessmentYear, parseFinancialYear } from '../../domain/period.ts'
import type { DataIssues } from '../data-issues.ts'
import { isObject } from '../leaf.wire.ts'
import { maskAadhaarIn } from '../mask-aadhaar-in.ts'
import { readDate, readMoney, readText } from '../value.ts'
import type { ObservedItrDataWire } from './itr-data.wire.ts'

/** The entries of Form 26AS; null when the form is not there. One without year or amount is left out and noted. */
export function normaliseTaxCredits(
  list: ObservedItrDataWire['tds_26as'],
  issues: DataIssues,
): readonly TaxCredit[] | null {
  if (list === null || list === undefined) return null
  const credits: TaxCredit[] = []
  for (const wire of list) {
    if (wire === undefined) continue
    const financialYear = parseFinancialYear(readText(wire?.financial_year) ?? '')
    const amount = readMoney(wire?.tds_amount, 'tds_26as[*].tds_amount', issues)
    if (wire === null || financialYear === null || amount === null) {
      issues.note('tds_26as[*]', 'was left out: its year or amount cannot be read')
      continue
    }
    credits.push({
      financialYear,
      amount,
      deductorName: readText(wire.deductor_name),
      // The recorded one has the form of a PAN, so a validator would lose it. One that is a PAN may be that of a person, who
      // rents out a flat, or sells one: nobody needs it whole.
      deductorTan: maskWhenPan(readText(wire.deductor_tan)),
      certificateNumber: readText(wire.certificate_no),
      incomeType: readText(wire.income_type),
    })
  }
  return credits
}

function maskWhenPan(text: string | null): string | null {
  return text !== null && parsePan(text) !== null ? maskPan(text.trim()) : text
}

/** Likely names of the four things a demand must have; its real keys have never been seen. */
const YEAR_KEYS = ['assessment_year', 'ay', 'year']
const AMOUNT_KEYS = ['outstanding_demand_amount', 'outstanding_amount', 'demand_amount', 'amount']
const REFERENCE_KEYS = [
  'demand_reference_number',
  'demand_reference_no',
  'demand_id',
  'reference_number',
  'reference',
  'din',
]
const DATE_KEYS = ['date_of_demand_raised', 'raised_on', 'demand_date', 'date']

/** The demands; null when the list is not there. What is not understood stays in `otherDetails`. */
export function normaliseTaxDemands(
  list: readonly unknown[] | null | undefined,
  issues: DataIssues,
): readonly TaxDemand[] | null {
  if (list === null || list === undefined) return null
  const demands: TaxDemand[] = []
  for (const wire of list) {
    if (isObject(wire)) demands.push(normaliseDemand(wire, issues))
    else issues.note('outstanding_demands[*]', 'is not a demand')
  }
  return demands
}

function normaliseDemand(wire: Record<string, unknown>, issues: DataIssues): TaxDemand {
  const at = 'outstanding_demands[*]'
  const rest: Record<string, unknown> = { ...wire }
  const take = (names: readonly string[]) => {
    const name = names.find((candidate) => Object.hasOwn(rest, candidate) && !isNested(rest[candidate]))
    const value = name === undefined ? undefined : rest[name]
    if (name !== undefined) delete rest[name]
    return value
  }
  return {
    assessmentYear: readYear(take(YEAR_KEYS), issues),
    amount: readMoney(take(AMOUNT_KEYS), `${at}.amount`, issues),
    reference: readText(take(REFERENCE_KEYS)),
    raisedOn: readDate(take(DATE_KEYS), `${at}.date`, issues),
    otherDetails: maskAadhaarIn(rest) as Record<string, unknown>, // a masked copy of an object is an object
  }
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

function readYear(value: unknown, issues: DataIssues): AssessmentYear | null {
  const text = readText(value)
  const year = text === null ? null : parseAssessmentYear(text)
  if (text !== null && year === null) issues.note('outstanding_demands[*].assessment_year', 'is not a year')
  return year
}

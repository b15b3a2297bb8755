/**
 * The department's return inside `parsed_data`: `{ITR: {ITR2: {…}}}`, where the form's name is a key. Forms lay out the same
 * sections differently (ITR-2 and -3 inside `PartB_TTI`, ITR-1 and -4 beside each other); this finds the few we read.
 */
import { type AssessmentYear, parseAssessmentYear } from '../../domain/period.ts'
import { isObject } from '../leaf.wire.ts'
import { maskAadhaarInText } from '../mask-aadhaar-in.ts'

type Section = Readonly<Record<string, unknown>>

export interface ItrReturn {
  /** As the key has it, `ITR2`. */
  readonly form: string
  readonly assessmentYear: AssessmentYear | null
  readonly liability: Section
  readonly onIncome: Section
  readonly interest: Section
  readonly paid: Section
  readonly refund: Section
  /** The accounts named for a refund, as filed. */
  readonly accounts: readonly unknown[]
}

/** The sections of the return, empty where it has none; null when there is no return. */
export function openItrReturn(parsedData: Section | null | undefined): ItrReturn | null {
  const forms = sectionOf(parsedData ?? {}, 'ITR')
  const name = Object.keys(forms).find((key) => isObject(forms[key]))
  if (name === undefined) return null
  const form = sectionOf(forms, name)
  const computed = sectionOf(form, 'PartB_TTI')
  const total = computed === NOTHING ? form : computed
  const ownComputation = sectionOf(total, 'ComputationOfTaxLiability')
  const liability = ownComputation === NOTHING ? sectionOf(form, `${name}_TaxComputation`) : ownComputation
  const onIncome = sectionOf(liability, 'TaxPayableOnTI')
  const refund = sectionOf(total, 'Refund')
  const accounts = sectionOf(refund, 'BankAccountDtls').AddtnlBankDetails
  return {
    form: maskAadhaarInText(name),
    assessmentYear: readYear(sectionOf(form, `Form_${name}`).AssessmentYear),
    liability,
    onIncome: onIncome === NOTHING ? liability : onIncome,
    interest: sectionOf(liability, 'IntrstPay'),
    paid: sectionOf(sectionOf(total, 'TaxPaid'), 'TaxesPaid'),
    refund,
    accounts: Array.isArray(accounts) ? accounts : [],
  }
}

const NOTHING: Section = {}

function sectionOf(parent: Section, name: string): Section {
  const section = Object.hasOwn(parent, name) ? parent[name] : undefined
  return isObject(section) ? section : NOTHING
}

/** The department prints the first year alone: `2025` for 2025-26. */
function readYear(value: unknown): AssessmentYear | null {
  const first = /^20\d\d$/.test(String(value)) ? Number(value) : null
  return first === null ? null : parseAssessmentYear(`${first}-${first + 1}`)
}

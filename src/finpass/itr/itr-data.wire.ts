/** `itr-analyzer/data` as Finpass sends it. Recorded: itr-data.documented.json, itr-data.observed.json. */
import { z } from 'zod'
import { anyList, anyObject, flag, list, scalar } from '../leaf.wire.ts'

const incomeHeads = z.looseObject({
  salary: scalar,
  house_property: scalar,
  business_profession: scalar,
  capital_gains: scalar,
  other_sources: scalar,
})

const itrRecord = z.looseObject({
  assessment_year: scalar,
  itr_type: scalar,
  filing_date: scalar,
  acknowledgement_number: scalar,
  gross_total_income: scalar,
  total_deductions: scalar,
  net_taxable_income: scalar,
  tax_payable: scalar,
  tds_amount: scalar,
  advance_tax_paid: scalar,
  self_assessment_tax: scalar,
  refund_amount: scalar,
  demand_amount: scalar,
  refund_status: scalar,
  income_heads: incomeHeads.nullish(),
})

/** In the plain envelope: one record per assessment year. */
export const documentedItrData = z.looseObject({
  job_id: scalar,
  pan: scalar,
  name: scalar,
  filing_status: scalar,
  itr_records: z.array(itrRecord.nullish()),
})

const profile = z.looseObject({
  pan: scalar,
  name: scalar,
  /** An object `{date}` in the service behind Finpass. */
  dob: z.union([z.string(), z.looseObject({ date: scalar })]).nullish(),
  gender: scalar,
  category: scalar,
  status: scalar,
  mobile: scalar,
  email: scalar,
  address: z
    .looseObject({
      door_number: scalar,
      street: scalar,
      locality: scalar,
      post_office: scalar,
      city: scalar,
      state: scalar,
      country: scalar,
      pin_code: scalar,
      zip_code: scalar,
    })
    .nullish(),
  aadhaar_number: scalar,
  aadhaar_status: scalar,
  jurisdiction: z
    .looseObject({
      area_code: scalar,
      ao_type: scalar,
      range_code: scalar,
      ao_number: scalar,
      jurisdiction: scalar,
      building_name: scalar,
      email_id: scalar,
      ao_building_id: scalar,
    })
    .nullish(),
})

const refundBankAccount = z.looseObject({
  bank_name: scalar,
  account_no: scalar,
  ifsc: scalar,
  account_type: scalar,
  use_for_refund: flag,
})

const taxComputation = z.looseObject({
  tax_at_normal_rates: scalar,
  tax_at_special_rates: scalar,
  total_tax_on_income: scalar,
  rebate_87a: scalar,
  tax_after_rebate: scalar,
  surcharge: scalar,
  education_cess: scalar,
  gross_tax_liability: scalar,
  interest_234a: scalar,
  total_interest: scalar,
  net_tax_liability: scalar,
  aggregate_liability: scalar,
  tds_paid: scalar,
  total_taxes_paid: scalar,
  refund_due: scalar,
  refund_bank_accounts: list(refundBankAccount),
})

const analyzedData = z.looseObject({
  form_type: scalar,
  /** Repeats the profile as it stood when the return was filed. */
  personal_info: anyObject,
  filing_info: z
    .looseObject({
      assessment_year: scalar,
      form_name: scalar,
      form_version: scalar,
      residential_status: scalar,
      filing_due_date: scalar,
      filing_section: scalar,
      tax_regime: scalar,
      is_partner_in_firm: flag,
      is_director_in_company: flag,
      held_unlisted_equity: flag,
      audit_required: flag,
    })
    .nullish(),
  income_summary: incomeHeads
    .extend({
      gross_total_income: scalar,
      deductions_chapter_via: scalar,
      total_income: scalar,
      aggregate_income: scalar,
    })
    .nullish(),
  tax_computation: taxComputation.nullish(),
  verification: anyObject,
})

const filing = z.looseObject({
  filing_year: scalar,
  filing_date: scalar,
  itr_form: scalar,
  filing_type: scalar,
  filing_section: scalar,
  /** So spelt by Finpass. */
  filled_by: scalar,
  acknowledgement_no: scalar,
  itr_status: list(z.looseObject({ status: scalar, date: scalar })),
  download_link: scalar,
  /** The department's return: `{ITR: {ITR2: {…}}}`, read by `itr-return.ts`. */
  parsed_data: anyObject,
  analyzed_data: analyzedData.nullish(),
})

const tds26as = z.looseObject({
  financial_year: scalar,
  deductor_name: scalar,
  deductor_tan: scalar,
  tds_amount: scalar,
  certificate_no: scalar,
  income_type: scalar,
})

/** In the envelope with `status_code`: profile, filings, Form 26AS, demands. */
export const observedItrData = z.looseObject({
  doc_id: scalar,
  job_id: scalar,
  pan: scalar,
  status: scalar,
  profile: profile.nullish(),
  filings: z.array(filing.nullish()),
  tds_26as: list(tds26as),
  /** Only ever seen empty. */
  outstanding_demands: anyList,
})

export type DocumentedItrDataWire = z.output<typeof documentedItrData>
export type ItrRecordWire = z.output<typeof itrRecord>
export type ObservedItrDataWire = z.output<typeof observedItrData>
export type TaxProfileWire = z.output<typeof profile>
export type ItrFilingWire = z.output<typeof filing>
export type AnalyzedDataWire = z.output<typeof analyzedData>

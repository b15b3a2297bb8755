/** ITR bodies in both dialects. The same filings stand behind both. */
import { formatSeconds, formatZoneless, type SandboxClock } from './clock.ts'
import { type Filing, filingsOf, tdsRowsOf } from './filing.ts'
import type { Handle } from './handle.ts'
import { personOf } from './itr-person.ts'
import { analyzedDataOf, parsedDataOf } from './itr-return.ts'
import type { Persona } from './persona.ts'
import { digestHex } from './random.ts'
import type { ItrState } from './timeline.ts'

/** `AABPM5678K` as `AABPM****K`, the mask of ITR Initialize. */
export function maskPan(pan: string): string {
  return `${pan.slice(0, 5)}****${pan.slice(-1)}`
}

/** The documented status: PAN unmasked, unlike Initialize's. */
export function documentedItrStatus(handle: Handle, state: ItrState, clock: SandboxClock): Record<string, unknown> {
  return {
    job_id: handle.text,
    status: state.word,
    pan: handle.subject,
    updated_at: formatSeconds(clock.wallAfter(handle.startedAt, state.changedAtMs)),
  }
}

/** The observed status: flat, no `success`; `initiated` is not in its vocabulary. */
export function observedItrStatus(
  handle: Handle,
  persona: Persona,
  state: ItrState,
  clock: SandboxClock,
): Record<string, unknown> {
  const at = (journeyMs: number): string => formatZoneless(clock.wallAfter(handle.startedAt, journeyMs))
  const body = {
    doc_id: docIdOf(handle),
    job_id: handle.text,
    status: state.word === 'initiated' ? 'processing' : state.word,
    current_step: state.step,
    steps_completed: state.stepsDone,
    steps_failed: state.stepsFailed,
    error_message: state.error,
    created_at: formatZoneless(handle.startedAt),
    updated_at: at(state.changedAtMs),
    completed_at: state.completedAtMs === null ? null : at(state.completedAtMs),
    pdf_report_url: null,
  }
  return persona.itr === 'strange' ? { ...body, queue_position: 3, retry_policy: { attempts: 1 } } : body
}

/** The documented data: one record per return. */
export function documentedItrData(handle: Handle, persona: Persona): Record<string, unknown> {
  const filings = filingsOf(persona)
  return {
    job_id: handle.text,
    pan: handle.subject,
    name: persona.name,
    filing_status: filings[0]?.type === 'Revised' ? 'Revised' : 'Regular',
    itr_records: filings.map((filing) => ({
      assessment_year: shortYears(filing.startYear + 1),
      itr_type: filing.form,
      filing_date: filing.date,
      acknowledgement_number: filing.acknowledgement,
      gross_total_income: filing.gross,
      total_deductions: filing.deductions,
      net_taxable_income: filing.total,
      tax_payable: filing.tax.total,
      tds_amount: filing.tds,
      advance_tax_paid: filing.advanceTax,
      self_assessment_tax: filing.selfAssessment,
      refund_amount: filing.refund,
      demand_amount: demandOf(persona, filing),
      refund_status: filing.refund > 0 ? 'Issued' : 'Not Applicable',
      income_heads: {
        salary: filing.heads.salary,
        house_property: filing.heads.houseProperty,
        business_profession: filing.heads.business,
        capital_gains: filing.heads.capitalGains,
        other_sources: filing.heads.otherSources,
      },
    })),
  }
}

/** The observed data: the portal's profile, each return with its JSON and its extract, Form 26AS. */
export function observedItrData(handle: Handle, persona: Persona): Record<string, unknown> {
  const person = personOf(persona)
  const isStrange = persona.itr === 'strange'
  const demand = filingsOf(persona).map((filing) => ({ filing, rupees: demandOf(persona, filing) }))
  const body = {
    doc_id: docIdOf(handle),
    job_id: handle.text,
    pan: handle.subject,
    status: 'completed',
    profile: profileOf(persona),
    filings: filingsOf(persona).map((filing, position) => ({
      filing_year: longYears(filing.startYear),
      filing_date: filing.date,
      itr_form: filing.form,
      filing_type: filing.type,
      filing_section: filing.section,
      filled_by: 'Self',
      acknowledgement_no: filing.acknowledgement,
      itr_status: filing.history,
      download_link: `https://example.com/itr/mock_${filing.acknowledgement}`,
      parsed_data: parsedDataOf(persona, person, filing),
      // The strange persona's middle return could not be read by Finpass.
      analyzed_data: isStrange && position === 1 ? null : analyzedDataOf(persona, person, filing),
      ...(isStrange ? { portal_remarks: ['Processed at CPC'] } : {}),
    })),
    tds_26as: tdsRowsOf(persona).map((row) => ({
      financial_year: shortYears(row.startYear),
      deductor_name: row.deductor,
      deductor_tan: row.tan,
      tds_amount: isStrange ? row.rupees.toFixed(2) : row.rupees,
      certificate_no: row.certificate,
      income_type: row.incomeType,
    })),
    // The element's shape is documented nowhere: these names are a guess.
    outstanding_demands: demand
      .filter(({ rupees }) => rupees > 0)
      .map(({ filing, rupees }) => ({
        assessment_year: longYears(filing.startYear + 1),
        amount: rupees,
        section: '143(1)',
      })),
  }
  return isStrange ? { ...body, ais_summary: { sources: 2 } } : body
}

function profileOf(persona: Persona): Record<string, unknown> {
  const person = personOf(persona)
  return {
    pan: persona.pan,
    name: persona.name,
    dob: persona.dob,
    gender: persona.gender,
    category: 'Individual',
    status: 'Active',
    mobile: persona.mobile,
    email: person.email,
    address: {
      country: 'INDIA',
      door_number: person.door,
      street: person.street,
      pin_code: person.pinCode,
      zip_code: null,
      locality: person.locality,
      post_office: person.locality,
      city: person.city,
      state: person.state,
    },
    aadhaar_number: person.maskedAadhaar,
    aadhaar_status: 'Linked',
    jurisdiction: {
      area_code: 'KAR',
      ao_type: 'W',
      range_code: '25',
      ao_number: '5',
      jurisdiction: `WARD 5(2)(1), ${person.city.toUpperCase()}`,
      building_name: `AAYAKAR BHAVAN, ${person.city.toUpperCase()}`,
      email_id: 'ward5.mock@example.com',
      ao_building_id: 'KAR10',
    },
  }
}

/** Two personas owe something for their oldest return. */
function demandOf(persona: Persona, filing: Filing): number {
  const owes = persona.key === 'emi-bounces' || persona.itr === 'strange'
  return owes && filing.startYear === 2023 ? 4310 : 0
}

function docIdOf(handle: Handle): string {
  return `itr_analyzer_mock_${Math.floor(handle.startedAt / 1000)
    .toString(16)
    .padStart(8, '0')}_${digestHex(24, handle.text)}`
}

function shortYears(startYear: number): string {
  return `${startYear}-${String((startYear + 1) % 100).padStart(2, '0')}`
}

function longYears(startYear: number): string {
  return `${startYear}-${startYear + 1}`
}

/**
 * An applicant's returns, from either dialect. The observed one has profile, Form 26AS and demands for the person and
 * one filing per return; the documented one has records per assessment year and little else.
 */
import { Failure } from '../../domain/failure.ts'
import type { ItrFiling, ItrReport } from '../../domain/itr-filing.ts'
import type { Reading } from '../../domain/reading.ts'
import { boundList, boundObjects, MOST_ENTRIES, MOST_FILINGS, sectionOf } from '../bound-list.ts'
import { DataIssues } from '../data-issues.ts'
import { readTolerantly } from '../read-tolerantly.ts'
import { isMockId, RecordKeys } from '../record-key.ts'
import {
  type DocumentedItrDataWire,
  documentedItrData,
  type ObservedItrDataWire,
  observedItrData,
} from './itr-data.wire.ts'
import { normaliseItrFiling } from './itr-filing.normalise.ts'
import { normaliseItrRecord } from './itr-record.normalise.ts'
import { MOST_REFUND_ACCOUNTS } from './refund-account.normalise.ts'
import { normaliseTaxCredits, normaliseTaxDemands } from './tax-credit.normalise.ts'
import { normaliseTaxProfile, toBareProfile } from './tax-profile.normalise.ts'

/** The report in `payload`; throws `FINPASS_SHAPE` when it has neither dialect's list, since that is not "no filings". */
export function parseItrData(payload: Record<string, unknown>): Reading<ItrReport> {
  const issues = new DataIssues()
  boundReport(payload, issues)
  const value = Array.isArray(payload.filings)
    ? normaliseObserved(readTolerantly(observedItrData, payload, issues), issues)
    : Array.isArray(payload.itr_records)
      ? normaliseDocumented(readTolerantly(documentedItrData, payload, issues), issues)
      : null
  if (value === null) throw new Failure('FINPASS_SHAPE')
  return { value, issues: issues.list(), isMock: isMockId([payload.doc_id, payload.job_id]) }
}

function boundReport(payload: Record<string, unknown>, issues: DataIssues): void {
  boundObjects(payload, 'itr_records', MOST_FILINGS, 'itr_records', issues)
  boundObjects(payload, 'tds_26as', MOST_ENTRIES, 'tds_26as', issues)
  boundList(payload, 'outstanding_demands', MOST_ENTRIES)
  for (const filing of boundObjects(payload, 'filings', MOST_FILINGS, 'filings', issues)) {
    boundObjects(filing, 'itr_status', MOST_ENTRIES, 'filings[*].itr_status', issues)
    const computation = sectionOf(sectionOf(filing, 'analyzed_data'), 'tax_computation')
    const path = 'filings[*].analyzed_data.tax_computation.refund_bank_accounts'
    boundObjects(computation, 'refund_bank_accounts', MOST_REFUND_ACCOUNTS, path, issues)
  }
}

function normaliseObserved(wire: ObservedItrDataWire, issues: DataIssues): ItrReport {
  const keys = new RecordKeys()
  return {
    profile: normaliseTaxProfile(wire, issues),
    filings: eachOf(wire.filings, 'filings[*]', issues, (filing) => normaliseItrFiling(filing, keys, issues)),
    credits: normaliseTaxCredits(wire.tds_26as, issues),
    demands: normaliseTaxDemands(wire.outstanding_demands, issues),
  }
}

function normaliseDocumented(wire: DocumentedItrDataWire, issues: DataIssues): ItrReport {
  const keys = new RecordKeys()
  const filings = eachOf(wire.itr_records, 'itr_records[*]', issues, (record, index) =>
    // One word for the whole answer, with records newest first: it is said of the latest return and of no earlier one.
    normaliseItrRecord(record, index === 0 ? wire.filing_status : null, keys, issues),
  )
  return { profile: toBareProfile(wire), filings, credits: null, demands: null }
}

/** Leaves out what is empty, what has been repaired away, and what `normalise` gives up on. */
function eachOf<Wire>(
  list: readonly (Wire | null | undefined)[],
  path: string,
  issues: DataIssues,
  normalise: (wire: Wire, index: number) => ItrFiling | null,
): ItrFiling[] {
  const filings: ItrFiling[] = []
  for (const [index, wire] of list.entries()) {
    if (wire === null) issues.note(path, 'is empty')
    const filing = wire === null || wire === undefined ? null : normalise(wire, index)
    if (filing !== null) filings.push(filing)
  }
  return filings
}

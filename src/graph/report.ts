/** The report of an applicant's READY source; the one rule of what is null and what is an error. */
import type { Applicant } from '../domain/applicant.ts'
import type { ItrReport } from '../domain/itr-filing.ts'
import type { BsaAnalysis } from '../domain/bsa-analysis.ts'
import type { JourneyReading } from '../domain/reading.ts'
import { toSource } from '../domain/source.ts'
import type { GraphContext } from './context.ts'

/** Null while the source is not READY: that is expected, and `sources` says why. Rejects when Finpass cannot be read. */
export async function loadItrReport(
  { id }: Applicant,
  { loaders }: GraphContext,
): Promise<JourneyReading<ItrReport> | null> {
  const { status, journey } = toSource('ITR', await loaders.loadJourneysOf(id))
  return status === 'READY' && journey !== null ? loaders.reports.load('itrData', journey) : null
}

/** As `loadItrReport`, of the bank statement analysis. */
export async function loadAnalysis(
  { id }: Applicant,
  { loaders }: GraphContext,
): Promise<JourneyReading<BsaAnalysis> | null> {
  const { status, journey } = toSource('AA_BSA', await loaders.loadJourneysOf(id))
  return status === 'READY' && journey !== null ? loaders.reports.load('aaBsaAnalysis', journey) : null
}

/**
 * The reports as one request asks for them: one DataLoader per Finpass endpoint, so that however many fields need a
 * report, Finpass is asked once. They also know how each report of a journey went, for `sources`.
 */
import DataLoader from 'dataloader'
import { Failure, toFailure } from '../domain/failure.ts'
import type { JourneyId } from '../domain/ids.ts'
import type { ConsentType, Journey } from '../domain/journey.ts'
import type { Scope } from '../domain/principal.ts'
import type { JourneyReading } from '../domain/reading.ts'
import { currentActivity } from '../platform/activity.ts'
import type { Auditor } from '../store/auditor.ts'
import type { ReadingTime } from './reading-time.ts'
import { REPORTS, type ReportName, type ReportTypes } from './report.ts'
import type { ReportReader, ReportStamp } from './report-reader.ts'

/** Gives the reports of one name. */
type ReportLoader<Name extends ReportName> = DataLoader<Journey, JourneyReading<ReportTypes[Name]>, JourneyId>
type LoadersByName = { readonly [Name in ReportName]: ReportLoader<Name> }

/** How one report went in this request. */
export type ReportOutcome = JourneyReading<unknown> | Failure

/** One reading of a report that is still at hand. */
export interface KeptReport {
  readonly name: ReportName
  readonly journey: Journey
  readonly stamp: ReportStamp
}

export interface ReportLoaders {
  /** The report of a completed journey; rejects with a `Failure`. The journey must come from this request's loaders. */
  load<Name extends ReportName>(name: Name, journey: Journey): Promise<JourneyReading<ReportTypes[Name]>>
  /**
   * How the reports of a journey went that this request asks for, once none of them is on its way any more.
   * Asks for nothing itself: a request that reads no report costs Finpass nothing.
   */
  settle(journey: Journey): Promise<readonly ReportOutcome[]>
  /** Asks for every report of the journey that the caller is granted, then as `settle`. */
  loadAll(journey: Journey): Promise<readonly ReportOutcome[]>
  /** The reports that this request was given; null when one failed, or is no longer the latest of its kind. */
  listKept(): Promise<readonly KeptReport[] | null>
  /** True when none of these was read anew, or forgotten, since. Asks for nothing and notes nothing. */
  areLatest(reports: readonly KeptReport[]): boolean
  /**
   * Takes these as given to this request, as `load` would, without asking for any: false when one is not the latest any more,
   * is not granted, or consent does not cover it, and then nothing is noted.
   */
  showKept(reports: readonly KeptReport[]): Promise<boolean>
}

/**
 * Before a report is asked for, it is noted whose it is. One that the caller is not granted is read by no way: asked for by
 * name it is refused with `AUTH_SCOPE`, and of all reports it is left out. `purposes` is what the caller may read data for;
 * null for anything.
 */
export function createReportLoaders(
  reader: ReportReader,
  auditor: Auditor,
  signal: AbortSignal,
  isGranted: (scope: Scope) => boolean,
  purposes: readonly ConsentType[] | null = null,
): ReportLoaders {
  const asked = new Map<JourneyId, Map<ReportName, Promise<ReportOutcome>>>()
  let time: ReadingTime | null = null
  const loaders: LoadersByName = {
    itrData: createLoader('itrData'),
    aaBsaStatements: createLoader('aaBsaStatements'),
    aaBsaAnalysis: createLoader('aaBsaAnalysis'),
    accountAggregatorReport: createLoader('accountAggregatorReport'),
  }

  function createLoader<Name extends ReportName>(name: Name): ReportLoader<Name> {
    // Finpass has no batch endpoint: a batch is that many calls side by side, and each result stays with its own key.
    return new DataLoader<Journey, JourneyReading<ReportTypes[Name]>, JourneyId>(
      async (journeys) => {
        const outcomes = journeys.map((journey) => {
          const outcome = read(name, journey).catch(toNotedFailure)
          remember(journey, name, outcome)
          return outcome
        })
        return Promise.all(outcomes)
      },
      { cacheKeyFn: ({ id }) => id },
    )
  }

  async function read<Name extends ReportName>(
    name: Name,
    journey: Journey,
  ): Promise<JourneyReading<ReportTypes[Name]>> {
    // What consent refuses is not read, and so not noted as read.
    reader.check(journey, purposes)
    const { id: journeyId, applicantId } = journey
    await auditor.note(REPORTS[name].audited, [{ applicantId, journeyId }])
    time ??= reader.openTime()
    return time.bound(signal, (within) => reader.read(name, journey, within, purposes))
  }

  function remember(journey: Journey, name: ReportName, outcome: Promise<ReportOutcome>): void {
    const outcomes = asked.get(journey.id) ?? new Map<ReportName, Promise<ReportOutcome>>()
    asked.set(journey.id, outcomes.set(name, outcome))
  }

  function load<Name extends ReportName>(name: Name, journey: Journey): Promise<JourneyReading<ReportTypes[Name]>> {
    const { scope } = REPORTS[name]
    if (!isGranted(scope)) return Promise.reject(new Failure('AUTH_SCOPE', { scope }))
    return loaders[name].load(journey)
  }

  async function settle(journey: Journey): Promise<readonly ReportOutcome[]> {
    let known = -1
    let outcomes: ReportOutcome[] = []
    // A report that has arrived may let nested fields ask for the next one, so look again until nothing new came up.
    while (known !== (asked.get(journey.id)?.size ?? 0)) {
      const pending = asked.get(journey.id) ?? new Map<ReportName, Promise<ReportOutcome>>()
      known = pending.size
      outcomes = await Promise.all(pending.values())
      await new Promise(setImmediate)
    }
    return outcomes
  }

  function areLatest(reports: readonly KeptReport[]): boolean {
    return reports.every(({ stamp }) => reader.isLatest(stamp))
  }

  return {
    load,
    async listKept() {
      const kept: KeptReport[] = []
      for (const outcomes of asked.values()) {
        for (const [name, outcome] of outcomes) {
          const reading = await outcome
          const stamp = reading instanceof Failure ? null : reader.toStamp(reading)
          if (reading instanceof Failure || stamp === null) return null
          kept.push({ name, journey: reading.journey, stamp })
        }
      }
      return areLatest(kept) ? kept : null
    },
    areLatest,
    async showKept(reports) {
      if (!areLatest(reports) || !reports.every(({ name }) => isGranted(REPORTS[name].scope))) return false
      try {
        for (const { journey } of reports) reader.check(journey, purposes)
      } catch {
        return false
      }
      for (const { name, journey } of reports) {
        await auditor.note(REPORTS[name].audited, [{ applicantId: journey.applicantId, journeyId: journey.id }])
        reader.tellKept(name)
      }
      return true
    },
    async settle(journey) {
      // Fields beside `sources` ask in the same turn; give them the chance to have asked.
      await new Promise(setImmediate)
      return settle(journey)
    },
    async loadAll(journey) {
      const all = Object.keys(REPORTS) as ReportName[] // which loses the literal types of its own table
      const names = all.filter((name) => REPORTS[name].kind === journey.kind && isGranted(REPORTS[name].scope))
      await Promise.allSettled(names.map((name) => load(name, journey)))
      return settle(journey)
    },
  }
}

/** `sources` tells of it as data: what is ours to look after must be in the log all the same. */
function toNotedFailure(thrown: unknown): Failure {
  const failure = toFailure(thrown)
  if (failure.code === 'STORE_UNAVAILABLE' || failure.code === 'AUDIT_UNAVAILABLE') {
    currentActivity()?.noteCode(failure.code)
  }
  return failure
}

/**
 * What one operation loads, written down, so that a later one can ask whether it would load the very same: a query's answer
 * is made of nothing else. Asking again goes the way every load goes, so ownership, consent and the audit trail apply to it.
 */
import type { JourneyId } from '../domain/ids.ts'
import type { Journey } from '../domain/journey.ts'
import type { Loaders } from './loaders.ts'
import type { KeptReport } from './report-loaders.ts'
import { isSame } from './same.ts'

type Ask<Value> = (loaders: Loaders) => Promise<Value>

/** What an operation has loaded, and all of it succeeded. */
export interface Loads {
  readonly records: readonly { readonly ask: Ask<unknown>; readonly gave: unknown }[]
  /** What it only had noted: that something was shown which had been loaded already. */
  readonly notes: readonly Ask<unknown>[]
  readonly reports: readonly KeptReport[]
  /** Every journey that any of it is about. */
  readonly journeys: ReadonlySet<JourneyId>
}

export interface Recording {
  /** To be used in place of those that are recorded. */
  readonly loaders: Loaders
  /** The operation depends on more than its loads: on the hour, for one. */
  spoil(): void
  /** What was loaded; null when any of it failed, may differ at the next time of asking, or is not kept. */
  finish(): Promise<Loads | null>
}

/**
 * One load, to be asked for again of whichever loaders. Made out here, where nothing of a request is in sight: an answer that is
 * kept would otherwise keep the request, and with it the ledgers that were read for it.
 */
const ASKS = {
  loadApplicant: (id) => (from) => from.loadApplicant(id),
  hasApplicant: (id) => (from) => from.hasApplicant(id),
  findIdByReference: (reference) => (from) => from.findIdByReference(reference),
  loadApplicantByReference: (reference) => (from) => from.loadApplicantByReference(reference),
  loadApplicantList: (request) => (from) => from.loadApplicantList(request),
  countApplicants: (request) => (from) => from.countApplicants(request),
  loadJourney: (id) => (from) => from.loadJourney(id),
  loadJourneysOf: (applicantId) => (from) => from.loadJourneysOf(applicantId),
  loadTransitionsOf: (journeyId) => (from) => from.loadTransitionsOf(journeyId),
  loadJourneyAccounts: (journey) => (from) => from.loadJourneyAccounts(journey),
  noteShown: (kind, subject) => (from) => from.noteShown(kind, subject),
} satisfies {
  readonly [Name in Exclude<keyof Loaders, 'reports' | 'loadAuditTrail'>]: (
    ...given: Parameters<Loaders[Name]>
  ) => Ask<Awaited<ReturnType<Loaders[Name]>>>
}

/** Records everything that is asked of `loaders`. */
export function recordLoads(loaders: Loaders): Recording {
  const asked: { readonly ask: Ask<unknown>; readonly gives: Promise<unknown> }[] = []
  const notes: Ask<unknown>[] = []
  let isSpoilt = false

  function record<Value>(ask: Ask<Value>): Promise<Value> {
    const gives = ask(loaders)
    asked.push({ ask, gives })
    return gives
  }
  function note<Value>(ask: Ask<Value>): Promise<Value> {
    notes.push(ask)
    return ask(loaders)
  }

  return {
    loaders: {
      loadApplicant: (id) => record(ASKS.loadApplicant(id)),
      hasApplicant: (id) => record(ASKS.hasApplicant(id)),
      findIdByReference: (reference) => record(ASKS.findIdByReference(reference)),
      loadApplicantByReference: (reference) => record(ASKS.loadApplicantByReference(reference)),
      loadApplicantList: (request) => record(ASKS.loadApplicantList(request)),
      countApplicants: (request) => record(ASKS.countApplicants(request)),
      loadJourney: (id) => record(ASKS.loadJourney(id)),
      loadJourneysOf: (applicantId) => record(ASKS.loadJourneysOf(applicantId)),
      loadTransitionsOf: (journeyId) => record(ASKS.loadTransitionsOf(journeyId)),
      // Both give what is in their arguments, which was loaded.
      loadJourneyAccounts: (journey) => note(ASKS.loadJourneyAccounts(journey)),
      noteShown: (kind, subject) => note(ASKS.noteShown(kind, subject)),
      loadAuditTrail(...query) {
        // Every reading of it adds a record to it.
        isSpoilt = true
        return loaders.loadAuditTrail(...query)
      },
      // Not by a getter: each object with one of its own has a shape of its own, which only a collection of the whole heap takes away.
      reports: loaders.reports,
    },
    spoil() {
      isSpoilt = true
    },
    async finish() {
      if (isSpoilt) return null
      const reports = await loaders.reports.listKept()
      if (reports === null) return null
      try {
        const records = await Promise.all(asked.map(async ({ ask, gives }) => ({ ask, gave: await gives })))
        const journeys = records.flatMap(({ gave }) => [gave].flat().filter(isJourney))
        const about = [...journeys, ...reports.map(({ journey }) => journey)]
        return { records, notes, reports, journeys: new Set(about.map(({ id }) => id)) }
      } catch {
        return null
      }
    },
  }
}

/**
 * True when an operation that asks as this one did would be given the same now, and what it is given is then on record as
 * its own. False leaves nothing noted but the records that were asked for.
 */
export async function isUnchanged({ records, notes, reports }: Loads, loaders: Loaders): Promise<boolean> {
  if (!loaders.reports.areLatest(reports)) return false
  try {
    // All at once, so that they are read together.
    const given = await Promise.all(records.map(({ ask }) => ask(loaders)))
    if (!records.every(({ gave }, at) => isSame(gave, given[at]))) return false
    if (!(await loaders.reports.showKept(reports))) return false
    await Promise.all(notes.map((ask) => ask(loaders)))
    return true
  } catch {
    // Asked for in full it fails again, and its caller is told of what.
    return false
  }
}

function isJourney(value: unknown): value is Journey {
  return typeof value === 'object' && value !== null && 'applicantId' in value && 'kind' in value
}

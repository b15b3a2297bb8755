/**
 * Which journey of each kind speaks for an applicant. The newest completed one gives the data, even while a newer one
 * runs or has failed; without one, the newest tells how far the kind is.
 */
import { isTerminal, JOURNEY_KINDS, type Journey, type JourneyKind } from './journey.ts'

export const SOURCE_STATUSES = ['NOT_STARTED', 'PENDING', 'READY', 'FAILED', 'UNAVAILABLE'] as const
export type SourceStatus = (typeof SOURCE_STATUSES)[number]

export interface Source {
  readonly kind: JourneyKind
  /** READY here means that the journey has completed; whether Finpass can be read just now shows when it is. */
  readonly status: Exclude<SourceStatus, 'UNAVAILABLE'>
  readonly journey: Journey | null
}

/** One source per kind, in the order of `JOURNEY_KINDS`. */
export function toSources(journeys: readonly Journey[]): readonly Source[] {
  return JOURNEY_KINDS.map((kind) => toSource(kind, journeys))
}

/** The source of one kind. Among journeys of the same millisecond the larger id wins, so that the choice is stable. */
export function toSource(kind: JourneyKind, journeys: readonly Journey[]): Source {
  const newestFirst = journeys
    .filter((journey) => journey.kind === kind)
    .toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1))
  const completed = newestFirst.find((journey) => journey.status === 'COMPLETED')
  if (completed !== undefined) return { kind, status: 'READY', journey: completed }
  const [newest] = newestFirst
  if (newest === undefined) return { kind, status: 'NOT_STARTED', journey: null }
  return { kind, status: isTerminal(newest.status) ? 'FAILED' : 'PENDING', journey: newest }
}

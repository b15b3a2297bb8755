/** A filing with the journey it came from, which its global id needs, and how to find it by that id. */
import { encodeGlobalId, type ItrFilingId, journeyOfKey, joinKey } from '../domain/ids.ts'
import type { ItrFiling } from '../domain/itr-filing.ts'
import type { Journey } from '../domain/journey.ts'
import type { GraphContext } from './context.ts'

export interface FilingNode {
  readonly journey: Journey
  readonly filing: ItrFiling
}

export function toFilingId({ journey, filing }: FilingNode): string {
  return encodeGlobalId('ItrFiling', joinKey(journey.id, filing.key))
}

/** Null when the journey is not the caller's, is of another kind or has not completed, or has no such filing. */
export async function findFiling(key: ItrFilingId, { loaders }: GraphContext): Promise<FilingNode | null> {
  const journey = await loaders.loadJourney(journeyOfKey(key))
  if (journey?.kind !== 'ITR' || journey.status !== 'COMPLETED') return null
  const { value } = await loaders.reports.load('itrData', journey)
  const filing = value.filings.find((candidate) => joinKey(journey.id, candidate.key) === key)
  return filing === undefined ? null : { journey, filing }
}

/**
 * The made-up applicants of the benchmark: alike in everything but their ids, so that each costs the same and no two share
 * an answer. Upstream, gateway and baselines know each by these ids alone.
 */
import { mintHandle } from '../src/sandbox/handle.ts'

/** How many take turns. */
export const PERSONS = 200

/** Finpass's ids of one applicant's journeys. */
export interface Handles {
  readonly ITR: string
  readonly AA_BSA: string
  /** A shop with a very long statement. */
  readonly ACCOUNT_AGGREGATOR: string
}

/** Whose the bodies are, before the ids are put in. */
export const SUBJECTS = { ITR: 'SALPI0001A', AA_BSA: '9000000001', ACCOUNT_AGGREGATOR: '9000000013' } as const

/** When all of these journeys began. */
export const STARTED_AT = Date.parse('2026-11-01T09:30:00Z')

/** The same ids at every call and in every process. */
export function toHandles(person: number): Handles {
  const options = { salt: person.toString(16).padStart(8, '0') }
  return {
    ITR: mintHandle('ITR', SUBJECTS.ITR, STARTED_AT, options),
    AA_BSA: mintHandle('AA_BSA', SUBJECTS.AA_BSA, STARTED_AT, options),
    ACCOUNT_AGGREGATOR: mintHandle('ACCOUNT_AGGREGATOR', SUBJECTS.ACCOUNT_AGGREGATOR, STARTED_AT, options),
  }
}

/** Finpass's id of a tax journey that goes on for as long as somebody looks at it. */
export function toMovingHandle(number: number): string {
  return mintHandle('ITR', SUBJECTS.ITR, STARTED_AT, { salt: `f${number.toString(16).padStart(7, '0')}` })
}

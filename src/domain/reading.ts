/**
 * What reading one upstream body gave: the value, and what in it could not be read.
 * A malformed part becomes null plus an issue; it never costs the report, and it is never dropped in silence.
 */
import type { Instant } from './date.ts'
import type { Journey } from './journey.ts'

export interface DataIssue {
  /** Where in Finpass's body, with `[*]` for list positions, e.g. `accounts[*].transactions[*].amount`. */
  readonly path: string
  /** What is wrong there, in our words; never the value itself. */
  readonly problem: string
  /** How many places under `path` show it. */
  readonly count: number
}

export interface Reading<Value> {
  readonly value: Value
  readonly issues: readonly DataIssue[]
  /** Finpass's ids say that this is a made-up record (`_mock_`): do not lend on it. */
  readonly isMock: boolean
}

/** A reading together with the journey it belongs to, which is what global ids and `sources` need. */
export interface JourneyReading<Value> extends Reading<Value> {
  readonly journey: Journey
  /** When Finpass gave it. */
  readonly readAt: Instant
}

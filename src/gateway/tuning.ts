/** Figures that no environment can change, for the tests of the defences. */
import type { TrafficTuning } from '../finpass/traffic/traffic.ts'
import type { KeySetOptions } from '../server/caller/token-key.ts'
import type { JournalLimits } from '../store/retention.ts'

/** Left out, every part has its own default. */
export interface Tuning {
  /** How often followed topics are looked at although no hint came; 0 for never. */
  readonly tickMs?: number
  /** How long a reader may take nothing before it is cut off. */
  readonly stallMs?: number
  /** The most missed transitions that are replayed. */
  readonly longestReplay?: number
  readonly journal?: JournalLimits
  /** Where hints come from, when not from the Redis that keeps the journal. */
  readonly hintUrl?: string
  /** Looks at journeys that a process of a fleet has under way at most. */
  readonly parallel?: number
  /** Calls to Finpass that a process has under way at most. */
  readonly connections?: number
  /** How often revocations are read. */
  readonly revocationsEveryMs?: number
  /** How often the issuer's keys are fetched, and how long they are trusted. */
  readonly keySet?: Pick<KeySetOptions, 'refreshMs' | 'coolDownMs' | 'trustMs'>
  /** How long a call to Finpass may take. */
  readonly deadlineMs?: number
  /** Reckoned bytes of reports that are kept in memory. */
  readonly cacheBytes?: number
  /** How calls to Finpass are kept in bounds. */
  readonly traffic?: TrafficTuning
}

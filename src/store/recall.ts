/**
 * Recalls: journeys whose data must leave the memory of every process, because the applicant was erased or consent was
 * taken back. A recall is written in the same step as its cause, so that no process can miss it: a hint brings it at once,
 * and whoever did not hear one reads on from the place where it stands. Ids of ours and nothing else.
 */
import { DAY_MS } from '../domain/date.ts'
import type { JourneyId, TenantId } from '../domain/ids.ts'

export interface Recall {
  readonly tenant: TenantId
  readonly journeyId: JourneyId
}

export interface RecallPage {
  /** Number of the latest recall ever, 0 when there was none. */
  readonly head: number
  /** Number of the oldest that is still kept; `head + 1` when none is. */
  readonly oldest: number
  /** What comes after the number asked for, oldest first and without a gap. */
  readonly recalls: readonly Recall[]
}

export interface RecallStore {
  /** What was recalled after number `after`, at most `limit` of it. Rejects with `STORE_UNAVAILABLE`. */
  readRecalls(after: number, limit: number): Promise<RecallPage>
  /** Calls `listener` after something was recalled. A hint and no more, as of `watchFeed`; resolves with what ends it. */
  watchRecalls(listener: () => void): Promise<() => void>
}

/** How many recalls are kept: who is further behind forgets everything it has. */
export const MOST_RECALLS = 10_000
/** How long a recall is kept at least; no process keeps anything for so long. */
export const RECALL_LIFE_MS = DAY_MS

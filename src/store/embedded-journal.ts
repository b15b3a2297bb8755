/**
 * The journal of the embedded store: who may write the next transition, writing it together with the journey's state, and
 * reading it back as feeds. A transition's place in both of its feeds and the state are one commit.
 */
import type { ApplicantId } from '../domain/ids.ts'
import { isTerminal, JOURNEY_STATUSES, type Journey, type Transition } from '../domain/journey.ts'
import { toCheckedAt } from './checked-at.ts'
import { toTransitionEntry } from './audit-chain.ts'
import type { ExtendChain } from './embedded-audit.ts'
import type { EmbeddedConnection } from './embedded-connection.ts'
import { type FeedListeners, toTopic } from './feed-listener.ts'
import { parseNumber, parseStoredInstant, parseStoredInstantOrNull, parseText, parseWord } from './field.ts'
import { NUDGE_REST_MS, toRestedAt } from './nudge.ts'
import { DEFAULT_MAX_ENTRIES, type JournalLimits } from './retention.ts'
import { fromJourneyState, fromTransition, toTransition } from './row.ts'
import type { AppendTransition, CheckClaim, Feed, FeedPage, Store } from './store.ts'

type JournalStore = Pick<
  Store,
  | 'claimCheck'
  | 'appendTransition'
  | 'touchJourney'
  | 'bringForward'
  | 'readTransitions'
  | 'readEpoch'
  | 'readFeed'
  | 'readApplicantPosition'
  | 'watchFeed'
>

const NEXT_POSITION = 'UPDATE applicants SET feed_head = feed_head + 1 WHERE tenant = ? AND id = ? RETURNING feed_head'
const INSERT = `INSERT INTO transitions (tenant, journey_id, sequence, applicant_id, position, previous_status, status, step,
    percent, origin, observed_at, reported_at)
  VALUES (:tenant, :journey_id, :sequence, :applicant_id, :position, :previous_status, :status, :step,
    :percent, :origin, :observed_at, :reported_at)`
const SHORTEN = 'DELETE FROM transitions WHERE tenant = ? AND journey_id = ? AND sequence <= ?'
const CURRENT =
  'SELECT applicant_id, status, sequence, checked_at, fence, nudged FROM journeys WHERE tenant = ? AND id = ?'
const CLAIM = 'UPDATE journeys SET fence = fence + 1, nudged = 0 WHERE tenant = ? AND id = ?'
// A webhook that came while Finpass was being asked is not answered by that look: it counts as if it had come after it.
const NEXT_CHECK = `CASE WHEN :ended_at IS NULL AND nudged AND next_check_at < coalesce(:next_check_at, 9e15)
  THEN min(coalesce(:next_check_at, 9e15), max(next_check_at, :rested_at)) ELSE :next_check_at END`
const ADVANCE = `UPDATE journeys SET status = :status, percent = :percent, step = :step, steps_completed = :steps_completed,
    steps_failed = :steps_failed, accounts = :accounts, failure = :failure, sequence = :sequence,
    next_check_at = ${NEXT_CHECK}, checked_at = :checked_at, updated_at = :updated_at, completed_at = :completed_at,
    ended_at = :ended_at, consent_granted_at = coalesce(consent_granted_at, :consent_granted_at)
  WHERE tenant = :tenant AND id = :id`
const TOUCH = `UPDATE journeys SET checked_at = :checked_at, next_check_at = ${NEXT_CHECK}
  WHERE tenant = :tenant AND id = :id AND ended_at IS NULL AND (:fence IS NULL OR fence = :fence)`
// Whoever nudges may have read the journey before the look that it has just had.
const RESTED = 'max(:at, coalesce(checked_at + :rest, 0))'
const BRING_FORWARD = `UPDATE journeys SET nudged = 1, next_check_at = min(coalesce(next_check_at, ${RESTED}), ${RESTED})
  WHERE tenant = :tenant AND id = :id AND ended_at IS NULL RETURNING next_check_at`
const TRANSITIONS = `SELECT * FROM transitions WHERE tenant = ? AND journey_id IN (SELECT value FROM json_each(?))
  ORDER BY journey_id, sequence`

const FEEDS = {
  journey: {
    bounds: `SELECT sequence AS head, coalesce((SELECT min(sequence) FROM transitions
        WHERE transitions.tenant = journeys.tenant AND journey_id = journeys.id), sequence + 1) AS oldest, restated
      FROM journeys WHERE tenant = ? AND id = ?`,
    entries: `SELECT *, sequence AS place FROM transitions WHERE tenant = ? AND journey_id = ? AND sequence > ?
      ORDER BY sequence LIMIT ?`,
  },
  applicant: {
    bounds: 'SELECT feed_head AS head, feed_oldest AS oldest, restated FROM applicants WHERE tenant = ? AND id = ?',
    entries: `SELECT *, position AS place FROM transitions WHERE tenant = ? AND applicant_id = ? AND position > ?
      ORDER BY position LIMIT ?`,
  },
} as const
const POSITION = 'SELECT position FROM transitions WHERE tenant = ? AND journey_id = ? AND sequence = ?'

type TransitionOwner = Pick<Journey, 'tenant' | 'applicantId'>

/** Writes a transition into both of its feeds and the audit trail, inside the caller's transaction, and lets go what is too much. */
export type WriteTransition = (owner: TransitionOwner, transition: Transition) => void

export function createTransitionWriter(
  { prepare }: EmbeddedConnection,
  { maxEntries = DEFAULT_MAX_ENTRIES }: JournalLimits,
  extend: ExtendChain,
): WriteTransition {
  return (owner, transition) => {
    const position = parseNumber(prepare(NEXT_POSITION).get(owner.tenant, owner.applicantId)?.feed_head, 'feed_head')
    prepare(INSERT).run({
      ...fromTransition(transition),
      tenant: owner.tenant,
      applicant_id: owner.applicantId,
      position,
    })
    extend(owner.tenant, [{ ...toTransitionEntry(transition), applicant_id: owner.applicantId }])
    const excess = transition.sequence - maxEntries
    if (excess > 0) prepare(SHORTEN).run(owner.tenant, transition.journeyId, excess)
  }
}

/** The topics of the two feeds that a journey's transitions stand in. */
export function toTopics({ tenant, applicantId }: TransitionOwner, journeyId: Transition['journeyId']): string[] {
  return [toTopic({ kind: 'journey', tenant, id: journeyId }), toTopic({ kind: 'applicant', tenant, id: applicantId })]
}

/** The part of the store that keeps the journal, over an open connection. */
export function createEmbeddedJournal(
  connection: EmbeddedConnection,
  write: WriteTransition,
  listeners: FeedListeners,
): JournalStore {
  const { prepare, run, readTogether, transact } = connection

  function readCurrent(tenant: string, id: string) {
    const row = prepare(CURRENT).get(tenant, id)
    if (row === undefined || isTerminal(parseWord(row.status, JOURNEY_STATUSES, 'status'))) return null
    return row
  }

  function claim(tenant: string, id: string): CheckClaim | null {
    const current = readCurrent(tenant, id)
    if (current === null) return null
    prepare(CLAIM).run(tenant, id)
    return { fence: parseNumber(current.fence, 'fence') + 1, isNudged: current.nudged === 1 }
  }

  /** The owner of the journey when the transition was written; null when it was refused. */
  function append({ tenant, transition, state, ...next }: AppendTransition): TransitionOwner | null {
    const current = readCurrent(tenant, transition.journeyId)
    if (current === null || transition.sequence !== parseNumber(current.sequence, 'sequence') + 1) return null
    if (next.fence !== null && next.fence !== current.fence) return null
    const owner = { tenant, applicantId: parseText(current.applicant_id, 'applicant_id') as ApplicantId } // written by us from one
    write(owner, transition)
    const columns = fromJourneyState(state, {
      sequence: transition.sequence,
      nextCheckAt: next.nextCheckAt,
      checkedAt: toCheckedAt(transition, parseStoredInstantOrNull(current.checked_at, 'checked_at')),
      updatedAt: transition.observedAt,
      completedAt: next.completedAt,
    })
    prepare(ADVANCE).run({
      ...columns,
      rested_at: toRestedAt(transition.observedAt),
      tenant,
      id: transition.journeyId,
    })
    return owner
  }

  function selectFeed({ kind, tenant, id }: Feed, after: number, limit: number): FeedPage | null {
    const bounds = prepare(FEEDS[kind].bounds).get(tenant, id)
    if (bounds === undefined) return null
    const oldest = parseNumber(bounds.oldest, 'oldest')
    const rows = prepare(FEEDS[kind].entries).all(tenant, id, Math.max(after, oldest - 1), limit)
    return {
      head: parseNumber(bounds.head, 'head'),
      oldest,
      restated: parseNumber(bounds.restated, 'restated'),
      entries: rows.map((row) => ({ position: parseNumber(row.place, 'position'), transition: toTransition(row) })),
    }
  }

  return {
    claimCheck: (tenant, id) => transact(() => claim(tenant, id)),
    async appendTransition(appended) {
      const owner = await transact(() => append(appended))
      if (owner !== null) listeners.announce(toTopics(owner, appended.transition.journeyId))
      return owner !== null
    },
    touchJourney: ({ tenant, id, checkedAt, nextCheckAt, fence }) =>
      transact(() => {
        const columns = {
          checked_at: checkedAt,
          next_check_at: nextCheckAt,
          ended_at: null,
          rested_at: toRestedAt(checkedAt),
        }
        prepare(TOUCH).run({ ...columns, tenant, id, fence })
      }),
    bringForward: (tenant, id, at) =>
      transact(() => {
        const row = prepare(BRING_FORWARD).get({ tenant, id, at, rest: NUDGE_REST_MS })
        return row === undefined ? null : parseStoredInstant(row.next_check_at, 'next_check_at')
      }),
    readTransitions: (tenant, ids) =>
      run(() => prepare(TRANSITIONS).all(tenant, JSON.stringify(ids)).map(toTransition)),

    readEpoch: () => run(() => parseText(prepare('SELECT epoch FROM housekeeping').get()?.epoch, 'epoch')),
    readFeed: (feed, after, limit) => readTogether(() => selectFeed(feed, after, limit)),
    readApplicantPosition: (tenant, id, sequence) =>
      run(() => {
        const row = prepare(POSITION).get(tenant, id, sequence)
        return row === undefined ? null : parseNumber(row.position, 'position')
      }),
    watchFeed: (feed, listener) =>
      run(() => {
        // Refused like every call once the store is closed.
        prepare('SELECT 1').get()
        return listeners.add(toTopic(feed), listener)
      }),
  }
}

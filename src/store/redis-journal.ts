/** The journal of the Redis store: claims, transitions with the state they bring, and feeds. */
import { toInstant } from '../domain/date.ts'
import type { TenantId } from '../domain/ids.ts'
import { toTransitionEntry } from './audit-chain.ts'
import { toCheckedAt } from './checked-at.ts'
import { parseText } from './field.ts'
import { NUDGE_REST_MS, toRestedAt } from './nudge.ts'
import { fromSealed } from './redis-audit-row.ts'
import { parseCount, parseList, parseRow, toPlace } from './redis-reply.ts'
import type { RedisScript } from './redis-script.ts'
import { DEFAULT_MAX_ENTRIES, type JournalLimits } from './retention.ts'
import { fromJourneyState, fromTransition, toTransition } from './row.ts'
import type { Feed, FeedEntry, FeedPage, Store } from './store.ts'

type JournalStore = Pick<
  Store,
  | 'claimCheck'
  | 'appendTransition'
  | 'touchJourney'
  | 'bringForward'
  | 'readTransitions'
  | 'readFeed'
  | 'readApplicantPosition'
>

/** The part of the store that keeps the journal; `onRecorded` is told of each transition that was noted for the audit trail. */
export function createRedisJournal(
  { run }: RedisScript,
  { maxEntries = DEFAULT_MAX_ENTRIES }: JournalLimits,
  onRecorded: (tenant: TenantId) => void,
): JournalStore {
  return {
    claimCheck: (tenant, id) =>
      run('claimCheck', { journey: toPlace(tenant, id) }, (reply) => {
        if (reply === null) return null
        const [fence, nudged] = parseList(reply)
        return { fence: parseCount(fence), isNudged: nudged === 1 }
      }),

    async appendTransition({ tenant, transition, state, nextCheckAt, completedAt, fence }) {
      const { sequence, observedAt } = transition
      // Null when this was no look at Finpass: then the moment that is kept stands.
      const checkedAt = toCheckedAt(transition, null)
      const columns = fromJourneyState(state, { sequence, nextCheckAt, checkedAt, updatedAt: observedAt, completedAt })
      const given = {
        journey: toPlace(tenant, transition.journeyId),
        sequence,
        fence,
        state: JSON.stringify(columns),
        status: state.status,
        next: columns.next_check_at ?? null,
        restedAt: toRestedAt(observedAt),
        checked: checkedAt,
        ended: columns.ended_at ?? null,
        granted: columns.consent_granted_at ?? null,
        transition: JSON.stringify(fromTransition(transition)),
        observed: observedAt,
        maxEntries,
        audit: fromSealed(toTransitionEntry(transition)),
      }
      const isAppended = await run('appendTransition', given, (reply) => parseCount(reply) === 1)
      if (isAppended) onRecorded(tenant)
      return isAppended
    },

    touchJourney: ({ tenant, id, checkedAt, nextCheckAt, fence }) =>
      run(
        'touchJourney',
        {
          journey: toPlace(tenant, id),
          checked: checkedAt,
          next: nextCheckAt,
          restedAt: toRestedAt(checkedAt),
          fence,
        },
        () => undefined,
      ),
    bringForward: (tenant, id, at) =>
      run('bringForward', { journey: toPlace(tenant, id), at, rest: NUDGE_REST_MS }, (due) =>
        due === null ? null : toInstant(parseCount(due)),
      ),

    // One call for each journey: a journal can be long, and everybody waits for a script to end.
    async readTransitions(tenant, ids) {
      const journals = await Promise.all(
        [...new Set(ids)].map((id) =>
          run('readTransitions', { journey: toPlace(tenant, id) }, (reply) =>
            parseList(reply).map((json) => toTransition(parseRow(json, 'transition'))),
          ),
        ),
      )
      return journals.flat()
    },

    readFeed: (feed, after, limit) =>
      run('readFeed', { ...toGivenFeed(feed), after, limit }, (reply) => (reply === null ? null : parsePage(reply))),
    readApplicantPosition: (tenant, id, sequence) =>
      run('readApplicantPosition', { journey: toPlace(tenant, id), sequence }, (reply) =>
        reply === null ? null : parseCount(reply),
      ),
  }
}

function toGivenFeed({ kind, tenant, id }: Feed): { readonly kind: string; readonly place: string } {
  return { kind, place: toPlace(tenant, id) }
}

function parsePage(reply: unknown): FeedPage {
  const [head, oldest, flat, restated] = parseList(reply)
  const values = parseList(flat)
  const entries: FeedEntry[] = []
  for (let index = 0; index < values.length; index += 2) {
    const transition = toTransition(parseRow(parseText(values[index + 1], 'transition'), 'transition'))
    entries.push({ position: parseCount(values[index]), transition })
  }
  return { head: parseCount(head), oldest: parseCount(oldest), restated: parseCount(restated), entries }
}

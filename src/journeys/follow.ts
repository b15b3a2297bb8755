/**
 * Following a journey, or all journeys of an applicant: everything after a cursor in order and then live, without a gap;
 * or, without a cursor, a snapshot first. When continuity cannot be proved the next event says so and is a snapshot:
 * there is never a silent hole. The same transition may come twice, never out of order.
 */
import { setTimeout } from 'node:timers/promises'
import { Failure } from '../domain/failure.ts'
import type { ApplicantId, JourneyId } from '../domain/ids.ts'
import { isTerminal, type Transition } from '../domain/journey.ts'
import { mayReach, type Principal } from '../domain/principal.ts'
import type { Feed, Store } from '../store/store.ts'
import type { Cursors } from './cursor.ts'
import { toFeedAbsence } from './absence.ts'
import { createFollower, type FollowedTransition, type Start } from './follower.ts'
import type { Topic } from './topic.ts'
import type { TopicHub } from './topic-hub.ts'

export interface FollowRequest {
  readonly principal: Principal
  /** Only what is newer; null to begin with a snapshot. */
  readonly after: string | null
  /** Ends the following. */
  readonly signal: AbortSignal
}

export interface Follow {
  /** Ends by itself after the terminal transition. Rejects with `JOURNEY_NOT_FOUND`, also when it is not the caller's. */
  followJourney(id: JourneyId, request: FollowRequest): Promise<AsyncIterableIterator<FollowedTransition>>
  /** All journeys of an applicant, also those started later. Rejects with `APPLICANT_NOT_FOUND`. */
  followApplicant(id: ApplicantId, request: FollowRequest): Promise<AsyncIterableIterator<FollowedTransition>>
}

export interface FollowOptions {
  readonly store: Store
  readonly hub: TopicHub
  readonly cursors: Cursors
  /** More missed transitions than this are not replayed: the follower gets a snapshot. @default 10000 */
  readonly longestReplay?: number
  /** Told of a step that goes to a follower who waited for it. */
  readonly onLive?: (transition: Transition) => void
}

/** How often, and how far apart, a store that cannot be read is asked for somebody who begins to follow. */
const MOST_ATTEMPTS = 8
const PAUSE_MS = 500

export function createFollow(options: FollowOptions): Follow {
  /**
   * A stock client takes a subscription that begins with an error for one that is over. So a store that cannot be read for
   * a moment, as when thousands come back at once, is asked again for a few seconds.
   */
  async function follow(...given: Parameters<typeof begin>): ReturnType<typeof begin> {
    const [, { signal }] = given
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await begin(...given)
      } catch (thrown) {
        const isPassing = thrown instanceof Failure && thrown.code === 'STORE_UNAVAILABLE'
        if (!isPassing || attempt === MOST_ATTEMPTS || signal.aborted) throw thrown
        const pauseMs = PAUSE_MS * (0.5 + Math.random())
        await setTimeout(pauseMs, undefined, { signal, ref: false }).catch(() => undefined)
      }
    }
  }

  async function begin(
    feed: Feed,
    request: FollowRequest,
    isOver: (transition: Transition) => boolean,
  ): Promise<AsyncIterableIterator<FollowedTransition>> {
    const lease = await options.hub.acquire(feed)
    const { principal } = request
    const absence = () => toFeedAbsence(options.store, feed, { mayKnow: (id) => mayReach(principal, id) })
    if (lease === null) throw await absence()
    try {
      if (!(await isReached(options.store, feed, principal))) throw await absence()
      const start = await findStart(options, lease.topic, feed, request)
      const { store, hub, onLive } = options
      const told = onLive === undefined ? {} : { onLive }
      return createFollower({ store, hub, feed, lease, start, isOver, signal: request.signal, ...told })
    } catch (thrown) {
      lease.release()
      throw thrown
    }
  }

  return {
    followJourney: (id, request) =>
      follow({ kind: 'journey', tenant: request.principal.tenant, id }, request, ({ status }) => isTerminal(status)),
    followApplicant: (id, request) =>
      follow({ kind: 'applicant', tenant: request.principal.tenant, id }, request, () => false),
  }
}

/** False when the feed is about somebody whom the caller must not know of. Staff reaches every feed of its tenant. */
async function isReached(store: Store, feed: Feed, principal: Principal): Promise<boolean> {
  if (principal.applicant === null) return true
  if (feed.kind === 'applicant') return mayReach(principal, feed.id)
  const [journey] = await store.readJourneys(feed.tenant, [feed.id])
  return journey !== undefined && mayReach(principal, journey.applicantId)
}

async function findStart(
  { store, cursors, longestReplay = 10_000 }: FollowOptions,
  topic: Topic,
  feed: Feed,
  { principal, after }: FollowRequest,
): Promise<Start> {
  if (after === null) return { snapshot: 'FIRST' }
  const unproved: Start = { snapshot: 'RESYNC' }
  const point = cursors.decode(principal, after)
  if (point === null || point.epoch !== topic.epoch) return unproved
  if (feed.kind === 'journey' && point.journeyId !== feed.id) return unproved
  const position =
    feed.kind === 'journey'
      ? point.sequence
      : await findApplicantPosition(store, feed.tenant, feed.id, point.journeyId, point.sequence)
  if (position === null) return unproved
  // Ours may lag behind the store that the cursor came from.
  if (position > topic.head) await topic.refresh()
  const missed = topic.head - position
  if (missed < 0 || missed > longestReplay) return unproved
  return feed.kind === 'journey' && (await hasEndedBy(store, feed.tenant, feed.id, position))
    ? { over: true }
    : { position }
}

/** True when the terminal transition is not beyond this place: whoever waits there waits for ever. */
async function hasEndedBy(store: Store, tenant: Feed['tenant'], id: JourneyId, sequence: number): Promise<boolean> {
  const [journey] = await store.readJourneys(tenant, [id])
  return journey !== undefined && isTerminal(journey.status) && journey.sequence <= sequence
}

async function findApplicantPosition(
  store: Store,
  tenant: Feed['tenant'],
  applicantId: ApplicantId,
  journeyId: JourneyId,
  sequence: number,
): Promise<number | null> {
  const [journey] = await store.readJourneys(tenant, [journeyId])
  if (journey?.applicantId !== applicantId) return null
  return store.readApplicantPosition(tenant, journeyId, sequence)
}

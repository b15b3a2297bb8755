/** How journeys stand at this moment, told as their latest transitions. */
import type { Journey, Transition } from '../domain/journey.ts'
import type { Feed, Store } from '../store/store.ts'
import type { FollowedTransition } from './follower.ts'

/** How each journey of the feed stands: its latest transition. */
export async function readSnapshot(store: Store, feed: Feed, resync: boolean): Promise<FollowedTransition[]> {
  const journeys =
    feed.kind === 'journey'
      ? await store.readJourneys(feed.tenant, [feed.id])
      : await store.readJourneysByApplicant(feed.tenant, [feed.id])
  const oldestFirst = journeys.toSorted((a, b) => a.updatedAt - b.updatedAt)
  return Promise.all(
    oldestFirst.map(async (journey) => ({ journey, transition: await readLatest(store, journey), resync })),
  )
}

/** The latest transition, or what the journey's own record says of it when it is no longer kept. */
async function readLatest(store: Store, journey: Journey): Promise<Transition> {
  const { id, tenant, sequence, status, step, percent, updatedAt } = journey
  const page = await store.readFeed({ kind: 'journey', tenant, id }, sequence - 1, 1)
  const kept = page?.entries[0]?.transition
  if (kept?.sequence === sequence) return kept
  const origin = 'POLL'
  return {
    journeyId: id,
    sequence,
    previousStatus: null,
    status,
    step,
    percent,
    origin,
    observedAt: updatedAt,
    reportedAt: null,
  }
}

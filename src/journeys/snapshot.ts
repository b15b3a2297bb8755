/** How journeys stand at this moment, told as their latest transitions. */
import type { Journey, Transition } from '../domain/journey.ts'
import type { Feed, Store } from '../store/store.ts'

/** A journey with its latest transition. */
export interface Standing {
  readonly journey: Journey
  readonly transition: Transition
}

/** How each journey of the feed stands. */
export async function readSnapshot(store: Store, feed: Feed): Promise<Standing[]> {
  const journeys =
    feed.kind === 'journey'
      ? await store.readJourneys(feed.tenant, [feed.id])
      : await store.readJourneysByApplicant(feed.tenant, [feed.id])
  const placed = await Promise.all(
    journeys.map(async (journey) => ({ journey, position: await readPosition(store, feed, journey) })),
  )
  // In the order of the feed: whoever is cut off in between resumes behind what it has got, and must not skip the rest.
  const inOrder = placed.toSorted((a, b) => a.position - b.position)
  return Promise.all(inOrder.map(async ({ journey }) => ({ journey, transition: await readLatest(store, journey) })))
}

/** What is no longer kept comes first: resuming behind it proves nothing, and gives a snapshot again. */
async function readPosition(store: Store, { kind }: Feed, { tenant, id, sequence }: Journey): Promise<number> {
  return kind === 'journey' ? sequence : ((await store.readApplicantPosition(tenant, id, sequence)) ?? 0)
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

/** A topic: what it asks of the store, however many follow it and however they come back. */
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { openTopic, type Topic } from '../../src/journeys/topic.ts'
import type { Feed, Store } from '../../src/store/store.ts'
import { appended } from '../support/store-record.ts'
import { openJourneys } from './support.ts'

const MISSED = 5
const EVERYBODY = 200

/** A topic of a journey that has had some transitions, and the reads of its feed that fetched any, by their place. */
async function openMissed() {
  const fetches: number[] = []
  const wrap = (store: Store): Store => ({
    ...store,
    async readFeed(feed, after, limit) {
      const page = await store.readFeed(feed, after, limit)
      if (page !== null && page.entries.length > 0) fetches.push(after)
      return page
    },
  })
  const journeys = await openJourneys({ wrap })
  const { id, tenant } = await journeys.add()
  const append = (sequence: number) => journeys.store.appendTransition(appended({ id, tenant }, sequence, 'PROCESSING'))
  for (let sequence = 2; sequence <= 1 + MISSED; sequence += 1) await append(sequence)
  const feed: Feed = { kind: 'journey', tenant, id }
  const topic = await openTopic(journeys.store, feed)
  if (topic === null) throw new Error('the journey is there')
  return { topic, fetches, append, [Symbol.asyncDispose]: () => journeys[Symbol.asyncDispose]() }
}

async function positionsAfter(topic: Topic, position: number): Promise<number[] | undefined> {
  return (await topic.readAfter(position))?.map((entry) => entry.position)
}

describe('a topic', () => {
  it('fetches what many have missed once, also when they do not come back at the same time', async () => {
    await using given = await openMissed()
    const { topic, fetches } = given
    expect(await Promise.all([1, 1, 1].map((position) => positionsAfter(topic, position)))).toEqual(
      Array.from({ length: 3 }, () => [2, 3, 4, 5, 6]),
    )
    expect(await positionsAfter(topic, 1)).toEqual([2, 3, 4, 5, 6])
    expect(await positionsAfter(topic, 4)).toEqual([5, 6])
    expect(fetches).toEqual([1])
    topic.close()
  })

  it('goes on behind what was fetched for those who came back', async () => {
    await using given = await openMissed()
    const { topic, fetches, append } = given
    await topic.readAfter(3)
    await append(7)
    await topic.refresh()
    expect(await positionsAfter(topic, 3)).toEqual([4, 5, 6, 7])
    // Further back than anybody was: that is fetched, and joins what is there.
    expect(await positionsAfter(topic, 0)).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(await positionsAfter(topic, 0)).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(fetches.filter((after) => after < 6)).toEqual([3, 0])
    topic.close()
  })

  it('wakes everybody, yet not all in one turn of the event loop', async () => {
    await using given = await openMissed()
    const { topic, append } = given
    let awake = 0
    const waiting = Array.from({ length: EVERYBODY }, () =>
      topic.whenBeyond(topic.head, new AbortController().signal).then(() => {
        awake += 1
      }),
    )
    const seen: number[] = []
    await append(2 + MISSED)
    while (seen.at(-1) !== EVERYBODY) {
      await setImmediate()
      if (awake > 0) seen.push(awake)
    }
    await Promise.all(waiting)
    expect(seen[0]).toBeLessThan(EVERYBODY)
    topic.close()
  })
})

/**
 * The store contract: feeds. A reader with a position learns from `head` and `oldest` whether what it gets is everything
 * since; the cases are those of a history of ten that centrifuge's recovery tests go through.
 */
import { expect } from 'vitest'
import type { Applicant } from '../../src/domain/applicant.ts'
import type { Journey, Transition } from '../../src/domain/journey.ts'
import type { Feed, Store } from '../../src/store/store.ts'
import {
  appended,
  applicant,
  applicantId,
  at,
  CONTRACT_RETENTION,
  firstTransition,
  journey,
  journeyId,
  journeyState,
  OTHER_TENANT,
  TENANT,
  withHandle,
} from '../support/store-record.ts'
import type { DefineTest } from './store.contract.ts'

async function startOne(store: Store, owner: Applicant, parts: Partial<Journey> = {}): Promise<Journey> {
  const started = journey(owner, parts)
  await store.addJourney(started, firstTransition(started), withHandle(null))
  return started
}

/** Appends until the journey's latest transition is `last`, one a second; gives all from the second on. */
async function appendTo(store: Store, running: Journey, from: number, last: number): Promise<Transition[]> {
  const added: Transition[] = []
  for (let sequence = from; sequence <= last; sequence += 1) {
    const step = appended(running, sequence, 'PROCESSING')
    if (await store.appendTransition(step)) added.push(step.transition)
  }
  return added
}

function feedOf(of: Pick<Journey, 'tenant' | 'id'>): Feed {
  return { kind: 'journey', tenant: of.tenant, id: of.id }
}

function feedOfApplicant(of: Pick<Applicant, 'tenant' | 'id'>): Feed {
  return { kind: 'applicant', tenant: of.tenant, id: of.id }
}

/** The numbers of a page, which is all that recovery goes by. */
async function readNumbers(store: Store, feed: Feed, after: number, limit = 100) {
  const page = await store.readFeed(feed, after, limit)
  return page && { head: page.head, oldest: page.oldest, positions: page.entries.map(({ position }) => position) }
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

export function defineFeedContract(test: DefineTest): void {
  test('names its past by an epoch that stays, and that no other store has', async ({ store, reopen, openAnother }) => {
    const epoch = await store.readEpoch()
    expect(epoch).toMatch(/^[0-9a-f]{32}$/)
    expect(await store.readEpoch()).toBe(epoch)
    expect(await (await openAnother()).readEpoch()).toBe(epoch)
    expect(await (await reopen()).readEpoch()).toBe(epoch)
  })

  test("gives a journey's transitions in their places", async ({ store, reopen }) => {
    const running = await startOne(store, await store.addApplicant(applicant()))
    const added = await appendTo(store, running, 2, 12)
    const transitions = [firstTransition(running), ...added]
    expect(await (await reopen()).readFeed(feedOf(running), 0, 100)).toEqual({
      head: 12,
      oldest: 1,
      restated: 0,
      entries: transitions.map((transition, index) => ({ position: index + 1, transition })),
    })
  })

  test("gives the transitions of all of an applicant's journeys in the order of their writing", async ({
    store,
    reopen,
  }) => {
    const owner = await store.addApplicant(applicant())
    const one = await startOne(store, owner)
    const two = await startOne(store, owner)
    const elsewhere = await startOne(store, await store.addApplicant(applicant()))
    const [b] = await appendTo(store, two, 2, 2)
    await appendTo(store, elsewhere, 2, 3)
    const [a] = await appendTo(store, one, 2, 2)
    const again = await reopen()
    expect(await again.readFeed(feedOfApplicant(owner), 0, 100)).toEqual({
      head: 4,
      oldest: 1,
      restated: 0,
      entries: [firstTransition(one), firstTransition(two), b, a].map((transition, index) => ({
        position: index + 1,
        transition,
      })),
    })
    expect(await again.readApplicantPosition(TENANT, one.id, 1)).toBe(1)
    expect(await again.readApplicantPosition(TENANT, two.id, 1)).toBe(2)
    expect(await again.readApplicantPosition(TENANT, two.id, 2)).toBe(3)
    expect(await again.readApplicantPosition(TENANT, one.id, 2)).toBe(4)
  })

  test('gives an empty feed to an applicant without journeys, and none to what is not there', async ({ store }) => {
    const owner = await store.addApplicant(applicant())
    expect(await store.readFeed(feedOfApplicant(owner), 0, 10)).toEqual({
      head: 0,
      oldest: 1,
      restated: 0,
      entries: [],
    })
    expect(await store.readFeed(feedOfApplicant({ tenant: TENANT, id: applicantId('nobody') }), 0, 10)).toBeNull()
    expect(await store.readFeed(feedOf({ tenant: TENANT, id: journeyId('nothing') }), 0, 10)).toBeNull()
    expect(await store.readApplicantPosition(TENANT, journeyId('nothing'), 1)).toBeNull()
  })

  test('gives what comes after a position, as much as was asked for', async ({ store }) => {
    const owner = await store.addApplicant(applicant())
    const running = await startOne(store, owner)
    await appendTo(store, running, 2, 10)
    for (const feed of [feedOf(running), feedOfApplicant(owner)]) {
      expect(await readNumbers(store, feed, 8)).toEqual({ head: 10, oldest: 1, positions: [9, 10] })
      expect(await readNumbers(store, feed, 5, 2)).toEqual({ head: 10, oldest: 1, positions: [6, 7] })
      expect(await readNumbers(store, feed, 5, 1)).toEqual({ head: 10, oldest: 1, positions: [6] })
      expect(await readNumbers(store, feed, 10)).toEqual({ head: 10, oldest: 1, positions: [] })
      expect(await readNumbers(store, feed, 108)).toEqual({ head: 10, oldest: 1, positions: [] })
      // How a follower asks where a feed is.
      expect(await readNumbers(store, feed, Number.MAX_SAFE_INTEGER, 0)).toEqual({ head: 10, oldest: 1, positions: [] })
      expect(await readNumbers(store, feed, 0, 0)).toEqual({ head: 10, oldest: 1, positions: [] })
    }
    expect(await store.readApplicantPosition(TENANT, running.id, 11)).toBeNull()
    expect(await store.readApplicantPosition(TENANT, running.id, 0)).toBeNull()
  })

  test('keeps as many transitions of a journey as it was told to, and says where they begin', async ({ reopen }) => {
    const store = await reopen({ journal: { maxEntries: 10 } })
    const owner = await store.addApplicant(applicant())
    const running = await startOne(store, owner)
    await appendTo(store, running, 2, 10)
    expect(await readNumbers(store, feedOf(running), 0)).toEqual({ head: 10, oldest: 1, positions: range(1, 10) })
    await appendTo(store, running, 11, 20)
    for (const feed of [feedOf(running), feedOfApplicant(owner)]) {
      expect(await readNumbers(store, feed, 8)).toEqual({ head: 20, oldest: 11, positions: range(11, 20) })
      expect(await readNumbers(store, feed, 18)).toEqual({ head: 20, oldest: 11, positions: [19, 20] })
    }
    const kept = await store.readTransitions(TENANT, [running.id])
    expect(kept.map(({ sequence }) => sequence)).toEqual(range(11, 20))
    expect(await store.readApplicantPosition(TENANT, running.id, 10)).toBeNull()
    expect(await store.readApplicantPosition(TENANT, running.id, 11)).toBe(11)
    expect(await store.readJourneys(TENANT, [running.id])).toMatchObject([{ sequence: 20, status: 'PROCESSING' }])
  })

  test("never leaves a hole in an applicant's feed where one journey was shortened", async ({ reopen }) => {
    const store = await reopen({ journal: { maxEntries: 2 } })
    const owner = await store.addApplicant(applicant())
    const quiet = await startOne(store, owner)
    const busy = await startOne(store, owner)
    await appendTo(store, busy, 2, 2)
    await appendTo(store, quiet, 2, 2)
    // The feed is now quiet 1, busy 1, busy 2, quiet 2; another of busy costs its first, and with it what was before.
    await appendTo(store, busy, 3, 3)
    expect(await readNumbers(store, feedOfApplicant(owner), 0)).toEqual({ head: 5, oldest: 3, positions: [3, 4, 5] })
    expect(await readNumbers(store, feedOf(quiet), 0)).toEqual({ head: 2, oldest: 1, positions: [1, 2] })
    expect(await readNumbers(store, feedOf(busy), 0)).toEqual({ head: 3, oldest: 2, positions: [2, 3] })
  })

  test('lets transitions go when they are too old, and keeps the state and the head', async ({ reopen }) => {
    const store = await reopen({ journal: { maxAgeMs: 60_000 } })
    const owner = await store.addApplicant(applicant())
    const running = await startOne(store, owner, { createdAt: at(1000) })
    await appendTo(store, running, 2, 4)
    const [before] = await store.readJourneys(TENANT, [running.id])
    expect(await store.removeExpired(at(60_999))).toBe(0)
    // The second was written at 3000.
    expect(await store.removeExpired(at(63_000))).toBe(2)
    for (const feed of [feedOf(running), feedOfApplicant(owner)]) {
      expect(await readNumbers(store, feed, 0)).toEqual({ head: 4, oldest: 3, positions: [3, 4] })
    }
    expect(await store.removeExpired(at(100_000))).toBe(2)
    for (const feed of [feedOf(running), feedOfApplicant(owner)]) {
      expect(await readNumbers(store, feed, 4)).toEqual({ head: 4, oldest: 5, positions: [] })
    }
    expect(await store.readTransitions(TENANT, [running.id])).toEqual([])
    expect(await store.readJourneys(TENANT, [running.id])).toEqual([before])
    await appendTo(store, running, 5, 5)
    for (const feed of [feedOf(running), feedOfApplicant(owner)]) {
      expect(await readNumbers(store, feed, 4)).toEqual({ head: 5, oldest: 5, positions: [5] })
    }
  })

  test('shortens a journal from its start only, whatever a clock has done', async ({ reopen }) => {
    const store = await reopen({ journal: { maxAgeMs: 60_000 } })
    const running = await startOne(store, await store.addApplicant(applicant()), { createdAt: at(1000) })
    const observe = (sequence: number, ms: number) =>
      store.appendTransition(appended(running, sequence, 'PROCESSING', { transition: { observedAt: at(ms) } }))
    await observe(2, 9000)
    await observe(3, 2000)
    expect(await store.removeExpired(at(63_000))).toBe(1)
    expect(await readNumbers(store, feedOf(running), 0)).toEqual({ head: 3, oldest: 2, positions: [2, 3] })
    expect(await store.removeExpired(at(69_000))).toBe(2)
    expect(await readNumbers(store, feedOf(running), 0)).toEqual({ head: 3, oldest: 4, positions: [] })
  })

  test("begins an applicant's feed after a journey whose retention is over", async ({ store }) => {
    const owner = await store.addApplicant(applicant())
    const over = await startOne(store, owner)
    const running = await startOne(store, owner)
    await store.appendTransition(appended(over, 2, 'COMPLETED', { completedAt: at(5000) }))
    await appendTo(store, running, 2, 3)
    expect(await store.removeExpired(at(5000 + CONTRACT_RETENTION.journeyMs))).toBe(1)
    expect(await readNumbers(store, feedOfApplicant(owner), 0)).toEqual({ head: 5, oldest: 4, positions: [4, 5] })
    expect(await readNumbers(store, feedOf(over), 0)).toBeNull()
    expect(await store.readApplicantPosition(TENANT, over.id, 2)).toBeNull()
    expect(await readNumbers(store, feedOf(running), 0)).toEqual({ head: 3, oldest: 1, positions: [1, 2, 3] })
  })

  test("numbers an applicant's transitions without holes while several writers race", async ({
    store,
    openAnother,
  }) => {
    const other = await openAnother()
    const owner = await store.addApplicant(applicant())
    const journeys = [await startOne(store, owner), await startOne(store, owner), await startOne(store, owner)]
    const write = (each: Store, running: Journey) => appendTo(each, running, 2, 20)
    await Promise.all(journeys.flatMap((running) => [write(store, running), write(other, running)]))
    const page = await store.readFeed(feedOfApplicant(owner), 0, 1000)
    expect(page?.entries.map(({ position }) => position)).toEqual(range(1, page?.head ?? 0))
    // Every transition of every journey stands in it once, each journey's in order.
    for (const { id } of journeys) {
      const numbers = page?.entries.flatMap(({ transition: { journeyId, sequence } }) =>
        journeyId === id ? [sequence] : [],
      )
      const written = await store.readTransitions(TENANT, [id])
      expect(written.length).toBeGreaterThan(5)
      expect(numbers).toEqual(written.map(({ sequence }) => sequence))
    }
  })

  test('numbers nothing that was refused', async ({ store }) => {
    const owner = await store.addApplicant(applicant())
    const ended = await startOne(store, owner, { ...journeyState('FAILED'), completedAt: at(1000) })
    const running = await startOne(store, owner)
    await store.appendTransition(appended(ended, 2, 'PROCESSING'))
    await store.appendTransition(appended(running, 5, 'PROCESSING'))
    await store.appendTransition(appended(running, 2, 'PROCESSING', { fence: 77 }))
    expect(await readNumbers(store, feedOfApplicant(owner), 0)).toEqual({ head: 2, oldest: 1, positions: [1, 2] })
  })

  test('has no feed of an applicant that was erased, nor of its journeys', async ({ store }) => {
    const owner = await store.addApplicant(applicant())
    const running = await startOne(store, owner)
    await store.eraseApplicant(TENANT, owner.id, at(0))
    expect(await store.readFeed(feedOfApplicant(owner), 0, 10)).toBeNull()
    expect(await store.readFeed(feedOf(running), 0, 10)).toBeNull()
    expect(await store.readApplicantPosition(TENANT, running.id, 1)).toBeNull()
  })

  test("has no feed of another tenant's", async ({ store }) => {
    const owner = await store.addApplicant(applicant())
    const running = await startOne(store, owner)
    expect(await store.readFeed(feedOfApplicant({ tenant: OTHER_TENANT, id: owner.id }), 0, 10)).toBeNull()
    expect(await store.readFeed(feedOf({ tenant: OTHER_TENANT, id: running.id }), 0, 10)).toBeNull()
    expect(await store.readApplicantPosition(OTHER_TENANT, running.id, 1)).toBeNull()
  })
}

/** The store contract: a listener hears that a feed went on. */
import { expect, vi } from 'vitest'
import type { Applicant } from '../../src/domain/applicant.ts'
import type { Journey } from '../../src/domain/journey.ts'
import type { Feed, Store } from '../../src/store/store.ts'
import { type CountingListener, createListener } from '../support/listener.ts'
import {
  appended,
  applicant,
  at,
  firstTransition,
  journey,
  OTHER_TENANT,
  TENANT,
  withHandle,
} from '../support/store-record.ts'
import type { DefineTest } from './store.contract.ts'

interface Started {
  readonly owner: Applicant
  readonly running: Journey
  readonly ofJourney: Feed
  readonly ofApplicant: Feed
}

async function startOne(store: Store): Promise<Started> {
  const owner = await store.addApplicant(applicant())
  const running = journey(owner)
  await store.addJourney(running, firstTransition(running), withHandle('job-1'))
  return {
    owner,
    running,
    ofJourney: { kind: 'journey', tenant: TENANT, id: running.id },
    ofApplicant: { kind: 'applicant', tenant: TENANT, id: owner.id },
  }
}

async function hears(listener: CountingListener): Promise<void> {
  await vi.waitFor(() => expect(listener.calls).toBeGreaterThan(0), { timeout: 2000, interval: 2 })
}

export function defineWatchContract(test: DefineTest): void {
  test('calls who listens to a journey or to its applicant once a transition is committed', async ({ store }) => {
    const { running, ofJourney, ofApplicant } = await startOne(store)
    for (const feed of [ofJourney, ofApplicant]) {
      const seen: (number | undefined)[] = []
      const [journeyNow] = await store.readJourneys(TENANT, [running.id])
      const next = (journeyNow?.sequence ?? 0) + 1
      const stop = await store.watchFeed(feed, () => {
        void store.readFeed(ofJourney, 0, 10).then((page) => seen.push(page?.head))
      })
      await store.appendTransition(appended(running, next, 'PROCESSING'))
      await vi.waitFor(() => expect(seen).toContain(next))
      // It was called after the commit: what it read was never older.
      expect(seen.filter((head) => head !== next)).toEqual([])
      stop()
    }
  })

  test('calls who listens to an applicant when a journey is added', async ({ store }) => {
    const { owner, ofApplicant } = await startOne(store)
    const listener = createListener()
    await store.watchFeed(ofApplicant, listener)
    const next = journey(owner)
    await store.addJourney(next, firstTransition(next), withHandle(null))
    await hears(listener)
  })

  test('calls who listens when the applicant is erased', async ({ store }) => {
    const { owner, ofJourney, ofApplicant } = await startOne(store)
    const [journeyListener, applicantListener] = [createListener(), createListener()]
    await store.watchFeed(ofJourney, journeyListener)
    await store.watchFeed(ofApplicant, applicantListener)
    await store.eraseApplicant(TENANT, owner.id, at(0))
    await hears(journeyListener)
    await hears(applicantListener)
  })

  test('does not call who has stopped, nor who listens to something else', async ({ store }) => {
    const { running, ofJourney } = await startOne(store)
    const [stopped, elsewhere, foreign, witness] = [
      createListener(),
      createListener(),
      createListener(),
      createListener(),
    ]
    const stop = await store.watchFeed(ofJourney, stopped)
    await store.watchFeed({ kind: 'applicant', tenant: TENANT, id: applicant().id }, elsewhere)
    await store.watchFeed({ ...ofJourney, tenant: OTHER_TENANT }, foreign)
    await store.watchFeed(ofJourney, witness)
    stop()
    stop()
    await store.appendTransition(appended(running, 2, 'PROCESSING'))
    // All are called in one go: when the witness has heard, whoever else was to hear has too.
    await hears(witness)
    expect([stopped, elsewhere, foreign].map((listener) => listener.calls)).toEqual([0, 0, 0])
  })

  test('does not call who was stopped by another that was called for the same transition', async ({ store }) => {
    const { running, ofJourney } = await startOne(store)
    const [first, second, witness] = [createListener(), createListener(), createListener()]
    const stops: (() => void)[] = []
    // The first that is called stops the second: both were due.
    await store.watchFeed(ofJourney, () => {
      stops[0]?.()
      first()
    })
    stops.push(await store.watchFeed(ofJourney, second))
    await store.watchFeed(ofJourney, witness)
    await store.appendTransition(appended(running, 2, 'PROCESSING'))
    await hears(witness)
    expect(first.calls).toBeGreaterThan(0)
    expect(second.calls).toBe(0)
  })

  test('goes on for one listener when another has stopped, and begins again after the last', async ({ store }) => {
    const { running, ofJourney } = await startOne(store)
    const [one, two, three] = [createListener(), createListener(), createListener()]
    const stops = [await store.watchFeed(ofJourney, one), await store.watchFeed(ofJourney, two)]
    stops[0]?.()
    await store.appendTransition(appended(running, 2, 'PROCESSING'))
    await hears(two)
    stops[1]?.()
    await store.watchFeed(ofJourney, three)
    await store.appendTransition(appended(running, 3, 'PROCESSING'))
    await hears(three)
    expect(one.calls).toBe(0)
  })

  test('does not let a listener that throws harm the writer or other listeners', async ({ store }) => {
    const { running, ofJourney } = await startOne(store)
    const listener = createListener()
    await store.watchFeed(ofJourney, () => {
      throw new Error('a listener of a test throws')
    })
    await store.watchFeed(ofJourney, listener)
    expect(await store.appendTransition(appended(running, 2, 'PROCESSING'))).toBe(true)
    await hears(listener)
  })

  test('does not call anybody for what was refused', async ({ store }) => {
    const { running, ofJourney } = await startOne(store)
    const listener = createListener()
    await store.watchFeed(ofJourney, listener)
    expect(await store.appendTransition(appended(running, 7, 'PROCESSING'))).toBe(false)
    expect(listener.calls).toBe(0)
    await store.appendTransition(appended(running, 2, 'PROCESSING'))
    await hears(listener)
    expect(listener.calls).toBe(1)
  })

  test('hears of what another store on the same data commits', async ({ store, openAnother }) => {
    const { running, ofJourney, ofApplicant } = await startOne(store)
    const other = await openAnother()
    const [journeyListener, applicantListener] = [createListener(), createListener()]
    await other.watchFeed(ofJourney, journeyListener)
    await other.watchFeed(ofApplicant, applicantListener)
    await store.appendTransition(appended(running, 2, 'PROCESSING'))
    await hears(journeyListener)
    await hears(applicantListener)
  })
}

/** The store contract: who may write what a look at Finpass found, and webhooks that ask for a look. */
import { expect } from 'vitest'
import type { Journey } from '../../src/domain/journey.ts'
import { NUDGE_REST_MS } from '../../src/store/nudge.ts'
import type { Store } from '../../src/store/store.ts'
import {
  appended,
  applicant,
  at,
  firstTransition,
  journey,
  journeyId,
  looked,
  OTHER_TENANT,
  TENANT,
  withHandle,
} from '../support/store-record.ts'
import type { DefineTest } from './store.contract.ts'

const FAR = at(1_000_000)

async function startOne(store: Store, parts: Partial<Journey> = {}, webhookToken: string | null = null) {
  const started = journey(await store.addApplicant(applicant()), parts)
  await store.addJourney(started, firstTransition(started), { ...withHandle(null), webhookToken })
  return started
}

async function readOne(store: Store, { id }: Journey): Promise<Journey | undefined> {
  return (await store.readJourneys(TENANT, [id]))[0]
}

async function claim(store: Store, { id }: Journey): Promise<number> {
  const claimed = await store.claimCheck(TENANT, id)
  if (claimed === null) throw new Error('the journey is running')
  return claimed.fence
}

export function defineClaimContract(test: DefineTest): void {
  test('gives every claim a higher fence, also after a restart, and changes nothing else', async ({
    store,
    reopen,
  }) => {
    const running = await startOne(store)
    const [first, second] = [await claim(store, running), await claim(store, running)]
    const again = await reopen()
    const third = await claim(again, running)
    expect(second).toBeGreaterThan(first)
    expect(third).toBeGreaterThan(second)
    expect(await readOne(again, running)).toEqual(running)
  })

  test('gives claims that come at once fences that all differ', async ({ store }) => {
    const running = await startOne(store)
    const fences = await Promise.all(Array.from({ length: 20 }, () => claim(store, running)))
    expect(new Set(fences).size).toBe(20)
  })

  test('has no claim for a journey that ended, is not there or is of another tenant', async ({ store }) => {
    const ended = await startOne(store)
    await store.appendTransition(appended(ended, 2, 'EXPIRED'))
    const running = await startOne(store)
    expect(await store.claimCheck(TENANT, ended.id)).toBeNull()
    expect(await store.claimCheck(TENANT, journeyId('nothing'))).toBeNull()
    expect(await store.claimCheck(OTHER_TENANT, running.id)).toBeNull()
  })

  test('lets the latest claim alone append, and whoever needs none', async ({ store }) => {
    const running = await startOne(store)
    const [stale, latest] = [await claim(store, running), await claim(store, running)]
    for (const fence of [stale, latest + 1, 0]) {
      expect(await store.appendTransition(appended(running, 2, 'PROCESSING', { fence }))).toBe(false)
    }
    expect(await readOne(store, running)).toEqual(running)
    expect(await store.readTransitions(TENANT, [running.id])).toHaveLength(1)
    expect(await store.appendTransition(appended(running, 2, 'PROCESSING', { fence: latest }))).toBe(true)
    // One look may bring several transitions.
    expect(await store.appendTransition(appended(running, 3, 'DATA_FETCHED', { fence: latest }))).toBe(true)
    expect(await store.appendTransition(appended(running, 4, 'TIMED_OUT', { fence: null }))).toBe(true)
  })

  test('lets the latest claim alone note a look, and whoever needs none', async ({ store }) => {
    const running = await startOne(store)
    const [stale, latest] = [await claim(store, running), await claim(store, running)]
    await store.touchJourney(looked(running, at(70), at(80), stale))
    await store.touchJourney(looked(running, at(70), at(80), latest + 1))
    expect(await readOne(store, running)).toEqual(running)
    await store.touchJourney(looked(running, at(71), at(81), latest))
    expect(await readOne(store, running)).toMatchObject({ checkedAt: at(71), nextCheckAt: at(81) })
    await store.touchJourney(looked(running, at(72), at(82), null))
    expect(await readOne(store, running)).toMatchObject({ checkedAt: at(72), nextCheckAt: at(82) })
  })

  test('finds a journey by its webhook token, whatever its tenant, also after a restart', async ({ store, reopen }) => {
    const ours = await startOne(store, {}, 'token-of-ours')
    const theirs = journey(await store.addApplicant(applicant({ tenant: OTHER_TENANT })))
    await store.addJourney(theirs, firstTransition(theirs), { ...withHandle('job-1'), webhookToken: 'token-of-theirs' })
    await startOne(store)
    const again = await reopen()
    expect(await again.readJourneyByWebhook('token-of-ours')).toEqual(ours)
    expect(await again.readJourneyByWebhook('token-of-theirs')).toEqual(theirs)
    for (const token of ['', 'null', 'token-of', 'TOKEN-OF-OURS']) {
      expect(await again.readJourneyByWebhook(token)).toBeNull()
    }
  })

  test('finds no journey by the webhook token of one that was erased', async ({ store }) => {
    const erased = await startOne(store, {}, 'token')
    await store.eraseApplicant(TENANT, erased.applicantId, at(0))
    expect(await store.readJourneyByWebhook('token')).toBeNull()
  })

  test('brings a check forward and never back, and says so to the next claim alone', async ({ store, reopen }) => {
    const running = await startOne(store, { nextCheckAt: at(500) })
    await store.bringForward(TENANT, running.id, at(100))
    await store.bringForward(TENANT, running.id, at(300))
    const again = await reopen()
    expect(await readOne(again, running)).toEqual({ ...running, nextCheckAt: at(100) })
    expect(await again.readDueJourneys(at(99), 10)).toEqual([])
    expect(await again.readDueJourneys(at(100), 10)).toMatchObject([{ id: running.id }])
    expect(await again.claimCheck(TENANT, running.id)).toMatchObject({ isNudged: true })
    expect(await again.claimCheck(TENANT, running.id)).toMatchObject({ isNudged: false })
  })

  test('lets a journey rest from a look that whoever brings the next one forward has not seen', async ({ store }) => {
    const running = await startOne(store, { nextCheckAt: at(100) })
    await store.touchJourney(looked(running, at(200), at(60_000)))
    const restedAt = at(200 + NUDGE_REST_MS)
    expect(await store.bringForward(TENANT, running.id, at(150))).toBe(restedAt)
    expect(await readOne(store, running)).toMatchObject({ nextCheckAt: restedAt })
    expect(await store.bringForward(TENANT, running.id, at(200 + 2 * NUDGE_REST_MS))).toBe(restedAt)
  })

  test('makes a running journey due that was not meant to be looked at again', async ({ store }) => {
    const idle = await startOne(store, { nextCheckAt: null })
    await store.bringForward(TENANT, idle.id, at(100))
    expect(await store.readDueJourneys(at(100), 10)).toMatchObject([{ id: idle.id, nextCheckAt: at(100) }])
  })

  test('takes a nudge that comes while Finpass is being asked as if it came right after', async ({ store }) => {
    const [seen, changed] = [await startOne(store, { nextCheckAt: at(100) }), await startOne(store)]
    const restedAt = at(200 + NUDGE_REST_MS)
    for (const running of [seen, changed]) {
      const fence = await claim(store, running)
      await store.bringForward(TENANT, running.id, at(150))
      if (running === seen) await store.touchJourney(looked(seen, at(200), at(60_000), fence))
      else {
        const step = { nextCheckAt: at(60_000), fence, transition: { observedAt: at(200) } }
        await store.appendTransition(appended(changed, 2, 'PROCESSING', step))
      }
      expect(await readOne(store, running)).toMatchObject({ nextCheckAt: restedAt, checkedAt: at(200) })
      // The look that was asked for clears it, and then the moment may move on.
      const next = await store.claimCheck(TENANT, running.id)
      expect(next).toMatchObject({ isNudged: true })
      await store.touchJourney(looked(running, at(9000), at(60_000), next?.fence ?? null))
      expect(await readOne(store, running)).toMatchObject({ nextCheckAt: at(60_000) })
    }
  })

  test('never lets a nudge put off the next look, nor bring it before its own moment', async ({ store }) => {
    const soon = await startOne(store)
    await store.bringForward(TENANT, soon.id, at(100))
    await store.touchJourney(looked(soon, at(200), at(300)))
    expect(await readOne(store, soon)).toMatchObject({ nextCheckAt: at(300) })
    const later = await startOne(store, { nextCheckAt: at(50_000) })
    await store.bringForward(TENANT, later.id, at(40_000))
    await store.touchJourney(looked(later, at(200), at(60_000)))
    expect(await readOne(store, later)).toMatchObject({ nextCheckAt: at(40_000) })
    await store.touchJourney(looked(later, at(200), at(30_000)))
    expect(await readOne(store, later)).toMatchObject({ nextCheckAt: at(30_000) })
  })

  test('keeps a nudge when the look before it means to look no more, unless the journey has ended', async ({
    store,
  }) => {
    const running = await startOne(store)
    await store.bringForward(TENANT, running.id, at(100))
    await store.touchJourney(looked(running, at(50), null))
    expect(await readOne(store, running)).toMatchObject({ nextCheckAt: at(50 + NUDGE_REST_MS) })
    await store.appendTransition(appended(running, 2, 'COMPLETED'))
    expect(await store.readDueJourneys(FAR, 10)).toEqual([])
  })

  test('brings no check forward of a journey that ended, is not there or is of another tenant', async ({ store }) => {
    const ended = await startOne(store)
    await store.appendTransition(appended(ended, 2, 'COMPLETED'))
    const running = await startOne(store, { nextCheckAt: at(500) })
    expect(await store.bringForward(TENANT, ended.id, at(1))).toBeNull()
    expect(await store.bringForward(TENANT, journeyId('nothing'), at(1))).toBeNull()
    expect(await store.bringForward(OTHER_TENANT, running.id, at(1))).toBeNull()
    expect(await store.readDueJourneys(FAR, 10)).toEqual([running])
  })
}

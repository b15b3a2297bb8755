/** The store contract: when consent was given, what was said of it since, and what every process must forget. */
import { expect, vi } from 'vitest'
import { type ConsentWord, NO_CONSENT_YET } from '../../src/domain/consent-record.ts'
import type { JourneyId } from '../../src/domain/ids.ts'
import type { Store } from '../../src/store/store.ts'
import {
  appended,
  applicant,
  at,
  DAY_MS,
  firstTransition,
  journey,
  journeyId,
  journeyState,
  OTHER_TENANT,
  TENANT,
  withHandle,
} from '../support/store-record.ts'
import type { DefineTest } from './store.contract.ts'

const word = (state: ConsentWord['state'], moment = 5, origin: ConsentWord['origin'] = 'CALLER'): ConsentWord => ({
  state,
  at: at(moment),
  origin,
})

async function startOne(store: Store, parts: Parameters<typeof journey>[1] = {}) {
  const owner = await store.addApplicant(applicant())
  const begun = journey(owner, parts)
  await store.addJourney(begun, firstTransition(begun), withHandle(null))
  return { owner, begun }
}

async function readConsent(store: Store, id: JourneyId) {
  const [found] = await store.readJourneys(TENANT, [id])
  return found?.consent
}

export function defineConsentContract(test: DefineTest): void {
  test('keeps the consent that a journey begins with', async ({ store, reopen }) => {
    const consent = { grantedAt: at(3), word: word('PAUSED') }
    const { begun } = await startOne(store, { consent })
    expect(await readConsent(await reopen(), begun.id)).toEqual(consent)
  })

  test('dates a consent by the first transition that shows it', async ({ store }) => {
    const { begun } = await startOne(store)
    expect(await readConsent(store, begun.id)).toEqual(NO_CONSENT_YET)
    await store.appendTransition(appended(begun, 2, 'CONSENT_PENDING'))
    expect(await readConsent(store, begun.id)).toEqual(NO_CONSENT_YET)
    await store.appendTransition(appended(begun, 3, 'CONSENT_GRANTED', { transition: { observedAt: at(30) } }))
    await store.appendTransition(appended(begun, 4, 'COMPLETED', { transition: { observedAt: at(40) } }))
    expect(await readConsent(store, begun.id)).toEqual({ grantedAt: at(30), word: null })
  })

  test('dates a consent by its banks where the status says nothing', async ({ store }) => {
    const { begun } = await startOne(store)
    const accounts = [{ index: 0, bankName: null, maskedNumber: null, status: 'PROCESSING' as const, failure: null }]
    await store.appendTransition(appended(begun, 2, 'PROCESSING'))
    expect(await readConsent(store, begun.id)).toEqual(NO_CONSENT_YET)
    const state = journeyState('PROCESSING', { accounts })
    await store.appendTransition(appended(begun, 3, 'PROCESSING', { state, transition: { observedAt: at(30) } }))
    expect(await readConsent(store, begun.id)).toMatchObject({ grantedAt: at(30) })
  })

  test('keeps the latest word on a consent, whether or not the journey has ended', async ({ store, reopen }) => {
    const { begun } = await startOne(store)
    expect(await store.writeConsentWord(TENANT, begun.id, word('PAUSED'))).toBe(true)
    await store.appendTransition(appended(begun, 2, 'COMPLETED'))
    expect(await readConsent(store, begun.id)).toMatchObject({ word: word('PAUSED') })
    expect(await store.writeConsentWord(TENANT, begun.id, word('ACTIVE', 6, 'FINPASS'))).toBe(true)
    expect(await readConsent(await reopen(), begun.id)).toMatchObject({ word: word('ACTIVE', 6, 'FINPASS') })
  })

  test('writes no word after a final one, nor on a journey that is not there', async ({ store }) => {
    for (const state of ['REVOKED', 'REJECTED', 'EXPIRED'] as const) {
      const { begun } = await startOne(store)
      expect(await store.writeConsentWord(TENANT, begun.id, word(state))).toBe(true)
      expect(await store.writeConsentWord(TENANT, begun.id, word('ACTIVE'))).toBe(false)
      expect(await readConsent(store, begun.id)).toMatchObject({ word: word(state) })
      expect(await store.writeConsentWord(OTHER_TENANT, begun.id, word('PAUSED'))).toBe(false)
    }
    expect(await store.writeConsentWord(TENANT, journeyId('nothing'), word('PAUSED'))).toBe(false)
  })

  test('restates both feeds of a journey with every word on its consent', async ({ store }) => {
    const { owner, begun } = await startOne(store)
    const feeds = [
      { kind: 'journey', tenant: TENANT, id: begun.id },
      { kind: 'applicant', tenant: TENANT, id: owner.id },
    ] as const
    const heard = feeds.map(() => vi.fn<() => void>())
    for (const [index, feed] of feeds.entries()) {
      expect(await store.readFeed(feed, 0, 10)).toMatchObject({ restated: 0 })
      await store.watchFeed(feed, () => heard[index]?.())
    }
    await store.writeConsentWord(TENANT, begun.id, word('PAUSED'))
    await vi.waitFor(() => expect(heard.every(({ mock }) => mock.calls.length > 0)).toBe(true))
    for (const feed of feeds) expect(await store.readFeed(feed, 0, 10)).toMatchObject({ head: 1, restated: 1 })
  })

  test('recalls what was erased and what consent was taken back for, in order', async ({ store }) => {
    const [one, two, three] = [await startOne(store), await startOne(store), await startOne(store)]
    expect(await store.readRecalls(0, 10)).toEqual({ head: 0, oldest: 1, recalls: [] })
    await store.writeConsentWord(TENANT, one.begun.id, word('REVOKED'))
    await store.writeConsentWord(TENANT, one.begun.id, word('REVOKED'))
    await store.writeConsentWord(TENANT, two.begun.id, word('PAUSED'))
    await store.writeConsentWord(TENANT, two.begun.id, word('ACTIVE'))
    await store.eraseApplicant(TENANT, three.owner.id, at(0))
    const [first, second, third] = [one, two, three].map(({ begun }) => ({ tenant: TENANT, journeyId: begun.id }))
    expect(await store.readRecalls(0, 10)).toEqual({ head: 3, oldest: 1, recalls: [first, second, third] })
    expect(await store.readRecalls(1, 1)).toEqual({ head: 3, oldest: 1, recalls: [second] })
    expect(await store.readRecalls(3, 10)).toEqual({ head: 3, oldest: 1, recalls: [] })
  })

  test('calls whoever watches for recalls, until they do not any more', async ({ store }) => {
    const heard = vi.fn<() => void>()
    const end = await store.watchRecalls(heard)
    const { begun, owner } = await startOne(store)
    await store.writeConsentWord(TENANT, begun.id, word('PAUSED'))
    await vi.waitFor(() => expect(heard).toHaveBeenCalled())
    end()
    heard.mockClear()
    const after = vi.fn<() => void>()
    await store.watchRecalls(after)
    await store.eraseApplicant(TENANT, owner.id, at(0))
    await vi.waitFor(() => expect(after).toHaveBeenCalled())
    expect(heard).not.toHaveBeenCalled()
  })

  test('goes on counting recalls after the old ones were let go', async ({ store }) => {
    const { begun, owner } = await startOne(store)
    await store.writeConsentWord(TENANT, begun.id, word('PAUSED'))
    await store.removeExpired(at(5 + DAY_MS))
    expect(await store.readRecalls(0, 10)).toMatchObject({ head: 1 })
    await store.eraseApplicant(TENANT, owner.id, at(0))
    expect(await store.readRecalls(1, 10)).toMatchObject({ head: 2, recalls: [{ journeyId: begun.id }] })
  })
}

/** The store contract: idempotency keys. */
import { expect } from 'vitest'
import type { JourneyAddition, Store } from '../../src/store/store.ts'
import {
  applicant,
  applicantId,
  at,
  DAY_MS,
  firstTransition,
  HOUR_MS,
  journey,
  journeyId,
  TENANT,
  withHandle,
} from '../support/store-record.ts'
import type { DefineTest } from './store.contract.ts'

/** Adds a journey, by its id, that was started under `key`. */
async function addUnder(store: Store, key: string, id: string, handle: string | null = null): Promise<JourneyAddition> {
  const owner = await store.addApplicant(applicant({ id: applicantId('owner') }))
  const started = journey(owner, { id: journeyId(id) })
  return store.addJourney(started, firstTransition(started), withHandle(handle, key))
}

export function defineKeyContract(test: DefineTest): void {
  test('claims a new key and then says since when it is pending', async ({ store, reopen }) => {
    expect(await store.claimKey(TENANT, 'key', 'input', at(0))).toEqual({ outcome: 'CLAIMED' })
    const again = await reopen()
    expect(await again.claimKey(TENANT, 'key', 'input', at(HOUR_MS))).toEqual({ outcome: 'PENDING', claimedAt: at(0) })
    expect(await again.claimKey(TENANT, 'KEY', 'input', at(HOUR_MS))).toEqual({ outcome: 'CLAIMED' })
  })

  test('finds the journey of a settled key, also after a restart', async ({ store, reopen }) => {
    await store.claimKey(TENANT, 'key', 'input', at(0))
    expect(await addUnder(store, 'key', 'j-1')).toBe('ADDED')
    const again = await reopen()
    expect(await again.claimKey(TENANT, 'key', 'input', at(1))).toEqual({ outcome: 'FOUND', journeyId: 'j-1' })
  })

  test('tells other input apart, pending or settled', async ({ store }) => {
    await store.claimKey(TENANT, 'key', 'input', at(0))
    expect(await store.claimKey(TENANT, 'key', 'other', at(1))).toEqual({ outcome: 'DIFFERENT_INPUT' })
    await addUnder(store, 'key', 'j-1')
    expect(await store.claimKey(TENANT, 'key', 'other', at(2))).toEqual({ outcome: 'DIFFERENT_INPUT' })
    expect(await store.claimKey(TENANT, 'key', 'input', at(3))).toEqual({ outcome: 'FOUND', journeyId: 'j-1' })
  })

  test('frees a key 24 hours after it was claimed, whatever it stood for and however often it was asked', async ({
    store,
  }) => {
    await store.claimKey(TENANT, 'pending', 'input', at(0))
    await store.claimKey(TENANT, 'settled', 'input', at(0))
    await addUnder(store, 'settled', 'j-1')
    for (const key of ['pending', 'settled']) {
      expect(await store.claimKey(TENANT, key, 'input', at(DAY_MS - 1))).not.toEqual({ outcome: 'CLAIMED' })
      expect(await store.claimKey(TENANT, key, 'other', at(DAY_MS))).toEqual({ outcome: 'CLAIMED' })
      expect(await store.claimKey(TENANT, key, 'other', at(DAY_MS + 1))).toEqual({
        outcome: 'PENDING',
        claimedAt: at(DAY_MS),
      })
    }
  })

  test('lets one of several that come at once with the same key claim it', async ({ store }) => {
    const claims = await Promise.all(Array.from({ length: 8 }, () => store.claimKey(TENANT, 'key', 'input', at(0))))
    expect(claims.filter(({ outcome }) => outcome === 'CLAIMED')).toHaveLength(1)
    expect(claims.filter(({ outcome }) => outcome === 'PENDING')).toHaveLength(7)
  })

  test('gives a pending key back, and never a settled one', async ({ store }) => {
    await store.claimKey(TENANT, 'pending', 'input', at(0))
    await store.releaseKey(TENANT, 'pending')
    expect(await store.claimKey(TENANT, 'pending', 'other', at(1))).toEqual({ outcome: 'CLAIMED' })
    await store.claimKey(TENANT, 'settled', 'input', at(0))
    await addUnder(store, 'settled', 'j-1')
    await store.releaseKey(TENANT, 'settled')
    expect(await store.claimKey(TENANT, 'settled', 'input', at(1))).toEqual({ outcome: 'FOUND', journeyId: 'j-1' })
    await store.releaseKey(TENANT, 'unknown')
  })

  test('keeps the first journey that a key was settled to, and settles no key that was not claimed', async ({
    store,
  }) => {
    await store.claimKey(TENANT, 'key', 'input', at(0))
    for (const id of ['j-1', 'j-2']) expect(await addUnder(store, 'key', id)).toBe('ADDED')
    expect(await store.claimKey(TENANT, 'key', 'input', at(1))).toEqual({ outcome: 'FOUND', journeyId: 'j-1' })
    expect(await addUnder(store, 'unknown', 'j-3')).toBe('ADDED')
    expect(await store.claimKey(TENANT, 'unknown', 'input', at(1))).toEqual({ outcome: 'CLAIMED' })
  })

  test('leaves a key pending when the journey it would stand for was not added', async ({ store }) => {
    await addUnder(store, 'unused', 'j-1', 'job-1')
    await store.claimKey(TENANT, 'key', 'input', at(0))
    expect(await addUnder(store, 'key', 'j-2', 'job-1')).toBe('KNOWN')
    await expect(addUnder(store, 'key', 'j-1')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    expect(await store.claimKey(TENANT, 'key', 'input', at(1))).toEqual({ outcome: 'PENDING', claimedAt: at(0) })
  })
}

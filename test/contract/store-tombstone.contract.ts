/** The store contract: what is left of an erased applicant, for how long, and by what it is found. */
import { expect } from 'vitest'
import { toInstant } from '../../src/domain/date.ts'
import {
  applicant,
  at,
  CONTRACT_RETENTION,
  firstTransition,
  journey,
  journeyId,
  OTHER_TENANT,
  TENANT,
  testSeal,
  withHandle,
} from '../support/store-record.ts'
import type { DefineTest } from './store.contract.ts'

const { tombstoneMs } = CONTRACT_RETENTION

export function defineTombstoneContract(test: DefineTest): void {
  test('finds an erasure by applicant, journey, receipt and reference, also after a restart', async ({
    store,
    reopen,
  }) => {
    const owner = await store.addApplicant(applicant({ reference: 'LN-1' }))
    const [one, two] = [journey(owner), journey(owner)]
    for (const each of [one, two]) await store.addJourney(each, firstTransition(each), withHandle(null))
    const erased = await store.eraseApplicant(TENANT, owner.id, at(5))
    expect(erased).toMatchObject({ tenant: TENANT, applicantId: owner.id, erasedAt: at(5) })
    expect(erased?.journeyIds.toSorted()).toEqual([one.id, two.id].toSorted())
    expect(erased?.receiptId).toMatch(/^ers_[0-9a-f]{32}$/)
    const again = await reopen()
    for (const key of [
      { kind: 'applicant', id: owner.id },
      { kind: 'journey', id: one.id },
      { kind: 'journey', id: two.id },
      { kind: 'receipt', id: erased?.receiptId ?? '' },
      { kind: 'reference', reference: 'LN-1' },
    ] as const) {
      expect(await again.readErasure(TENANT, key)).toEqual(erased)
      expect(await again.readErasure(OTHER_TENANT, key)).toBeNull()
    }
    expect(await again.readErasure(TENANT, { kind: 'journey', id: journeyId('another') })).toBeNull()
    expect(await again.readErasure(TENANT, { kind: 'reference', reference: 'LN-2' })).toBeNull()
  })

  test('finds no erasure of what is there', async ({ store }) => {
    const owner = await store.addApplicant(applicant({ reference: 'LN-1' }))
    expect(await store.readErasure(TENANT, { kind: 'applicant', id: owner.id })).toBeNull()
    expect(await store.readErasure(TENANT, { kind: 'reference', reference: 'LN-1' })).toBeNull()
  })

  test('gives the same erasure again, with its first moment', async ({ store }) => {
    const owner = await store.addApplicant(applicant())
    const first = await store.eraseApplicant(TENANT, owner.id, at(5))
    expect(await store.eraseApplicant(TENANT, owner.id, at(6))).toEqual(first)
  })

  test('gives the latest erasure of a reference that was registered and erased again', async ({ store }) => {
    const before = await store.addApplicant(applicant({ reference: 'LN-1' }))
    await store.eraseApplicant(TENANT, before.id, at(5))
    const after = await store.addApplicant(applicant({ reference: 'LN-1' }))
    const latest = await store.eraseApplicant(TENANT, after.id, at(6))
    expect(await store.readErasure(TENANT, { kind: 'reference', reference: 'LN-1' })).toEqual(latest)
    expect(await store.readErasure(TENANT, { kind: 'applicant', id: before.id })).toMatchObject({ erasedAt: at(5) })
  })

  test('finds an erasure by its reference after the keys were rotated', async ({ store, reopen }) => {
    const owner = await store.addApplicant(applicant({ reference: 'LN-1' }))
    const erased = await store.eraseApplicant(TENANT, owner.id, at(5))
    const rotated = await reopen({ seal: testSeal('second', 'first') })
    expect(await rotated.readErasure(TENANT, { kind: 'reference', reference: 'LN-1' })).toEqual(erased)
  })

  test('removes a tombstone when its time is over, with all that leads to it', async ({ store }) => {
    const owner = await store.addApplicant(applicant({ reference: 'LN-1' }))
    const begun = journey(owner)
    await store.addJourney(begun, firstTransition(begun), withHandle(null))
    const erased = await store.eraseApplicant(TENANT, owner.id, at(5))
    expect(await store.removeExpired(toInstant(at(5) + tombstoneMs - 1))).toBe(0)
    expect(await store.readErasure(TENANT, { kind: 'applicant', id: owner.id })).toEqual(erased)
    expect(await store.removeExpired(toInstant(at(5) + tombstoneMs))).toBe(1)
    for (const key of [
      { kind: 'applicant', id: owner.id },
      { kind: 'journey', id: begun.id },
      { kind: 'receipt', id: erased?.receiptId ?? '' },
      { kind: 'reference', reference: 'LN-1' },
    ] as const) {
      expect(await store.readErasure(TENANT, key)).toBeNull()
    }
  })
}

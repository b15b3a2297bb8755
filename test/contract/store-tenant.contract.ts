/** The store contract: to one tenant, another tenant's records are not there, for reading, for writing and for colliding. */
import { expect } from 'vitest'
import type { Applicant } from '../../src/domain/applicant.ts'
import type { TenantId } from '../../src/domain/ids.ts'
import type { Journey } from '../../src/domain/journey.ts'
import type { Store } from '../../src/store/store.ts'
import {
  appended,
  applicant,
  applicantId,
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

async function fill(
  store: Store,
  idempotencyKey: string | null = null,
): Promise<{ readonly owner: Applicant; readonly running: Journey }> {
  const owner = await store.addApplicant(applicant({ reference: 'LN-1' }))
  const running = journey(owner)
  await store.claimKey(TENANT, 'key', 'input', at(0))
  await store.addJourney(running, firstTransition(running), withHandle('job-1', idempotencyKey))
  return { owner, running }
}

export function defineTenantContract(test: DefineTest): void {
  test("reads nothing of another tenant's", async ({ store }) => {
    const { owner, running } = await fill(store)
    const query = { tenant: OTHER_TENANT, order: 'CREATED_ASC', limit: 10 } as const
    expect(await store.readApplicants(OTHER_TENANT, [owner.id])).toEqual([])
    expect(await store.readApplicantByReference(OTHER_TENANT, 'LN-1')).toBeNull()
    for (const narrowed of [query, { ...query, referencePrefix: 'LN' }, { ...query, nameContains: 'meera' }]) {
      expect(await store.listApplicants(narrowed)).toEqual([])
      expect(await store.countApplicants(narrowed)).toBe(0)
    }
    expect(await store.readJourneys(OTHER_TENANT, [running.id])).toEqual([])
    expect(await store.readJourneysByApplicant(OTHER_TENANT, [owner.id])).toEqual([])
    expect(await store.readHandle(OTHER_TENANT, running.id)).toBeNull()
    expect(await store.readTransitions(OTHER_TENANT, [running.id])).toEqual([])
  })

  test("changes nothing of another tenant's", async ({ store }) => {
    const { owner, running } = await fill(store)
    const theirs = { id: running.id, tenant: OTHER_TENANT }
    expect(await store.appendTransition(appended(theirs, 2, 'COMPLETED'))).toBe(false)
    await store.touchJourney(looked(theirs, at(70), null))
    expect(await store.eraseApplicant(OTHER_TENANT, owner.id, at(0))).toBeNull()
    expect(await store.readApplicants(TENANT, [owner.id])).toEqual([owner])
    expect(await store.readJourneys(TENANT, [running.id])).toEqual([running])
    expect(await store.readTransitions(TENANT, [running.id])).toEqual([firstTransition(running)])
  })

  test("adds no journey to another tenant's applicant", async ({ store }) => {
    const { owner, running } = await fill(store)
    const foreign = journey({ id: owner.id, tenant: OTHER_TENANT })
    expect(await store.addJourney(foreign, firstTransition(foreign), withHandle('job-2'))).toBe('GONE')
    expect(await store.readJourneysByApplicant(TENANT, [owner.id])).toEqual([running])
    expect(await store.readJourneysByApplicant(OTHER_TENANT, [owner.id])).toEqual([])
  })

  test("keeps another tenant's keys apart", async ({ store }) => {
    const { owner } = await fill(store)
    const foreign = await store.addApplicant(applicant({ tenant: OTHER_TENANT }))
    const [early, theirs, ours] = [journey(foreign), journey(foreign), journey(owner)]
    await store.addJourney(early, firstTransition(early), withHandle(null, 'key'))
    await store.releaseKey(OTHER_TENANT, 'key')
    expect(await store.claimKey(TENANT, 'key', 'input', at(1))).toEqual({ outcome: 'PENDING', claimedAt: at(0) })
    expect(await store.claimKey(OTHER_TENANT, 'key', 'other', at(1))).toEqual({ outcome: 'CLAIMED' })
    await store.addJourney(ours, firstTransition(ours), withHandle(null, 'key'))
    expect(await store.claimKey(OTHER_TENANT, 'key', 'other', at(2))).toEqual({ outcome: 'PENDING', claimedAt: at(1) })
    await store.addJourney(theirs, firstTransition(theirs), withHandle(null, 'key'))
    expect(await store.claimKey(TENANT, 'key', 'input', at(2))).toEqual({ outcome: 'FOUND', journeyId: ours.id })
    expect(await store.claimKey(OTHER_TENANT, 'key', 'other', at(2))).toEqual({
      outcome: 'FOUND',
      journeyId: theirs.id,
    })
  })

  test('keeps two tenants apart even where their ids are the same', async ({ store }) => {
    const { owner, running } = await fill(store, 'key')
    const twin = await store.addApplicant(applicant({ id: owner.id, tenant: OTHER_TENANT, name: 'Twin' }))
    const twinJourney = journey(twin, { id: running.id, kind: 'ITR' })
    await store.claimKey(OTHER_TENANT, 'twin', 'input', at(0))
    expect(await store.addJourney(twinJourney, firstTransition(twinJourney), withHandle('job-2', 'twin'))).toBe('ADDED')
    expect(await store.appendTransition(appended(twinJourney, 2, 'COMPLETED'))).toBe(true)
    expect(await store.readJourneys(TENANT, [running.id])).toEqual([running])
    expect(await store.eraseApplicant(OTHER_TENANT, owner.id, at(0))).toMatchObject({ journeyIds: [running.id] })
    expect(await store.readApplicants(TENANT, [owner.id])).toEqual([owner])
    expect(await store.readJourneys(TENANT, [running.id])).toEqual([running])
    expect(await store.readHandle(TENANT, running.id)).toBe('job-1')
    expect(await store.claimKey(TENANT, 'key', 'input', at(1))).toMatchObject({ outcome: 'FOUND' })
    expect(await store.claimKey(OTHER_TENANT, 'twin', 'input', at(1))).toEqual({ outcome: 'CLAIMED' })
  })

  test('keeps tenants apart whatever characters their names have', async ({ store }) => {
    // Run together with a separator in between, these would all be the same.
    const places = [
      ['a', 'b:c'],
      ['a:b', 'c'],
      ['a%3Ab', 'c'],
      ['a"b', 'c'],
      ['A:b', 'c'],
    ] as const
    const owners = places.map(
      ([tenant, id]) => applicant({ tenant: tenant as TenantId, id: applicantId(id), reference: 'LN-1', name: tenant }), // a tenant is any text
    )
    for (const owner of owners) {
      expect(await store.addApplicant(owner)).toEqual(owner)
      const started = journey(owner, { id: journeyId(owner.id) })
      expect(await store.addJourney(started, firstTransition(started), withHandle(`job-${owner.tenant}`))).toBe('ADDED')
    }
    for (const owner of owners) {
      const { tenant, id } = owner
      expect(await store.readApplicants(tenant, [id])).toEqual([owner])
      expect(await store.listApplicants({ tenant, order: 'CREATED_ASC', limit: 10 })).toEqual([owner])
      expect(await store.readFeed({ kind: 'applicant', tenant, id }, 0, 10)).toMatchObject({ head: 1 })
      expect(await store.eraseApplicant(tenant, id, at(0))).toMatchObject({ tenant, applicantId: id, journeyIds: [id] })
    }
  })
}

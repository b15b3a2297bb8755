/** The store contract: what a missing sealing key keeps from nobody else, and what a new one makes of the records there are. */
import { expect } from 'vitest'
import type { Applicant } from '../../src/domain/applicant.ts'
import type { Journey } from '../../src/domain/journey.ts'
import type { JourneyAddition, Store } from '../../src/store/store.ts'
import {
  appended,
  applicant,
  applicantId,
  at,
  firstTransition,
  journey,
  journeyId,
  TENANT,
  testSeal,
  withHandle,
} from '../support/store-record.ts'
import type { DefineTest } from './store.contract.ts'

const UNAVAILABLE = { name: 'Failure', code: 'STORE_UNAVAILABLE' }
const ALL_DUE = at(1_000_000)

interface Filled {
  readonly owners: readonly Applicant[]
  readonly journeys: readonly Journey[]
}

/** Adds applicants with a journey each, all of them made and due from `first` on. */
async function fill(store: Store, name: string, count: number, first: number): Promise<Filled> {
  const [owners, journeys] = [[] as Applicant[], [] as Journey[]]
  for (let number = 0; number < count; number += 1) {
    const id = `${name}-${number}`
    const moment = at(first + number)
    const owner = applicant({ id: applicantId(`a-${id}`), reference: `LN-${id}`, createdAt: moment })
    owners.push(await store.addApplicant(owner))
    const started = journey(owner, { id: journeyId(`j-${id}`), createdAt: moment, nextCheckAt: moment })
    const keys = { ...withHandle(`job-${id}`), webhookToken: `token-${id}` }
    expect(await store.addJourney(started, firstTransition(started), keys)).toBe('ADDED')
    journeys.push(started)
  }
  return { owners, journeys }
}

function add(store: Store, of: Journey, handle: string | null): Promise<JourneyAddition> {
  return store.addJourney(of, firstTransition(of), withHandle(handle))
}

export function defineRingContract(test: DefineTest): void {
  test('leaves what cannot be opened out wherever several are read, and tells each once', async ({ store, reopen }) => {
    const lost = await fill(store, 'lost', 3, 10)
    const told: string[] = []
    const onUnreadable = (kind: string, id: string): void => void told.push(`${kind} ${id}`)
    const again = await reopen({ seal: testSeal('second'), onUnreadable })
    const kept = await fill(again, 'kept', 2, 20)
    // As many at a time as there are unreadable ones, and fewer: the others come to their turn all the same.
    for (const limit of [1, 2, 3, 5]) {
      expect(await again.readDueJourneys(ALL_DUE, limit)).toEqual(kept.journeys.slice(0, limit))
      for (const narrowed of [{}, { referencePrefix: 'LN-' }, { nameContains: 'meera' }]) {
        const query = { tenant: TENANT, limit, ...narrowed }
        expect(await again.listApplicants({ ...query, order: 'CREATED_ASC' })).toEqual(kept.owners.slice(0, limit))
        const backwards = await again.listApplicants({ ...query, order: 'CREATED_DESC' })
        expect(backwards).toEqual(kept.owners.toReversed().slice(0, limit))
      }
    }
    const owners = [...lost.owners, ...kept.owners].map(({ id }) => id)
    const journeys = [...lost.journeys, ...kept.journeys].map(({ id }) => id)
    expect((await again.readApplicants(TENANT, owners)).map(({ id }) => id).toSorted()).toEqual([
      'a-kept-0',
      'a-kept-1',
    ])
    expect((await again.readJourneys(TENANT, journeys)).map(({ id }) => id).toSorted()).toEqual([
      'j-kept-0',
      'j-kept-1',
    ])
    expect(await again.readJourneysByApplicant(TENANT, owners)).toHaveLength(2)
    expect(told.toSorted()).toEqual(
      [0, 1, 2]
        .flatMap((number) => [`applicant a-lost-${number}`])
        .concat([0, 1, 2].map((number) => `journey j-lost-${number}`)),
    )
  })

  test('rejects a read of the one record that leads to what cannot be opened', async ({ store, reopen }) => {
    const { owners, journeys } = await fill(store, 'lost', 1, 10)
    const again = await reopen({ seal: testSeal('second') })
    await expect(again.readApplicantByReference(TENANT, 'LN-lost-0')).rejects.toMatchObject(UNAVAILABLE)
    await expect(again.addApplicant(applicant({ reference: 'LN-lost-0' }))).rejects.toMatchObject(UNAVAILABLE)
    await expect(again.readJourneyByWebhook('token-lost-0')).rejects.toMatchObject(UNAVAILABLE)
    await expect(again.readHandle(TENANT, journeyId('j-lost-0'))).rejects.toMatchObject(UNAVAILABLE)
    const restored = await reopen({ seal: testSeal('first') })
    expect(await restored.readApplicantByReference(TENANT, 'LN-lost-0')).toEqual(owners[0])
    expect(await restored.readJourneyByWebhook('token-lost-0')).toEqual(journeys[0])
  })

  test('erases an applicant that cannot be opened', async ({ store, reopen }) => {
    await fill(store, 'lost', 1, 10)
    const again = await reopen({ seal: testSeal('second') })
    expect(await again.eraseApplicant(TENANT, applicantId('a-lost-0'), at(0))).toMatchObject({
      journeyIds: ['j-lost-0'],
    })
    const restored = await reopen({ seal: testSeal('first') })
    expect(await restored.readApplicantByReference(TENANT, 'LN-lost-0')).toBeNull()
    expect(await restored.readDueJourneys(ALL_DUE, 1)).toEqual([])
  })

  test('needs no older key once what has expired was removed under a new one', async ({ store, reopen }) => {
    const { owners, journeys } = await fill(store, 'kept', 250, 10)
    const owner = owners[0] ?? applicant()
    const bare = journey(owner, { consentUrl: null })
    const lost = journey(owner, { consentUrl: null, nextCheckAt: null })
    const [givenUp, goesOn] = [
      journey(owner, { id: journeyId('given-up') }),
      journey(owner, { id: journeyId('goes-on') }),
    ]
    await add(store, bare, 'job-bare')
    await add(store, lost, null)
    await add(store, givenUp, 'job-again')
    await store.appendTransition(appended(givenUp, 2, 'TIMED_OUT'))
    await add(store, goesOn, 'job-again')
    const rotated = await reopen({ seal: testSeal('second', 'first') })
    expect(await rotated.removeExpired(at(0))).toBe(0)
    const told: string[] = []
    const again = await reopen({ seal: testSeal('second'), onUnreadable: (_, id) => told.push(id) })
    const query = { tenant: TENANT, order: 'CREATED_ASC', limit: 500 } as const
    expect(await again.listApplicants(query)).toEqual(owners)
    expect((await again.readDueJourneys(at(300), 500)).map(({ id }) => id)).toEqual(journeys.map(({ id }) => id))
    expect(await again.readJourneys(TENANT, [bare.id])).toEqual([bare])
    expect(await again.readJourneys(TENANT, [lost.id])).toEqual([lost])
    expect(await again.readHandle(TENANT, bare.id)).toBe('job-bare')
    expect(await again.readHandle(TENANT, lost.id)).toBeNull()
    expect(await again.readHandle(TENANT, journeyId('j-kept-249'))).toBe('job-kept-249')
    for (const { id } of [givenUp, goesOn]) expect(await again.readHandle(TENANT, id)).toBe('job-again')
    expect(told).toEqual([])
    // A handle is found by its hash under the new key alone.
    for (const handle of ['job-kept-0', 'job-bare', 'job-again']) {
      expect(await add(again, journey(owner), handle), handle).toBe('KNOWN')
    }
    await again.appendTransition(appended(goesOn, 2, 'TIMED_OUT'))
    expect(await add(again, journey(owner), 'job-again')).toBe('ADDED')
    expect((await again.eraseApplicant(TENANT, owner.id, at(0)))?.journeyIds).toHaveLength(6)
    const next = await again.addApplicant(applicant())
    for (const handle of ['job-kept-0', 'job-bare', 'job-again']) {
      expect(await add(again, journey(next), handle), handle).toBe('ADDED')
    }
  })

  test('leaves a handle with the journey that took it up under the new key', async ({ store, reopen }) => {
    const owner = await store.addApplicant(applicant())
    const [givenUp, goesOn] = [journey(owner), journey(owner)]
    await add(store, givenUp, 'job-1')
    await store.appendTransition(appended(givenUp, 2, 'TIMED_OUT'))
    const rotated = await reopen({ seal: testSeal('second', 'first') })
    expect(await add(rotated, goesOn, 'job-1')).toBe('ADDED')
    await rotated.removeExpired(at(0))
    expect(await add(rotated, journey(owner), 'job-1')).toBe('KNOWN')
    const again = await reopen({ seal: testSeal('second') })
    expect(await add(again, journey(owner), 'job-1')).toBe('KNOWN')
  })

  test('leaves as it is what no key of the ring opens, beside what is sealed anew', async ({ store, reopen }) => {
    const lost = await fill(store, 'lost', 2, 10)
    const second = await reopen({ seal: testSeal('second') })
    const kept = await fill(second, 'kept', 2, 20)
    const third = await reopen({ seal: testSeal('third', 'second') })
    expect(await third.removeExpired(at(0))).toBe(0)
    const rotated = await reopen({ seal: testSeal('third') })
    expect(await rotated.readDueJourneys(ALL_DUE, 10)).toEqual(kept.journeys)
    const restored = await reopen({ seal: testSeal('third', 'first') })
    const query = { tenant: TENANT, order: 'CREATED_ASC', limit: 10 } as const
    expect(await restored.listApplicants(query)).toEqual([...lost.owners, ...kept.owners])
    expect(await restored.readHandle(TENANT, journeyId('j-lost-1'))).toBe('job-lost-1')
  })
}

/** The store contract: what erasing an applicant and the passing of time remove, and what they leave. */
import { expect } from 'vitest'
import type { Applicant } from '../../src/domain/applicant.ts'
import { toInstant } from '../../src/domain/date.ts'
import type { Journey } from '../../src/domain/journey.ts'
import type { Store } from '../../src/store/store.ts'
import {
  appended,
  applicant,
  applicantId,
  at,
  CONTRACT_RETENTION,
  DAY_MS,
  firstTransition,
  journey,
  looked,
  TENANT,
  withHandle,
} from '../support/store-record.ts'
import type { DefineTest } from './store.contract.ts'

const { journeyMs, applicantMs } = CONTRACT_RETENTION

async function startOne(
  store: Store,
  owner: Applicant,
  handle: string | null,
  parts: Partial<Journey> = {},
  idempotencyKey: string | null = null,
): Promise<Journey> {
  const started = journey(owner, parts)
  expect(await store.addJourney(started, firstTransition(started), withHandle(handle, idempotencyKey))).toBe('ADDED')
  return started
}

export function defineErasureContract(test: DefineTest): void {
  test('erases an applicant with journeys, transitions, handles and keys, also after a restart', async ({
    store,
    reopen,
  }) => {
    const owner = await store.addApplicant(applicant({ reference: 'LN-1' }))
    await store.claimKey(TENANT, 'key', 'input', at(0))
    const one = await startOne(store, owner, 'job-1', {}, 'key')
    const two = await startOne(store, owner, 'job-2')
    await store.appendTransition(appended(one, 2, 'PROCESSING'))
    const erasure = await store.eraseApplicant(TENANT, owner.id, at(0))
    expect(erasure?.journeyIds.toSorted()).toEqual([one.id, two.id].toSorted())
    const again = await reopen()
    expect(await again.readApplicants(TENANT, [owner.id])).toEqual([])
    expect(await again.readApplicantByReference(TENANT, 'LN-1')).toBeNull()
    expect(await again.countApplicants({ tenant: TENANT, order: 'CREATED_ASC', limit: 1 })).toBe(0)
    expect(await again.readJourneys(TENANT, [one.id, two.id])).toEqual([])
    expect(await again.readJourneysByApplicant(TENANT, [owner.id])).toEqual([])
    expect(await again.readTransitions(TENANT, [one.id, two.id])).toEqual([])
    expect(await again.readHandle(TENANT, one.id)).toBeNull()
    expect(await again.readDueJourneys(at(1_000_000), 10)).toEqual([])
    expect(await again.appendTransition(appended(one, 3, 'COMPLETED'))).toBe(false)
    await again.touchJourney(looked(one, at(1), at(2)))
    expect(await again.readJourneys(TENANT, [one.id])).toEqual([])
    expect(await again.claimKey(TENANT, 'key', 'other', at(1))).toEqual({ outcome: 'CLAIMED' })
  })

  test('says that there was no such applicant', async ({ store }) => {
    expect(await store.eraseApplicant(TENANT, applicantId('nobody'), at(0))).toBeNull()
  })

  test('erases once when asked several times at once', async ({ store }) => {
    const owner = await store.addApplicant(applicant())
    const { id } = await startOne(store, owner, null)
    const answers = await Promise.all([1, 2, 3].map((later) => store.eraseApplicant(TENANT, owner.id, at(later))))
    expect(answers[0]).toMatchObject({ tenant: TENANT, applicantId: owner.id, journeyIds: [id] })
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toHaveLength(1)
  })

  test('frees the reference and the handles of an erased applicant', async ({ store }) => {
    const owner = await store.addApplicant(applicant({ reference: 'LN-1' }))
    await startOne(store, owner, 'job-1')
    await store.eraseApplicant(TENANT, owner.id, at(0))
    const next = applicant({ reference: 'LN-1' })
    expect(await store.addApplicant(next)).toEqual(next)
    await startOne(store, next, 'job-1')
  })

  test('leaves everything of other applicants when one is erased', async ({ store }) => {
    const owner = await store.addApplicant(applicant())
    const other = await store.addApplicant(applicant())
    await startOne(store, owner, 'job-1')
    for (const key of ['kept', 'pending']) await store.claimKey(TENANT, key, 'input', at(0))
    const kept = await startOne(store, other, 'job-2', {}, 'kept')
    await store.eraseApplicant(TENANT, owner.id, at(0))
    expect(await store.readApplicants(TENANT, [owner.id, other.id])).toEqual([other])
    expect(await store.readJourneys(TENANT, [kept.id])).toEqual([kept])
    expect(await store.readTransitions(TENANT, [kept.id])).toEqual([firstTransition(kept)])
    expect(await store.readHandle(TENANT, kept.id)).toBe('job-2')
    expect(await store.claimKey(TENANT, 'kept', 'input', at(1))).toEqual({ outcome: 'FOUND', journeyId: kept.id })
    expect(await store.claimKey(TENANT, 'pending', 'input', at(1))).toEqual({ outcome: 'PENDING', claimedAt: at(0) })
  })

  test('removes a key when its day is over', async ({ store }) => {
    await store.claimKey(TENANT, 'old', 'input', at(0))
    await store.claimKey(TENANT, 'young', 'input', at(1))
    expect(await store.removeExpired(at(DAY_MS - 1))).toBe(0)
    expect(await store.removeExpired(at(DAY_MS))).toBe(1)
    // Asked with a moment before the end: only a key that is really gone is free.
    expect(await store.claimKey(TENANT, 'old', 'input', at(2))).toEqual({ outcome: 'CLAIMED' })
    expect(await store.claimKey(TENANT, 'young', 'input', at(2))).toEqual({ outcome: 'PENDING', claimedAt: at(1) })
  })

  test('removes an ended journey when its retention is over, with its transitions and handle', async ({ store }) => {
    const owner = await store.addApplicant(applicant({ createdAt: at(journeyMs) }))
    const ended = await startOne(store, owner, 'job-1')
    const younger = await startOne(store, owner, 'job-2')
    await store.appendTransition(appended(ended, 2, 'COMPLETED', { completedAt: at(5000) }))
    await store.appendTransition(appended(younger, 2, 'FAILED', { completedAt: at(5001) }))
    expect(await store.removeExpired(at(5000 + journeyMs - 1))).toBe(0)
    expect(await store.removeExpired(at(5000 + journeyMs))).toBe(1)
    expect(await store.readJourneysByApplicant(TENANT, [owner.id])).toMatchObject([{ id: younger.id }])
    expect(await store.readTransitions(TENANT, [ended.id])).toEqual([])
    expect(await store.readHandle(TENANT, ended.id)).toBeNull()
    expect(await store.readApplicants(TENANT, [owner.id])).toEqual([owner])
    await startOne(store, owner, 'job-1')
  })

  test('goes by the last change of an ended journey that has no moment of completion', async ({ store }) => {
    const owner = await store.addApplicant(applicant({ createdAt: at(journeyMs) }))
    const ended = await startOne(store, owner, null)
    await store.appendTransition(
      appended(ended, 2, 'EXPIRED', { completedAt: null, transition: { observedAt: at(7000) } }),
    )
    expect(await store.removeExpired(at(7000 + journeyMs - 1))).toBe(0)
    expect(await store.removeExpired(at(7000 + journeyMs))).toBe(1)
  })

  test('never removes a journey that has not ended, nor its applicant', async ({ store }) => {
    const owner = await store.addApplicant(applicant())
    const running = await startOne(store, owner, 'job-1')
    expect(await store.removeExpired(at(10 * applicantMs))).toBe(0)
    expect(await store.readJourneys(TENANT, [running.id])).toEqual([running])
    expect(await store.readApplicants(TENANT, [owner.id])).toEqual([owner])
  })

  test('removes an applicant without journeys when its retention is over', async ({ store }) => {
    const idle = await store.addApplicant(applicant({ createdAt: at(0) }))
    expect(await store.removeExpired(at(applicantMs - 1))).toBe(0)
    expect(await store.removeExpired(at(applicantMs))).toBe(1)
    expect(await store.readApplicants(TENANT, [idle.id])).toEqual([])
  })

  test('counts the retention of an applicant from its latest journey, kept or not', async ({ store }) => {
    const owner = await store.addApplicant(applicant({ createdAt: at(0) }))
    const started = toInstant(at(0) + applicantMs - DAY_MS)
    const last = await startOne(store, owner, null, { createdAt: started })
    await startOne(store, owner, null, { createdAt: at(1) })
    for (const { id } of await store.readJourneysByApplicant(TENANT, [owner.id])) {
      await store.appendTransition(appended({ id, tenant: TENANT }, 2, 'COMPLETED', { completedAt: last.createdAt }))
    }
    // Both journeys are past theirs a month later; the applicant stays until two months after the latest began.
    expect(await store.removeExpired(toInstant(started + journeyMs))).toBe(2)
    expect(await store.removeExpired(toInstant(started + applicantMs - 1))).toBe(0)
    expect(await store.readApplicants(TENANT, [owner.id])).toEqual([owner])
    expect(await store.removeExpired(toInstant(started + applicantMs))).toBe(1)
  })

  test('removes a journey, its settled key and its applicant in one pass when all are over', async ({ store }) => {
    const owner = await store.addApplicant(applicant())
    const now = at(10 * applicantMs)
    await store.claimKey(TENANT, 'key', 'input', now)
    const ended = await startOne(store, owner, 'job-1', {}, 'key')
    await store.appendTransition(appended(ended, 2, 'COMPLETED'))
    expect(await store.removeExpired(now)).toBe(2)
    expect(await store.claimKey(TENANT, 'key', 'input', now)).toEqual({ outcome: 'CLAIMED' })
  })
}

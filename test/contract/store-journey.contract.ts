/** The store contract: journeys, their handles, and when they are due. */
import { expect } from 'vitest'
import type { Journey } from '../../src/domain/journey.ts'
import type { JourneyAddition, Store } from '../../src/store/store.ts'
import {
  appended,
  applicant,
  at,
  firstTransition,
  journey,
  journeyId,
  journeyState,
  looked,
  OTHER_TENANT,
  TENANT,
  testSeal,
  withHandle,
} from '../support/store-record.ts'
import type { DefineTest } from './store.contract.ts'

async function start(store: Store, of: Journey, handle: string | null = null): Promise<JourneyAddition> {
  return store.addJourney(of, firstTransition(of), withHandle(handle))
}

export function defineJourneyContract(test: DefineTest): void {
  test('gives a journey back whole with its first transition, also after a restart', async ({ store, reopen }) => {
    const owner = await store.addApplicant(applicant())
    const failure = { code: 'FINPASS_FETCH_FAILED', retryAfter: at(9) } as const
    const accounts = [
      { index: 0, bankName: 'Example Bank', maskedNumber: 'XXXXXX1234', status: 'FAILED', failure },
      { index: 1, bankName: null, maskedNumber: null, status: 'PROCESSING', failure: null },
    ] as const
    const state = journeyState('PROCESSING', {
      percent: 62.5,
      step: 'fetching',
      stepsCompleted: ['login', 'otp'],
      stepsFailed: ['26AS'],
      accounts,
      failure: { code: 'FINPASS_TIMEOUT', retryAfter: null },
    })
    const full = journey(owner, { ...state, kind: 'ITR', checkedAt: at(2) })
    const bare = journey(owner, { consentType: null, consentUrl: null, expiresAt: null, nextCheckAt: null })
    expect(await start(store, full, 'job-1')).toBe('ADDED')
    expect(await start(store, bare)).toBe('ADDED')
    const again = await reopen()
    expect(await again.readJourneys(TENANT, [full.id])).toEqual([full])
    expect(await again.readJourneys(TENANT, [bare.id])).toEqual([bare])
    expect(await again.readTransitions(TENANT, [full.id])).toEqual([firstTransition(full)])
    expect(await again.readHandle(TENANT, full.id)).toBe('job-1')
  })

  test('lists the journeys of applicants, newest first within each', async ({ store }) => {
    const [one, two] = [await store.addApplicant(applicant()), await store.addApplicant(applicant())]
    const made = [
      journey(one, { createdAt: at(2) }),
      journey(two, { createdAt: at(5) }),
      journey(one, { createdAt: at(3) }),
      journey(one, { createdAt: at(1) }),
    ]
    for (const each of made) await start(store, each)
    const listed = await store.readJourneysByApplicant(TENANT, [two.id, one.id])
    expect(listed).toHaveLength(4)
    expect(listed.filter(({ applicantId }) => applicantId === one.id)).toEqual([made[2], made[0], made[3]])
    expect(await store.readJourneysByApplicant(TENANT, [two.id])).toEqual([made[1]])
    expect(await store.readJourneysByApplicant(TENANT, [])).toEqual([])
  })

  test('refuses a handle that the tenant has, and writes nothing', async ({ store }) => {
    const owner = await store.addApplicant(applicant())
    const second = journey(owner)
    expect(await start(store, journey(owner), 'job-1')).toBe('ADDED')
    expect(await start(store, second, 'job-1')).toBe('KNOWN')
    expect(await store.readJourneys(TENANT, [second.id])).toEqual([])
    expect(await store.readTransitions(TENANT, [second.id])).toEqual([])
    expect(await store.readHandle(TENANT, second.id)).toBeNull()
  })

  test('refuses a handle that was kept under an older key', async ({ store, reopen }) => {
    const owner = await store.addApplicant(applicant())
    const first = journey(owner)
    await start(store, first, 'job-1')
    const again = await reopen({ seal: testSeal('second', 'first') })
    expect(await start(again, journey(owner), 'job-1')).toBe('KNOWN')
    expect(await again.readHandle(TENANT, first.id)).toBe('job-1')
  })

  test('takes a handle again once every journey that has it has timed out, and gives each its own', async ({
    store,
    reopen,
  }) => {
    const owner = await store.addApplicant(applicant())
    const [first, second, third] = [journey(owner), journey(owner), journey(owner)]
    await start(store, first, 'job-1')
    await store.appendTransition(appended(first, 2, 'TIMED_OUT'))
    expect(await start(store, second, 'job-1')).toBe('ADDED')
    expect(await start(store, journey(owner), 'job-1')).toBe('KNOWN')
    await store.appendTransition(appended(second, 2, 'TIMED_OUT'))
    const again = await reopen({ seal: testSeal('second', 'first') })
    expect(await start(again, third, 'job-1')).toBe('ADDED')
    for (const { id } of [first, second, third]) expect(await again.readHandle(TENANT, id)).toBe('job-1')
    expect((await again.readDueJourneys(at(1_000_000), 10)).map(({ id }) => id)).toEqual([third.id])
  })

  for (const status of ['COMPLETED', 'FAILED', 'EXPIRED', 'CONSENT_DENIED'] as const) {
    test(`refuses the handle of a journey that is ${status}, beside one that has timed out too`, async ({ store }) => {
      const owner = await store.addApplicant(applicant())
      const [timedOut, other] = [journey(owner), journey(owner)]
      await start(store, timedOut, 'job-1')
      await store.appendTransition(appended(timedOut, 2, 'TIMED_OUT'))
      await start(store, other, 'job-1')
      await store.appendTransition(appended(other, 2, status))
      expect(await start(store, journey(owner), 'job-1')).toBe('KNOWN')
    })
  }

  test('lets one of several that come at once with the same handle win', async ({ store }) => {
    const owner = await store.addApplicant(applicant())
    const rivals = Array.from({ length: 6 }, () => journey(owner))
    const answers = await Promise.all(rivals.map((rival) => start(store, rival, 'job-1')))
    expect(answers.toSorted()).toEqual(['ADDED', 'KNOWN', 'KNOWN', 'KNOWN', 'KNOWN', 'KNOWN'])
    expect(await store.readJourneysByApplicant(TENANT, [owner.id])).toEqual([rivals[answers.indexOf('ADDED')]])
  })

  test('refuses a handle that another tenant has, also one that was given up or kept under an older key', async ({
    store,
    reopen,
  }) => {
    const [ours, theirs] = [
      await store.addApplicant(applicant()),
      await store.addApplicant(applicant({ tenant: OTHER_TENANT })),
    ]
    const [running, givenUp] = [journey(ours), journey(ours)]
    await start(store, running, 'job-1')
    await start(store, givenUp, 'job-2')
    await store.appendTransition(appended(givenUp, 2, 'TIMED_OUT'))
    const rotated = await reopen({ seal: testSeal('second', 'first') })
    for (const handle of ['job-1', 'job-2']) {
      const foreign = journey(theirs)
      expect(await start(rotated, foreign, handle)).toBe('FOREIGN')
      expect(await rotated.readJourneys(OTHER_TENANT, [foreign.id])).toEqual([])
    }
    expect(await start(rotated, journey(theirs), 'job-3')).toBe('ADDED')
  })

  test('refuses a handle that was given up to another applicant of the same tenant', async ({ store }) => {
    const [owner, other] = [await store.addApplicant(applicant()), await store.addApplicant(applicant())]
    const givenUp = journey(owner)
    await start(store, givenUp, 'job-1')
    await store.appendTransition(appended(givenUp, 2, 'TIMED_OUT'))
    expect(await start(store, journey(other), 'job-1')).toBe('KNOWN')
    expect(await start(store, journey(owner), 'job-1')).toBe('ADDED')
  })

  test('refuses the handle of a journey that was given up while its consent is withheld', async ({ store }) => {
    const owner = await store.addApplicant(applicant())
    const givenUp = journey(owner)
    await start(store, givenUp, 'job-1')
    await store.appendTransition(appended(givenUp, 2, 'TIMED_OUT'))
    const say = (state: 'ACTIVE' | 'PAUSED' | 'REVOKED') =>
      store.writeConsentWord(TENANT, givenUp.id, { state, at: at(5), origin: 'CALLER' })
    await say('PAUSED')
    expect(await start(store, journey(owner), 'job-1')).toBe('KNOWN')
    await say('REVOKED')
    expect(await start(store, journey(owner), 'job-1')).toBe('KNOWN')
  })

  test('gives the handle of a journey that was given up once its consent is resumed', async ({ store }) => {
    const owner = await store.addApplicant(applicant())
    const givenUp = journey(owner)
    await start(store, givenUp, 'job-1')
    await store.appendTransition(appended(givenUp, 2, 'TIMED_OUT'))
    for (const state of ['PAUSED', 'ACTIVE'] as const)
      await store.writeConsentWord(TENANT, givenUp.id, { state, at: at(5), origin: 'CALLER' })
    expect(await start(store, journey(owner), 'job-1')).toBe('ADDED')
  })

  test('takes any number of journeys without a handle', async ({ store }) => {
    const owner = await store.addApplicant(applicant())
    expect(await start(store, journey(owner), null)).toBe('ADDED')
    expect(await start(store, journey(owner), null)).toBe('ADDED')
  })

  test('has no handle for a journey that was lost or is not there', async ({ store }) => {
    const lost = journey(await store.addApplicant(applicant()))
    await start(store, lost, null)
    expect(await store.readHandle(TENANT, lost.id)).toBeNull()
    expect(await store.readHandle(TENANT, journeyId('nothing'))).toBeNull()
  })

  test('adds no journey to an applicant that was erased meanwhile', async ({ store }) => {
    const owner = await store.addApplicant(applicant())
    await store.eraseApplicant(TENANT, owner.id, at(0))
    const late = journey(owner)
    expect(await start(store, late, 'job-1')).toBe('GONE')
    expect(await store.readJourneys(TENANT, [late.id])).toEqual([])
    expect(await store.readTransitions(TENANT, [late.id])).toEqual([])
    expect(await store.readDueJourneys(late.nextCheckAt ?? at(0), 10)).toEqual([])
    const other = journey(await store.addApplicant(applicant()))
    expect(await start(store, other, 'job-1')).toBe('ADDED')
  })

  test('gives the journeys that are due, of every tenant, earliest first, up to the limit', async ({ store }) => {
    const [ours, theirs] = [
      await store.addApplicant(applicant()),
      await store.addApplicant(applicant({ tenant: OTHER_TENANT })),
    ]
    const later = journey(ours, { nextCheckAt: at(30) })
    const soon = journey(theirs, { nextCheckAt: at(20) })
    const first = journey(ours, { nextCheckAt: at(10) })
    const never = journey(ours, { nextCheckAt: null })
    for (const each of [later, never, soon, first]) await start(store, each)
    expect(await store.readDueJourneys(at(9), 10)).toEqual([])
    expect(await store.readDueJourneys(at(20), 10)).toEqual([first, soon])
    expect(await store.readDueJourneys(at(1_000_000), 10)).toEqual([first, soon, later])
    expect(await store.readDueJourneys(at(1_000_000), 2)).toEqual([first, soon])
  })

  test('never finds an ended journey due', async ({ store }) => {
    const owner = await store.addApplicant(applicant())
    const running = journey(owner, { nextCheckAt: at(10) })
    // Ended from the start, as a lost start is; both were given a next check that must not count.
    const ended = journey(owner, { ...journeyState('FAILED'), nextCheckAt: at(10), completedAt: at(1) })
    await start(store, running)
    await start(store, ended)
    expect(await store.readDueJourneys(at(1_000_000), 10)).toEqual([running])
    await store.appendTransition(appended(running, 2, 'COMPLETED', { nextCheckAt: at(20) }))
    expect(await store.readDueJourneys(at(1_000_000), 10)).toEqual([])
    expect((await store.readJourneys(TENANT, [running.id, ended.id])).map(({ nextCheckAt }) => nextCheckAt)).toEqual([
      null,
      null,
    ])
  })

  test('notes a check of a running journey and nothing else about it', async ({ store, reopen }) => {
    const running = journey(await store.addApplicant(applicant()))
    await start(store, running)
    await store.touchJourney(looked(running, at(70), at(80)))
    const again = await reopen()
    expect(await again.readJourneys(TENANT, [running.id])).toEqual([
      { ...running, checkedAt: at(70), nextCheckAt: at(80) },
    ])
    expect(await again.readDueJourneys(at(79), 10)).toEqual([])
    await again.touchJourney(looked(running, at(90), null))
    expect(await again.readDueJourneys(at(1_000_000), 10)).toEqual([])
    await again.touchJourney(looked({ tenant: TENANT, id: journeyId('nothing') }, at(90), at(95)))
  })

  test('does not touch a journey that has ended', async ({ store }) => {
    const ended = journey(await store.addApplicant(applicant()))
    await start(store, ended)
    await store.appendTransition(appended(ended, 2, 'TIMED_OUT'))
    const before = await store.readJourneys(TENANT, [ended.id])
    await store.touchJourney(looked(ended, at(70), at(80)))
    expect(await store.readJourneys(TENANT, [ended.id])).toEqual(before)
    expect(await store.readDueJourneys(at(1_000_000), 10)).toEqual([])
  })
}

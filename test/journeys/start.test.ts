/** A start bills the lender: one call per key, whatever happens to the answer, the store or the process. */
import { SuppliedLink } from '../../src/domain/link.ts'
import { describe, expect, it } from 'vitest'
import type { Failure, FailureCode } from '../../src/domain/failure.ts'
import type { StartedJourney } from '../../src/finpass/contract.ts'
import { type StartRequest, startJourney } from '../../src/journeys/start.ts'
import { failure, observation, started } from '../support/finpass.ts'
import { at, DAY_MS } from '../support/store-record.ts'
import type { Store } from '../../src/store/store.ts'
import { openJourneys, POLL_MS } from './support.ts'

type Answer = StartedJourney | Failure | (() => Promise<StartedJourney>)

/** A test's journeys, and a start whose calls to Finpass are counted. */
async function openStart(options: Parameters<typeof openJourneys>[0] = {}) {
  const test = await openJourneys(options)
  const context = { store: test.store, clock: test.clock, pollIntervalMs: POLL_MS }
  let calls = 0
  function start(answer: Answer, parts: Partial<StartRequest> = {}) {
    return startJourney(context, {
      applicant: test.applicant,
      kind: 'ITR',
      consentType: null,
      idempotencyKey: 'key-1',
      fingerprints: ['input'],
      webhookToken: null,
      async start() {
        calls += 1
        if (typeof answer === 'function') return answer()
        if (answer instanceof Error) throw answer
        return answer
      },
      ...parts,
    })
  }
  const list = () => test.store.readJourneysByApplicant(test.applicant.tenant, [test.applicant.id])
  return { test, start, list, calls: () => calls, [Symbol.asyncDispose]: () => test[Symbol.asyncDispose]() }
}

describe('a start', () => {
  it('keeps what Finpass answered, with the first transition and the handle', async () => {
    await using run = await openStart()
    const { test } = run
    const answer = started('job-1', {
      consentUrl: new SuppliedLink('https://consent.example/1'),
      expiresAt: at(DAY_MS),
      observation: observation({ status: 'CONSENT_PENDING', step: 'otp', reportedAt: at(-5) }),
    })
    const journey = await run.start(answer, { kind: 'AA_BSA', consentType: 'LOAN_MONITORING' })
    expect(journey).toMatchObject({
      applicantId: test.applicant.id,
      kind: 'AA_BSA',
      consentType: 'LOAN_MONITORING',
      consentUrl: new SuppliedLink('https://consent.example/1'),
      expiresAt: at(DAY_MS),
      status: 'CONSENT_PENDING',
      percent: 10,
      step: 'otp',
      checkedAt: at(0),
      nextCheckAt: at(2 * POLL_MS),
      sequence: 1,
      completedAt: null,
    })
    expect(journey.id).toMatch(/^jny_[0-9a-f]{32}$/)
    expect(await test.read(journey)).toEqual(journey)
    expect(await test.store.readHandle(journey.tenant, journey.id)).toBe('job-1')
    const first = { sequence: 1, previousStatus: null, status: 'CONSENT_PENDING', origin: 'START', reportedAt: at(-5) }
    expect(await test.transitions(journey)).toEqual([expect.objectContaining(first)])
  })

  it('begins at INITIATED when Finpass used a word nobody knows', async () => {
    await using run = await openStart()
    const journey = await run.start(started('job-1', { observation: observation({ step: 'queued' }) }))
    expect(journey).toMatchObject({ status: 'INITIATED', step: 'queued', nextCheckAt: at(POLL_MS) })
  })

  it('without a key is a new one each time', async () => {
    await using run = await openStart()
    const one = await run.start(started('job-1'), { idempotencyKey: null })
    const two = await run.start(started('job-2'), { idempotencyKey: null })
    expect(one.id).not.toBe(two.id)
    expect(run.calls()).toBe(2)
  })

  it('refuses to tie one handle to two journeys', async () => {
    await using run = await openStart()
    await run.start(started('job-1'), { idempotencyKey: null })
    const theirs = { ...run.test.applicant, tenant: 'lender-two' as typeof run.test.applicant.tenant } // any text is one
    await run.test.store.addApplicant(theirs)
    for (const applicant of [run.test.applicant, theirs]) {
      await expect(run.start(started('job-1'), { idempotencyKey: null, applicant })).rejects.toMatchObject({
        code: 'JOURNEY_LINKED',
      })
    }
    expect(await run.list()).toHaveLength(1)
  })
})

describe('an idempotency key', () => {
  it('gives the same journey back as it stands, without a call', async () => {
    await using run = await openStart()
    const journey = await run.start(started('job-1'))
    await run.test.store.touchJourney({ ...journey, checkedAt: at(1), nextCheckAt: at(2), fence: null })
    const again = await run.start(started('job-2'))
    expect(again).toEqual(await run.test.read(journey))
    expect(again.checkedAt).toBe(at(1))
    expect(run.calls()).toBe(1)
  })

  it('is refused with other input, whether the first start runs, has succeeded, or was lost', async () => {
    await using run = await openStart()
    const { promise, resolve } = Promise.withResolvers<StartedJourney>()
    const running = run.start(() => promise)
    const refused = { code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] }
    await expect(run.start(started('job-2'), { fingerprints: ['other'] })).rejects.toMatchObject(refused)
    resolve(started('job-1'))
    await running
    await expect(run.start(started('job-2'), { fingerprints: ['other'] })).rejects.toMatchObject(refused)
    await run.start(failure('FINPASS_TIMEOUT'), { idempotencyKey: 'key-2' })
    await expect(
      run.start(started('job-2'), { idempotencyKey: 'key-2', fingerprints: ['other'] }),
    ).rejects.toMatchObject(refused)
    expect(run.calls()).toBe(2)
  })

  it('is known after a rotation of the keys, by the hash that an older one made', async () => {
    await using run = await openStart()
    const journey = await run.start(started('job-1'), { fingerprints: ['by the old key'] })
    const again = await run.start(started('job-2'), { fingerprints: ['by the new key', 'by the old key'] })
    expect(again.id).toBe(journey.id)
    expect(run.calls()).toBe(1)
  })

  it('is free again when Finpass answers with a process that is on record already', async () => {
    await using run = await openStart()
    await run.start(started('job-1'))
    const twice = run.start(started('job-1'), { idempotencyKey: 'key-2' })
    await expect(twice).rejects.toMatchObject({ code: 'JOURNEY_LINKED' })
    await expect(run.start(started('job-3'), { idempotencyKey: 'key-2' })).resolves.toBeDefined()
  })

  it('is pending while the first start runs, so that two at once bill once', async () => {
    await using run = await openStart()
    const { promise, resolve } = Promise.withResolvers<StartedJourney>()
    const first = run.start(() => promise)
    const others = await Promise.allSettled(Array.from({ length: 5 }, () => run.start(started('job-2'))))
    for (const other of others) {
      expect(other).toMatchObject({ reason: { code: 'JOURNEY_START_IN_PROGRESS', retryable: true } })
    }
    resolve(started('job-1'))
    const journey = await first
    expect(await run.start(started('job-2'))).toEqual(journey)
    expect(run.calls()).toBe(1)
  })

  it('reads as lost a minute after a start that nobody finished, and is never started again', async () => {
    await using run = await openStart()
    const { test } = run
    // A process that died between Finpass's answer and the store leaves just this behind.
    await test.store.claimKey(test.applicant.tenant, 'key-1', 'input', test.clock.now())
    await test.clock.advance(60_000)
    await expect(run.start(started('job-1'))).rejects.toMatchObject({ code: 'JOURNEY_START_IN_PROGRESS' })
    await test.clock.advance(1)
    await expect(run.start(started('job-1'))).rejects.toMatchObject({ code: 'JOURNEY_START_LOST', retryable: false })
    expect(run.calls()).toBe(0)
  })

  it('belongs to its tenant', async () => {
    await using run = await openStart()
    const theirs = { ...run.test.applicant, tenant: 'lender-two' as typeof run.test.applicant.tenant } // any text is one
    await run.test.store.addApplicant(theirs)
    const [one, two] = [await run.start(started('job-1')), await run.start(started('job-2'), { applicant: theirs })]
    expect(two.id).not.toBe(one.id)
    expect(run.calls()).toBe(2)
  })

  it('stands for nothing any more once its journey was erased', async () => {
    await using run = await openStart()
    const { tenant, id } = run.test.applicant
    await run.start(started('job-1'))
    await run.test.store.eraseApplicant(tenant, id, at(0))
    await run.test.store.addApplicant(run.test.applicant)
    expect(await run.start(started('job-2'))).toMatchObject({ status: 'INITIATED' })
  })
})

describe('a start that Finpass refuses', () => {
  it.each<FailureCode>([
    'FINPASS_INPUT',
    'FINPASS_UNAUTHORIZED',
    'FINPASS_FORBIDDEN',
    'FINPASS_RATE_LIMITED',
    'FINPASS_CREDENTIALS',
    'FINPASS_REJECTED',
  ])('with %s leaves nothing behind and frees the key', async (code) => {
    await using run = await openStart()
    await expect(run.start(failure(code))).rejects.toMatchObject({ code })
    expect(await run.list()).toEqual([])
    expect(await run.start(started('job-1'), { fingerprints: ['corrected'] })).toMatchObject({ status: 'INITIATED' })
    expect(run.calls()).toBe(2)
  })
})

describe('a start whose answer is lost', () => {
  it.each<FailureCode>([
    'FINPASS_TIMEOUT',
    'FINPASS_UNREACHABLE',
    'FINPASS_UNAVAILABLE',
    'FINPASS_SHAPE',
    'FINPASS_TOO_LARGE',
    'REQUEST_CANCELLED',
    'INTERNAL',
  ])('by %s is recorded as such and never repeated', async (code) => {
    await using run = await openStart()
    const journey = await run.start(failure(code))
    expect(journey).toMatchObject({
      status: 'FAILED',
      percent: 0,
      failure: { code: 'JOURNEY_START_LOST', retryAfter: null },
      nextCheckAt: null,
      completedAt: at(0),
    })
    expect(await run.test.store.readHandle(journey.tenant, journey.id)).toBeNull()
    expect(await run.start(started('job-1'))).toEqual(journey)
    expect(run.calls()).toBe(1)
    expect(await run.test.store.readDueJourneys(at(DAY_MS), 10)).toEqual([])
  })

  it('by a defect of ours is recorded too', async () => {
    await using run = await openStart()
    const journey = await run.start(() => Promise.reject(new TypeError('x is undefined')))
    expect(journey).toMatchObject({ status: 'FAILED', failure: { code: 'JOURNEY_START_LOST' } })
  })
})

describe('a store that fails after Finpass has answered', () => {
  it.each<[string, Answer]>([
    ['with a journey', started('job-1')],
    ['with nothing that is known', failure('FINPASS_TIMEOUT')],
  ])('%s loses the start, with the key claimed, so that nobody bills again', async (_, answer) => {
    let isDown = true
    const wrap = (store: Store): Store => ({
      ...store,
      addJourney: (...input) => (isDown ? Promise.reject(failure('STORE_UNAVAILABLE')) : store.addJourney(...input)),
    })
    await using run = await openStart({ wrap })
    const lost = { code: 'JOURNEY_START_LOST', retryable: false }
    await expect(run.start(answer)).rejects.toMatchObject(lost)
    await expect(run.start(answer, { idempotencyKey: null })).rejects.toMatchObject(lost)
    isDown = false
    await expect(run.start(started('job-2'))).rejects.toMatchObject({ code: 'JOURNEY_START_IN_PROGRESS' })
    await run.test.clock.advance(60_001)
    await expect(run.start(started('job-2'))).rejects.toMatchObject(lost)
    expect(run.calls()).toBe(2)
  })

  it('leaves nothing behind when the applicant was erased meanwhile', async () => {
    await using run = await openStart()
    const { tenant, id } = run.test.applicant
    const begin = async () => {
      await run.test.store.eraseApplicant(tenant, id, at(0))
      return started('job-1')
    }
    await expect(run.start(begin)).rejects.toMatchObject({ code: 'APPLICANT_ERASED', erasure: { erasedAt: at(0) } })
    expect(await run.test.store.readJourneysByApplicant(tenant, [id])).toEqual([])
    // The key is free again.
    await run.test.store.addApplicant(run.test.applicant)
    expect(await run.start(started('job-2'))).toMatchObject({ status: 'INITIATED' })
  })

  it('asks Finpass nothing when the key cannot even be claimed', async () => {
    const wrap = (store: Store): Store => ({ ...store, claimKey: () => Promise.reject(failure('STORE_UNAVAILABLE')) })
    await using run = await openStart({ wrap })
    await expect(run.start(started('job-1'))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    expect(run.calls()).toBe(0)
  })
})

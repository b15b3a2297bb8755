/** From an observation to a committed transition: forward only, without holes or forks, whatever is observed by whomever. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toInstant } from '../../src/domain/date.ts'
import {
  isTerminal,
  type Journey,
  JOURNEY_STATUSES,
  type JourneyObservation,
  type JourneyStatus,
  mayAdvance,
  type Transition,
} from '../../src/domain/journey.ts'
import { decide, type Observed, observe } from '../../src/journeys/observe.ts'
import { observation } from '../support/finpass.ts'
import { journeyId } from '../support/store-record.ts'
import { openJourneys, type TestJourneys } from './support.ts'

function seen(test: TestJourneys, facts: Partial<JourneyObservation>, parts: Partial<Observed> = {}): Observed {
  const observed = { origin: 'POLL', observedAt: test.clock.now(), nextCheckInMs: 5000, fence: null } as const
  return { ...observed, observation: observation(facts), ...parts }
}

/** What must hold of any journey after any history. */
function expectSound(journey: Journey, transitions: readonly Transition[]): void {
  expect(transitions.map(({ sequence }) => sequence)).toEqual(transitions.map((_, index) => index + 1))
  expect(journey.sequence).toBe(transitions.length)
  const last = transitions.at(-1)
  expect({ status: last?.status, percent: last?.percent, step: last?.step }).toEqual({
    status: journey.status,
    percent: journey.percent,
    step: journey.step,
  })
  transitions.slice(1).forEach((transition, index) => {
    const before = transitions[index]
    if (before === undefined) return
    expect(transition.previousStatus).toBe(before.status)
    expect(isTerminal(before.status)).toBe(false)
    expect(transition.status === before.status || mayAdvance(before.status, transition.status)).toBe(true)
    expect(transition.percent).toBeGreaterThanOrEqual(before.percent)
  })
  expect(journey.nextCheckAt === null).toBe(isTerminal(journey.status))
  expect(journey.completedAt === null).toBe(!isTerminal(journey.status))
}

describe('observe', () => {
  it('writes each step forward with what was seen, by whom and when', async () => {
    await using test = await openJourneys()
    const journey = await test.add()
    await test.clock.advance(700)
    const reportedAt = toInstant(test.clock.now() - 100)
    const facts = { status: 'PROCESSING', step: 'fetching', stepsCompleted: ['login'], reportedAt } as const
    const latest = await observe(test.store, journey, seen(test, facts))
    expect(latest).toEqual({
      ...journey,
      status: 'PROCESSING',
      percent: 54,
      step: 'fetching',
      stepsCompleted: ['login'],
      sequence: 2,
      checkedAt: test.clock.now(),
      updatedAt: test.clock.now(),
      nextCheckAt: test.clock.now() + 5000,
    })
    expect((await test.transitions(journey))[1]).toEqual({
      journeyId: journey.id,
      sequence: 2,
      previousStatus: 'INITIATED',
      status: 'PROCESSING',
      step: 'fetching',
      percent: 54,
      origin: 'POLL',
      observedAt: test.clock.now(),
      reportedAt,
    })
  })

  it.each([
    ['an earlier word', { status: 'CONSENT_PENDING' }],
    ['an earlier word with other steps', { status: 'INITIATED', step: 'login', stepsCompleted: ['x'] }],
    ['the same again', { status: 'PROCESSING' }],
    ['nothing at all', {}],
  ] as const)('writes nothing for %s, and notes that it looked', async (_what, facts) => {
    await using test = await openJourneys()
    const journey = await observe(test.store, await test.add(), seen(test, { status: 'PROCESSING' }))
    if (journey === null) throw new Error('it is there')
    await test.clock.advance(1000)
    const latest = await observe(test.store, journey, seen(test, facts))
    const now = test.clock.now()
    expect(latest).toEqual({ ...journey, checkedAt: now, nextCheckAt: now + 5000 })
    expect(await test.transitions(journey)).toHaveLength(2)
  })

  it('keeps a word nobody knows as the step, and goes on', async () => {
    await using test = await openJourneys()
    const journey = await test.add()
    const latest = await observe(test.store, journey, seen(test, { step: 'recalculating' }))
    expect(latest).toMatchObject({ status: 'INITIATED', step: 'recalculating', sequence: 2, completedAt: null })
    expect(latest?.nextCheckAt).not.toBeNull()
  })

  it('never forgets a step that was done, nor lets the bar shrink', async () => {
    await using test = await openJourneys()
    const journey = await test.add()
    const further = await observe(test.store, journey, seen(test, { status: 'PROCESSING', stepsCompleted: ['a', 'b'] }))
    if (further === null) throw new Error('it is there')
    const less = await observe(
      test.store,
      further,
      seen(test, { status: 'PROCESSING', step: 'c', stepsCompleted: ['b'] }),
    )
    expect(less).toMatchObject({ step: 'c', stepsCompleted: ['a', 'b'], percent: further.percent })
    const ended = await observe(test.store, journey, seen(test, { status: 'FAILED' }))
    expect(ended).toMatchObject({ status: 'FAILED', percent: further.percent })
  })

  it('keeps a failure only with an ending that is one', async () => {
    await using test = await openJourneys()
    const failure = { code: 'FINPASS_FETCH_FAILED', retryAfter: null } as const
    const journey = await test.add()
    expect((await observe(test.store, journey, seen(test, { status: 'PROCESSING', failure })))?.failure).toBeNull()
    const ended = await observe(test.store, journey, seen(test, { status: 'FAILED', failure }))
    expect(ended).toMatchObject({ failure, nextCheckAt: null, completedAt: test.clock.now() })
    const done = await observe(test.store, await test.add(), seen(test, { status: 'COMPLETED', failure }))
    expect(done).toMatchObject({ status: 'COMPLETED', percent: 100, failure: null })
  })

  it.each(JOURNEY_STATUSES.filter(isTerminal))('lets nothing follow %s', async (ending) => {
    await using test = await openJourneys()
    const ended = await observe(test.store, await test.add(), seen(test, { status: ending }))
    if (ended === null) throw new Error('it is there')
    await test.clock.advance(1000)
    for (const status of JOURNEY_STATUSES) {
      expect(decide(ended, observation({ status, step: 'late' }))).toBeNull()
      expect(await observe(test.store, ended, seen(test, { status, step: 'late' }))).toEqual(ended)
      // Somebody who has not heard of the end must not get past it either.
      const stale = { ...ended, status: 'INITIATED', sequence: 1 } as const
      expect(await observe(test.store, stale, seen(test, { status, step: 'late' }))).toEqual(ended)
    }
    expect(await test.transitions(ended)).toHaveLength(2)
  })

  it('gives null for a journey that is gone', async () => {
    await using test = await openJourneys()
    const gone = { ...(await test.add()), id: journeyId('gone') }
    expect(await observe(test.store, gone, seen(test, { status: 'PROCESSING' }))).toBeNull()
    expect(await observe(test.store, gone, seen(test, {}))).toBeNull()
  })
})

describe('observers of the same journey at once', () => {
  it('leave one line of transitions without a fork, and agree on the end', async () => {
    await using test = await openJourneys()
    const words: readonly JourneyStatus[] = ['CONSENT_GRANTED', 'PROCESSING', 'COMPLETED', 'FAILED', 'CONSENT_PENDING']
    for (let round = 0; round < 40; round += 1) {
      const journey = await test.add()
      const turned = words.map((_, place) => words[(place + round) % words.length] ?? 'PROCESSING')
      const looks = turned.map((status, by) =>
        observe(test.store, journey, seen(test, { status, step: `seen by ${by}` })),
      )
      await Promise.all(looks)
      const [latest, transitions] = [await test.read(journey), await test.transitions(journey)]
      expectSound(latest, transitions)
      expect(isTerminal(latest.status)).toBe(true)
      expect(transitions.filter(({ status }) => isTerminal(status))).toHaveLength(1)
    }
  })

  it('write once what they all see', async () => {
    await using test = await openJourneys()
    const journey = await test.add()
    const looks = Array.from({ length: 10 }, () => observe(test.store, journey, seen(test, { status: 'PROCESSING' })))
    for (const latest of await Promise.all(looks)) expect(latest).toMatchObject({ status: 'PROCESSING', sequence: 2 })
    expect(await test.transitions(journey)).toHaveLength(2)
  })

  it('cannot write under a claim that a later look has taken away', async () => {
    await using test = await openJourneys()
    const journey = await test.add()
    const slow = await test.store.claimCheck(journey.tenant, journey.id)
    const quick = await test.store.claimCheck(journey.tenant, journey.id)
    if (slow === null || quick === null) throw new Error('it runs')
    const late = await observe(test.store, journey, seen(test, { status: 'FAILED' }, { fence: slow.fence }))
    expect(late).toMatchObject({ status: 'INITIATED', sequence: 1 })
    const latest = await observe(test.store, journey, seen(test, { status: 'PROCESSING' }, { fence: quick.fence }))
    expect(latest).toMatchObject({ status: 'PROCESSING', sequence: 2 })
  })
})

const FACTS = fc.record({
  status: fc.constantFrom(null, ...JOURNEY_STATUSES),
  step: fc.constantFrom(null, 'login', 'fetch'),
  stepsCompleted: fc.subarray(['login', 'otp', 'fetch']),
  stepsFailed: fc.subarray(['26AS']),
  accounts: fc.array(
    fc
      .tuple(fc.nat(2), fc.constantFrom(...JOURNEY_STATUSES))
      .map(([index, status]) => ({ index, bankName: null, maskedNumber: null, status, failure: null })),
    { maxLength: 3 },
  ),
})

describe('any history', () => {
  it('keeps every promise in the store', async () => {
    await using test = await openJourneys()
    const history = fc.array(fc.tuple(FACTS, fc.boolean()), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(history, async (looks) => {
        const journey = await test.add()
        let known: Journey = journey
        for (const [facts, isStale] of looks) {
          known = (await observe(test.store, isStale ? journey : known, seen(test, facts))) ?? known
        }
        expectSound(await test.read(journey), await test.transitions(journey))
      }),
      { numRuns: 2000 },
    )
    // Some ten thousand writes: seconds in memory, far more on a slow disk.
  }, 120_000)

  it('is decided without touching what it is decided from', () => {
    const base = {
      status: 'PROCESSING',
      percent: 60,
      step: null,
      stepsCompleted: ['login'],
      stepsFailed: [],
      accounts: [],
    }
    const frozen = Object.freeze({ ...base, failure: null }) as unknown as Journey // all that is decided from
    fc.assert(
      fc.property(FACTS, (facts) => {
        const state = decide(frozen, observation(facts))
        const isBehind =
          facts.status !== null && facts.status !== 'PROCESSING' && !mayAdvance('PROCESSING', facts.status)
        if (isBehind) expect(state).toBeNull()
        expect(state?.percent ?? 60).toBeGreaterThanOrEqual(60)
        expect(state?.stepsCompleted ?? ['login']).toContain('login')
      }),
    )
  })
})

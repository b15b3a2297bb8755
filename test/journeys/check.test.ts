/** One look at Finpass: what it changes, when the next one is, and when the gateway gives up. */
import { describe, expect, it } from 'vitest'
import { toInstant } from '../../src/domain/date.ts'
import { Failure } from '../../src/domain/failure.ts'
import type { Journey, JourneyKind, JourneyObservation, JourneyStatus } from '../../src/domain/journey.ts'
import type { FinpassClient } from '../../src/finpass/contract.ts'
import { failure, observation } from '../support/finpass.ts'
import { at, journeyId, journeyState } from '../support/store-record.ts'
import { openJourneys, POLL_MS } from './support.ts'

const MINUTE_MS = 60_000

describe('a check', () => {
  it.each<[JourneyKind, keyof FinpassClient]>([
    ['ITR', 'fetchItrStatus'],
    ['AA_BSA', 'fetchAaBsaStatus'],
    ['ACCOUNT_AGGREGATOR', 'fetchAccountAggregatorReport'],
  ])('of %s asks %s once, by its handle, and commits the answer', async (kind, operation) => {
    await using test = await openJourneys()
    const facts = observation({ status: 'PROCESSING' })
    test.finpass.script('fetchItrStatus', facts)
    test.finpass.script('fetchAaBsaStatus', facts)
    test.finpass.script('fetchAccountAggregatorReport', { isReady: false, observation: facts })
    const journey = await test.add({ kind })
    await test.clock.advance(10)
    const latest = await test.checker.check(journey, 'OPERATOR')
    expect(latest).toMatchObject({
      status: 'PROCESSING',
      sequence: 2,
      checkedAt: at(10),
      nextCheckAt: at(10 + POLL_MS),
    })
    expect(await test.read(journey)).toEqual(latest)
    expect(test.finpass.calls).toEqual([{ operation, input: `handle-of-${journey.id}` }])
    expect((await test.transitions(journey))[1]).toMatchObject({ origin: 'OPERATOR' })
  })

  it('asks nothing about a journey that has ended, has been erased, or ended meanwhile', async () => {
    await using test = await openJourneys()
    const ended = await test.add({ ...journeyState('COMPLETED'), nextCheckAt: null })
    expect(await test.checker.check(ended, 'POLL')).toBe(ended)
    expect(await test.checker.check({ ...ended, status: 'PROCESSING' }, 'POLL')).toEqual(await test.read(ended))
    expect(await test.checker.check({ ...ended, status: 'PROCESSING', id: journeyId('gone') }, 'POLL')).toBeNull()
    expect(test.finpass.calls).toEqual([])
  })

  it('is one call for all who want it at the same time, and a new one afterwards', async () => {
    await using test = await openJourneys()
    const { promise, resolve } = Promise.withResolvers<JourneyObservation>()
    test.finpass.script('fetchItrStatus', () => promise, observation({ status: 'DATA_FETCHED' }))
    const [journey, other] = [await test.add({ kind: 'ITR' }), await test.add({ kind: 'ITR' })]
    const looks = [test.checker.check(journey, 'POLL'), test.checker.check(journey, 'OPERATOR')]
    const beside = test.checker.check(other, 'POLL')
    await test.clock.settle()
    resolve(observation({ status: 'PROCESSING' }))
    const [first, second] = await Promise.all(looks)
    expect(first).toMatchObject({ status: 'PROCESSING', sequence: 2 })
    expect(second).toBe(first)
    await beside
    expect(test.finpass.count('fetchItrStatus')).toBe(2)
    expect(await test.checker.check(journey, 'POLL')).toMatchObject({ status: 'DATA_FETCHED', sequence: 3 })
    expect(test.finpass.count('fetchItrStatus')).toBe(3)
  })

  it('is repeated less often while the borrower has yet to consent', async () => {
    await using test = await openJourneys()
    test.finpass.script('fetchAaBsaStatus', observation({ status: 'CONSENT_PENDING' }))
    const latest = await test.checker.check(await test.add(), 'POLL')
    expect(latest?.nextCheckAt).toBe(at(2 * POLL_MS))
  })

  it('flags a word nobody knows once, by journey, for as long as it stays', async () => {
    await using test = await openJourneys()
    const journey = await test.add({ kind: 'ITR' })
    const strange = observation({ step: 'recalculating' })
    test.finpass.script('fetchItrStatus', strange, strange, observation({ status: 'PROCESSING' }), strange)
    let latest: Journey | null = journey
    const flagged: number[] = []
    for (let look = 0; look < 4 && latest !== null; look += 1) {
      latest = await test.checker.check(latest, 'POLL')
      flagged.push(test.unknown.length)
    }
    expect(flagged).toEqual([1, 1, 1, 2])
    expect(test.unknown.map(({ id }) => id)).toEqual([journey.id, journey.id])
    expect(latest).toMatchObject({ status: 'PROCESSING', step: 'recalculating' })
  })
})

describe('a check while Finpass is in trouble', () => {
  it.each([
    'FINPASS_TIMEOUT',
    'FINPASS_UNREACHABLE',
    'FINPASS_UNAVAILABLE',
    'FINPASS_SHAPE',
    'FINPASS_UNAUTHORIZED',
  ] as const)('rejects with %s, changes nothing and looks again later', async (code) => {
    await using test = await openJourneys()
    test.finpass.script('fetchItrStatus', failure(code), observation({ status: 'PROCESSING' }))
    const journey = await test.add({ kind: 'ITR' })
    await expect(test.checker.check(journey, 'POLL')).rejects.toMatchObject({ code })
    const later = await test.read(journey)
    expect(later).toEqual({ ...journey, checkedAt: at(0), nextCheckAt: at(3 * POLL_MS) })
    expect(await test.transitions(journey)).toHaveLength(1)
    expect(await test.checker.check(later, 'POLL')).toMatchObject({ status: 'PROCESSING', sequence: 2 })
  })

  it('waits as long as Finpass asks for, and never shorter than it would anyway', async () => {
    await using test = await openJourneys()
    const slowDown = (ms: number) => new Failure('FINPASS_RATE_LIMITED', { retryAfter: at(ms) })
    test.finpass.script('fetchAaBsaStatus', slowDown(10 * MINUTE_MS), slowDown(1))
    const [long, short] = [await test.add(journeyState('PROCESSING')), await test.add(journeyState('PROCESSING'))]
    await expect(test.checker.check(long, 'POLL')).rejects.toMatchObject({ code: 'FINPASS_RATE_LIMITED' })
    await expect(test.checker.check(short, 'POLL')).rejects.toMatchObject({ code: 'FINPASS_RATE_LIMITED' })
    expect((await test.read(long)).nextCheckAt).toBe(at(10 * MINUTE_MS))
    expect((await test.read(short)).nextCheckAt).toBe(at(3 * POLL_MS))
  })

  it.each([
    ['Finpass does not know it any more', undefined],
    ['it has no handle to ask with', null],
  ])('ends a journey when %s', async (_what, handle) => {
    await using test = await openJourneys()
    test.finpass.script('fetchItrStatus', failure('FINPASS_NOT_FOUND'))
    const journey = await test.add(
      { kind: 'ITR', ...journeyState('PROCESSING', { percent: 54, stepsCompleted: ['x'] }) },
      handle,
    )
    expect(await test.checker.check(journey, 'POLL')).toMatchObject({
      status: 'FAILED',
      percent: 54,
      stepsCompleted: ['x'],
      failure: { code: 'FINPASS_NOT_FOUND', retryAfter: null },
      nextCheckAt: null,
    })
    expect(test.finpass.calls).toHaveLength(handle === null ? 0 : 1)
  })
})

describe('the deadline', () => {
  const cases: readonly [string, Partial<Journey>, number, JourneyStatus, string][] = [
    ['five minutes for ITR', { kind: 'ITR', expiresAt: null }, 5 * MINUTE_MS, 'TIMED_OUT', 'JOURNEY_TIMED_OUT'],
    [
      'expiresAt for AA-BSA',
      { kind: 'AA_BSA', expiresAt: at(7 * MINUTE_MS) },
      7 * MINUTE_MS,
      'EXPIRED',
      'JOURNEY_EXPIRED',
    ],
    [
      'a day where none is given',
      { kind: 'AA_BSA', expiresAt: null },
      24 * 60 * MINUTE_MS,
      'EXPIRED',
      'JOURNEY_EXPIRED',
    ],
  ]

  function script(
    test: { readonly finpass: Awaited<ReturnType<typeof openJourneys>>['finpass'] },
    answer: JourneyObservation | Failure,
  ) {
    test.finpass.script('fetchItrStatus', answer)
    test.finpass.script('fetchAaBsaStatus', answer)
  }

  it.each(cases)('is %s, not a moment sooner', async (_what, parts, deadlineMs, status, code) => {
    await using test = await openJourneys()
    script(test, observation({ status: 'PROCESSING' }))
    const journey = await test.add(parts)
    await test.clock.advance(deadlineMs - 1)
    const before = await test.checker.check(journey, 'POLL')
    if (before === null) throw new Error('it is there')
    expect(before.status).toBe('PROCESSING')
    await test.clock.advance(1)
    const after = await test.checker.check(before, 'POLL')
    expect(after).toMatchObject({
      status,
      failure: { code },
      percent: before.percent,
      nextCheckAt: null,
      completedAt: at(deadlineMs),
    })
    expect((await test.transitions(journey)).map(({ origin }) => origin)).toEqual(['START', 'POLL', 'DEADLINE'])
  })

  it.each(cases)('(%s) does not take away what was finished in the last second', async (_what, parts, deadlineMs) => {
    await using test = await openJourneys()
    script(test, observation({ status: 'COMPLETED' }))
    const journey = await test.add(parts)
    await test.clock.advance(deadlineMs + 1)
    expect(await test.checker.check(journey, 'POLL')).toMatchObject({ status: 'COMPLETED', failure: null, sequence: 2 })
  })

  it.each(cases)('(%s) passes also while Finpass is down', async (_what, parts, deadlineMs, status) => {
    await using test = await openJourneys()
    script(test, failure('FINPASS_UNREACHABLE'))
    const journey = await test.add(parts)
    await test.clock.advance(deadlineMs - 1)
    await expect(test.checker.check(journey, 'POLL')).rejects.toMatchObject({ code: 'FINPASS_UNREACHABLE' })
    await test.clock.advance(1)
    expect(await test.checker.check(journey, 'POLL')).toMatchObject({ status, sequence: 2 })
  })

  it('counts from the beginning of the journey', async () => {
    await using test = await openJourneys()
    script(test, observation({ status: 'PROCESSING' }))
    const journey = await test.add({ kind: 'ITR', createdAt: toInstant(at(0) - 5 * MINUTE_MS) })
    expect(await test.checker.check(journey, 'POLL')).toMatchObject({ status: 'TIMED_OUT' })
  })
})

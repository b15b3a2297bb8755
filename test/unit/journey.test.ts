/** Statuses only move forward, and the bar only grows. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  isTerminal,
  JOURNEY_STATUSES,
  type JourneyAccount,
  type JourneyStatus,
  mayAdvance,
  toPercent,
} from '../../src/domain/journey.ts'

const RUNNING = ['INITIATED', 'CONSENT_PENDING', 'CONSENT_GRANTED', 'PROCESSING', 'DATA_FETCHED'] as const
const ENDED = ['COMPLETED', 'CONSENT_DENIED', 'FAILED', 'EXPIRED', 'TIMED_OUT'] as const

function account(index: number, status: JourneyStatus): JourneyAccount {
  return { index, bankName: null, maskedNumber: null, status, failure: null }
}

describe('a status', () => {
  it('is either on the way or an ending', () => {
    expect([...RUNNING, ...ENDED].toSorted()).toEqual(JOURNEY_STATUSES.toSorted())
    expect(RUNNING.filter(isTerminal)).toEqual([])
    expect(ENDED.filter(isTerminal)).toEqual(ENDED)
  })

  it('may advance to every later one, and to nothing from an ending', () => {
    RUNNING.forEach((from, at) => {
      for (const [place, to] of RUNNING.entries()) expect(mayAdvance(from, to), `${from} to ${to}`).toBe(place > at)
      for (const to of ENDED) expect(mayAdvance(from, to), `${from} to ${to}`).toBe(true)
    })
    for (const from of ENDED)
      expect(
        JOURNEY_STATUSES.filter((to) => mayAdvance(from, to)),
        from,
      ).toEqual([])
  })
})

describe('toPercent', () => {
  const nothing = { stepsCompleted: [], accounts: [] }

  it.each([
    ['INITIATED', 5],
    ['CONSENT_PENDING', 10],
    ['CONSENT_GRANTED', 35],
    ['PROCESSING', 40],
    ['DATA_FETCHED', 70],
    ['COMPLETED', 100],
    ['CONSENT_DENIED', 0],
    ['FAILED', 0],
    ['EXPIRED', 0],
    ['TIMED_OUT', 0],
  ] as const)('of %s alone is %d', (status, percent) => {
    expect(toPercent(status, nothing)).toBe(percent)
  })

  it('moves on with the banks that have ended, well or not', () => {
    const [running, done, failed] = [account(0, 'PROCESSING'), account(1, 'COMPLETED'), account(2, 'FAILED')]
    const percents = [[running], [running, done], [running, done, failed], [done, failed]].map((accounts) =>
      toPercent('PROCESSING', { stepsCompleted: [], accounts }),
    )
    expect(percents).toEqual([40, 68, 77, 95])
  })

  it('grows with every step and never reaches the end by steps', () => {
    fc.assert(
      fc.property(fc.constantFrom(...RUNNING), fc.nat(60), (status, count) => {
        const steps = Array.from({ length: count }, (_, at) => `step ${at}`)
        const percent = toPercent(status, { stepsCompleted: steps, accounts: [] })
        const next = toPercent(status, { stepsCompleted: [...steps, 'more'], accounts: [] })
        expect(Number.isInteger(percent)).toBe(true)
        expect(next).toBeGreaterThanOrEqual(percent)
        expect(next).toBeLessThanOrEqual(95)
      }),
    )
    const first = toPercent('PROCESSING', { stepsCompleted: ['login'], accounts: [] })
    expect(first).toBeGreaterThan(toPercent('PROCESSING', nothing))
  })

  it('grows with the status, whatever steps and banks say', () => {
    const progress = fc.record({
      stepsCompleted: fc.array(fc.string(), { maxLength: 5 }),
      accounts: fc.array(
        fc.constantFrom(...JOURNEY_STATUSES).map((status) => account(0, status)),
        { maxLength: 4 },
      ),
    })
    fc.assert(
      fc.property(progress, (facts) => {
        const percents = RUNNING.map((status) => toPercent(status, facts))
        expect(percents).toEqual(percents.toSorted((a, b) => a - b))
        expect(toPercent('COMPLETED', facts)).toBe(100)
      }),
    )
  })
})

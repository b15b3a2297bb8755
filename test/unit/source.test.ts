/** Which journey speaks for an applicant, per kind. */
import { describe, expect, it } from 'vitest'
import type { JourneyStatus } from '../../src/domain/journey.ts'
import { toSource, toSources } from '../../src/domain/source.ts'
import { applicant, at, journey, journeyId, journeyState } from '../support/store-record.ts'

const owner = applicant()

function itr(id: string, createdMs: number, status: JourneyStatus) {
  return journey(owner, { ...journeyState(status), kind: 'ITR', id: journeyId(id), createdAt: at(createdMs) })
}

describe('toSource', () => {
  it.each([
    ['NOT_STARTED', null, []],
    ['PENDING', 'new', [itr('old', 1, 'PROCESSING'), itr('new', 2, 'INITIATED')]],
    ['PENDING', 'new', [itr('new', 2, 'DATA_FETCHED'), itr('old', 1, 'FAILED')]],
    ['FAILED', 'new', [itr('old', 1, 'PROCESSING'), itr('new', 2, 'TIMED_OUT')]],
    ['FAILED', 'only', [itr('only', 1, 'CONSENT_DENIED')]],
    ['FAILED', 'only', [itr('only', 1, 'EXPIRED')]],
    ['READY', 'only', [itr('only', 1, 'COMPLETED')]],
    ['READY', 'old', [itr('old', 1, 'COMPLETED'), itr('new', 2, 'PROCESSING')]],
    ['READY', 'old', [itr('new', 2, 'FAILED'), itr('old', 1, 'COMPLETED')]],
    ['READY', 'new', [itr('old', 1, 'COMPLETED'), itr('new', 2, 'COMPLETED'), itr('newest', 3, 'FAILED')]],
  ] as const)('is %s by the journey %s', (status, id, journeys) => {
    const source = toSource('ITR', journeys)
    expect(source.status).toBe(status)
    expect(source.journey?.id ?? null).toBe(id)
  })

  it('takes the larger id of two of the same millisecond, in whatever order they come', () => {
    const [one, two] = [itr('jny_a', 1, 'COMPLETED'), itr('jny_b', 1, 'COMPLETED')]
    expect(toSource('ITR', [one, two]).journey).toBe(two)
    expect(toSource('ITR', [two, one]).journey).toBe(two)
  })
})

describe('toSources', () => {
  it('has one source per kind, each from its own journeys only', () => {
    const bank = journey(owner, { ...journeyState('COMPLETED'), kind: 'AA_BSA' })
    const sources = toSources([itr('itr', 5, 'FAILED'), bank])
    expect(sources.map(({ kind, status }) => [kind, status])).toEqual([
      ['ITR', 'FAILED'],
      ['AA_BSA', 'READY'],
      ['ACCOUNT_AGGREGATOR', 'NOT_STARTED'],
      ['BANK_STATEMENT', 'NOT_STARTED'],
    ])
    expect(sources[1]?.journey).toBe(bank)
  })
})

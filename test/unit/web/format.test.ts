/** Days, instants, spans, shares and words as the demo app's reader sees them. */
import { describe, expect, it } from 'vitest'
import {
  formatClock,
  formatDay,
  formatInstant,
  formatMonth,
  formatSpan,
} from '../../../examples/web/src/format/date.ts'
import { formatCount, formatFraction } from '../../../examples/web/src/format/number.ts'
import { isForBorrower, toWait, type Waiting } from '../../../examples/web/src/format/wait.ts'
import { toName, toStepWords, toWords } from '../../../examples/web/src/format/word.ts'

it('writes a calendar day as it is, in whatever time zone', () => {
  expect([formatDay('2025-07-28'), formatDay('2024-02-29'), formatDay('soon')]).toEqual([
    '28 Jul 2025',
    '29 Feb 2024',
    'soon',
  ])
  expect([formatMonth('2025-07'), formatMonth('2025-13')]).toEqual(['Jul 25', '2025-13'])
})

it('writes an instant in Indian time', () => {
  expect(formatInstant('2025-07-28T20:00:00.000Z')).toBe('29 Jul 2025, 01:30')
  expect(formatClock('2025-07-28T20:00:07.000Z')).toBe('01:30:07')
  expect(formatInstant('?')).toBe('?')
})

it.each([
  [0, 'a few seconds'],
  [8_000, 'a few seconds'],
  [41_000, '45 seconds'],
  [61_000, 'a minute'],
  [1_790_000, '30 minutes'],
])('says a span of %i ms as %s', (ms, words) => {
  expect(formatSpan(ms)).toBe(words)
})

it('writes a fraction as a percentage with one place, and counts in Indian groups', () => {
  expect([0.326, 0, 1, 0.4345].map(formatFraction)).toEqual(['32.6 %', '0.0 %', '100.0 %', '43.5 %'])
  expect([999, 50_000, 1_234_567].map(formatCount)).toEqual(['999', '50,000', '12,34,567'])
})

it('makes words of what is new to it', () => {
  expect(toStepWords('create_client')).toBe('Logging in to the tax portal')
  expect(toStepWords('awaiting_portal_slot')).toBe('Awaiting portal slot')
  expect(toWords('endOfMonthStress')).toBe('End of month stress')
  expect(toWords('ITR processed with no demand')).toBe('ITR processed with no demand')
  expect([toName('MEERA NARAYAN IYER'), toName('Meera O. Iyer')]).toEqual(['Meera Narayan Iyer', 'Meera O. Iyer'])
})

describe('the guess of the wait', () => {
  const itr: Waiting = {
    kind: 'ITR',
    status: 'PROCESSING',
    percent: 50,
    bankCount: 0,
    elapsedMs: 20_000,
    lapsesInMs: null,
  }

  it('shrinks as the journey goes on, and is given up when it takes longer than usual', () => {
    expect(toWait(itr).words).toBe('About 30 seconds left.')
    expect(toWait({ ...itr, percent: 95 }).words).toBe('A few seconds left.')
    expect(toWait({ ...itr, elapsedMs: 200_000 })).toMatchObject({ isLong: true })
  })

  it('guesses nothing while it is the borrower’s turn, whatever word Finpass has for that', () => {
    const bank: Waiting = { ...itr, kind: 'AA_BSA', lapsesInMs: 1_700_000 }
    expect(toWait(bank)).toMatchObject({ isForPerson: true })
    expect(toWait(bank).words).toBe('Waiting for the borrower to answer. The link holds for 28 minutes more.')
    expect(isForBorrower({ ...bank, bankCount: 2 })).toBe(false)
    expect(isForBorrower({ ...bank, status: 'DATA_FETCHED' })).toBe(false)
    expect(isForBorrower({ ...itr, status: 'INITIATED' })).toBe(false)
  })
})

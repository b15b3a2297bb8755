/** Years of income tax: both lengths, both kinds, and never one taken for the other. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCalendarDate } from '../../src/domain/date.ts'
import {
  parseAssessmentYear,
  parseFinancialYear,
  parseMonth,
  toAssessmentYear,
  toFinancialYear,
  toMonth,
} from '../../src/domain/period.ts'

describe.each([
  ['parseAssessmentYear', parseAssessmentYear, 'AY', 'FY'],
  ['parseFinancialYear', parseFinancialYear, 'FY', 'AY'],
] as const)('%s', (_name, parse, own, other) => {
  it.each([
    ['2025-26', '2025-26'],
    ['2025-2026', '2025-26'],
    [' 2025-26 ', '2025-26'],
    ['1999-00', '1999-00'],
    ['1999-2000', '1999-00'],
    ['2009-10', '2009-10'],
    ['2000-01', '2000-01'],
  ])('reads %j as %s', (text, year) => {
    expect(parse(text)).toBe(year)
  })

  it('reads its own letters before the year, in any case and spacing', () => {
    for (const text of [`${own} 2025-26`, `${own}2025-2026`, `${own.toLowerCase()}  2025-26`]) {
      expect(parse(text), text).toBe('2025-26')
    }
  })

  it('refuses the letters of the other kind, which would be a year off', () => {
    expect(parse(`${other} 2025-26`)).toBeNull()
    expect(parse(`${other.toLowerCase()}2025-2026`)).toBeNull()
  })

  it.each([
    '',
    '2025',
    '2025-25',
    '2025-27',
    '2025-2025',
    '2025-2027',
    '2026-25',
    '2025-1926',
    '25-26',
    '2025-6',
    '2025/26',
    '2025-026',
    'XY 2025-26',
    '2025-26-27',
  ])('gives null for %j', (text) => {
    expect(parse(text)).toBeNull()
  })

  it('takes exactly the consecutive pairs', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1900, max: 2100 }), fc.integer({ min: -2, max: 3 }), (first, step) => {
        const expected = step === 1 ? `${first}-${String((first + 1) % 100).padStart(2, '0')}` : null
        expect(parse(`${first}-${first + step}`)).toBe(expected)
        expect(parse(`${first}-${String((first + step) % 100).padStart(2, '0')}`)).toBe(expected)
      }),
    )
  })
})

describe('the two kinds of year', () => {
  it.each([
    ['2024-25', '2025-26'],
    ['1998-99', '1999-00'],
    ['1999-00', '2000-01'],
  ])('turn %s of income into %s of assessment and back', (earned, assessed) => {
    const [financial, assessment] = [parseFinancialYear(earned), parseAssessmentYear(assessed)]
    if (financial === null || assessment === null) throw new Error('both are years')
    expect(toAssessmentYear(financial)).toBe(assessed)
    expect(toFinancialYear(assessment)).toBe(earned)
  })
})

describe('months', () => {
  it('are read only as YYYY-MM', () => {
    expect(['2025-01', '2025-12'].map(parseMonth)).toEqual(['2025-01', '2025-12'])
    for (const text of ['2025-00', '2025-13', '2025-1', '2025-011', '25-01', '2025-01-01', '']) {
      expect(parseMonth(text), text).toBeNull()
    }
  })

  it('are the one a day falls in', () => {
    const day = parseCalendarDate('31-12-2025')
    expect(day && toMonth(day)).toBe('2025-12')
  })
})

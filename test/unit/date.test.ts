/** Dates and instants: every form Finpass writes, none of them read with the machine's time zone. */
import * as fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { formatInstant, parseCalendarDate, parseInstant, toIndianDate, toInstant } from '../../src/domain/date.ts'

const MIDNIGHT = Date.UTC(2025, 6, 28)

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('parseInstant', () => {
  it.each([
    ['2025-07-28T00:00:00Z', 0],
    ['2025-07-28t00:00:00z', 0],
    ['2025-07-28T00:00:00', 0],
    ['2025-07-28 00:00:00', 0],
    ['2025-07-28T00:00:00.123456', 123],
    ['2025-07-28T00:00:00.9999999Z', 999],
    ['2025-07-28T00:00:00.5Z', 500],
    ['2025-07-28T05:30:00+05:30', 0],
    ['2025-07-28T05:30:00+0530', 0],
    ['2025-07-27T20:00:00-04:00', 0],
    ['2025-07-28T23:59:59Z', 86_399_000],
  ])('reads %s', (text, afterMidnight) => {
    expect(parseInstant(text)).toBe(MIDNIGHT + afterMidnight)
  })

  it.each([
    '',
    '2025-07-28',
    '28-07-2025',
    '1753660800',
    '2025-07-28T00:00',
    '2025-07-28T24:00:00Z',
    '2025-07-28T00:60:00Z',
    '2025-07-28T00:00:60Z',
    '2025-02-29T00:00:00Z',
    '2025-13-01T00:00:00Z',
    '2025-00-10T00:00:00Z',
    '2025-07-28T00:00:00+15:00',
    '2025-07-28T00:00:00+05:60',
    '2025-07-28T00:00:00 IST',
    ' 2025-07-28T00:00:00Z',
  ])('gives null for %j', (text) => {
    expect(parseInstant(text)).toBeNull()
  })

  it('reads every instant back from its print, to the millisecond', () => {
    const span = { min: Date.UTC(1000, 0, 1), max: Date.UTC(9999, 11, 31) }
    fc.assert(
      fc.property(fc.integer(span), (epochMs) => {
        expect(parseInstant(formatInstant(toInstant(epochMs)))).toBe(epochMs)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('parseCalendarDate', () => {
  it.each([
    ['2025-07-28', '2025-07-28'],
    ['28-07-2025', '2025-07-28'],
    ['03-04-2025', '2025-04-03'],
    ['2025-07-28T00:00:00+05:30', '2025-07-28'],
    ['2025-07-28T00:00:00.000+05:30', '2025-07-28'],
    ['2025-07-27T18:30:00Z', '2025-07-28'],
    ['2025-07-27T18:29:59Z', '2025-07-27'],
    ['2025-07-27T18:30:00', '2025-07-28'],
    ['2025-12-31T20:00:00Z', '2026-01-01'],
    ['2024-02-29', '2024-02-29'],
    ['29-02-2024', '2024-02-29'],
    ['2024-02-28T18:30:00Z', '2024-02-29'],
    ['2000-02-29', '2000-02-29'],
  ])('reads %s as the Indian day %s', (text, day) => {
    expect(parseCalendarDate(text)).toBe(day)
  })

  it.each([
    '',
    'today',
    '2025-02-29',
    '29-02-2025',
    '1900-02-29',
    '31-04-2025',
    '2025-04-31T00:00:00+05:30',
    '2025-02-30T00:00:00+05:30',
    '2025-00-01',
    '2025-13-01',
    '2025-01-00',
    '2025-01-32',
    '07-28-2025',
    '0999-01-01',
    '28/07/2025',
    '2025-7-28',
    '28-07-25',
    '2025-07-28 ',
    '2024x08x01T00:00:00+05:30',
    '2024-08-01T99:99:99+05:30',
    '2024-08-01T00:00:00junk+05:30',
    '1e+3-08-01T00:00:00+05:30',
    '9999-12-31T23:00:00Z',
  ])('gives null for %j', (text) => {
    expect(parseCalendarDate(text)).toBeNull()
  })

  it('accepts exactly the days that a calendar has, in both orders', () => {
    const parts = [
      fc.integer({ min: 1000, max: 9999 }),
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 32 }),
    ]
    fc.assert(
      fc.property(
        ...(parts as [fc.Arbitrary<number>, fc.Arbitrary<number>, fc.Arbitrary<number>]),
        (year, month, day) => {
          const date = new Date(Date.UTC(year, month - 1, day))
          const isReal = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
          const [mm, dd] = [String(month).padStart(2, '0'), String(day).padStart(2, '0')]
          const expected = isReal ? `${year}-${mm}-${dd}` : null
          expect(parseCalendarDate(`${year}-${mm}-${dd}`)).toBe(expected)
          expect(parseCalendarDate(`${dd}-${mm}-${year}`)).toBe(expected)
          expect(parseCalendarDate(`${year}-${mm}-${dd}T00:00:00+05:30`)).toBe(expected)
        },
      ),
      { numRuns: 2000 },
    )
  })
})

describe('the time zone of the machine', () => {
  it.each(['Asia/Kolkata', 'America/Los_Angeles', 'Pacific/Kiritimati'])('%s changes nothing', (zone) => {
    vi.stubEnv('TZ', zone)
    // The zone is really in force: local time differs from UTC now.
    expect(new Date(2025, 6, 28).getTime()).not.toBe(MIDNIGHT)
    expect(parseInstant('2025-07-28T00:00:00')).toBe(MIDNIGHT)
    expect(formatInstant(toInstant(MIDNIGHT))).toBe('2025-07-28T00:00:00.000Z')
    expect(toIndianDate(toInstant(MIDNIGHT - 1))).toBe('2025-07-28')
    expect(parseCalendarDate('2025-07-27T18:30:00')).toBe('2025-07-28')
  })
})

describe('toIndianDate', () => {
  it('begins each day at half past six in the evening UTC', () => {
    const turn = MIDNIGHT - 5.5 * 3_600_000
    expect(toIndianDate(toInstant(turn - 1))).toBe('2025-07-27')
    expect(toIndianDate(toInstant(turn))).toBe('2025-07-28')
  })
})

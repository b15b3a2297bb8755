/** Amounts as they are written in India, from exact texts and never by way of a float. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinMonths } from '../../../examples/web/src/format/month-sum.ts'
import {
  formatMoney,
  formatRupees,
  formatShort,
  parsePaise,
  printPaise,
  sumMoney,
} from '../../../examples/web/src/format/money.ts'

describe('an amount', () => {
  it.each([
    ['0.00', '0.00'],
    ['7.05', '7.05'],
    ['999.99', '999.99'],
    ['1000.00', '1,000.00'],
    ['99999.50', '99,999.50'],
    ['100000.00', '1,00,000.00'],
    ['1234567.00', '12,34,567.00'],
    ['123456789.01', '12,34,56,789.01'],
    ['-1234567.89', '−12,34,567.89'],
    ['-0.05', '−0.05'],
    ['1500', '1,500.00'],
  ])('of %s is written %s', (amount, written) => {
    expect(formatMoney(amount)).toBe(written)
  })

  it.each(['', 'n/a', '1e5', '1,000.00', '12.5', '0x10', 'NaN'])(
    'that is none, like "%s", is left as it is',
    (text) => {
      expect(formatMoney(text)).toBe(text)
    },
  )

  it('loses nothing that a float would', () => {
    expect(formatMoney('9007199254740993.01')).toBe('9,00,71,99,25,47,40,993.01')
    expect(sumMoney(['0.10', '0.20', '9007199254740993.01'])).toBe('9007199254740993.31')
  })

  it('keeps its digits and its sign, however large', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), (paise) => {
        const amount = printPaise(paise)
        expect(parsePaise(amount)).toBe(paise)
        expect(formatMoney(amount).replaceAll(',', '').replace('−', '-')).toBe(amount)
        expect(formatMoney(amount)).toMatch(/^−?\d{1,3}(?:\.\d\d)$|^−?\d{1,2}(?:,\d\d)*,\d{3}\.\d\d$/)
      }),
    )
  })

  it('without paise is cut off, not rounded', () => {
    expect([formatRupees('99999.99'), formatRupees('-1.99'), formatRupees('n/a')]).toEqual(['99,999', '−1', 'n/a'])
  })

  it.each([
    [0, '0'],
    [950, '950'],
    [52_000, '52 k'],
    [150_000, '1.5 L'],
    [-1_234_567, '−12.3 L'],
    [98_700_000, '9.8 Cr'],
  ])('of %d stands at an axis as %s', (rupees, written) => {
    expect(formatShort(rupees)).toBe(written)
  })
})

it('adds up months over accounts, oldest first, each once', () => {
  const row = (month: string, credits: string, debits: string, net: string) => ({ month, credits, debits, net })
  const sums = joinMonths([
    [row('2026-02', '10.10', '5.00', '5.10'), row('2026-01', '1.00', '2.00', '-1.00')],
    [row('2026-02', '0.20', '0.00', '0.20')],
  ])
  expect(sums).toEqual([row('2026-01', '1.00', '2.00', '-1.00'), row('2026-02', '10.30', '5.00', '5.30')])
})

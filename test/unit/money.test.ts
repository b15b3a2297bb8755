/** Money: exact whatever its size, and honest when something had to be rounded. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addPaise,
  formatMoney,
  MOST_PLAIN_PAISE,
  NO_PAISE,
  PaiseSum,
  parseMoney,
  subtractPaise,
  toPaise,
} from '../../src/domain/money.ts'

const exact = (paise: bigint) => ({ paise, isExact: true })
const rounded = (paise: bigint) => ({ paise, isExact: false })

describe('parseMoney', () => {
  it.each([
    ['0', 0n],
    ['1500', 150_000n],
    ['1500.5', 150_050n],
    ['1500.05', 150_005n],
    ['1500.', 150_000n],
    ['-40000.00', -4_000_000n],
    ['+12.34', 1234n],
    [' 12.34\n', 1234n],
    ['007.10', 710n],
    ['12.340000', 1234n],
    ['-0.00', 0n],
    ['99999999999999999999.99', 9_999_999_999_999_999_999_999n],
  ])('reads the text %j exactly', (text, paise) => {
    expect(parseMoney(text)).toEqual(exact(paise))
  })

  it.each([
    ['0.004', 0n],
    ['0.005', 1n],
    ['-0.005', -1n],
    ['-0.004', 0n],
    ['1.9999', 200n],
    ['10.0000000001', 1000n],
  ])('rounds the text %j half away from zero and says so', (text, paise) => {
    expect(parseMoney(text)).toEqual(rounded(paise))
  })

  it.each(['', ' ', '.', '.5', '-', '1,000.00', '₹5', '1e3', '0x10', '1.2.3', '--1', '12 34', 'NaN', '1'.repeat(21)])(
    'gives null for the text %j',
    (text) => {
      expect(parseMoney(text)).toBeNull()
    },
  )

  it.each([
    [0, 0n],
    [-0, 0n],
    [1500, 150_000n],
    [-40_000.5, -4_000_050n],
    [0.1 + 0.2, 30n],
    [1042.2700000000186, 104_227n],
    [19_999_999.99, 1_999_999_999n],
    [1e3, 100_000n],
    [1.5e7, 1_500_000_000n],
    [1e-7, 0n],
    [123_456_789_012.34, 12_345_678_901_234n],
  ])('reads the number %d as exact, float noise and exponents included', (value, paise) => {
    expect(parseMoney(value)).toEqual(exact(paise))
  })

  it.each([
    [0.125, 13n],
    [-0.125, -13n],
    [0.001, 0n],
    [99.994, 9999n],
    [1e15, 100_000_000_000_000_000n],
    [-1e19, -1_000_000_000_000_000_000_000n],
  ])('flags the number %d, which no paisa states', (value, paise) => {
    expect(parseMoney(value)).toEqual(rounded(paise))
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e20, -1e300])(
    'gives null for the number %d',
    (value) => {
      expect(parseMoney(value)).toBeNull()
    },
  )

  it('reads back every amount that was printed', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 21n), max: 10n ** 21n }), (paise) => {
        expect(parseMoney(formatMoney(toPaise(paise)))).toEqual(exact(paise))
      }),
      { numRuns: 1000 },
    )
  })

  it('reads the JSON number of every amount up to ten crore rupees exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e10, max: 1e10 }), (paise) => {
        expect(parseMoney(paise / 100)).toEqual(exact(BigInt(paise)))
      }),
      { numRuns: 1000 },
    )
  })

  it('never takes a third decimal for exact, and is at most half a paisa off', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 1, max: 9 }), (paise, digit) => {
        const text = `${formatMoney(toPaise(BigInt(paise)))}${digit}`
        const thousandths = BigInt(text.replace('.', ''))
        const read = parseMoney(text)
        expect(read?.isExact).toBe(false)
        const error = 10n * (read?.paise ?? 0n) - thousandths
        expect(error >= -5n && error <= 5n).toBe(true)
        expect(parseMoney(Number(text))?.isExact).toBe(false)
      }),
    )
  })
})

describe('formatMoney', () => {
  it('prints digits alone, with two behind the point, on both sides of what a number holds', () => {
    const most = BigInt(Number.MAX_SAFE_INTEGER)
    const near = fc.bigInt({ min: -200n, max: 200n })
    fc.assert(
      fc.property(
        fc.oneof(
          near,
          fc.bigInt(),
          near.map((each) => most + each),
          fc.bigInt({ min: 0n, max: most }),
        ),
        (paise) => {
          const size = paise < 0n ? -paise : paise
          const expected = `${paise < 0n ? '-' : ''}${size / 100n}.${String(size % 100n).padStart(2, '0')}`
          expect(formatMoney(toPaise(paise))).toBe(expected)
        },
      ),
      { numRuns: 500 },
    )
  })

  it.each([
    [0n, '0.00'],
    [1n, '0.01'],
    [-1n, '-0.01'],
    [99n, '0.99'],
    [-100n, '-1.00'],
    [123_456n, '1234.56'],
    [10n ** 30n + 7n, '10000000000000000000000000000.07'],
  ])('prints %d paise with two places', (paise, text) => {
    expect(formatMoney(toPaise(paise))).toBe(text)
  })
})

describe('sums', () => {
  it('are exact at any size and in any order', () => {
    const amounts = fc.array(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }).map(toPaise))
    fc.assert(
      fc.property(amounts, (list) => {
        const sum = addPaise(...list)
        expect(addPaise(...list.toReversed())).toBe(sum)
        expect(list.reduce((left, amount) => subtractPaise(left, amount), sum)).toBe(NO_PAISE)
      }),
    )
  })

  it('keep the paisa that a float would lose', () => {
    expect(formatMoney(addPaise(toPaise(10n ** 18n), toPaise(1n)))).toBe('10000000000000000.01')
    expect(addPaise()).toBe(0n)
  })
})

describe('PaiseSum', () => {
  it('is exact, whether amounts come as numbers or not, and however many there are', () => {
    const plain = fc.oneof(fc.integer({ min: 0, max: MOST_PLAIN_PAISE }), fc.constantFrom(MOST_PLAIN_PAISE, 1, 0))
    const amounts = fc.array(fc.oneof({ weight: 4, arbitrary: plain }, fc.bigInt()), { maxLength: 60 })
    fc.assert(
      fc.property(amounts, (all) => {
        const sum = new PaiseSum()
        for (const each of all) {
          if (typeof each === 'number') sum.addPlain(each)
          else sum.add(toPaise(each))
        }
        expect(sum.total()).toBe(addPaise(...all.map((each) => toPaise(BigInt(each)))))
      }),
    )
    const many = new PaiseSum()
    for (let count = 0; count < 40; count += 1) many.addPlain(MOST_PLAIN_PAISE - 1)
    expect(many.total()).toBe(40n * (BigInt(MOST_PLAIN_PAISE) - 1n))
  })
})

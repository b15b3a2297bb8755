/** The quick look that most texts are let go by finds whatever the careful one would have masked. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskAadhaarInText } from '../../../src/finpass/mask-aadhaar-in.ts'
import { hasVerhoeffDigit, isVerhoeffAt } from '../../../src/finpass/verhoeff.ts'

/** With a number to look for, every text is looked at with care; this one is in none. */
const CAREFULLY: ReadonlySet<string> = new Set(['no number'])

/** Twelve digits, half of them with the check digit that belongs to them. */
const twelve = fc
  .tuple(fc.integer({ min: 10_000_000_000, max: 99_999_999_999 }), fc.boolean(), fc.nat(9))
  .map(([eleven, isRight, other]) => {
    const digits = Array.from({ length: 10 }, (_, digit) => `${eleven}${digit}`)
    return (isRight && digits.find((each) => hasVerhoeffDigit(each))) || digits[other] || ''
  })
const gap = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('', ' ', '-', '/', '. ', '_', '\u0000', '\u007f', '\n\t', '@[`{') },
  { weight: 1, arbitrary: fc.integer({ min: 14, max: 18 }).map((length) => ' '.repeat(length)) },
  { weight: 1, arbitrary: fc.constantFrom('a', 'Z', '\u00a0', '\u0080', 'é', '९', '\u{1f600}', '\uff0d', '²') },
)
const spaced = fc
  .tuple(twelve, fc.array(gap, { maxLength: 3 }), fc.array(fc.nat(12), { maxLength: 3 }))
  .map(([digits, gaps, places]) => {
    let text = digits
    for (const [at, place] of places.entries()) text = text.slice(0, place) + (gaps[at] ?? '') + text.slice(place)
    return text
  })
const foreign = twelve.map((digits) => [...digits].map((digit) => String.fromCharCode(0x0966 + Number(digit))).join(''))
const word = fc.constantFrom(
  ...'UPI/DR/|IMPS-P2A-|A/C |NEFT CR-SBIN|AEPS |SHOP|@ybl|2024-08-01 10:04:00|x|1|23|2341 |आधार|é'.split('|'),
)
const text = fc
  .array(fc.oneof(spaced, word, gap, foreign, fc.string()), { maxLength: 6 })
  .map((parts) => parts.join(''))

describe('a text that may hold an Aadhaar', () => {
  it('is masked as if it had been gone through with care', () => {
    let [masked, spared] = [0, 0]
    fc.assert(
      fc.property(text, (each) => {
        const expected = maskAadhaarInText(each, CAREFULLY)
        expect(maskAadhaarInText(each)).toBe(expected)
        if (expected === each) spared += 1
        else masked += 1
      }),
      { numRuns: 3_000 },
    )
    expect(Math.min(masked, spared)).toBeGreaterThan(300)
  })

  it('has the same check digit, forwards as backwards, whatever stands between its digits', () => {
    fc.assert(
      fc.property(twelve, fc.constantFrom('', ' ', 'x'), (digits, between) => {
        expect(isVerhoeffAt(`9${[...digits].join(between)}7`, 1)).toBe(hasVerhoeffDigit(digits))
      }),
    )
    expect(isVerhoeffAt('23412341234', 0)).toBe(false)
  })

  it('takes no longer than its length, however many numbers begin in it', () => {
    const start = process.cpuUsage().user
    expect(maskAadhaarInText(`2${' '.repeat(16)}`.repeat(20_000))).toHaveLength(340_000)
    expect(process.cpuUsage().user - start).toBeLessThan(2_000_000)
  })
})

import { describe, expect, it } from 'vitest'
import { maskAadhaarIn, maskAadhaarInText } from '../../../src/finpass/mask-aadhaar-in.ts'
import { hasVerhoeffDigit } from '../../../src/finpass/verhoeff.ts'

describe('masking Aadhaar', () => {
  it('knows the check digit', () => {
    // Worked examples of the scheme: 236 has check digit 3, 75872 has 2.
    expect(hasVerhoeffDigit('2363')).toBe(true)
    expect(hasVerhoeffDigit('758722')).toBe(true)
    expect(hasVerhoeffDigit('2364')).toBe(false)
    for (let digit = 0; digit < 10; digit++) expect(hasVerhoeffDigit(`23412341234${digit}`)).toBe(digit === 6)
  })

  it.each([
    ['AEPS/234123412346/CASH', 'AEPS/XXXX XXXX 2346/CASH'],
    ['2341 2341 2346', 'XXXX XXXX 2346'],
    ['2341-2341-2346 and 234123412346', 'XXXX XXXX 2346 and XXXX XXXX 2346'],
    ['UPI/234123412347/X', 'UPI/234123412347/X'],
    ['1234123412340', '1234123412340'],
    ['9234123412346', '9234123412346'],
    ['2341 23412346', 'XXXX XXXX 2346'],
    ['23 4123 412346', 'XXXX XXXX 2346'],
    ['2.3,4:1;2/3_4-1 2\t3\n4\u00a06', 'XXXX XXXX 2346'],
    ['2341\u200b\u200b\u200b2341\u20132346', 'XXXX XXXX 2346'],
    ['\uff12\uff13\uff14\uff11 2341 2346', 'XXXX XXXX 2346'],
    ['\u0968\u0969\u096a\u0967\u0968\u0969\u096a\u0967\u0968\u0969\u096a\u096c', 'XXXX XXXX 2346'],
    ['\u1c52\u1c53\u1c54\u1c51 \u1c52\u1c53\u1c54\u1c51 \u1c52\u1c53\u1c54\u1c56', 'XXXX XXXX 2346'],
    ['\uabf2\uabf3\uabf4\uabf1\uabf2\uabf3\uabf4\uabf1\uabf2\uabf3\uabf4\uabf6', 'XXXX XXXX 2346'],
    ['1. 2341 2341 2346', '1. XXXX XXXX 2346'],
    ['2341 2341 2346 2341-2341-2346', 'XXXX XXXX 2346 XXXX XXXX 2346'],
    ['2341    2341 2346', 'XXXX XXXX 2346'],
    ['2341|2341*2346', 'XXXX XXXX 2346'],
    ['(2341) [2341] \u{1f600} {2346}', '(XXXX XXXX 2346}'],
    ['2341 ~~~~ ==== 2341 2346', 'XXXX XXXX 2346'],
    ['2222 9999 4105 7058', '2222 XXXX XXXX 7058'],
    ['234123412346@aadhaar.npci', 'XXXX XXXX 2346@aadhaar.npci'],
    ['2024-08-01 | 2345', '2024-08-01 | 2345'],
    ['28-07-2025 / 2345', '28-07-2025 / 2345'],
    ['A/C 234123412346', 'A/C 234123412346'],
    ['ACCT NO: 234123412346 CR', 'ACCT NO: 234123412346 CR'],
    ['AADHAAR A/C 234123412346', 'AADHAAR A/C XXXX XXXX 2346'],
    ['A/C 2341 2341 2346', 'A/C XXXX XXXX 2346'],
    // Day 213 of a year, 10 o'clock; then a day that no year has.
    ['UPI/DR/421310123459/SHOP', 'UPI/DR/421310123459/SHOP'],
    ['IMPS-P2A-421310123459-X', 'IMPS-P2A-421310123459-X'],
    ['UPI-RAM-ram@ok-HDFC0000001-421310123459-x', 'UPI-RAM-ram@ok-HDFC0000001-421310123459-x'],
    ['UPI/DR/999941057058/SHOP', 'UPI/DR/XXXX XXXX 7058/SHOP'],
    ['UPI/421310123459@aadhaar.npci', 'UPI/XXXX XXXX 3459@aadhaar.npci'],
    ['AEPS UPI/421310123459', 'AEPS UPI/XXXX XXXX 3459'],
    ['SHOP 421310123459', 'SHOP XXXX XXXX 3459'],
    ['NEFT CR-SBIN324001234569-X', 'NEFT CR-SBIN324001234569-X'],
    ['RAMU324001234569', 'RAMUXXXX XXXX 4569'],
    ['2024-08-01 10:04:00', '2024-08-01 10:04:00'],
    ['', ''],
  ])('turns %s into %s', (text, masked) => {
    expect(maskAadhaarInText(text)).toBe(masked)
  })

  it('spares at least nine in ten random twelve-digit references', () => {
    let masked = 0
    for (let i = 0; i < 10_000; i++) {
      const digits = String(100_000_000_000 + ((i * 88_991_234_567 + 12_345) % 900_000_000_000))
      if (maskAadhaarInText(digits) !== digits) masked++
    }
    expect(masked).toBeGreaterThan(500)
    expect(masked).toBeLessThan(1000)
  })

  it('spares every minute of a day', () => {
    for (let minute = 0; minute < 1440; minute++) {
      const text = new Date(Date.UTC(2024, 7, 1) + minute * 60_000).toISOString().slice(0, 19).replace('T', ' ')
      expect(maskAadhaarInText(text)).toBe(text)
    }
  })

  it('leaves a fraction a number', () => {
    expect(maskAadhaarIn({ a: 23412341.2346, b: 234123412346 })).toEqual({ a: 23412341.2346, b: 'XXXX XXXX 2346' })
  })

  it('masks by name, whatever the check digit, text or number', () => {
    expect(
      maskAadhaarIn({ AadhaarCardNo: '123456789012', aadhar: 123456789013, aadhaar_number: 'XXXX XXXX 5678' }),
    ).toEqual({
      AadhaarCardNo: 'XXXX XXXX 9012',
      aadhar: 'XXXX XXXX 9013',
      aadhaar_number: 'XXXX XXXX 5678',
    })
  })

  it('masks what repeats a number so named, wherever it stands', () => {
    expect(maskAadhaarIn({ a: ['for 1234 5678 9012'], n: 123456789012, p: { AadhaarCardNo: '123456789012' } })).toEqual(
      {
        a: ['for XXXX XXXX 9012'],
        n: 'XXXX XXXX 9012',
        p: { AadhaarCardNo: 'XXXX XXXX 9012' },
      },
    )
  })

  it('masks a whole number under an unknown name by its check digit, and below a name in any depth', () => {
    expect(maskAadhaarIn({ x: 234123412346, Aadhaar: { list: [{ no: '123456789012' }] } })).toEqual({
      x: 'XXXX XXXX 2346',
      Aadhaar: { list: [{ no: 'XXXX XXXX 9012' }] },
    })
  })

  it('leaves everything else as it is', () => {
    const json = {
      AadhaarLinked: 'Y',
      MobileNo: 9876543210,
      acc: '123456789012345',
      n: null,
      t: true,
      list: [1.5, 'x'],
    }
    expect(maskAadhaarIn(json)).toEqual(json)
  })

  it('does not change what it is given', () => {
    const json = { AadhaarCardNo: '123456789012' }
    maskAadhaarIn(json)
    expect(json.AadhaarCardNo).toBe('123456789012')
  })

  it('survives nesting without end', () => {
    let json: unknown = '234123412346'
    for (let i = 0; i < 20_000; i++) json = [json]
    expect(JSON.stringify(maskAadhaarIn(json)).length).toBeLessThan(500)
  })
})

/** Masks: what is left is what may be seen, and masking twice changes nothing. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lastFour, maskAadhaar, maskEmail, maskIdentifiersIn, maskNumber, maskPan } from '../../src/domain/mask.ts'

describe('masks', () => {
  it.each([
    [maskPan, 'ABCDE1234F', 'ABCDE****F'],
    [maskPan, 'abcde1234f', 'ABCDE****F'],
    [maskPan, 'ABCDE****F', 'ABCDE****F'],
    [maskPan, 'ABCDE1234', '**********'],
    [maskPan, ' ABCDE1234F', '**********'],
    [maskPan, '', '**********'],
    [maskNumber, '9876543210', 'XXXXXX3210'],
    [maskNumber, 'XXXXXX3210', 'XXXXXX3210'],
    [maskNumber, '123456', 'XX3456'],
    [maskNumber, '12345', 'XXXXX'],
    [maskNumber, '1234', 'XXXX'],
    [maskNumber, '', ''],
    [maskEmail, 'rajesh@example.com', 'r*****@example.com'],
    [maskEmail, 'r@example.com', 'r*****@example.com'],
    [maskEmail, '"a@b"@example.com', '"*****@example.com'],
    [maskEmail, '@example.com', '*****'],
    [maskEmail, 'not an address', '*****'],
    [maskAadhaar, '123456785678', 'XXXX XXXX 5678'],
    [maskAadhaar, '1234 5678 5678', 'XXXX XXXX 5678'],
    [maskAadhaar, '1234-5678-5678', 'XXXX XXXX 5678'],
    [maskAadhaar, 'XXXXXXXX5678', 'XXXX XXXX 5678'],
    [maskAadhaar, '1234 5678 56 78', 'XXXX XXXX XXXX'],
    [maskAadhaar, '', 'XXXX XXXX XXXX'],
  ] as const)('%o prints %j as %j', (mask, text, masked) => {
    expect(mask(text)).toBe(masked)
  })

  it.each([maskPan, maskNumber, maskEmail, maskAadhaar])('%o leaves alone what it has masked', (mask) => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.emailAddress(), fc.stringMatching(/^[A-Z]{5}\d{4}[A-Z]$/)), (text) => {
        expect(mask(mask(text))).toBe(mask(text))
      }),
    )
  })

  it('show at most the last four digits of a number', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{5,24}$/), (number) => {
        expect(maskNumber(number).replaceAll('X', '').length).toBeLessThanOrEqual(4)
        expect(maskNumber(number)).toHaveLength(number.length)
        expect(maskAadhaar(number).replaceAll(/\D/g, '')).toHaveLength(4)
      }),
    )
  })
})

describe('identifiers in JSON', () => {
  it('are masked wherever they can be told, and nothing else is changed', () => {
    const json = {
      taxpayer: { pan: 'abcde1234f', 'of ABCDE1234F': ['x ABCDE1234F/ABCDE5678G', 'XABCDE1234F'] },
      mobileNo: 9_000_000_001,
      phones: ['+91 90000-00001', 'none'],
      bank_account_number: '12345678901',
      accountType: 'SB1234567',
      mail: 'r.s@example.com',
      amount: 9_000_000_001,
      when: '2025-07-28',
      rest: [null, true, 1.5],
    }
    expect(maskIdentifiersIn(json)).toEqual({
      ...json,
      taxpayer: { pan: 'ABCDE****F', 'of ABCDE****F': ['x ABCDE****F/ABCDE****G', 'XABCDE1234F'] },
      mobileNo: 'XXXXXX0001',
      phones: ['XXXXXXXX0001', 'none'],
      bank_account_number: 'XXXXXXX8901',
      mail: 'r*****@example.com',
    })
  })
})

describe('lastFour', () => {
  it.each([
    ['XXXXXX3210', '3210'],
    ['9876543210', '3210'],
    ['3210', '3210'],
    ['XX210', null],
    ['3210X', null],
    ['', null],
  ])('of %j is %j', (number, digits) => {
    expect(lastFour(number)).toBe(digits)
  })
})

/** What counts as a PAN and as an Indian mobile number. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMobile, parsePan } from '../../src/domain/identifier.ts'

describe('parsePan', () => {
  it.each([
    ['ABCDE1234F', 'ABCDE1234F'],
    ['abcde1234f', 'ABCDE1234F'],
    [' ABCDE1234F\n', 'ABCDE1234F'],
  ])('reads %j', (text, pan) => {
    expect(parsePan(text)?.reveal()).toBe(pan)
  })

  it.each([
    '',
    'ABCDE1234',
    'ABCDE12345',
    'ABCD1234EF',
    'ABCDE1234FG',
    'ABCDE 1234F',
    'ABCDE****F',
    'ÀBCDE1234F',
    'ABCDE१२३४F',
  ])('gives null for %j', (text) => {
    expect(parsePan(text)).toBeNull()
  })
})

describe('parseMobile', () => {
  it.each([
    '9876543210',
    '+919876543210',
    '919876543210',
    '09876543210',
    '+91 98765 43210',
    '98765-43210',
    ' 9876543210 ',
  ])('reads %j as ten digits', (text) => {
    expect(parseMobile(text)?.reveal()).toBe('9876543210')
  })

  it.each([
    '',
    '5876543210',
    '987654321',
    '98765432100',
    '+449876543210',
    '+9109876543210',
    'XXXXXX3210',
    '९८७६५४३२१०',
    '(987)6543210',
  ])('gives null for %j', (text) => {
    expect(parseMobile(text)).toBeNull()
  })

  it('gives ten digits that it reads as themselves, or null', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\+?[0-9 -]{9,16}$/)), (text) => {
        const mobile = parseMobile(text)?.reveal() ?? null
        if (mobile !== null) expect(mobile).toMatch(/^[6-9]\d{9}$/)
        expect(mobile === null ? undefined : parseMobile(mobile)?.reveal()).toBe(mobile ?? undefined)
      }),
    )
  })
})

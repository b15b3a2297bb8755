/** Two records are the same only when nothing about them differs, what is masked included. */
import { describe, expect, it } from 'vitest'
import { Pan, PersonalNumber } from '../../../src/domain/identifier.ts'
import { isSame } from '../../../src/loaders/same.ts'
import { applicant, journey } from '../../support/store-record.ts'

describe('isSame', () => {
  it('takes equal records for the same', () => {
    const one = applicant()
    const record = (): object => ({
      ...one,
      mobile: new PersonalNumber('9876543210'),
      pan: new Pan('ABCDE1234F'),
      list: [1n, 'a', null, { at: 7 }],
    })
    expect(isSame(record(), record())).toBe(true)
    const other = journey(one, { consentUrl: null })
    expect(isSame(structuredClone(other), other)).toBe(true)
  })

  it.each<[string, unknown, unknown]>([
    ['identifiers that print alike', { pan: new Pan('ABCDE1234F') }, { pan: new Pan('ABCDE1235F') }],
    ['identifiers of different kinds', new Pan('9876543210'), new PersonalNumber('9876543210')],
    ['an identifier and what it prints', new Pan('ABCDE1234F'), 'ABCDE****F'],
    ['texts', { name: 'Asha' }, { name: 'asha' }],
    ['numbers', [1], [2]],
    ['a number and its text', { at: 1 }, { at: '1' }],
    ['lengths', [1, 2], [1]],
    ['a list and an object', [], {}],
    ['what is null and what is not there', { a: null }, {}],
    ['names', { a: undefined }, { b: undefined }],
    ['null and a record', null, {}],
    ['orders', ['a', 'b'], ['b', 'a']],
    ['depths', { a: { b: [{ c: 1 }] } }, { a: { b: [{ c: 2 }] } }],
    ['what may hide something', new Map([[1, 2]]), new Map([[1, 2]])],
  ])('tells apart by %s', (_what, one, other) => {
    expect(isSame(one, other)).toBe(false)
    expect(isSame(other, one)).toBe(false)
  })

  it('takes anything for the same as itself', () => {
    const odd = new Map()
    expect(isSame({ odd, nan: Number.NaN }, { odd, nan: Number.NaN })).toBe(true)
  })
})

/** Global ids: one spelling per record, and nothing but ours is read. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Failure } from '../../src/domain/failure.ts'
import {
  type BankAccountId,
  createGlobalIds,
  decodeGlobalId,
  encodeGlobalId,
  joinKey,
  journeyOfKey,
  NODE_TYPES,
  parseGlobalId,
} from '../../src/domain/ids.ts'

const KEY = fc.stringMatching(/^[A-Za-z0-9_.-]{1,120}$/)

function encode(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url')
}

describe('a global id', () => {
  it('gives back its type and key', () => {
    fc.assert(
      fc.property(fc.constantFrom(...NODE_TYPES), KEY, (type, key) => {
        const id = encodeGlobalId(type, key)
        expect(decodeGlobalId(id)).toEqual({ type, key })
        expect(parseGlobalId(type, id)).toBe(key)
        expect(id).toMatch(/^[\w-]+$/)
      }),
    )
  })

  it('is base64url of tag and key, whatever is in the key', () => {
    fc.assert(
      fc.property(fc.oneof(KEY, fc.string(), fc.string({ unit: 'binary' })), (key) => {
        expect(encodeGlobalId('Transaction', key)).toBe(encode(`t:${key}`))
      }),
    )
    for (const letter of 'AZaz09_.-') {
      const run = letter.repeat(12)
      for (let from = 0; from < 6; from += 1)
        expect(encodeGlobalId('Journey', run.slice(from))).toBe(encode(`j:${run.slice(from)}`))
    }
  })

  it('is the same whether the beginning of its key is encoded beforehand or not', () => {
    const part = fc.oneof(KEY, fc.stringMatching(/^[A-Za-z0-9_.-]{0,9}$/), fc.string(), fc.string({ unit: 'binary' }))
    fc.assert(
      fc.property(fc.constantFrom(...NODE_TYPES), part, part, (type, prefix, rest) => {
        expect(createGlobalIds(type, prefix)(rest)).toBe(encodeGlobalId(type, prefix + rest))
      }),
    )
  })

  it('differs for every type and key', () => {
    const ids = NODE_TYPES.flatMap((type) => ['x', 'X', 'x.y'].map((key) => encodeGlobalId(type, key)))
    expect(new Set(ids).size).toBe(NODE_TYPES.length * 3)
  })

  it('keeps its tag, so that ids in bookmarks stay good', () => {
    expect(NODE_TYPES.map((type) => Buffer.from(encodeGlobalId(type, 'k'), 'base64url').toString())).toEqual([
      'a:k',
      'j:k',
      'f:k',
      'b:k',
      't:k',
    ])
  })
})

describe('decodeGlobalId', () => {
  const good = encodeGlobalId('Applicant', 'app_1')

  it.each([
    ['nothing', ''],
    ['a bare key', 'app_1'],
    ['an unknown tag', encode('z:app_1')],
    ['a capital tag', encode('A:app_1')],
    ['a type name', encode('Applicant:app_1')],
    ['an empty key', encode('a:')],
    ['a key with a space', encode('a:app 1')],
    ['a key with a line break at its end', encode('a:app_1\n')],
    ['a key in another script', encode('a:आवेदक')],
    ['padding', `${good}=`],
    ['ordinary base64', Buffer.from('a:~~~>>>???').toString('base64')],
    ['space around it', ` ${good}`],
    ['a character that base64 skips', `${good.slice(0, 4)}!${good.slice(4)}`],
    ['a stray bit at its end', `${good.slice(0, -1)}${good.endsWith('Q') ? 'R' : 'Q'}x`],
    ['bytes that are no text', Buffer.from([0x61, 0x3a, 0xff, 0xfe]).toString('base64url')],
    ['too long a key', encodeGlobalId('Applicant', 'x'.repeat(200))],
    ['a megabyte', 'YTph'.repeat(250_000)],
  ])('refuses %s', (_what, id) => {
    expect(() => decodeGlobalId(id)).toThrow(expect.objectContaining({ code: 'ID_MALFORMED' }))
  })

  it('reads no text but the one it would print itself', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.base64String(),
          KEY.map((key) => encode(`a:${key}`)),
        ),
        (text) => {
          try {
            const { type, key } = decodeGlobalId(text)
            expect(encodeGlobalId(type, key)).toBe(text)
          } catch (thrown) {
            expect(thrown).toMatchObject({ code: 'ID_MALFORMED' })
          }
        },
      ),
      { numRuns: 1000 },
    )
  })
})

describe('parseGlobalId', () => {
  it('names both types when the id is of another one', () => {
    const id = encodeGlobalId('ItrFiling', 'j.k')
    expect(() => parseGlobalId('BankAccount', id)).toThrow(
      new Failure('ID_WRONG_TYPE', { message: 'This id is of an ItrFiling; a BankAccount is wanted here.' }),
    )
    expect(() => parseGlobalId('BankAccount', id)).toThrow(expect.objectContaining({ code: 'ID_WRONG_TYPE' }))
  })

  it('refuses what is no id before it looks at the type', () => {
    expect(() => parseGlobalId('BankAccount', 'nonsense')).toThrow(expect.objectContaining({ code: 'ID_MALFORMED' }))
  })
})

describe('a composite key', () => {
  it('begins with its journey', () => {
    const key = joinKey('jny_1', 'abc', 'def-0') as BankAccountId
    expect(key).toBe('jny_1.abc.def-0')
    expect(journeyOfKey(key)).toBe('jny_1')
  })
})

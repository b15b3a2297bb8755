/** An identifier prints masked whatever is done with it; only `reveal` gives the whole. */
import { format, inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { Aadhaar, Email, Pan, parseEmail, PersonalNumber } from '../../src/domain/identifier.ts'

const WHOLE = { pan: 'ABCDE1234F', number: '9876543210', email: 'asha.menon@example.com', aadhaar: '999941057058' }
const values = {
  pan: new Pan(WHOLE.pan),
  number: new PersonalNumber(WHOLE.number),
  email: new Email(WHOLE.email),
  aadhaar: new Aadhaar(WHOLE.aadhaar),
}

/** Every way that a value becomes text without being asked for by name; each takes it for the text it once was. */
const WAYS: Record<string, (value: string) => string> = {
  'a template': (value) => `<${value}>`,
  'an addition': (value) => 'x'.concat(value),
  'JSON.stringify': (value) => JSON.stringify({ a: [value] }),
  'util.inspect': (value) => inspect({ value }, { showHidden: true, depth: 9 }),
  'util.inspect of its raw self': (value) => inspect({ value }, { customInspect: false, showHidden: true, depth: 9 }),
  'util.format': (value) => format('%s %o %O %j', value, value, value, value),
  'an error': (value) => inspect(new Error(`no ${value}`, { cause: value })),
  'a copy of its fields': (value) => JSON.stringify(Object.assign({}, value)),
  'a structured clone': (value) => inspect(structuredClone(Object.assign({}, value))),
  'Object.entries': (value) => Object.entries(value).join(),
  'an array joined': (value) => [value].join(),
}

describe('an identifier', () => {
  it.each(Object.entries(WAYS))('shows nothing whole by %s', (_name, print) => {
    for (const value of Object.values(values)) {
      // A mistaken type is the very mistake that is tried here.
      for (const whole of [...Object.values(WHOLE), 'asha', '1234', '99994105'])
        expect(print(value as unknown as string)).not.toContain(whole)
    }
  })

  it('prints as its kind is masked', () => {
    expect(Object.values(values).map(String)).toEqual([
      'ABCDE****F',
      'XXXXXX3210',
      'a*****@example.com',
      'XXXX XXXX 7058',
    ])
    expect(JSON.stringify(values)).toBe(
      '{"pan":"ABCDE****F","number":"XXXXXX3210","email":"a*****@example.com","aadhaar":"XXXX XXXX 7058"}',
    )
  })

  it('gives its whole self to who asks for it by name, but for an Aadhaar', () => {
    expect([values.pan.reveal(), values.number.reveal(), values.email.reveal()]).toEqual([
      WHOLE.pan,
      WHOLE.number,
      WHOLE.email,
    ])
    expect(values.aadhaar).not.toHaveProperty('reveal')
  })

  it('equals its like by the whole of it, and nothing of another kind', () => {
    expect(values.pan.equals(new Pan(WHOLE.pan))).toBe(true)
    // Masked they are alike.
    expect(values.pan.equals(new Pan('ABCDE9999F'))).toBe(false)
    expect(new PersonalNumber('x@y').equals(new Email('x@y'))).toBe(false)
    expect(values.pan.equals(null)).toBe(false)
  })

  it('is told apart by the tests of this project too', () => {
    expect({ a: new Pan('ABCDE1234F') }).not.toEqual({ a: new Pan('ABCDE9999F') })
    expect({ a: values.pan }).not.toEqual({ a: WHOLE.pan })
    expect({ a: values.pan, b: 1 }).not.toMatchObject({ a: new Pan('ABCDE9999F') })
  })
})

describe('parseEmail', () => {
  it('reads one address, and nothing with space or two signs in it', () => {
    expect(parseEmail('a@example.com')?.reveal()).toBe('a@example.com')
    for (const text of ['', 'a', '@b', 'a@', 'a b@c', 'a@b@c', 'a@b c']) expect(parseEmail(text)).toBeNull()
  })
})

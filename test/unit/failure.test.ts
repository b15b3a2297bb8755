/** Failures: a code with its wording, and defects that stay behind INTERNAL. */
import { describe, expect, it } from 'vitest'
import { toInstant } from '../../src/domain/date.ts'
import { Failure, FAILURES, type FailureCode, toFailure } from '../../src/domain/failure.ts'

const CODES = Object.keys(FAILURES) as FailureCode[] // Object.keys loses the literal types of its own table

describe('a failure', () => {
  it.each(CODES)('%s carries the words of the catalogue', (code) => {
    const failure = new Failure(code)
    const { message, advice, retryable } = FAILURES[code]
    expect(failure).toMatchObject({ name: 'Failure', code, message, advice, retryable })
    expect(failure).toMatchObject({ retryAfter: null, field: null, scope: null })
    expect(failure.cause).toBeUndefined()
    expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/)
    expect(message).toMatch(/^[A-Z][^\n]*\.$/)
  })

  it('has an advice wherever the caller can do something', () => {
    expect(CODES.filter((code) => FAILURES[code].advice === null)).toEqual(['REQUEST_CANCELLED'])
  })

  it('takes what is known of the case', () => {
    const cause = new Error('socket')
    const failure = new Failure('FINPASS_RATE_LIMITED', {
      message: 'More exact.',
      retryAfter: toInstant(5),
      cause,
      field: ['input', 'pan'],
      scope: 'pii:read',
    })
    expect(failure).toMatchObject({
      message: 'More exact.',
      retryAfter: 5,
      cause,
      field: ['input', 'pan'],
      scope: 'pii:read',
    })
    expect(failure).toMatchObject({ code: 'FINPASS_RATE_LIMITED', retryable: true })
  })
})

describe('toFailure', () => {
  it('passes a failure on as it is', () => {
    const failure = new Failure('PAGE_SIZE')
    expect(toFailure(failure)).toBe(failure)
  })

  it.each([[new Error('ABCDE1234F is secret')], ['ABCDE1234F'], [undefined], [null], [{ code: 'PAGE_SIZE' }]])(
    'hides %o behind INTERNAL and keeps it as the cause',
    (thrown) => {
      const failure = toFailure(thrown)
      expect(failure.code).toBe('INTERNAL')
      expect(failure.message).toBe(FAILURES.INTERNAL.message)
      expect(failure.cause).toBe(thrown)
    },
  )
})

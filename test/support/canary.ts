/** Values that a test sends to see whether any part of them comes back: each is told by its look wherever it turns up. */
import { expect } from 'vitest'
import { FAILURES, type FailureCode } from '../../src/domain/failure.ts'
import type { GraphqlAnswer, TestGateway } from './gateway.ts'
import { expectNothingPersonal } from './personal.ts'

/** A text, a word that could be a name, and numbers. */
export const CANARY = 'Canary-s3cr3t'
export const BIRD = 'CANARY'
export const NUMBER = 98_765_432.5
export const WHOLE = 9_876_543_210

/**
 * Fails unless every error of the answer has this code and message (the catalogue's when none is given), a place, advice
 * and the request's id, no canary is in the answer or the log, nothing is suggested and Finpass was not asked.
 */
export function expectCoded(
  test: TestGateway,
  { text, errors, status }: GraphqlAnswer,
  code: FailureCode,
  message: string = FAILURES[code].message,
): void {
  expect(errors.length).toBeGreaterThan(0)
  for (const error of errors) {
    expect(error.message).toBe(message)
    expect(error.extensions).toMatchObject({ code, advice: FAILURES[code].advice, requestId: expect.any(String) })
    expect(error).toHaveProperty('locations')
  }
  // A mistake of the caller's is never told as one of ours.
  expect(status).toBeLessThan(500)
  expect(text).not.toMatch(/canary|98765|DATE_DES\b|passwrd|Did you mean/i)
  expect(test.takeCalls()).toEqual([])
  expectNothingPersonal(test, [CANARY, BIRD, '98765', 'passwrd'])
}

/**
 * Set up for every test file. What an identifier holds is private, so that to `toEqual` all of them would be alike: two are
 * equal when they are of one kind and whole the same, and none equals a text.
 */
import { expect } from 'vitest'
import { Identifier } from '../../src/domain/identifier.ts'

expect.addEqualityTesters([
  (a: unknown, b: unknown) => {
    if (a instanceof Identifier && b instanceof Identifier) return a.equals(b)
    return a instanceof Identifier || b instanceof Identifier ? false : undefined
  },
])

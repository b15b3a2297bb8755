import { expect, it } from 'vitest'
import { toRequestId } from '../../src/server/request/request-id.ts'

it.each([
  'loan-2026-000123',
  'req_1763689449153',
  '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
  // By chance it looks like a PAN.
  'abcde1234f9dad11d180b400c04fd430',
])('keeps %s, by which a caller finds its request again', (id) => {
  expect(toRequestId(id)).toBe(id)
})

it.each([
  'ABCPE1234F',
  'pan-abcpe1234f-1',
  '9876543210',
  'mobile_919876543210',
  '999941057058',
  'aadhaar-999941057058',
])('keeps no id that could be the number of a person: %s', (id) => {
  expect(toRequestId(id)).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/)
})

it.each([
  undefined,
  ['a-first-one', 'a-second-one'],
  'short',
  'with space',
  'a\r\nforged: line',
  'é'.repeat(9),
  'x'.repeat(65),
])('makes one of its own where there is no plain word: %j', (header) => {
  expect(toRequestId(header)).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/)
})

/** What the benchmark takes for the same answer: amounts, rows and texts in one spelling, ids left out. */
import { describe, expect, it } from 'vitest'
import { findDifference, toFacts } from '../../../bench/fact.ts'

const answer = (line: object): string => JSON.stringify({ data: { applicant: { lines: [line] } } })

describe('answers of two systems', () => {
  it('are the same when they say the same in their own spelling', () => {
    const ours = toFacts(answer({ id: 'x', amount: '1500.50', date: '2026-07-28', type: 'CREDIT' }))
    const theirs = toFacts(
      JSON.stringify({ applicant: { lines: [{ id: 7, amount: 1500.5, date: '28-07-2026', type: 'Credit' }] } }),
    )
    expect(findDifference(ours, theirs)).toBeNull()
    expect(ours).toHaveLength(3)
  })

  it.each([
    ['another amount', { amount: '1500.51' }],
    ['another text', { amount: '1500.50', narration: 'RENT' }],
    ['nothing', {}],
  ])('differ when one has %s', (_, line) => {
    expect(findDifference(toFacts(answer({ amount: 1500.5 })), toFacts(answer(line)))).not.toBeNull()
  })

  it('differ when one has a row more', () => {
    const two = JSON.stringify({ data: { applicant: { lines: [{ amount: 1 }, { amount: 2 }] } } })
    expect(findDifference(toFacts(answer({ amount: 1 })), toFacts(two))).not.toBeNull()
  })

  it('are none when they carry an error', () => {
    expect(() => toFacts('{"data":null,"errors":[{"message":"no"}]}')).toThrow('errors')
  })
})

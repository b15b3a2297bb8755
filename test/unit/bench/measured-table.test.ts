/** The verdicts of the benchmark: a target is held only when the figure says so. */
import { expect, it } from 'vitest'
import { toRows } from '../../../bench/measured-table.ts'
import type { Measured } from '../../../bench/round.ts'

function measured(name: string, perSecond: readonly number[], peakBytes = 100): Measured {
  const rounds = perSecond.map((each) => ({
    answers: each,
    perSecond: each,
    times: [1, 2, 3],
    callsPerAnswer: 3,
    cpuMsPerAnswer: 1_000 / each,
    busy: 1,
  }))
  return { name, rounds, peakBytes }
}

const verdict = (row: readonly string[] | undefined): string => row?.at(-1) ?? 'none'

it('takes the ratio round by round, so that a slow minute of the machine counts for nothing', () => {
  const [, ours] = toRows([measured('by hand', [1_000, 100, 1_000]), measured('gateway', [800, 80, 800])])
  expect(ours?.[2]).toBe('0.80')
})

it('holds what was measured once and for long to the middle of all rounds, not to one of them', () => {
  const [, ours] = toRows([measured('by hand', [500, 1_000, 1_000]), measured('gateway', [1_800])])
  expect(ours?.[2]).toBe('1.80')
})

it.each([
  [800, 100, 'held'],
  [700, 100, 'missed'],
  [800, 130, 'missed'],
])('says of %i answers and %i bytes that the target is so far %s', (perSecond, peakBytes, expected) => {
  const targets = { gateway: { leastRatio: 0.75, mostMemory: 1.2 } }
  const [, ours] = toRows([measured('by hand', [1_000]), measured('gateway', [perSecond], peakBytes)], targets)
  expect([...new Set(verdict(ours).split('; '))]).toContain(expected)
})

it('asks to be ahead of another system only where that was measured', () => {
  const targets = { gateway: { leastRatio: 0.5, aheadOf: 'Mercurius' } }
  const both = [measured('by hand', [1_000]), measured('gateway', [600])]
  expect(verdict(toRows(both, targets)[1])).toBe('held')
  expect(verdict(toRows([...both, measured('Mercurius', [700])], targets)[1])).toBe('held; missed')
})

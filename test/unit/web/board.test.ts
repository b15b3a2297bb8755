/** The board of the progress screen: what was read and what comes in live, joined without a hole and without a double. */
import { expect, it } from 'vitest'
import type { JourneyStep } from '../../../client/step.ts'
import { addStep, type Board, findGaps, joinRead } from '../../../examples/web/src/graph/board.ts'

const AT = '2026-11-20T10:00:00.000Z'

function step(sequence: number, parts: Partial<JourneyStep> = {}): JourneyStep {
  return {
    cursor: `c${sequence}`,
    sequence,
    previousStatus: null,
    status: 'PROCESSING',
    step: `step_${sequence}`,
    percent: sequence * 10,
    isTerminal: false,
    origin: 'POLL',
    observedAt: AT,
    resync: false,
    journey: {
      id: 'j',
      kind: 'ITR',
      consentUrl: null,
      stepsCompleted: [],
      stepsFailed: [],
      accounts: [],
      failure: null,
    },
    ...parts,
  }
}

function follow(...sequences: number[]): Board {
  return sequences.reduce<Board>((board, sequence) => addStep(board, step(sequence)), [])
}

const numbers = ([journey]: Board) => journey?.transitions.map(({ sequence }) => sequence)
const gaps = ([journey]: Board) => (journey === undefined ? null : findGaps(journey))

it('shows each step once, in order, however often and late it is told', () => {
  const board = follow(1, 2, 4, 4, 3, 2)
  expect(numbers(board)).toEqual([1, 2, 3, 4])
  expect(board[0]).toMatchObject({ sequence: 4, percent: 40, step: 'step_4' })
})

it('sees the hole that a snapshot leaves, and fills it from what was recorded', () => {
  const live = follow(3)
  expect(gaps(live)).toEqual([1, 2])
  const read = follow(1, 2)
  const joined = joinRead(live, read)
  expect([numbers(joined), gaps(joined), joined[0]?.sequence]).toEqual([[1, 2, 3], [], 3])
})

it('takes nothing back when what was read is older than what came in live', () => {
  const joined = joinRead(follow(1, 2, 3), follow(1))
  expect(joined[0]).toMatchObject({ percent: 30, sequence: 3 })
})

it('puts a journey that was just started before the others', () => {
  const other = step(1)
  const board = addStep(follow(1), { ...other, journey: { ...other.journey, id: 'k' } })
  expect(board.map(({ id }) => id)).toEqual(['k', 'j'])
})

/**
 * The journeys of an applicant as the progress screen draws them: what was recorded, joined with what comes in live. Pure.
 * A step is known by journey and number, so what is told twice stands there once, and a hole would be seen.
 */
import type { JourneyStep } from '../../../../client/step.ts'
import type { JourneyBoardQuery } from '../operations.ts'

export type BoardJourney = NonNullable<JourneyBoardQuery['applicant']>['journeys'][number]
export type BoardStep = BoardJourney['transitions'][number]

/** Journeys, newest first. */
export type Board = readonly BoardJourney[]

/** What was read beside what is there already, which may be newer in part. */
export function joinRead(board: Board, read: Board): Board {
  const joined = read.map((journey) => {
    const known = board.find(({ id }) => id === journey.id)
    if (known === undefined) return journey
    const newest = known.sequence > journey.sequence ? known : journey
    return { ...newest, transitions: joinSteps(journey.transitions, known.transitions) }
  })
  return [...board.filter(({ id }) => !read.some((journey) => journey.id === id)), ...joined]
}

/** The board after a live step; a journey that was not there yet comes first. */
export function addStep(board: Board, step: JourneyStep): Board {
  const known = board.find(({ id }) => id === step.journey.id)
  const journey = toJourney(step, known ?? null)
  return known === undefined ? [journey, ...board] : board.map((each) => (each === known ? journey : each))
}

function toJourney(step: JourneyStep, known: BoardJourney | null): BoardJourney {
  const { id, kind, consentUrl, stepsCompleted, stepsFailed, accounts, failure } = step.journey
  const { sequence, status, percent, isTerminal, observedAt } = step
  const transitions = joinSteps(known?.transitions ?? [], [{ sequence, status, step: step.step, percent, observedAt }])
  // An older step that comes late adds its line and takes nothing back.
  if (known !== null && known.sequence > sequence) return { ...known, transitions }
  return {
    id,
    kind,
    status,
    isTerminal,
    percent,
    step: step.step,
    sequence,
    consentUrl,
    expiresAt: known?.expiresAt ?? null,
    createdAt: known?.createdAt ?? observedAt,
    stepsCompleted,
    stepsFailed,
    accounts,
    failure,
    transitions,
  }
}

function joinSteps(some: readonly BoardStep[], others: readonly BoardStep[]): readonly BoardStep[] {
  const bySequence = new Map([...some, ...others].map((step) => [step.sequence, step]))
  return [...bySequence.values()].toSorted((a, b) => a.sequence - b.sequence)
}

/** Numbers that are missing between the first and the last line of a journey; empty when all is there. */
export function findGaps({ transitions }: BoardJourney): readonly number[] {
  const known = new Set(transitions.map(({ sequence }) => sequence))
  const last = transitions.at(-1)?.sequence ?? 0
  return Array.from({ length: last }, (_, index) => index + 1).filter((sequence) => !known.has(sequence))
}

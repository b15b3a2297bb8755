/**
 * The single way from an observation to a committed transition. Whatever brought the observation (a start, a poll, a
 * deadline), statuses only move forward, progress never shrinks, nothing follows a terminal status, and two who observe
 * the same journey at once cannot both write the same number.
 */
import { type Instant, toInstant } from '../domain/date.ts'
import {
  isTerminal,
  type Journey,
  type JourneyObservation,
  type JourneyState,
  mayAdvance,
  type Transition,
  type TransitionOrigin,
  toPercent,
} from '../domain/journey.ts'
import type { Store } from '../store/store.ts'

/** What an observation changes, or null when it says nothing new. */
export function decide(journey: Journey, observation: JourneyObservation): JourneyState | null {
  if (isTerminal(journey.status)) return null
  const { status: reported } = observation
  // Finpass repeating an earlier word is an echo from one of its replicas; its steps are as old as the word.
  if (reported !== null && reported !== journey.status && !mayAdvance(journey.status, reported)) return null
  // A word nobody knows is in the step, and ends nothing; the checker flags it.
  const status = reported ?? journey.status
  const state: JourneyState = {
    status,
    percent: Math.max(journey.percent, toPercent(status, observation)),
    step: observation.step,
    stepsCompleted: union(journey.stepsCompleted, observation.stepsCompleted),
    stepsFailed: union(journey.stepsFailed, observation.stepsFailed),
    accounts: observation.accounts.length === 0 ? journey.accounts : observation.accounts,
    failure: isTerminal(status) && status !== 'COMPLETED' ? observation.failure : null,
  }
  return toDigest(state) === toDigest(journey) ? null : state
}

function union(known: readonly string[], reported: readonly string[]): readonly string[] {
  return [...new Set([...known, ...reported])]
}

/** Equal digests mean that a watcher would see no difference. */
function toDigest({ status, percent, step, stepsCompleted, stepsFailed, accounts }: JourneyState): string {
  return JSON.stringify([status, percent, step, stepsCompleted, stepsFailed, accounts])
}

export interface Observed {
  readonly observation: JourneyObservation
  readonly origin: TransitionOrigin
  readonly observedAt: Instant
  /** How long to wait before Finpass is asked again, should the journey go on. */
  readonly nextCheckInMs: number
  /** The claim under which it was seen; null for what needs none. */
  readonly fence: number | null
}

/** How often a lost race is run again; every lost race means that somebody else has moved the journey forward. */
const MOST_RACES = 20

/**
 * Commits what was observed. Resolves with the journey as it then stands, or null when it is gone; rejects with
 * `STORE_UNAVAILABLE`. When nothing is new only the time of the look is noted.
 */
export async function observe(store: Store, journey: Journey, observed: Observed): Promise<Journey | null> {
  let current = journey
  for (let race = 0; race < MOST_RACES; race += 1) {
    const { observation, origin, observedAt, fence } = observed
    const nextCheckAt = toInstant(observedAt + observed.nextCheckInMs)
    const state = decide(current, observation)
    if (state === null) {
      const { tenant, id } = current
      if (!isTerminal(current.status)) {
        await store.touchJourney({ tenant, id, checkedAt: observedAt, nextCheckAt, fence })
      }
      return readBack(store, current)
    }
    const hasEnded = isTerminal(state.status)
    const isAppended = await store.appendTransition({
      tenant: current.tenant,
      transition: toTransition(current, state, observation, origin, observedAt),
      state,
      nextCheckAt: hasEnded ? null : nextCheckAt,
      completedAt: hasEnded ? observedAt : null,
      fence,
    })
    const latest = await readBack(store, current)
    if (isAppended || latest === null) return latest
    // Refused although nobody was faster: a later look has the right to write now, and will.
    if (latest.sequence === current.sequence) return latest
    current = latest
  }
  return current
}

async function readBack(store: Store, { tenant, id }: Journey): Promise<Journey | null> {
  const [latest] = await store.readJourneys(tenant, [id])
  return latest ?? null
}

function toTransition(
  journey: Journey,
  state: JourneyState,
  observation: JourneyObservation,
  origin: TransitionOrigin,
  observedAt: Instant,
): Transition {
  return {
    journeyId: journey.id,
    sequence: journey.sequence + 1,
    previousStatus: journey.status,
    status: state.status,
    step: state.step,
    percent: state.percent,
    origin,
    observedAt,
    reportedAt: observation.reportedAt,
  }
}

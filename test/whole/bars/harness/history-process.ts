/**
 * Random histories of a Finpass that repeats itself, goes back, skips, says words nobody knows, fails and goes on after the
 * end, through the real checker and the real store. What must hold is written down here anew, so that it cannot share a
 * mistake with what it checks.
 */
import fc from 'fast-check'
import type { JourneyStatus } from '../../../../src/domain/journey.ts'
import { failure, observation } from '../../../support/finpass.ts'
import { openJourneys, type TestJourneys } from '../../../journeys/support.ts'
import { answerParent } from './answer.ts'
import { assertMutated } from './mutation.ts'

export interface HistoryReport {
  readonly histories: number
  readonly observations: number
  /** How often each thing happened that must be coped with. */
  readonly backward: number
  readonly unknown: number
  readonly afterEnd: number
  /** The shortest history found that breaks the rules, and which; null when there is none. */
  readonly counterexample: string | null
}

/** One answer of Finpass: a status word of ours, a word nobody knows, or no answer. */
type Look =
  | { readonly kind: 'status'; readonly status: JourneyStatus; readonly step: string | null; readonly steps: number }
  | { readonly kind: 'unknown'; readonly word: string }
  | { readonly kind: 'trouble' }

const FORWARD = ['INITIATED', 'CONSENT_PENDING', 'CONSENT_GRANTED', 'PROCESSING', 'DATA_FETCHED'] as const
const ENDS = ['COMPLETED', 'CONSENT_DENIED', 'FAILED', 'EXPIRED'] as const
const WORDS = ['on_hold', 'manual_review', 'queued_twice'] as const
const STEPS = ['login', 'fetch', 'parse', 'score', 'report'] as const
const isEnd = (status: JourneyStatus): boolean => (ENDS as readonly string[]).includes(status)
const rank = (status: JourneyStatus): number => (isEnd(status) ? FORWARD.length : FORWARD.indexOf(status as never)) // -1 for none

const looks: fc.Arbitrary<Look[]> = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('status' as const),
        status: fc.constantFrom<JourneyStatus>(...FORWARD),
        step: fc.constantFrom(null, ...STEPS),
        steps: fc.nat({ max: STEPS.length }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('status' as const),
        status: fc.constantFrom<JourneyStatus>(...ENDS),
        step: fc.constant(null),
        steps: fc.nat({ max: STEPS.length }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('unknown' as const), word: fc.constantFrom(...WORDS) }) },
    { weight: 1, arbitrary: fc.constant<Look>({ kind: 'trouble' }) },
  ),
  { minLength: 1, maxLength: 14 },
)

const totals = { histories: 0, observations: 0, backward: 0, unknown: 0, afterEnd: 0 }

/** Throws with what is broken. */
async function live(journeys: TestJourneys, history: readonly Look[]): Promise<void> {
  const { finpass, checker } = journeys
  const begun = await journeys.add({ nextCheckAt: null })
  let status: JourneyStatus = begun.status
  const flaggedBefore = journeys.unknown.length
  let unknowns = 0
  let lastStep: string | null = begun.step
  totals.histories += 1
  for (const look of history) {
    totals.observations += 1
    const askedBefore = finpass.count('fetchAaBsaStatus')
    finpass.script('fetchAaBsaStatus', toAnswer(look))
    await checker.check(await journeys.read(begun), 'POLL').catch(() => null)
    const asked = finpass.count('fetchAaBsaStatus') - askedBefore
    require(asked === (isEnd(status) ? 0 : 1), `Finpass was asked ${asked} times at ${status}`)
    if (isEnd(status)) {
      totals.afterEnd += 1
      continue
    }
    const now = await journeys.read(begun)
    if (look.kind === 'unknown') {
      totals.unknown += 1
      if (look.word !== lastStep) unknowns += 1
      require(now.step === look.word, `the word ${look.word} was not kept`)
    }
    if (look.kind === 'status') {
      if (rank(look.status) < rank(status)) totals.backward += 1
      else status = look.status
    }
    lastStep = now.step
    require(now.status === status, `the journey is at ${now.status}, should be at ${status}`)
  }
  require(journeys.unknown.length - flaggedBefore === unknowns, 'not every unknown word was flagged once')
  judgeTransitions(await journeys.transitions(begun), status)
}

function toAnswer(look: Look) {
  if (look.kind === 'trouble') return failure('FINPASS_TIMEOUT')
  if (look.kind === 'unknown') return observation({ step: look.word })
  return observation({ status: look.status, step: look.step, stepsCompleted: STEPS.slice(0, look.steps) })
}

function judgeTransitions(transitions: Awaited<ReturnType<TestJourneys['transitions']>>, status: JourneyStatus): void {
  require(transitions.at(-1)?.status === status, 'the last transition is not how the journey stands')
  require(transitions.filter((each) => isEnd(each.status)).length === (isEnd(status) ? 1 : 0), 'not one end')
  for (const [index, each] of transitions.entries()) {
    const before = transitions[index - 1]
    require(each.sequence === index + 1, 'there is a hole or a fork')
    if (before === undefined) continue
    require(rank(each.status) >= rank(before.status), `went back from ${before.status} to ${each.status}`)
    require(each.percent >= before.percent, `the bar went back from ${before.percent} to ${each.percent}`)
    require(!isEnd(before.status), `something followed ${before.status}`)
    require(each.previousStatus === before.status, 'does not begin where the one before ended')
  }
}

function require(isSo: boolean, problem: string): void {
  if (!isSo) throw new Error(problem)
}

async function run({ runs, seed }: { runs: number; seed: number }): Promise<HistoryReport> {
  await using journeys = await openJourneys()
  const property = fc.asyncProperty(looks, (history) => live(journeys, history))
  const details = await fc.check(property, { numRuns: runs, seed })
  const cause = details.errorInstance instanceof Error ? details.errorInstance.message : String(details.errorInstance)
  const counterexample = details.failed ? `${cause}: ${JSON.stringify(details.counterexample)}` : null
  return { ...totals, counterexample }
}

assertMutated()
answerParent(null, { run })

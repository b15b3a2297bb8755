/** What store, schedule and journal do, counted. Each part is as it was to whoever uses it. */
import { toFailure } from '../domain/failure.ts'
import {
  isTerminal,
  JOURNEY_KINDS,
  JOURNEY_STATUSES,
  type Journey,
  type JourneyKind,
  type JourneyStatus,
  type Transition,
  type TransitionOrigin,
} from '../domain/journey.ts'
import { toInstant } from '../domain/date.ts'
import type { Checker } from '../journeys/check.ts'
import type { Clock } from '../platform/clock.ts'
import { currentActivity, runWithin, type UpstreamCall } from '../platform/activity.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { Tracing } from '../platform/trace.ts'
import type { Store } from '../store/store.ts'

/** A store that counts what was committed, and tells of each step of a journey. */
export function countStore(store: Store, metrics: Metrics, tracing: Tracing | null): Store {
  const { audit } = store
  function noteStep({ journeyId, sequence, status }: Transition, startedAt: number): void {
    const facts = { 'journey.id': journeyId, 'journey.sequence': sequence, 'journey.status': status }
    tracing?.noteStep({ journeyId, sequence }, startedAt, currentActivity()?.trace ?? null, facts)
  }
  const counted: Pick<Store, 'addJourney' | 'appendTransition' | 'audit'> = {
    async addJourney(journey, first, keys) {
      const startedAt = Date.now()
      const addition = await store.addJourney(journey, first, keys)
      if (addition !== 'ADDED') return addition
      metrics.count('finpass_graph_journeys_started_total', { kind: journey.kind })
      noteStep(first, startedAt)
      return addition
    },
    async appendTransition(append) {
      const startedAt = Date.now()
      const isAppended = await store.appendTransition(append)
      if (!isAppended) return false
      const { status, origin } = append.transition
      metrics.count('finpass_graph_transitions_total', { status, origin })
      noteStep(append.transition, startedAt)
      return true
    },
    audit: Object.assign(Object.create(audit) as Store['audit'], {
      async append(...given) {
        const startedAt = performance.now()
        let outcome: 'written' | 'failed' = 'failed'
        try {
          await audit.append(...given)
          outcome = 'written'
        } finally {
          metrics.count('finpass_graph_audit_writes_total', { outcome })
          metrics.measure('finpass_graph_audit_write_seconds', {}, (performance.now() - startedAt) / 1_000)
        }
      },
    } satisfies Pick<Store['audit'], 'append'>),
  }
  // All else is the store itself.
  return Object.assign(Object.create(store) as Store, counted)
}

/** A checker that counts its looks by what came of them. One that nobody asked for is an activity of its own. */
export function countChecks(checker: Checker, metrics: Metrics, tracing: Tracing | null): Checker {
  async function look(journey: Journey, origin: TransitionOrigin): Promise<Journey | null> {
    if (tracing === null) return checker.check(journey, origin)
    const { id: journeyId, sequence, kind } = journey
    const facts = { 'journey.id': journeyId, 'journey.kind': kind }
    const asked = currentActivity()
    const trace =
      asked?.trace?.begin('journey check', facts) ?? tracing.beginAfter('journey check', { journeyId, sequence }, facts)
    if (trace === null) return checker.check(journey, origin)
    const noteCall = (call: UpstreamCall): void => asked?.noteCall(call)
    try {
      const latest = await runWithin(
        { trace, caller: asked?.caller ?? null, noteCall, noteCode: (code) => asked?.noteCode(code) },
        () => checker.check(journey, origin),
      )
      trace.end(latest === null ? {} : { 'journey.status': latest.status, 'journey.sequence': latest.sequence })
      return latest
    } catch (thrown) {
      trace.end({ outcome: toFailure(thrown).code }, true)
      throw thrown
    }
  }

  return {
    async check(journey, origin) {
      const { kind } = journey
      let outcome: 'moved' | 'unchanged' | 'ended' | 'gone' | 'failed' = 'failed'
      try {
        const latest = await look(journey, origin)
        if (latest === null) outcome = 'gone'
        else if (latest.sequence === journey.sequence) outcome = 'unchanged'
        else outcome = isTerminal(latest.status) ? 'ended' : 'moved'
        return latest
      } finally {
        metrics.count('finpass_graph_polls_total', { kind, outcome })
      }
    },
  }
}

/** How many journeys are looked at to say how many there are. */
const LARGEST_SAMPLE = 500
/** A sample is shown for so long, however often the page is read. */
const SAMPLE_MS = 15_000

/** Shows journeys that have not ended, and how late the next look at one is. */
export function watchJourneys(store: Pick<Store, 'readDueJourneys'>, clock: Clock, metrics: Metrics): void {
  let sample: {
    readonly at: number
    readonly counts: Promise<[{ kind: JourneyKind; status: JourneyStatus }, number][]>
  } | null = null

  async function count(): Promise<[{ kind: JourneyKind; status: JourneyStatus }, number][]> {
    const journeys = await store.readDueJourneys(toInstant(Number.MAX_SAFE_INTEGER), LARGEST_SAMPLE)
    const open = JOURNEY_STATUSES.filter((status) => !isTerminal(status))
    return JOURNEY_KINDS.flatMap((kind) =>
      open.map((status): [{ kind: JourneyKind; status: JourneyStatus }, number] => [
        { kind, status },
        journeys.filter((each) => each.kind === kind && each.status === status).length,
      ]),
    )
  }

  metrics.watch('finpass_graph_journeys_open', () => {
    const at = clock.now()
    if (sample === null || at - sample.at >= SAMPLE_MS) sample = { at, counts: count() }
    return sample.counts
  })
  metrics.watch('finpass_graph_poll_overdue_seconds', async () => {
    const now = clock.now()
    const [latest] = await store.readDueJourneys(now, 1)
    return latest?.nextCheckAt == null ? 0 : (now - latest.nextCheckAt) / 1_000
  })
}

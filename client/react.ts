/**
 * The same watch as React hooks: a component shows how a journey stands and is drawn anew with every step. Needs React 18
 * or newer, which this package does not bring. On a server nothing is watched; the first paint shows `connecting`.
 */
import { useEffect, useRef, useState } from 'react'
import type { JourneyStep } from './step.ts'
import { watchApplicant, watchJourney } from './watch.ts'
import type { WatchOptions } from './watch-loop.ts'

/** How a watch is made, but for what the hook does itself. */
export type UseWatchOptions = Omit<WatchOptions, 'signal' | 'onState'>

export interface JourneyProgress {
  /** The latest step; null before the first. */
  readonly step: JourneyStep | null
  /** Every step in order, from the first that was seen; after a gap that cannot be filled it begins anew. */
  readonly steps: readonly JourneyStep[]
  /** `waiting` between two attempts; `ended` after the last step, or with an `error`. */
  readonly connection: 'idle' | 'connecting' | 'open' | 'waiting' | 'ended'
  /** Why the watch has ended before its journey: a `WatchError`, mostly. Null while all is well. */
  readonly error: Error | null
}

export interface ApplicantProgress extends Omit<JourneyProgress, 'step' | 'steps'> {
  /** The latest step of each journey, in the order in which journeys were first heard of. */
  readonly journeys: readonly JourneyStep[]
}

const NOTHING: JourneyProgress = { step: null, steps: [], connection: 'idle', error: null }

/**
 * Follows a journey for as long as the component is there, and begins anew when `journeyId`, `url` or a `token` that is a
 * text changes. Null follows nothing. A `token` that is a function may be another one at every render: the latest is asked.
 * Never throws.
 */
export function useJourney(journeyId: string | null, options: UseWatchOptions): JourneyProgress {
  return useWatch(journeyId, options, watchOne)
}

/** Follows all journeys of an applicant, also those started later; likewise. */
export function useApplicantJourneys(applicantId: string | null, options: UseWatchOptions): ApplicantProgress {
  const { steps, connection, error } = useWatch(applicantId, options, watchAll)
  const latest = new Map(steps.map((step) => [step.journey.id, step]))
  return { journeys: [...latest.values()], connection, error }
}

/** Stands for whatever function is given, so that a new one does not begin a watch anew. */
const askLatest = (): null => null

type Watch = (id: string, options: WatchOptions) => AsyncIterable<JourneyStep>
const watchOne: Watch = (journeyId, options) => watchJourney({ ...options, journeyId })
const watchAll: Watch = (applicantId, options) => watchApplicant({ ...options, applicantId })

function useWatch(id: string | null, options: UseWatchOptions, watch: Watch): JourneyProgress {
  const [progress, setProgress] = useState<JourneyProgress>(NOTHING)
  const latest = useRef(options)
  useEffect(() => {
    latest.current = options
  })
  const { url, transport, send } = options
  const token = typeof options.token === 'function' ? askLatest : (options.token ?? null)
  useEffect(() => {
    if (id === null) return setProgress(NOTHING)
    const leaving = new AbortController()
    const { signal } = leaving
    // What a watch tells after its component has left belongs to nobody.
    const update = (change: (was: JourneyProgress) => JourneyProgress): void => {
      if (!signal.aborted) setProgress(change)
    }
    setProgress({ ...NOTHING, connection: 'connecting' })
    const steps = watch(id, {
      ...latest.current,
      // A text that is refused ends the watch; a function is asked again.
      token: token === askLatest ? () => readToken(latest.current) : token,
      signal,
      onState: ({ state }) => update((was) => ({ ...was, connection: state })),
    })
    follow(steps, (step) => update((was) => addStep(was, step))).then(
      () => update((was) => ({ ...was, connection: 'ended' })),
      (thrown: unknown) => update((was) => ({ ...was, connection: 'ended', error: toError(thrown) })),
    )
    return () => leaving.abort()
    // The other options are read when they are needed, from the latest render.
  }, [id, url, token, transport, send, watch])
  return progress
}

async function follow(steps: AsyncIterable<JourneyStep>, take: (step: JourneyStep) => void): Promise<void> {
  for await (const step of steps) take(step)
}

/** After a gap only what belongs to other journeys is still true. */
function addStep(was: JourneyProgress, step: JourneyStep): JourneyProgress {
  const kept = step.resync ? was.steps.filter(({ journey }) => journey.id !== step.journey.id) : was.steps
  return { ...was, step, steps: [...kept, step] }
}

async function readToken({ token = null }: UseWatchOptions): Promise<string | null> {
  return typeof token === 'function' ? token() : token
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error('The watch broke.')
}

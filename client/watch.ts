/**
 * Follows a journey, or all journeys of an applicant, from a browser or from Node: every step once and in order, through
 * lost connections, redeployments and tokens that end. Needs WebSocket and fetch, and nothing else.
 */
import { WATCH_APPLICANT, WATCH_JOURNEY } from './document.ts'
import { createQueue } from './queue.ts'
import type { JourneyStep } from './step.ts'
import { runWatch, type Watched, type WatchOptions } from './watch-loop.ts'

export interface WatchJourneyOptions extends WatchOptions {
  /** Id of a Journey. */
  readonly journeyId: string
}

export interface WatchApplicantOptions extends WatchOptions {
  /** Id of an Applicant. */
  readonly applicantId: string
}

/**
 * The steps of one journey, from when the first is asked for. Ends after the terminal step, or when `signal` aborts.
 * Throws a `WatchError` when there is no such journey for this caller, and for everything else that trying again does
 * not mend; a lost connection is not of these.
 */
export function watchJourney({ journeyId, ...options }: WatchJourneyOptions): AsyncIterableIterator<JourneyStep> {
  return openWatch(options, {
    document: WATCH_JOURNEY,
    field: 'journeyStatusChanged',
    variables: { journeyId },
    isLast: ({ isTerminal }) => isTerminal,
  })
}

/** The steps of all journeys of an applicant, also of those started later. Ends only when `signal` aborts; throws likewise. */
export function watchApplicant({ applicantId, ...options }: WatchApplicantOptions): AsyncIterableIterator<JourneyStep> {
  return openWatch(options, {
    document: WATCH_APPLICANT,
    field: 'applicantProgressed',
    variables: { applicantId },
    isLast: () => false,
  })
}

/** Not a generator: one that waits for a step does not hear that its reader has left. */
function openWatch(options: WatchOptions, watched: Watched): AsyncIterableIterator<JourneyStep> {
  const queue = createQueue<JourneyStep>()
  const leaving = new AbortController()
  const leave = (): void => leaving.abort()
  let running: Promise<void> | null = null

  function start(): void {
    options.signal?.addEventListener('abort', leave)
    if (options.signal?.aborted === true) leave()
    running ??= runWatch(options, watched, queue, leaving.signal)
      .catch((thrown: unknown) => queue.end(thrown instanceof Error ? thrown : new Error('The watch broke.')))
      .finally(() => options.signal?.removeEventListener('abort', leave))
  }

  return {
    next() {
      if (running === null) start()
      return queue.next()
    },
    return() {
      leave()
      queue.end()
      return Promise.resolve({ done: true, value: undefined })
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

/**
 * One follower of a feed: an iterator that keeps its place in a topic. It asks for what comes after that place whenever
 * its reader is ready for more, so a reader that stops costs nothing and loses nothing.
 */
import { setTimeout } from 'node:timers/promises'
import { Failure } from '../domain/failure.ts'
import type { JourneyId } from '../domain/ids.ts'
import type { Journey, Transition } from '../domain/journey.ts'
import type { Feed, Store } from '../store/store.ts'
import { toFeedAbsence } from './absence.ts'
import { readSnapshot } from './snapshot.ts'
import type { TopicHub, TopicLease } from './topic-hub.ts'

/** A transition as a follower gets it. */
export interface FollowedTransition {
  readonly journey: Journey
  readonly transition: Transition
  /** The journal that it was read from. */
  readonly epoch: string
  /** True when earlier steps may be missing: this is how the journey stands. */
  readonly resync: boolean
}

/** Where a follower begins: behind this position, with a snapshot, or not at all because nothing can come. */
export type Start = { readonly position: number } | { readonly snapshot: 'FIRST' | 'RESYNC' } | { readonly over: true }

export interface FollowerOptions {
  readonly store: Store
  readonly hub: TopicHub
  readonly feed: Feed
  readonly lease: TopicLease
  readonly start: Start
  /** True for the transition after which there is nothing to follow. */
  readonly isOver: (transition: Transition) => boolean
  /** Ends the following; quietly, unless the reason of the abort is a `Failure`, which is then thrown. */
  readonly signal: AbortSignal
  /** Told of a step that goes to a follower who waited for it. */
  readonly onLive?: (transition: Transition) => void
}

/** How long to wait before a store that could not be read is asked again. */
const STORE_PAUSE_MS = 1_000

/**
 * Written by hand: a generator that waits for the next event does not hear that its reader has left, and would keep its
 * topic for ever.
 */
export function createFollower(options: FollowerOptions): AsyncIterableIterator<FollowedTransition> {
  const { store, hub, feed, isOver } = options
  const leaving = new AbortController()
  const signal = AbortSignal.any([leaving.signal, options.signal])
  /** Latest sequence given per journey: a snapshot may be ahead of the feed, and what it covered is not given again. */
  const given = new Map<JourneyId, number>()
  let lease = options.lease
  let restated = lease.topic.restated
  let start: Start = options.start
  let position = 'position' in start ? start.position : 0
  let ready: FollowedTransition[] = []
  let isDone = false
  /** What is ready had not happened when it was last asked for. */
  let isLive = false
  let untold: Failure | null = null
  let chain: Promise<unknown> = Promise.resolve()

  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  if ('over' in start) leave()

  function stop(): void {
    if (!isDone && signal.reason instanceof Failure) untold = signal.reason
    leave()
  }

  function leave(): void {
    isDone = true
    ready = []
    // A signal that outlives its followers would keep each of them, with its topic, for as long as it lives.
    signal.removeEventListener('abort', stop)
    lease.release()
  }

  /** A store that cannot be read now is asked again: a stream that ended with an error would not come back by itself. */
  async function fillPatiently(): Promise<void> {
    try {
      await fill()
    } catch (thrown) {
      if (!(thrown instanceof Failure && thrown.code === 'STORE_UNAVAILABLE')) {
        leave()
        throw thrown
      }
      await setTimeout(STORE_PAUSE_MS, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }

  async function pull(): Promise<IteratorResult<FollowedTransition, undefined>> {
    while (!isDone) {
      // What was read before its journey went, or its journal, is not given any more.
      if (lease.topic.ending !== null) ready = []
      const next = ready.shift()
      if (next === undefined) {
        await fillPatiently()
        continue
      }
      if (!next.resync && (given.get(next.journey.id) ?? 0) >= next.transition.sequence) continue
      given.set(next.journey.id, next.transition.sequence)
      if (isLive) options.onLive?.(next.transition)
      if (isOver(next.transition)) leave()
      return { done: false, value: next }
    }
    if (untold === null) return { done: true, value: undefined }
    const failure = untold
    untold = null
    throw failure
  }

  async function fill(): Promise<void> {
    isLive = false
    const { topic } = lease
    if (topic.ending === 'EPOCH_CHANGED') return startAnew()
    if (topic.ending === 'GONE') {
      leave()
      throw await toFeedAbsence(store, feed)
    }
    if ('snapshot' in start) {
      const isResync = start.snapshot === 'RESYNC'
      // First the place, then the snapshot: what is committed in between comes through the feed.
      position = topic.head
      ready = (await readSnapshot(store, feed)).map((standing) => ({
        ...standing,
        epoch: topic.epoch,
        resync: isResync,
      }))
      start = { position }
      return
    }
    isLive = topic.head <= position
    if (topic.restated === restated) await topic.whenBeyond(position, signal)
    if (isDone || topic.ending !== null) return
    if (topic.restated !== restated) {
      // Something beside the transitions: how everything stands now says it.
      restated = topic.restated
      isLive = false
      start = { snapshot: 'RESYNC' }
      return
    }
    if (topic.head <= position) return
    const entries = await topic.readAfter(position)
    const [first] = entries ?? []
    if (entries === null || (first !== undefined && first.position !== position + 1)) {
      start = { snapshot: 'RESYNC' }
      return
    }
    position = entries.at(-1)?.position ?? topic.head
    ready = entries.map(({ journey, transition }) => ({ journey, transition, epoch: topic.epoch, resync: false }))
  }

  /** The journal came back without its past: what is there now is all that can be said. */
  async function startAnew(): Promise<void> {
    lease.release()
    const renewed = await hub.acquire(feed)
    if (renewed === null) {
      leave()
      throw await toFeedAbsence(store, feed)
    }
    lease = renewed
    if (isDone) return lease.release()
    given.clear()
    restated = renewed.topic.restated
    start = { snapshot: 'RESYNC' }
  }

  return {
    next() {
      // One at a time, in the order asked.
      const result = chain.then(pull)
      chain = result.catch(() => undefined)
      return result
    },
    return() {
      leaving.abort()
      return Promise.resolve({ done: true, value: undefined })
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

/**
 * The topics that are being followed in this process, opened for the first follower and closed after the last. A slow
 * tick looks at every one of them, so that a hint lost by any broker is made good within seconds.
 */
import type { Clock } from '../platform/clock.ts'
import type { Feed, Store } from '../store/store.ts'
import { openTopic, type Topic } from './topic.ts'

/** A topic on loan. */
export interface TopicLease {
  readonly topic: Topic
  /** Gives it back; the last one closes it. Safe to call twice. */
  release(): void
}

export interface TopicHub {
  /** The topic of a feed, shared by all who follow it; null when there is no such journey or applicant. */
  acquire(feed: Feed): Promise<TopicLease | null>
  /** How many topics are open. */
  readonly size: number
  close(): void
}

export interface TopicHubOptions {
  readonly store: Store
  readonly clock: Clock
  /** How often every topic is looked at whether or not a hint came; 0 for never. @default 2000 */
  readonly tickMs?: number
}

interface Held {
  readonly opening: Promise<Topic | null>
  followers: number
}

export function openTopicHub({ store, clock, tickMs = 2_000 }: TopicHubOptions): TopicHub {
  const heldByFeed = new Map<string, Held>()
  let isClosed = false
  let cancelTick = tickMs === 0 ? () => undefined : clock.after(tickMs, tick)

  function tick(): void {
    const looks = [...heldByFeed.values()].map(async ({ opening }) => (await opening)?.refresh())
    // A store that cannot be read now is asked again at the next tick.
    void Promise.allSettled(looks).then(() => {
      if (!isClosed) cancelTick = clock.after(tickMs, tick)
    })
  }

  function hold(key: string, feed: Feed): Held {
    const known = heldByFeed.get(key)
    if (known !== undefined) return known
    const held = { opening: openTopic(store, feed), followers: 0 }
    heldByFeed.set(key, held)
    return held
  }

  /** No new follower gets it; it is closed once the last of the old ones has gone. */
  function retire(key: string, held: Held): void {
    if (heldByFeed.get(key) === held) heldByFeed.delete(key)
  }

  function letGo(key: string, held: Held): void {
    held.followers -= 1
    if (held.followers > 0) return
    retire(key, held)
    held.opening.then(
      (topic) => topic?.close(),
      () => undefined,
    )
  }

  return {
    async acquire(feed) {
      const key = toKey(feed)
      for (;;) {
        const held = hold(key, feed)
        held.followers += 1
        const topic = await held.opening.catch((thrown: unknown) => {
          letGo(key, held)
          throw thrown
        })
        if (topic !== null && topic.ending === null) {
          let isHeld = true
          const release = (): void => {
            if (isHeld) letGo(key, held)
            isHeld = false
          }
          return { topic, release }
        }
        retire(key, held)
        letGo(key, held)
        if (topic === null) return null
      }
    },
    get size() {
      return heldByFeed.size
    },
    close() {
      isClosed = true
      cancelTick()
      for (const [key, held] of heldByFeed) {
        retire(key, held)
        held.opening.then(
          (topic) => topic?.close(),
          () => undefined,
        )
      }
    },
  }
}

function toKey({ kind, tenant, id }: Feed): string {
  return `${kind}\n${tenant}\n${id}`
}

/**
 * Who in this process wants to hear of which feed. Both stores call this after a commit; what travels is the hint alone,
 * never a transition.
 */
import type { Feed } from './store.ts'

export interface FeedListeners {
  /** Adds a listener; it may be added several times and is then called as often. The function given back removes it once. */
  add(topic: string, listener: () => void): () => void
  /** Calls everybody who listens to one of the topics, after the caller has finished what it is doing. */
  announce(topics: readonly string[]): void
  /** Every topic that anybody listens to. */
  topics(): readonly string[]
  /** Calls everybody. */
  announceAll(): void
  clear(): void
}

/** The name of a feed: two feeds never share one, whatever characters a tenant has. */
export function toTopic({ kind, tenant, id }: Feed): string {
  return JSON.stringify([kind, tenant, id])
}

/** Keeps listeners in memory. `onEmpty` is called when the last listener of a topic has gone. */
export function createFeedListeners(onEmpty: (topic: string) => void = () => undefined): FeedListeners {
  const listenersByTopic = new Map<string, Set<{ readonly listener: () => void }>>()

  function announce(topics: Iterable<string>): void {
    for (const topic of topics) {
      for (const entry of listenersByTopic.get(topic) ?? []) {
        setImmediate(() => {
          // Whoever has left in the meantime is not called any more.
          if (listenersByTopic.get(topic)?.has(entry) === true) call(entry.listener)
        })
      }
    }
  }

  return {
    add(topic, listener) {
      const entry = { listener }
      const entries = listenersByTopic.get(topic) ?? new Set()
      listenersByTopic.set(topic, entries.add(entry))
      return () => {
        if (!entries.delete(entry) || entries.size > 0 || listenersByTopic.get(topic) !== entries) return
        listenersByTopic.delete(topic)
        onEmpty(topic)
      }
    },
    announce,
    topics: () => [...listenersByTopic.keys()],
    announceAll: () => announce(listenersByTopic.keys()),
    clear: () => listenersByTopic.clear(),
  }
}

function call(listener: () => void): void {
  try {
    listener()
  } catch {
    // A hint ends here: neither the writer nor the other listeners have a part in what this one does with it.
  }
}

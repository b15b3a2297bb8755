/** Counts what a gateway reads of its journal, by putting itself around the store's own method. */
import type { Feed, Store } from '../../../../src/store/store.ts'

export interface JournalReads {
  /** Reads of the one feed that was read most often, those alone that fetched transitions. */
  readonly mostFetches: number
  /** Reads that fetched transitions, over all feeds. */
  readonly fetches: number
  /** All reads: also those that ask for the head alone, and those of the slow tick that find nothing. */
  readonly reads: number
}

/**
 * The function given back tells what has been read since it was last called. Counting begins with its first call, which tells of
 * nothing: where nobody asks, a count for every feed that was ever read would look like a leak of the gateway's.
 */
export function countJournalReads(store: Store): () => JournalReads {
  let fetches: Map<string, number> | null = null
  let reads = 0
  const readFeed = store.readFeed.bind(store)
  store.readFeed = async (feed: Feed, after, limit) => {
    if (fetches !== null) reads += 1
    const page = await readFeed(feed, after, limit)
    const key = `${feed.kind} ${feed.id}`
    if (page !== null && page.entries.length > 0) fetches?.set(key, (fetches.get(key) ?? 0) + 1)
    return page
  }
  return () => {
    const counts = [...(fetches?.values() ?? [])]
    const counted = { mostFetches: Math.max(0, ...counts), fetches: counts.reduce((a, b) => a + b, 0), reads }
    fetches = new Map()
    reads = 0
    return counted
  }
}

/**
 * Counts in the memory of this process: the whole truth where there is one process, a fallback where Redis is away.
 * Bounded: when too many keys are counted at once, those whose windows end first are forgotten first.
 */
import { type Instant, toInstant } from '../domain/date.ts'
import type { Counted, Counter } from './counter.ts'

/** Some 20 MB at most. */
const MOST_KEYS = 100_000

interface Window {
  count: number
  endsAt: Instant
}

/** A counter that never rejects. `mostKeys` bounds what it remembers. */
export function createMemoryCounter(mostKeys: number = MOST_KEYS): Counter {
  const windows = new Map<string, Window>()

  /** Lapsed ones first; should that not do, a tenth, by their ends. */
  function makeRoom(now: Instant): void {
    for (const [key, { endsAt }] of windows) if (endsAt <= now) windows.delete(key)
    if (windows.size < mostKeys) return
    const byEnd = [...windows].toSorted(([, a], [, b]) => a.endsAt - b.endsAt)
    for (const [key] of byEnd.slice(0, Math.ceil(mostKeys / 10))) windows.delete(key)
  }

  return {
    async count(key, { windowMs, amount = 1, renewUpTo = 0 }, now): Promise<Counted> {
      let window = windows.get(key)
      if (window === undefined || window.endsAt <= now) {
        if (window === undefined && windows.size >= mostKeys) makeRoom(now)
        window = { count: 0, endsAt: toInstant(now + windowMs) }
        windows.set(key, window)
      }
      window.count += amount
      if (window.count <= renewUpTo) window.endsAt = toInstant(now + windowMs)
      return { ...window }
    },
  }
}

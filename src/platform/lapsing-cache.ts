/**
 * Values that are kept for a while within so many bytes, the latest used last to go. What has lapsed is gone, not just
 * unreadable: somebody's ledger must not wait in memory until others push it out.
 */
import { LRUCache } from 'lru-cache'
import type { Clock } from './clock.ts'

export interface LapsingCache<Value> {
  /** Undefined when there is none, or none any more. */
  get(key: string): Value | undefined
  /** Keeps a value for `ttlMs` at most. One that is larger than it may be is not kept. */
  set(key: string, value: Value, options: { readonly ttlMs: number; readonly size: number }): void
  delete(key: string): void
  entries(): Iterable<[key: string, value: Value]>
  clear(): void
  /** Values in memory, those included that have lapsed and are still there. */
  readonly size: number
}

export interface LapsingCacheOptions {
  readonly clock: Clock
  /** Of all together, as reckoned by those who set them. */
  readonly mostBytes: number
  /** Of one. @default `mostBytes` */
  readonly largestBytes?: number
}

/**
 * lru-cache looks at a value by a timer, and once more when the timer came early; but where exactly no time is left it does not,
 * and the value stays for good. Instants are whole milliseconds, so counted from between two of them some time is always left.
 */
const BETWEEN_MS = 0.5

/** Makes an empty one. */
export function createLapsingCache<Value extends object>(options: LapsingCacheOptions): LapsingCache<Value> {
  const { clock, mostBytes, largestBytes = mostBytes } = options
  const cache = new LRUCache<string, Value>({
    maxSize: mostBytes,
    maxEntrySize: largestBytes,
    // Each value brings its own.
    ttl: 1,
    ttlAutopurge: true,
    ttlResolution: 0,
    perf: clock,
  })
  return {
    get: (key) => cache.get(key),
    set(key, value, { ttlMs, size }) {
      cache.set(key, value, { ttl: ttlMs, size, start: clock.now() + BETWEEN_MS })
    },
    delete: (key) => void cache.delete(key),
    entries: () => cache.entries(),
    clear: () => cache.clear(),
    get size() {
      return cache.size
    },
  }
}

/**
 * How late the event loop is: the time that whatever is ready waits before its turn comes. In a process with one thread it is
 * the queue. Node samples it by itself, a hundred times a second, without running any of our code.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'

/** Milliseconds beyond what was due, over a span of time. */
export interface LoopDelayFacts {
  /** Of all turns: high for a while, there is a queue that does not empty. */
  readonly meanMs: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly mostMs: number
}

export interface LoopDelay {
  /** Since it was last asked. */
  take(): LoopDelayFacts
  close(): void
}

const RESOLUTION_MS = 10

/** Begins to sample; each one opened is asked by one reader alone, since asking begins a new span. */
export function openLoopDelay(): LoopDelay {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  histogram.enable()
  let tookAt = performance.now()
  // What is recorded is the time between two samples, the pause that is wanted included.
  const toMs = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS)
  return {
    take() {
      const now = performance.now()
      const spanMs = now - tookAt
      tookAt = now
      // Without a sample it was late by all of the span.
      if (histogram.count === 0) return { meanMs: spanMs, p50Ms: spanMs, p99Ms: spanMs, mostMs: spanMs }
      const facts = {
        meanMs: toMs(histogram.mean),
        p50Ms: toMs(histogram.percentile(50)),
        p99Ms: toMs(histogram.percentile(99)),
        mostMs: toMs(histogram.max),
      }
      histogram.reset()
      return facts
    },
    close: () => void histogram.disable(),
  }
}

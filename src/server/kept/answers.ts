/**
 * Answers to queries, kept as long as the reports they were made of and together with what was loaded for them. A long
 * ledger takes megabytes and pushes others out of memory; the page that somebody asked for takes a few thousand bytes.
 */
import type { JourneyId } from '../../domain/ids.ts'
import type { Loads } from '../../loaders/recorded-loads.ts'
import type { Clock } from '../../platform/clock.ts'
import { createLapsingCache } from '../../platform/lapsing-cache.ts'
import type { KeptData } from './data.ts'

export interface KeptAnswer {
  readonly data: KeptData
  readonly loads: Loads
}

export interface KeptAnswers {
  /** What was kept under this key; null when there is nothing, or nothing any more. */
  find(key: string): KeptAnswer | null
  /** Keeps an answer until the first of its reports lapses, or others push it out. */
  keep(key: string, answer: KeptAnswer): void
  /** Drops what is about a journey. */
  forget(journeyId: JourneyId): void
  forgetAll(): void
}

/** What is kept besides the text: the records it was made of. Reckoned rather too high. */
const BYTES_PER_RECORD = 2_000

/** Keeps `mostBytes` at most, in reckoned bytes. */
export function createKeptAnswers(clock: Clock, mostBytes: number): KeptAnswers {
  // A single one must not push all others out.
  const answers = createLapsingCache<KeptAnswer>({ clock, mostBytes, largestBytes: Math.floor(mostBytes / 16) })
  return {
    find: (key) => answers.get(key) ?? null,
    keep(key, answer) {
      const { data, loads } = answer
      const ttlMs = Math.min(...loads.reports.map(({ stamp }) => stamp.until)) - clock.now()
      const size = key.length + data.bytes.length + (loads.records.length + 1) * BYTES_PER_RECORD
      if (ttlMs > 0) answers.set(key, answer, { ttlMs, size })
    },
    forget(journeyId) {
      for (const [key, { loads }] of answers.entries()) if (loads.journeys.has(journeyId)) answers.delete(key)
    },
    forgetAll: () => answers.clear(),
  }
}

/** How long records are kept. Both stores go by these figures; `Store.removeExpired` acts on them. */
import { DAY_MS } from './date.ts'

export interface Retention {
  /** How long a journey is kept after it has ended. One that has not ended is never removed. */
  readonly journeyMs: number
  /** How long an applicant without journeys is kept after it was added or its latest journey was. */
  readonly applicantMs: number
  /** How long a tombstone is kept after the erasure: longer than the records of who read what. */
  readonly tombstoneMs: number
}

/** What nobody has configured otherwise. */
export const DEFAULT_RETENTION_DAYS = { records: 180, tombstones: 400 } as const

/** Journeys after their end and applicants after their last one alike; tombstones by themselves. */
export function toRetention({ records, tombstones }: Readonly<Record<'records' | 'tombstones', number>>): Retention {
  return { journeyMs: records * DAY_MS, applicantMs: records * DAY_MS, tombstoneMs: tombstones * DAY_MS }
}

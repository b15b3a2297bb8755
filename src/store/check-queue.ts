/**
 * The looks at journeys that are to come, shared by a fleet: one per journey however many processes wish for it, run by
 * whichever is free, taken over when the one that ran it has died. What is in the queue is no truth: it can be made anew
 * from the store.
 */
import type { Instant } from '../domain/date.ts'
import type { JourneyId, TenantId } from '../domain/ids.ts'

export interface CheckTarget {
  readonly tenant: TenantId
  readonly id: JourneyId
}

export interface CheckQueue {
  /** Plans a look at `at`, unless one is planned or under way already. Rejects when the queue cannot be reached. */
  plan(target: CheckTarget, at: Instant): Promise<void>
  /** Moves the planned look to `at`; does nothing when it is under way. Rejects when the queue cannot be reached. */
  bringForward(target: CheckTarget, at: Instant): Promise<void>
  /** Stops taking looks and waits for those under way. */
  close(): Promise<void>
}

export interface CheckQueueOptions {
  /** `redis://…` */
  readonly url: string
  /** Begins every key. @default 'fg:queue' */
  readonly prefix?: string
  /** Looks under way in this process at most. @default 8 */
  readonly parallel?: number
  /** Looks begun by the whole fleet in a second at most. */
  readonly mostPerSecond: number
  /** Takes one look; gives the instant of the next, or null when there is none. Must not reject. */
  run(target: CheckTarget): Promise<Instant | null>
  /** Told when the queue itself has trouble; it goes on by itself. */
  onTrouble(thrown: unknown): void
}

/**
 * How often somebody may try to log in to the income-tax portal for one PAN: the portal locks accounts, and whoever holds a
 * token could try passwords through us. Attempts are counted, not mistakes, and whoever makes them: over all tenants and
 * all processes. An attempt counts before it is made.
 */
import { Failure } from '../domain/failure.ts'
import type { Clock } from '../platform/clock.ts'
import type { Counter } from '../store/counter.ts'

export interface LoginLimit {
  /**
   * Counts an attempt for this PAN. Rejects with `LIMIT_LOGINS` when it is one too many, and with `STORE_UNAVAILABLE`
   * when nobody can tell: then none is made.
   */
  admit(pan: string): Promise<void>
}

export interface LoginLimitOptions {
  readonly counter: Counter
  readonly clock: Clock
  /** Attempts within any 15 minutes. */
  readonly most: number
}

const WINDOW_MS = 15 * 60_000

export function createLoginLimit({ counter, clock, most }: LoginLimitOptions): LoginLimit {
  return {
    async admit(pan) {
      const options = { windowMs: WINDOW_MS, renewUpTo: most }
      const { count, endsAt } = await counter.count(`login ${pan}`, options, clock.now())
      if (count <= most) return
      const message = `There may be at most ${most} attempts to log in for one PAN in 15 minutes.`
      throw new Failure('LIMIT_LOGINS', { message, retryAfter: endsAt, field: ['input', 'username'] })
    },
  }
}

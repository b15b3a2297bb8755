/**
 * How many operations a caller, and a tenant as a whole, may begin in a minute, over the whole fleet. Nobody waits for a
 * store to be let in: each process counts for itself, tells the store every so often what it has counted, and hears what
 * all have. So the fleet may go beyond a limit by what comes in within `syncMs`; and while the store is away each process
 * goes by what it has counted itself.
 */
import type { Instant } from '../../domain/date.ts'
import { toInstant } from '../../domain/date.ts'
import { Failure } from '../../domain/failure.ts'
import type { Limits } from '../../domain/limit.ts'
import type { Principal } from '../../domain/principal.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Counter } from '../../store/counter.ts'
import { toCallerKey } from './held-count.ts'

export interface RequestLimitOptions {
  readonly counter: Counter
  readonly clock: Clock
  readonly limits: Pick<Limits, 'requests' | 'tenantRequests'>
  /** How often the store is told. @default 200 */
  readonly syncMs?: number
  /** How many callers are remembered at once. @default 50000 */
  readonly mostKeys?: number
}

export interface RequestLimit {
  /** Counts one operation of this caller. Gives the failure to refuse it with, and then counts nothing, or null. */
  admit(principal: Principal): Failure | null
}

const WINDOW_MS = 60_000

interface Window {
  /** As the store last said, with what was counted here since. */
  count: number
  /** Counted here, and not yet told. */
  untold: number
  endsAt: Instant
}

export function createRequestLimit(options: RequestLimitOptions): RequestLimit {
  const { counter, clock, limits, syncMs = 200, mostKeys = 50_000 } = options
  const windows = new Map<string, Window>()
  const untold = new Set<string>()
  let isDue = false

  function toFailure(whose: string, most: number, { endsAt: retryAfter }: Window): Failure {
    const message = `${whose} may begin at most ${most} operations in a minute.`
    return new Failure('LIMIT_REQUESTS', { message, retryAfter })
  }

  function count(key: string, window: Window): void {
    window.count += 1
    window.untold += 1
    untold.add(key)
  }

  function read(key: string, now: Instant): Window {
    const known = windows.get(key)
    if (known !== undefined && known.endsAt > now) return known
    if (known === undefined && windows.size >= mostKeys) makeRoom(now)
    const window = { count: 0, untold: 0, endsAt: toInstant(now + WINDOW_MS) }
    windows.set(key, window)
    return window
  }

  /** Those whose windows have ended, and if that is not enough the ones that were opened first. */
  function makeRoom(now: Instant): void {
    for (const [key, { endsAt }] of windows) if (endsAt <= now) windows.delete(key)
    for (const key of windows.keys()) {
      if (windows.size < 0.9 * mostKeys) return
      windows.delete(key)
    }
  }

  function tell(): void {
    isDue = false
    for (const key of untold) {
      const window = windows.get(key)
      if (window !== undefined && window.untold > 0) void tellOne(key, window)
    }
    untold.clear()
  }

  async function tellOne(key: string, window: Window): Promise<void> {
    const now = clock.now()
    const amount = window.untold
    window.untold = 0
    // Should this be the first that the store hears, its window ends when ours does.
    const windowMs = window.endsAt - now
    if (windowMs <= 0) return
    try {
      const { count, endsAt } = await counter.count(key, { windowMs, amount }, now)
      // What came in meanwhile is not in it.
      window.count = count + window.untold
      window.endsAt = endsAt
    } catch {
      // The store is away: what was counted here stays counted here, and is not told twice.
    }
  }

  return {
    admit(principal) {
      const now = clock.now()
      const { requests, tenantRequests } = limits
      const own = `requests ${toCallerKey(principal)}`
      const tenant = `requests ${JSON.stringify([principal.tenant])}`
      const ownWindow = read(own, now)
      const tenantWindow = read(tenant, now)
      if (ownWindow.count >= requests) return toFailure('A caller', requests, ownWindow)
      if (tenantWindow.count >= tenantRequests) return toFailure('A tenant', tenantRequests, tenantWindow)
      count(own, ownWindow)
      count(tenant, tenantWindow)
      if (!isDue) clock.after(syncMs, tell)
      isDue = true
      return null
    },
  }
}

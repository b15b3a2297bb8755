/** What the transports share of the limits on load: what each caller holds open and begins, whichever way it comes. */
import { Failure } from '../../domain/failure.ts'
import type { Limits } from '../../domain/limit.ts'
import type { Principal } from '../../domain/principal.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Counter } from '../../store/counter.ts'
import { createHeldCount, toCallerKey } from './held-count.ts'
import { createMessageRate, type MessageRate } from './message-rate.ts'
import { createRequestLimit } from './request-limit.ts'

/** Gives back what was held; harmless when called again. */
export type Release = () => void

export interface LoadLimits {
  readonly limits: Limits
  /** A socket that has not introduced itself; null when its address has too many of them. */
  holdNewSocket(address: string): Release | null
  /** A socket that has; null when the caller has too many. */
  holdSocket(principal: Principal): Release | null
  /** An event stream. Throws `LIMIT_SUBSCRIPTIONS` when the caller has too many. */
  holdStream(principal: Principal): Release
  /** How fast a socket may talk. */
  createMessageRate(): MessageRate
  /** How long whoever was refused so has to wait; a second at least. */
  toWaitMs(failure: Failure): number
  /** Counts an operation of the caller; the failure to refuse it with, or null. */
  admit(principal: Principal): Failure | null
  /** As `admit`, on a socket that has `running` operations, this one included. */
  admitOn(principal: Principal, running: number): Failure | null
}

export interface LoadLimitsOptions {
  readonly counter: Counter
  readonly clock: Clock
  readonly limits: Limits
}

export function createLoadLimits({ counter, clock, limits }: LoadLimitsOptions): LoadLimits {
  const held = { newSockets: createHeldCount(), sockets: createHeldCount(), streams: createHeldCount() }
  const { admit } = createRequestLimit({ counter, clock, limits })
  return {
    limits,
    holdNewSocket: (address) => held.newSockets.hold(address, limits.newSockets),
    holdSocket: (principal) => held.sockets.hold(toCallerKey(principal), limits.sockets),
    holdStream(principal) {
      const release = held.streams.hold(toCallerKey(principal), limits.streams)
      if (release !== null) return release
      const message = `A caller may have at most ${limits.streams} event streams open.`
      throw new Failure('LIMIT_SUBSCRIPTIONS', { message })
    },
    createMessageRate: () => createMessageRate(limits.messages),
    toWaitMs: ({ retryAfter }) => Math.max(1_000, (retryAfter ?? 0) - clock.now()),
    admit,
    admitOn(principal, running) {
      if (running <= limits.subscriptions) return admit(principal)
      const message = `A socket may have at most ${limits.subscriptions} operations under way.`
      return new Failure('LIMIT_SUBSCRIPTIONS', { message })
    },
  }
}

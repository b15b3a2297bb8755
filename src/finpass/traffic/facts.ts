/** How the traffic to Finpass stands at this moment, in this process: for `/readyz`, metrics and whoever looks into it. */
import type { Instant } from '../../domain/date.ts'
import type { BreakerState } from './observer.ts'
import type { OperationName } from './operation.ts'

export interface OperationFacts {
  readonly breaker: BreakerState
  /** Not asked before then; null when it may be asked now. */
  readonly pausedUntil: Instant | null
  /** Calls that have been sent and are not answered. */
  readonly underWay: number
  /** Calls that wait for one of those to end. */
  readonly waiting: number
}

export interface TrafficFacts {
  readonly operations: Readonly<Record<OperationName, OperationFacts>>
  /** Of the last ten seconds. */
  readonly budget: { readonly requests: number; readonly repeats: number }
  readonly quota: {
    /** Calls in a second that the whole fleet may make; null for any number. */
    readonly mostPerSecond: number | null
    /** What of it is this process's at the moment; null for any number. */
    readonly sharePerSecond: number | null
    readonly readsWaiting: number
    readonly pollsWaiting: number
  }
}

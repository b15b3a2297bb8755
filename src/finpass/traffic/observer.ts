/**
 * What the calls to Finpass tell of themselves, for metrics, spans and logs. It names operations, codes and times of ours and
 * nothing else: no id, no host, no word of an answer. Observers are called in the asynchronous context of the
 * caller, and must neither throw nor wait.
 */
import type { FailureCode } from '../../domain/failure.ts'
import type { OperationName } from './operation.ts'

/** `open`: nothing is asked. `half-open`: one call is, to see whether Finpass is back. */
export type BreakerState = 'closed' | 'open' | 'half-open'

/** One attempt that reached for the network, or was refused before it did. */
export interface AttemptEvent {
  readonly operation: OperationName
  /** `OK` also of an answer that says "not yet". */
  readonly outcome: 'OK' | FailureCode
  /** False when nothing was sent: the breaker is open, Finpass wants a pause, or too many wait already. */
  readonly wasSent: boolean
  /** From 1; more for what is asked again. */
  readonly attempt: number
  /** From the attempt's turn to its last byte; what it waited for its turn is `waitedMs`. */
  readonly ms: number
  readonly waitedMs: number
  /** A look of the schedule's; false for what somebody waits for. */
  readonly isPoll: boolean
  /** After the attempt. */
  readonly breaker: BreakerState
}

export interface BreakerEvent {
  readonly operation: OperationName
  readonly from: BreakerState
  readonly to: BreakerState
}

export interface TrafficObserver {
  onAttempt(event: AttemptEvent): void
  onBreaker(event: BreakerEvent): void
}

/** Tells nobody. */
export const SILENT: TrafficObserver = { onAttempt: () => undefined, onBreaker: () => undefined }

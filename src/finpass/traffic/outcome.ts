/**
 * What an answer of Finpass's, or the lack of one, means for the traffic: whose fault it was and whether asking again can help.
 * A mistake of a user's (a wrong password, an unknown id) is an answer like any other.
 */
import { type Failure, type FailureCode, toFailure } from '../../domain/failure.ts'
import { readReadiness } from '../account-aggregator/aa-readiness.ts'
import { isSuccess, toAnswerFailure } from '../envelope.ts'
import type { HttpAnswer } from '../http.ts'
import type { OperationName } from './operation.ts'

export interface Outcome {
  readonly code: 'OK' | FailureCode
  /** Finpass, or the way to it, is to blame. */
  readonly isFault: boolean
  /** The same call may go well if it is made again at once. */
  readonly isPassing: boolean
  readonly retryAfter: number | null
}

const OK: Outcome = { code: 'OK', isFault: false, isPassing: false, retryAfter: null }

const FAULTS: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'FINPASS_TIMEOUT',
  'FINPASS_UNREACHABLE',
  'FINPASS_UNAVAILABLE',
  'FINPASS_RATE_LIMITED',
  // An error page under 200, or half an answer.
  'FINPASS_SHAPE',
])
/** Not a time-out: whoever waits has waited long enough, and a Finpass that is slow gets slower by more. */
const PASSING: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'FINPASS_UNREACHABLE',
  'FINPASS_UNAVAILABLE',
  'FINPASS_RATE_LIMITED',
])

/** Of an answer that was read whole. */
export function toOutcome(operation: OperationName, answer: HttpAnswer): Outcome {
  if (isSuccess(answer)) return OK
  const failure = operation === 'aa.report' ? toReportFailure(answer) : toCallFailure(operation, answer)
  if (failure === null) return OK
  // Where one method of a path is not served, a page says 404; the other one is then asked.
  return answer.status === 404 ? { ...toFaultOf(failure), isFault: false, isPassing: false } : toFaultOf(failure)
}

/** Of whatever was thrown instead of an answer. */
export function toFaultOf(thrown: unknown): Outcome {
  const { code, retryAfter } = toFailure(thrown)
  return { code, isFault: FAULTS.has(code), isPassing: PASSING.has(code), retryAfter }
}

function toCallFailure(operation: OperationName, answer: HttpAnswer): Failure {
  return toAnswerFailure(answer, operation.startsWith('itr.') ? 'portal' : 'bank')
}

/** "Not yet" and "without data" are among the answers to this one. */
function toReportFailure(answer: HttpAnswer): Failure | null {
  try {
    readReadiness(answer)
    return null
  } catch (thrown) {
    return toFailure(thrown)
  }
}

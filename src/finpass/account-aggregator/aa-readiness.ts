/**
 * The Account Aggregator has no status endpoint: how far a journey is, the report call tells by 200, 202 or one of seven
 * 422s. Those share an HTTP status and their codes are printed nowhere, so a code is tried first and the message second.
 * An answer that is none of these is an ordinary failure.
 */
import type { FailureCode } from '../../domain/failure.ts'
import type { JourneyObservation, JourneyStatus } from '../../domain/journey.ts'
import { isSuccess, readErrorCode, toAnswerFailure } from '../envelope.ts'
import { toCodeWord } from '../error-code.ts'
import type { HttpAnswer } from '../http.ts'
import { isObject } from '../leaf.wire.ts'
import { toFacts, toObservation, toStep } from '../status-word.ts'

interface Readiness {
  /** The name of the answer in the documentation, as a code. */
  readonly code: string
  /** How the message would put it. */
  readonly message: RegExp
  readonly status: JourneyStatus
  readonly failure: FailureCode | null
  readonly step: string | null
}

/** Our word for "consent is there, the bank has not delivered"; Finpass has none. */
export const FETCHING = 'fetching account data'

const READINESS: readonly Readiness[] = [
  readiness('CONSENT_STATUS_PENDING', /consent\b.*\bpending/i, 'CONSENT_PENDING', null),
  readiness('CONSENT_STATUS_REJECTED', /consent\b.*\b(rejected|declined|denied)/i, 'CONSENT_DENIED', 'CONSENT_DENIED'),
  readiness('CONSENT_STATUS_REVOKED', /consent\b.*\brevoked/i, 'CONSENT_DENIED', 'CONSENT_REVOKED'),
  readiness('CONSENT_STATUS_EXPIRED', /consent\b.*\bexpired/i, 'EXPIRED', 'JOURNEY_EXPIRED'),
  readiness('ACCOUNT_DATA_NOT_FOUND', /data\b.*\bnot found/i, 'FAILED', 'FINPASS_DATA_NOT_FOUND'),
  readiness('ACCOUNT_DATA_FETCH_EXPIRED', /fetch\b.*\bexpired/i, 'EXPIRED', 'FINPASS_FETCH_EXPIRED'),
  readiness('ACCOUNT_DATA_FETCH_ERROR', /fetch\b.*\b(error|failed)/i, 'FAILED', 'FINPASS_FETCH_FAILED'),
  readiness(
    'NO_FINANCIAL_INFORMATION_REQUEST_FOUND',
    /no financial information request/i,
    'FAILED',
    'FINPASS_REFRESH_NEEDED',
  ),
  // A consent for monitoring is asked for without the id that only a refresh gives.
  readiness(
    'MISSING_REQUEST_ID',
    /request[_ ]id\b.*\b(missing|required)|missing request[_ ]id/i,
    'FAILED',
    'FINPASS_REFRESH_NEEDED',
  ),
  readiness('DATA_NOT_READY', /data\b.*\bnot (yet )?ready/i, 'CONSENT_GRANTED', null),
]

function readiness(code: string, message: RegExp, status: JourneyStatus, failure: FailureCode | null): Readiness {
  return { code, message, status, failure, step: status === 'CONSENT_GRANTED' ? FETCHING : null }
}

/**
 * What an answer without a report says about the journey; null when it has a report. Throws the `Failure` that any other
 * error stands for. A 422 that nobody knows means "not ready": the journey's own deadline bounds it.
 */
export function readReadiness(answer: HttpAnswer): JourneyObservation | null {
  if (isSuccess(answer) && answer.status !== 202) return null
  const named = findReadiness(answer)
  if (named !== null) {
    const { status, step, failure } = named
    return toObservation({ status, step, failure: failure === null ? null : toFacts(failure) })
  }
  if (answer.status === 202 && isSuccess(answer)) return toObservation({ status: 'CONSENT_GRANTED', step: FETCHING })
  const failure = toAnswerFailure(answer, 'bank')
  // 422 is what HTTP alone would call bad input; a code we know has already had its say.
  if (answer.status === 422 && failure.code === 'FINPASS_INPUT' && !isAboutInput(answer)) {
    return toObservation({ step: toStep(readErrorCode(answer.body)) ?? 'not ready' })
  }
  throw failure
}

function findReadiness(answer: HttpAnswer): Readiness | null {
  const code = readErrorCode(answer.body)
  const word = code === null ? '' : toStem(toCodeWord(code))
  const byCode = READINESS.find((candidate) => toStem(candidate.code) === word)
  if (byCode !== undefined) return byCode
  const message =
    isObject(answer.body) && typeof answer.body.message === 'string' ? answer.body.message.slice(0, 500) : ''
  if (answer.status !== 422 && answer.status !== 202 && answer.status !== 400) return null
  return READINESS.find((candidate) => candidate.message.test(message)) ?? null
}

/** `consent_pending` for `consent_status_pending`: the codes are guessed from names, so the filling words may be missing. */
function toStem(code: string): string {
  return code.replace(/_STATUS/, '').replace(/^ACCOUNT_/, '')
}

function isAboutInput(answer: HttpAnswer): boolean {
  const code = readErrorCode(answer.body)
  return code !== null && /^(INVALID_INPUT|VALIDATION_ERROR|VERIFICATION_FAILED)$/.test(toCodeWord(code))
}

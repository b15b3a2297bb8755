/**
 * Takes an answer out of whichever of Finpass's five envelopes it came in: the payload, or the `Failure` it stands for.
 * A flat body has no `success` at all, and an error may come with HTTP 200; both are decided here and nowhere else.
 */
import { Failure } from '../domain/failure.ts'
import { toFailureCode, toKnownCode } from './error-code.ts'
import type { HttpAnswer } from './http.ts'
import { isObject } from './leaf.wire.ts'

/** Whether the call concerns the income-tax portal, where `INVALID_CREDENTIALS` speaks of the taxpayer's login, not of ours. */
export type Counterpart = 'portal' | 'bank'

/** The payload of an answer; throws the `Failure` it stands for, or `FINPASS_SHAPE` when it is no JSON object. */
export function openEnvelope(answer: HttpAnswer, counterpart: Counterpart): Record<string, unknown> {
  if (!isSuccess(answer)) throw toAnswerFailure(answer, counterpart)
  const body = answer.body
  if (!isObject(body)) throw new Failure('FINPASS_SHAPE')
  return isObject(body.data) ? body.data : body
}

/** True when neither HTTP nor the body calls the answer an error. `undefined` is what a flat body has for `success`. */
export function isSuccess(answer: HttpAnswer): boolean {
  if (answer.status < 200 || answer.status > 299) return false
  return !isObject(answer.body) || !isRefusal(answer.body.success)
}

/** False in any spelling: `false`, `"False"`, `0`. */
function isRefusal(success: unknown): boolean {
  if (typeof success === 'string') return /^\s*(false|no|0)\s*$/i.test(success.slice(0, 50))
  return success === false || success === 0
}

/** The error code in a body, in whichever of its keys; null when there is none. */
export function readErrorCode(body: unknown): string | null {
  if (!isObject(body)) return null
  for (const code of [body.error_code, body.message_code]) {
    if (typeof code === 'string' && code.trim() !== '') return code
  }
  return null
}

/** The failure that an unsuccessful answer stands for. */
export function toAnswerFailure(answer: HttpAnswer, counterpart: Counterpart): Failure {
  const code = isClientUnknown(answer) ? 'FINPASS_NOT_FOUND' : toFailureCode(readErrorCode(answer.body), answer.status)
  const ours = code === 'FINPASS_CREDENTIALS' && counterpart !== 'portal' ? 'FINPASS_UNAUTHORIZED' : code
  return new Failure(ours, { retryAfter: answer.retryAfter })
}

/** The Account Aggregator's "Client Not Found" is documented as a 404 whose code is printed nowhere: the message must do. */
function isClientUnknown(answer: HttpAnswer): boolean {
  if (answer.status !== 404 || !isObject(answer.body)) return false
  const { success, message } = answer.body
  const isKnown = toKnownCode(readErrorCode(answer.body)) !== null
  return (
    isRefusal(success) &&
    !isKnown &&
    typeof message === 'string' &&
    /\bclient([ _-]?id)?\b/i.test(message.slice(0, 500))
  )
}

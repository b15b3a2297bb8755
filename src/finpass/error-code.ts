/**
 * Finpass's error codes and HTTP statuses as our codes. The code in the body speaks first, HTTP second, because no page
 * of the documentation ever gives an HTTP status for a code. One thing has two spellings (`UNAUTHORIZED`, `unauthorized`).
 * `FINPASS_NOT_FOUND` ends a journey for good, so no HTTP status alone ever stands for it.
 */
import type { FailureCode } from '../domain/failure.ts'

const CODES: Readonly<Record<string, FailureCode>> = {
  UNAUTHORIZED: 'FINPASS_UNAUTHORIZED',
  AUTHENTICATION_ERROR: 'FINPASS_UNAUTHORIZED',
  FORBIDDEN: 'FINPASS_FORBIDDEN',
  PERMISSION_DENIED: 'FINPASS_FORBIDDEN',
  NOT_FOUND: 'FINPASS_NOT_FOUND',
  CLIENT_NOT_FOUND: 'FINPASS_NOT_FOUND',
  JOB_NOT_FOUND: 'FINPASS_NOT_FOUND',
  INVALID_CLIENT_ID: 'FINPASS_NOT_FOUND',
  INVALID_JOB_ID: 'FINPASS_NOT_FOUND',
  INVALID_INPUT: 'FINPASS_INPUT',
  VALIDATION_ERROR: 'FINPASS_INPUT',
  VERIFICATION_FAILED: 'FINPASS_INPUT',
  INVALID_CREDENTIALS: 'FINPASS_CREDENTIALS',
  JOB_INCOMPLETE: 'FINPASS_INCOMPLETE',
  JOURNEY_INCOMPLETE: 'FINPASS_INCOMPLETE',
  DATA_NOT_READY: 'FINPASS_INCOMPLETE',
  RATE_LIMITED: 'FINPASS_RATE_LIMITED',
  RATE_LIMIT_EXCEEDED: 'FINPASS_RATE_LIMITED',
  TOO_MANY_REQUESTS: 'FINPASS_RATE_LIMITED',
  SERVER_ERROR: 'FINPASS_UNAVAILABLE',
  INTERNAL_ERROR: 'FINPASS_UNAVAILABLE',
  INTERNAL_SERVER_ERROR: 'FINPASS_UNAVAILABLE',
  SERVICE_UNAVAILABLE: 'FINPASS_UNAVAILABLE',
}

const STATUSES: Readonly<Record<number, FailureCode>> = {
  400: 'FINPASS_INPUT',
  401: 'FINPASS_UNAUTHORIZED',
  403: 'FINPASS_FORBIDDEN',
  // Whatever stands before Finpass says this too, during a deploy for one.
  404: 'FINPASS_UNAVAILABLE',
  408: 'FINPASS_TIMEOUT',
  422: 'FINPASS_INPUT',
  425: 'FINPASS_INCOMPLETE',
  429: 'FINPASS_RATE_LIMITED',
}

/** `Invalid client id`, `invalid-client-id` and `INVALID_CLIENT_ID` as the last of these. */
export function toCodeWord(text: string): string {
  return text
    .trim()
    .toUpperCase()
    .replace(/[\s-]+/g, '_')
}

/** Our code for one of Finpass's; null when there is none, or none that we know. */
export function toKnownCode(code: string | null): FailureCode | null {
  const word = code === null ? '' : toCodeWord(code)
  // The documentation is cut off after these letters.
  if (word.startsWith('INVALID_CREDE')) return 'FINPASS_CREDENTIALS'
  return (Object.hasOwn(CODES, word) ? CODES[word] : undefined) ?? null
}

/** Our code for an answer that is an error; never fails: what nobody knows is `FINPASS_REJECTED`. */
export function toFailureCode(code: string | null, status: number): FailureCode {
  const known = toKnownCode(code)
  if (known !== null) return known
  if (status >= 500) return 'FINPASS_UNAVAILABLE'
  if (status >= 300 && status < 400) return 'FINPASS_SHAPE'
  return STATUSES[status] ?? 'FINPASS_REJECTED'
}

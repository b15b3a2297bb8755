/**
 * Mistakes of the person behind a mutation, as data in its payload. What is the client's misuse or our fault stays in
 * `errors`.
 */
import type { Instant } from '../domain/date.ts'
import { Failure, type FailureCode } from '../domain/failure.ts'
import { builder } from './builder.ts'

/** What a form can show beside a field, or a person can act on. */
const USER_ERRORS: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'APPLICANT_NOT_FOUND',
  'JOURNEY_NOT_FOUND',
  'REFERENCE_INVALID',
  'REFERENCE_TAKEN',
  'NAME_INVALID',
  'PAN_INVALID',
  'MOBILE_INVALID',
  'EMAIL_INVALID',
  'REASON_INVALID',
  'APPLICANT_ERASED',
  'CONSENT_REQUIRED',
  'CONSENT_STATE',
  'CREDENTIALS_EMPTY',
  'REDIRECT_UNKNOWN',
  'IDEMPOTENCY_KEY_INVALID',
  'IDEMPOTENCY_KEY_REUSED',
  'JOURNEY_START_IN_PROGRESS',
  'JOURNEY_START_LOST',
  'JOURNEY_REFRESH_TOO_SOON',
  'JOURNEY_ENDED',
  'JOURNEY_KIND_UNSUPPORTED',
  'JOURNEY_LINKED',
  'FINPASS_ID_INVALID',
  'FINPASS_NOT_FOUND',
  'FINPASS_INPUT',
  'FINPASS_CREDENTIALS',
  'LIMIT_LOGINS',
])

export interface UserError {
  readonly code: FailureCode
  readonly message: string
  readonly advice: string | null
  readonly field: readonly string[] | null
  readonly retryAfter: Instant | null
}

export function toUserError(failure: Failure): UserError {
  const { code, message, advice, field, retryAfter } = failure
  return { code, message, advice, field, retryAfter }
}

/** Runs a mutation: its result, or the user's mistake. Rejects with everything that is not the user's doing. */
export async function catchUserError<Value>(mutate: () => Promise<Value>): Promise<Value | UserError> {
  try {
    return await mutate()
  } catch (thrown) {
    if (thrown instanceof Failure && USER_ERRORS.has(thrown.code)) return toUserError(thrown)
    throw thrown
  }
}

/** Told from a result by what no result has. */
export function isUserError(outcome: object): outcome is UserError {
  return 'code' in outcome && 'advice' in outcome
}

export const UserErrorRef = builder.objectRef<UserError>('UserError')
UserErrorRef.implement({
  description: 'A mistake that the person using the app can mend.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Stable code, listed in docs/errors.md.' }),
    message: t.exposeString('message', { description: 'What is wrong, for a developer.' }),
    advice: t.exposeString('advice', { nullable: true, description: 'What to do about it.' }),
    field: t.exposeStringList('field', {
      nullable: true,
      description: 'Path of the input to blame, like ["input", "mobile"]; null when it is none in particular.',
    }),
    retryAfter: t.expose('retryAfter', {
      type: 'DateTime',
      nullable: true,
      description: 'Not before this instant; null when time does not matter.',
    }),
  }),
})

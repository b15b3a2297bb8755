/**
 * The catalogue of everything that can go wrong, and the one error class that carries it.
 * A code is never renamed and never reused. `docs/errors.md` lists the same codes; a test proves it both ways.
 * Messages are ours: no upstream text, no input value and no identifier of a person ever stands in one.
 */
import type { Instant } from './date.ts'
import { type CatalogueEntry, entry } from './catalogue-entry.ts'
import { FINPASS_FAILURES } from './finpass-failure.ts'
import { LIMIT_FAILURES } from './limit-failure.ts'

export const FAILURES = {
  // Who is asking
  AUTH_REQUIRED: entry('This operation needs a caller.', 'Send a token in the Authorization header: Bearer <token>.'),
  AUTH_INVALID: entry('The token is not valid.', 'Get a fresh token and send the request again.'),
  AUTH_UNAVAILABLE: entry(
    'Tokens cannot be checked now: the keys of their issuer cannot be fetched.',
    'Send the request again shortly, with the same token.',
    true,
  ),
  AUTH_SCOPE: entry(
    'The token lacks a scope that this field needs.',
    'Ask for a token with the scope named in extensions.scope.',
  ),

  ORIGIN_NOT_ALLOWED: entry(
    'Pages of this origin may not call.',
    'The operator can list the origin of the page, or the one that the gateway is called by, in ALLOWED_ORIGINS.',
  ),

  // What was asked
  REQUEST_INVALID: entry('The request is not a GraphQL request.', 'Send JSON with query, variables and operationName.'),
  DOCUMENT_UNKNOWN: entry(
    'This is not a document that this gateway trusts.',
    'Register it with npm run documents, and deploy the gateway with the file.',
  ),
  GRAPHQL_PARSE: entry('The document is not valid GraphQL.', 'Check the syntax at the given location.'),
  GRAPHQL_VALIDATION: entry('The document does not fit the schema.', 'Compare it with schema.graphql.'),
  INPUT_INVALID: entry('A variable or argument has the wrong shape.', 'Compare it with the type named in the message.'),
  INPUT_MONEY: entry(
    'This is not an amount of money.',
    'Send a decimal string with at most two places, like "1500.00".',
  ),
  INPUT_DATE: entry('This is not a date.', 'Send a calendar date like "2025-07-28".'),
  INPUT_SECRET_LITERAL: entry('A Secret must not stand in the document.', 'Pass it as a variable.'),
  INPUT_REASON: entry(
    'The reason in extensions.reason cannot be recorded.',
    'Send 1 to 200 printable characters, or leave it out.',
  ),
  INPUT_YEAR: entry('This is not an assessment year.', 'Send it as "2025-26".'),
  ID_MALFORMED: entry('This is not an id of this graph.', 'Pass on ids exactly as the graph returned them.'),
  ID_WRONG_TYPE: entry('This id is of another type.', 'Pass an id of the type that the argument names.'),
  NODE_NOT_FOUND: entry('There is nothing with this id.', 'Check the id; what has been erased or has expired is gone.'),
  APPLICANT_NOT_FOUND: entry('There is no such applicant.', 'Check the id, or look the applicant up by reference.'),
  APPLICANT_ERASED: entry(
    'The applicant was erased, and everything with it.',
    'extensions.erasure names the receipt; nothing can be had back. Register the applicant anew if need be.',
  ),
  ERASURE_NOT_FOUND: entry('There is no such receipt.', 'Check its id; receipts are kept for a limited time.'),
  JOURNEY_NOT_FOUND: entry('There is no such journey.', 'Check the id, or list the journeys of the applicant.'),
  PAGE_SIZE: entry('The page size is not usable.', 'Ask for 1 to 200 with first or last.'),
  PAGE_DIRECTION: entry('A page goes forward or backward, not both.', 'Use first with after, or last with before.'),
  CURRENCY_MIXED: entry(
    'These lines are in different currencies.',
    'Narrow with where.accountIds to accounts of one currency.',
  ),
  CURSOR_INVALID: entry(
    'This cursor is not one of this list.',
    'Start again without a cursor, or use the one of the same list and order.',
  ),

  // How much was asked
  ...LIMIT_FAILURES,

  // Applicants
  REFERENCE_INVALID: entry(
    'The reference is empty, too long or has control characters.',
    'Send 1 to 100 printable characters.',
  ),
  REFERENCE_TAKEN: entry(
    'This reference already belongs to an applicant with other details.',
    'Use that applicant, or another reference.',
  ),
  NAME_INVALID: entry('The name is empty or too long.', 'Send 1 to 200 characters, or leave it out.'),
  PAN_INVALID: entry('This is not a PAN.', 'Send five letters, four digits and a letter.'),
  MOBILE_INVALID: entry('This is not an Indian mobile number.', 'Send ten digits beginning with 6 to 9.'),
  EMAIL_INVALID: entry('This is not an e-mail address.', 'Send one address, or leave it out.'),
  REASON_INVALID: entry('The reason is empty or too long.', 'Send 1 to 500 characters.'),

  // Journeys
  CONSENT_REQUIRED: entry('The applicant has not consented.', 'Ask for consent, then send consent: true.'),
  CREDENTIALS_EMPTY: entry('Username or password is empty.', 'Send both as variables.'),
  REDIRECT_UNKNOWN: entry('There is no redirect of that name.', 'Use a name from the configured REDIRECTS.'),
  IDEMPOTENCY_KEY_INVALID: entry('The idempotency key is empty or too long.', 'Send 1 to 100 printable characters.'),
  IDEMPOTENCY_KEY_REUSED: entry('This idempotency key was used with other input.', 'Use a new key for a new journey.'),
  JOURNEY_START_IN_PROGRESS: entry(
    'A start with this idempotency key is still running.',
    'Ask again in a few seconds with the same key.',
    true,
  ),
  JOURNEY_START_LOST: entry(
    'Finpass did not answer the start, so it may or may not have begun, and may have been billed.',
    'Do not repeat it blindly: ask Finpass, then start again with a new idempotency key.',
  ),
  JOURNEY_REFRESH_TOO_SOON: entry('This journey was checked a moment ago.', 'Wait for retryAfter.', true),
  JOURNEY_ENDED: entry('This journey has ended.', 'Start a new one.'),
  JOURNEY_KIND_UNSUPPORTED: entry(
    'Journeys of this kind cannot be linked yet.',
    'Use ITR, AA_BSA or ACCOUNT_AGGREGATOR.',
  ),
  JOURNEY_LINKED: entry('This Finpass id already belongs to a journey.', 'Use that journey.'),
  FINPASS_ID_INVALID: entry('This is not a Finpass id.', 'Send the job_id or client_id exactly as Finpass gave it.'),
  JOURNEY_FAILED: entry(
    'Finpass could not complete the process.',
    'Start it again, or ask the applicant for documents.',
  ),
  JOURNEY_TIMED_OUT: entry('Finpass did not finish in time.', 'Refresh the journey once, or start a new one.', true),
  JOURNEY_EXPIRED: entry('The consent page lapsed before the applicant finished.', 'Start a new journey.'),
  CONSENT_PENDING: entry('The applicant has not given consent yet.', 'Send the applicant to consentUrl.', true),
  CONSENT_DENIED: entry('The applicant declined consent.', 'Ask for another way to verify income.'),
  CONSENT_REVOKED: entry('The applicant revoked consent.', 'Ask for fresh consent with a new journey.'),
  CONSENT_PAUSED: entry('Consent is paused, so its data is not read.', 'Resume it with consentResume.'),
  CONSENT_EXPIRED: entry(
    'The time for which the data may be read is over.',
    'Ask for fresh consent with a new journey.',
  ),
  CONSENT_PURPOSE: entry(
    'Consent was given for another purpose than the one the data is asked for.',
    "Ask for data of a journey with that consentType, or with a token for the journey's purpose.",
  ),
  CONSENT_FREQUENCY: entry(
    'The data of this journey was read as often as a day allows.',
    'Ask again after retryAfter; what was read before may still be shown by you.',
    true,
  ),
  CONSENT_STATE: entry(
    'Consent is not in a state in which that can be done.',
    'Only an ACTIVE consent can be paused, only a PAUSED one resumed, and none that was declined or has lapsed revoked.',
  ),

  ...FINPASS_FAILURES,

  // Us
  AUDIT_UNAVAILABLE: entry(
    'The access could not be recorded, so nothing was read or done.',
    'Ask again shortly.',
    true,
  ),
  GATEWAY_OVERLOADED: entry(
    'The gateway has more to do than it can do in time, so nothing was begun.',
    'Send the request again after retryAfter.',
    true,
  ),
  STORE_UNAVAILABLE: entry('The gateway cannot reach its store.', 'Ask again shortly.', true),
  INTERNAL: entry('Something went wrong on our side.', 'Tell the operator, with the request id.'),
} as const satisfies Record<string, CatalogueEntry>

export type FailureCode = keyof typeof FAILURES

/** What a caller may see of a failure, and what is kept of one with a journey. */
export interface FailureFacts {
  readonly code: FailureCode
  readonly retryAfter: Instant | null
}

/** What may be told of an erasure. */
export interface ErasureFacts {
  readonly receiptId: string
  readonly erasedAt: Instant
}

export interface FailureOptions {
  /** A more exact wording than the catalogue's, under the same rules. */
  readonly message?: string
  readonly retryAfter?: Instant | null
  readonly cause?: unknown
  /** Which input is to blame, as a path. */
  readonly field?: readonly string[]
  /** The scope that was missing, for `AUTH_SCOPE`. */
  readonly scope?: string
  /** Which erasure it was, for `APPLICANT_ERASED`. */
  readonly erasure?: ErasureFacts
}

/** An expected failure with a stable code. Anything else that is thrown is a defect and is shown as `INTERNAL`. */
export class Failure extends Error implements FailureFacts {
  readonly code: FailureCode
  readonly retryAfter: Instant | null
  readonly field: readonly string[] | null
  readonly scope: string | null
  readonly erasure: ErasureFacts | null

  constructor(code: FailureCode, options: FailureOptions = {}) {
    super(options.message ?? FAILURES[code].message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'Failure'
    this.code = code
    this.retryAfter = options.retryAfter ?? null
    this.field = options.field ?? null
    this.scope = options.scope ?? null
    this.erasure = options.erasure ?? null
  }

  get advice(): string | null {
    return FAILURES[this.code].advice
  }

  get retryable(): boolean {
    return FAILURES[this.code].retryable
  }
}

/** Whatever was thrown, as a failure: itself, or `INTERNAL` with the original as its cause. */
export function toFailure(thrown: unknown): Failure {
  return thrown instanceof Failure ? thrown : new Failure('INTERNAL', { cause: thrown })
}

/**
 * Finpass's wrappings and its error catalogue. Which product speaks which is in the product's own file. Large lists
 * arrive ready-made as `RawJson` and are spliced in, so that a ledger of 50,000 lines is turned into text only once.
 */
import { randomUUID } from 'node:crypto'

/** An answer before it is put on the wire. */
export interface Reply {
  readonly status: number
  readonly contentType: string
  readonly body: Buffer
  readonly headers?: Readonly<Record<string, string>>
  /** An error of Finpass's own, which can also be told with HTTP 200. */
  readonly isRefusal?: true
}

/** JSON text that goes into a body as it is. */
export class RawJson {
  readonly bytes: Buffer

  constructor(value: unknown) {
    this.bytes = Buffer.from(JSON.stringify(value))
  }
}

const MARK = `@@${randomUUID()}:`

/** The bytes of a body, with every `RawJson` spliced in. */
export function serialise(body: unknown): Buffer {
  const raws: Buffer[] = []
  const text = JSON.stringify(body, (_key, value: unknown) => {
    if (!(value instanceof RawJson)) return value
    raws.push(value.bytes)
    return MARK
  })
  const pieces = text.split(`"${MARK}"`)
  return Buffer.concat(pieces.flatMap((piece, index) => [Buffer.from(piece), raws[index] ?? Buffer.alloc(0)]))
}

/** A JSON answer. */
export function replyJson(status: number, body: unknown, headers?: Readonly<Record<string, string>>): Reply {
  const base = { status, contentType: 'application/json', body: serialise(body) }
  return headers === undefined ? base : { ...base, headers }
}

/** E1, the documented wrapping of ITR and AA-BSA. */
export function documentedOk(message: string, data: unknown): Reply {
  return replyJson(200, { success: true, message, data })
}

/** E3, the observed wrapping of ITR data, AA-BSA results and the upload. */
export function observedOk(message: string, data: unknown): Reply {
  return replyJson(200, { success: true, status_code: 200, message, data })
}

/** E2, the wrapping of the Account Aggregator. */
export function serviceOk(data: unknown, status = 200, message = 'Success', messageCode = 'success'): Reply {
  return replyJson(status, { data, status_code: status, success: true, message, message_code: messageCode })
}

/** HTTP codes are a choice: Finpass gives none for an `error_code`. */
const DOCUMENTED_ERRORS = {
  UNAUTHORIZED: [401, 'Unauthorized. Invalid or missing API credentials.'],
  NOT_FOUND: [404, 'No record found for the provided id.'],
  INVALID_INPUT: [400, 'Invalid input.'],
  INVALID_CREDENTIALS: [422, 'Invalid credentials. The e-filing portal refused the login.'],
  JOB_INCOMPLETE: [409, 'ITR data is not yet available.'],
  JOURNEY_INCOMPLETE: [409, 'Analysis is not yet available.'],
} as const

const SERVICE_ERRORS = {
  unauthorized: [401, 'Unauthorized access. Invalid or missing API credentials.'],
  invalid_input: [400, 'Invalid input.'],
  invalid_client_id: [400, 'The client_id is invalid or has lapsed.'],
  missing_request_id: [400, 'request_id is required for loan_monitoring.'],
  client_not_found: [404, 'Client Not Found'],
  consent_status_pending: [422, 'Consent Status Pending'],
  consent_status_rejected: [422, 'Consent Status Rejected'],
  consent_status_revoked: [422, 'Consent Status Revoked'],
  account_data_not_found: [422, 'Account Data Not Found'],
  account_data_fetch_expired: [422, 'Account Data Fetch Expired'],
  account_data_fetch_error: [422, 'Account Data Fetch Error'],
  no_financial_information_request_found: [422, 'No Financial Information Request Found'],
  verification_failed: [422, 'The uploaded file could not be verified.'],
} as const

/** An `error_code`. */
export type DocumentedErrorCode = keyof typeof DOCUMENTED_ERRORS
/** A `message_code` of an error. */
export type ServiceErrorCode = keyof typeof SERVICE_ERRORS

/** E1's error shape. */
export function documentedError(code: DocumentedErrorCode, message?: string): Reply {
  const [status, usual] = DOCUMENTED_ERRORS[code]
  return refusal(status, { success: false, message: message ?? usual, error_code: code })
}

/** E2's error shape. */
export function serviceError(code: ServiceErrorCode, message?: string): Reply {
  const [status, usual] = SERVICE_ERRORS[code]
  return refusal(status, { status_code: status, success: false, message: message ?? usual, message_code: code })
}

function refusal(status: number, body: unknown): Reply {
  return { ...replyJson(status, body), isRefusal: true }
}

/** What a web framework says of a path or method it does not know: no code of Finpass in it. */
export function frameworkError(status: 404 | 405, headers?: Readonly<Record<string, string>>): Reply {
  return replyJson(status, { detail: status === 404 ? 'Not Found' : 'Method Not Allowed' }, headers)
}

/** Why a watch has ended without its journey having ended: the mistakes that trying again does not mend. */

/** An error of the gateway as it is sent: `extensions` has the code of its catalogue. */
export interface GatewayError {
  readonly message: string
  readonly extensions?: { readonly code?: string; readonly retryable?: boolean; readonly requestId?: string }
}

/** Codes that a fresh token may mend. */
const TOKEN_CODES: readonly string[] = ['AUTH_REQUIRED', 'AUTH_INVALID']

/** Thrown by a watch. `code` is one of the gateway's (JOURNEY_NOT_FOUND, AUTH_SCOPE …), listed in its docs/errors.md. */
export class WatchError extends Error {
  readonly code: string
  /** Names the request in the gateway's log; null when the gateway said none. */
  readonly requestId: string | null

  constructor(code: string, message: string, requestId: string | null = null) {
    super(message)
    this.name = 'WatchError'
    this.code = code
    this.requestId = requestId
  }

  /** True when only another token can help. */
  get isTokenRefused(): boolean {
    return TOKEN_CODES.includes(this.code)
  }
}

/** True when the same subscription may succeed later: the gateway says so, or the fault is its own. */
export function isPassing({ extensions }: GatewayError): boolean {
  return extensions?.retryable === true || extensions?.code === undefined || extensions.code === 'INTERNAL'
}

/** The first of the errors the gateway sent, as one to throw. */
export function toWatchError(errors: readonly GatewayError[]): WatchError {
  const [first] = errors
  const { code = 'INTERNAL', requestId = null } = first?.extensions ?? {}
  return new WatchError(code, first?.message ?? 'The gateway refused without saying why.', requestId)
}

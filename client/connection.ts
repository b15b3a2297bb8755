/** One connection of a watch, whatever carries it: what it is asked, what it is given, and how it can end. */
import { type GatewayError, isPassing, toWatchError, type WatchError } from './watch-error.ts'

/** A result as the gateway sends it. */
export interface Result {
  readonly data?: Readonly<Record<string, unknown>> | null
  readonly errors?: readonly GatewayError[]
  readonly extensions?: { readonly cursor?: string }
}

export type ConnectionEnd =
  /** There is nothing more to come. */
  | { readonly kind: 'over' }
  /** Trying again does not help. */
  | { readonly kind: 'failed'; readonly error: WatchError }
  /** Only another token helps. */
  | { readonly kind: 'refused'; readonly error: WatchError }
  /** Worth trying again: after `pauseMs` when the gateway named a time. */
  | { readonly kind: 'lost'; readonly reason: string; readonly pauseMs: number | null }

export interface ConnectionRequest {
  readonly url: string
  /** The text of the document, or its id. */
  readonly document: { readonly query: string } | { readonly documentId: string }
  readonly variables: Readonly<Record<string, unknown>>
  /** The value of the Authorization header; null to send none. */
  readonly authorization: string | null
  readonly signal: AbortSignal
  /** A gateway that takes longer to let us in is given up. */
  readonly openTimeoutMs: number
  /** The gateway has let us in. */
  onOpen(): void
  /** Takes a result; how the connection shall end, or null to go on. */
  receive(result: Result): ConnectionEnd | null
}

/** Follows until there is an end. Never rejects; ends as `over` at once when the signal aborts. */
export type Connect = (request: ConnectionRequest) => Promise<ConnectionEnd>

/** The gateway sends something every 12 s: one that is silent for so long is given up. */
export const SILENCE_MS = 30_000

export function toLost(reason: string, pauseMs: number | null = null): ConnectionEnd {
  return { kind: 'lost', reason, pauseMs }
}

/** How errors without data end a connection. */
export function toErrorEnd(errors: readonly GatewayError[]): ConnectionEnd {
  const error = toWatchError(errors)
  if (error.isTokenRefused) return { kind: 'refused', error }
  return errors.every(isPassing) ? toLost(error.code) : { kind: 'failed', error }
}

/** The JSON object in a text of the gateway; null when it is none. */
export function parseObject(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : null
  } catch {
    return null
  }
}

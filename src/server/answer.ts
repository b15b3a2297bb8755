/** Answers that are not the engine's: texts, and requests that are refused before the engine sees them. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { formatInstant } from '../domain/date.ts'
import type { Failure, FailureCode } from '../domain/failure.ts'
import { quote } from '../domain/quote.ts'

/** What a refusal says of its failure. */
type Told = Pick<Failure, 'code' | 'message' | 'advice' | 'retryable' | 'retryAfter'>

export function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`)
}

/** The failure as the answer of a request; cuts an answer that has begun. */
export function sendFailure(response: ServerResponse, status: number, failure: Told, requestId: string): void {
  if (response.headersSent) return void response.destroy()
  const text = toBody(failure, requestId)
  // Without its length Node would send it in pieces: more writes, just when there is least time for them.
  const length = { 'content-length': Buffer.byteLength(text) }
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...length }).end(text)
}

export interface RefusalFacts {
  readonly status: 429 | 503
  readonly failure: Told
  readonly requestId: string
  readonly waitMs: number
}

/**
 * Refuses for now: `status` with `Retry-After`; to a reader of events one that carries the error and tells when to come back,
 * since many of them take every other status for the end.
 */
export function sendRefusal(
  request: IncomingMessage,
  response: ServerResponse,
  { status, failure, requestId, waitMs }: RefusalFacts,
): void {
  if (!wantsEvents(request)) {
    response.setHeader('retry-after', String(Math.ceil(waitMs / 1_000)))
    return sendFailure(response, status, failure, requestId)
  }
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
  })
  // As when this process stops: without an end that is one, its reader comes back by itself.
  if (status === 503) return void response.end(`retry: ${waitMs}\n\n`)
  response.end(`retry: ${waitMs}\nevent: next\ndata: ${toBody(failure, requestId)}\n\nevent: complete\ndata: \n\n`)
}

/** True for whoever reads server-sent events. */
export function wantsEvents({ headers }: IncomingMessage): boolean {
  return prefersEvents(headers.accept ?? null)
}

/** True for an `Accept` header that names server-sent events, and nothing before them that a single answer comes as. */
export function prefersEvents(accept: string | null): boolean {
  if (accept === null || !EVENTS.test(accept)) return false
  const types = toMediaTypes(accept)
  const place = types.findIndex(isEvents)
  return place >= 0 && !types.slice(0, place).some((type) => ANSWER_TYPE.test(type))
}

/**
 * Settles how a request is answered that names server-sent events behind JSON, as some clients do for every query: with JSON.
 * A stream is counted, bounded and ended as one only where it was asked for as one.
 */
export function settleAccept(request: IncomingMessage): void {
  const { accept } = request.headers
  if (accept === undefined || !EVENTS.test(accept) || prefersEvents(accept)) return
  const types = accept.split(',')
  const others = types.filter((type) => !toMediaTypes(type).some(isEvents))
  if (others.length < types.length) request.headers.accept = others.join(',')
}

/** What nearly no `Accept` has anywhere in it need not be looked for in each of its parts. */
const EVENTS = /text\/event-stream/i
const ANSWER_TYPE = /^application\/(?:graphql-response\+|graphql\+)?json$/

function toMediaTypes(accept: string): string[] {
  return accept.split(',').map((type) => type.replace(/;.*$/s, '').trim().toLowerCase())
}

function isEvents(type: string): boolean {
  return type === 'text/event-stream'
}

/** True for failures of a caller that comes too often: they pass by themselves. */
export function isTooMuch(code: FailureCode): boolean {
  return code === 'LIMIT_REQUESTS' || code === 'LIMIT_SUBSCRIPTIONS'
}

function toBody({ code, message, advice, retryable, retryAfter }: Told, requestId: string): string {
  // Not by an object: in an overload most of what is answered are these.
  const told = advice === null ? 'null' : quote(advice)
  const later = retryAfter === null ? '' : `,"retryAfter":"${formatInstant(retryAfter)}"`
  const extensions = `"code":"${code}","advice":${told},"retryable":${retryable}${later},"requestId":${quote(requestId)}`
  return `{"errors":[{"message":${quote(message)},"extensions":{${extensions}}}]}`
}

/** Lets the page of a listed origin read a refusal; what the engine answers has its own headers. */
export function allowReading(
  { headers: { origin } }: IncomingMessage,
  response: ServerResponse,
  allowed: readonly string[],
): void {
  if (origin === undefined || !allowed.includes(origin) || response.headersSent) return
  response.setHeader('access-control-allow-origin', origin)
  response.setHeader('access-control-expose-headers', 'x-request-id, retry-after')
  response.setHeader('vary', 'Origin')
}

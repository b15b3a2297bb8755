/**
 * The only door to the network: one JSON request to Finpass, one answer, or a `Failure`.
 * Bounded in time, in bytes and in sockets; never repeats, follows, caches or logs. Credentials travel in two headers, and
 * no failure carries them, the request, the host or a word of the answer.
 */
import { Pool, errors } from 'undici'
import type { Instant } from '../domain/date.ts'
import { Failure, type FailureCode } from '../domain/failure.ts'
import { currentActivity } from '../platform/activity.ts'
import type { Clock } from '../platform/clock.ts'
import type { Secret } from '../platform/secret.ts'
import type { Trace } from '../platform/trace.ts'
import { Exchange, type RawAnswer } from './exchange.ts'
import type { KnownLayouts } from './ledger-text/line-layout.ts'
import { readRetryAfter } from './retry-after.ts'
import type { SectionPlan } from './section-text/section-plan.ts'
import type { OperationName } from './traffic/operation.ts'
import { createBodyRoom } from './traffic/body-room.ts'
import { createTurnstile } from './turnstile.ts'

export interface HttpOptions {
  /** Origin, with or without a path before `/api/v1`. */
  readonly baseUrl: string
  readonly apiKey: Secret
  readonly apiSecret: Secret
  readonly clock: Clock
  /** Sockets at most. */
  readonly connections: number
  readonly connectTimeoutMs: number
  readonly headersTimeoutMs: number
  /** Between two pieces of a body. */
  readonly bodyTimeoutMs: number
  /** From the call to the last byte, whatever Finpass does in between. */
  readonly deadlineMs: number
  readonly maxBodyBytes: number
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  /** Below the base URL, e.g. `/api/v1/itr-analyzer/data`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>> | undefined
  readonly body?: Readonly<Record<string, string>> | undefined
  /** Our name of what is asked. */
  readonly operation?: OperationName
  /** Where the answer is a short one. @default `maxBodyBytes` of the door, which is never exceeded */
  readonly maxBodyBytes?: number
  /** Until the headers are there, and between two pieces of the body. @default those of the door, which are never exceeded */
  readonly headersTimeoutMs?: number
  readonly bodyTimeoutMs?: number
  /** Where the answer has ledgers, which are left as text: the layouts of their lines. @default all of it is parsed */
  readonly ledger?: KnownLayouts | undefined
  /** Where the answer has sections that are left as text. @default all of it is parsed */
  readonly sections?: SectionPlan | undefined
  /** Nobody waits for the answer, so everybody who is waited for goes first. @default false */
  readonly isPoll?: boolean
  /** Who waits for it: several take turns. @default nobody */
  readonly caller?: string
  /** What of its time must be left when it is sent. @default 0 ms */
  readonly leastMs?: number
  /** On a new socket that is closed afterwards, so that no earlier call can have left anything on it. @default false */
  readonly isAlone?: boolean
}

export interface HttpAnswer {
  readonly status: number
  /** Undefined when there is none, or when an error came with something that is no JSON. */
  readonly body: unknown
  readonly retryAfter: Instant | null
}

export interface Http {
  /** Resolves with any answer that could be read whole, errors included; rejects with a `Failure` and nothing else. */
  send(request: HttpRequest, signal: AbortSignal, deadlineMs?: number): Promise<HttpAnswer>
  /** No kept socket is used again, since one of them gave an answer to something else; calls under way go on. */
  renew(): void
  close(): Promise<void>
}

/** Makes the door to one origin. Nothing is connected before the first request. */
export function createHttp(options: HttpOptions): Http {
  const base = new URL(options.baseUrl)
  const prefix = base.pathname.replace(/\/+$/, '')
  const openPool = (pipelining: 0 | 1): Pool =>
    new Pool(base.origin, {
      connections: options.connections,
      connect: { timeout: options.connectTimeoutMs },
      headersTimeout: options.headersTimeoutMs,
      bodyTimeout: options.bodyTimeoutMs,
      pipelining,
    })
  let kept = openPool(1)
  // Without pipelining undici closes a socket after each call.
  const single = openPool(0)
  const turnstile = createTurnstile(options.connections)
  const room = createBodyRoom()
  // Names and values in turn, which undici takes as they are.
  const plainHeaders = ['accept', 'application/json', 'accept-encoding', 'identity']
  plainHeaders.push('x-api-key', options.apiKey.reveal(), 'x-api-secret', options.apiSecret.reveal())
  const headersOfBody = [...plainHeaders, 'content-type', 'application/json']

  /** Puts it on its way, unless it was given up while it waited for its socket. */
  function dispatch(exchange: Exchange, request: HttpRequest, traceparent: string | null): void {
    if (exchange.failure !== null) throw exchange.failure
    const { method, body, isAlone = false } = request
    const headers = body === undefined ? plainHeaders : headersOfBody
    const sent = {
      method,
      path: prefix + request.path + toQuery(request.query),
      headers: traceparent === null ? headers : [...headers, 'traceparent', traceparent],
      body: body === undefined ? null : JSON.stringify(body),
      // Without this, a GET that has a body closes its connection afterwards.
      reset: isAlone,
      headersTimeout: atMost(request.headersTimeoutMs, options.headersTimeoutMs),
      bodyTimeout: atMost(request.bodyTimeoutMs, options.bodyTimeoutMs),
    }
    const pool = isAlone ? single : kept
    pool.dispatch(sent, exchange)
  }

  function toAnswer({ status, headers, body }: RawAnswer, { sections }: HttpRequest): HttpAnswer {
    const retryAfter = headers['retry-after']
    return {
      status,
      body: body?.parse(status, sections),
      retryAfter: retryAfter === undefined ? null : readRetryAfter(retryAfter, options.clock.now()),
    }
  }

  async function sendTraced(exchange: Exchange, request: HttpRequest, trace: Trace): Promise<HttpAnswer> {
    try {
      dispatch(exchange, request, trace.traceparent)
      const answer = toAnswer(await exchange.answer, request)
      trace.end({ 'http.response.status_code': answer.status }, answer.status >= 400)
      return answer
    } catch (thrown) {
      trace.end({ outcome: thrown instanceof Failure ? thrown.code : 'broken' }, true)
      throw thrown
    }
  }

  return {
    async send(request, signal, deadlineMs = options.deadlineMs) {
      if (signal.aborted) throw new Failure('REQUEST_CANCELLED')
      const exchange = new Exchange(atMost(request.maxBodyBytes, options.maxBodyBytes), room, request.ledger)
      const onCancel = () => exchange.giveUp(new Failure('REQUEST_CANCELLED'))
      const onLate = () => exchange.giveUp(new Failure('FINPASS_TIMEOUT'))
      const timer = setTimeout(onLate, deadlineMs)
      signal.addEventListener('abort', onCancel, { once: true })
      let hasSocket = false
      try {
        if (request.isAlone !== true) {
          await turnstile.enter(() => exchange.signal)
          hasSocket = true
        }
        const trace = beginTrace(request)
        if (trace !== null) return await sendTraced(exchange, request, trace)
        dispatch(exchange, request, null)
        return toAnswer(await exchange.answer, request)
      } catch (thrown) {
        if (thrown instanceof Failure) throw thrown
        throw toTransportFailure(thrown)
      } finally {
        if (hasSocket) turnstile.leave()
        clearTimeout(timer)
        signal.removeEventListener('abort', onCancel)
      }
    },
    renew() {
      const old = kept
      kept = openPool(1)
      old.close().catch(() => undefined)
    },
    close: async () => void (await Promise.all([kept.close(), single.close()])),
  }
}

function beginTrace({ operation }: HttpRequest): Trace | null {
  return currentActivity()?.trace?.begin('finpass call', { 'finpass.operation': operation ?? 'other' }) ?? null
}

function toQuery(query: Readonly<Record<string, string>> | undefined): string {
  let printed = ''
  for (const name in query) printed += `${printed === '' ? '?' : '&'}${name}=${encodeURIComponent(query[name] ?? '')}`
  return printed
}

function atMost(wanted: number | undefined, most: number): number {
  return wanted === undefined ? most : Math.min(wanted, most)
}

const TIMEOUT_CODES = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
])

/** Keeps the code of the cause alone: messages of the network layer name hosts and ports. */
function toTransportFailure(thrown: unknown): Failure {
  if (thrown instanceof errors.InvalidArgumentError)
    return new Failure('INTERNAL', { cause: new Error('UND_ERR_INVALID_ARG') })
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'UNKNOWN'
  const ours: FailureCode = TIMEOUT_CODES.has(code) ? 'FINPASS_TIMEOUT' : 'FINPASS_UNREACHABLE'
  return new Failure(ours, { cause: new Error(code) })
}

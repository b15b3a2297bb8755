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
import { readRetryAfter } from './retry-after.ts'
import type { OperationName } from './traffic/operation.ts'
import { createBodyRoom, type Reader } from './traffic/body-room.ts'
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
  readonly query?: Readonly<Record<string, string>>
  readonly body?: Readonly<Record<string, string>>
  /** Our name of what is asked. */
  readonly operation?: OperationName
  /** Where the answer is a short one. @default `maxBodyBytes` of the door, which is never exceeded */
  readonly maxBodyBytes?: number
  /** Until the headers are there, and between two pieces of the body. @default those of the door, which are never exceeded */
  readonly headersTimeoutMs?: number
  readonly bodyTimeoutMs?: number
  /** Nobody waits for the answer, so everybody who is waited for goes first. @default false */
  readonly isPoll?: boolean
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

  async function exchange(pool: Pool, request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    const { operation = 'other' } = request
    const trace = currentActivity()?.trace?.begin('finpass call', { 'finpass.operation': operation }) ?? null
    if (trace === null) return exchangeWith(pool, request, signal, {})
    try {
      const answer = await exchangeWith(pool, request, signal, { traceparent: trace.traceparent })
      trace.end({ 'http.response.status_code': answer.status }, answer.status >= 400)
      return answer
    } catch (thrown) {
      trace.end({ outcome: thrown instanceof Failure ? thrown.code : 'broken' }, true)
      throw thrown
    }
  }

  async function exchangeWith(
    pool: Pool,
    request: HttpRequest,
    signal: AbortSignal,
    traced: Readonly<Record<string, string>>,
  ): Promise<HttpAnswer> {
    const mostBytes = atMost(request.maxBodyBytes, options.maxBodyBytes)
    const query = request.query === undefined ? '' : `?${new URLSearchParams(request.query).toString()}`
    const { statusCode, headers, body } = await pool.request({
      method: request.method,
      path: `${prefix}${request.path}${query}`,
      headers: {
        accept: 'application/json',
        'accept-encoding': 'identity',
        'x-api-key': options.apiKey.reveal(),
        'x-api-secret': options.apiSecret.reveal(),
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...traced,
      },
      body: request.body === undefined ? null : JSON.stringify(request.body),
      // Without this, a GET that has a body closes its connection afterwards.
      reset: request.isAlone === true,
      headersTimeout: atMost(request.headersTimeoutMs, options.headersTimeoutMs),
      bodyTimeout: atMost(request.bodyTimeoutMs, options.bodyTimeoutMs),
      signal,
    })
    if (isEncoded(headers['content-encoding'])) {
      // Never unpacked: a few kilobytes may become gigabytes, and plain text was asked for. Nor read, so the socket goes.
      body.on('error', () => undefined).destroy()
      if (statusCode >= 200 && statusCode < 300) throw new Failure('FINPASS_SHAPE')
      const retryAfter = readRetryAfter(headers['retry-after'], options.clock.now())
      return { status: statusCode, body: undefined, retryAfter }
    }
    const reader = room.open()
    const bytes = await collect(body, Number(headers['content-length']), mostBytes, reader, signal).finally(
      reader.leave,
    )
    return {
      status: statusCode,
      body: parseJson(bytes, statusCode),
      retryAfter: readRetryAfter(headers['retry-after'], options.clock.now()),
    }
  }

  return {
    async send(request, signal, deadlineMs = options.deadlineMs) {
      if (signal.aborted) throw new Failure('REQUEST_CANCELLED')
      const abort = new AbortController()
      let isLate = false
      const onCancel = () => abort.abort()
      const timer = setTimeout(() => {
        isLate = true
        abort.abort()
      }, deadlineMs)
      signal.addEventListener('abort', onCancel, { once: true })
      try {
        if (request.isAlone === true) return await exchange(single, request, abort.signal)
        return await turnstile.run(() => exchange(kept, request, abort.signal), abort.signal)
      } catch (thrown) {
        if (thrown instanceof Failure) throw thrown
        if (signal.aborted) throw new Failure('REQUEST_CANCELLED')
        throw isLate ? new Failure('FINPASS_TIMEOUT') : toTransportFailure(thrown)
      } finally {
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

function atMost(wanted: number | undefined, most: number): number {
  return wanted === undefined ? most : Math.min(wanted, most)
}

function isEncoded(encoding: string | string[] | undefined): boolean {
  return encoding !== undefined && !/^\s*(identity)?\s*$/i.test(String(encoding))
}

/** Counts while it reads: a length that is announced may be missing or false. Leaving the loop closes the socket. */
async function collect(
  body: AsyncIterable<Buffer>,
  announced: number,
  mostBytes: number,
  reader: Reader,
  signal: AbortSignal,
): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of body) {
    size += piece.length
    if (size > mostBytes || announced > mostBytes) throw new Failure('FINPASS_TOO_LARGE')
    pieces.push(piece)
    const turn = reader.hold(size, signal)
    if (turn !== null) await turn
  }
  return Buffer.concat(pieces, size)
}

function parseJson(bytes: Buffer, status: number): unknown {
  const isBom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  const text = bytes.toString('utf8', isBom ? 3 : 0)
  if (text.trim() === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    // The parser's own error quotes the body, so it is not kept. An error page is no JSON, and its status says enough.
    if (status >= 200 && status < 300) throw new Failure('FINPASS_SHAPE')
    return undefined
  }
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

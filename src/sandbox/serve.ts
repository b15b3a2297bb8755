/** One request from arrival to answer: route, journal, faults, credentials, method, handler, delivery. */
import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { decideConsent, showConsent } from './consent-page.ts'
import type { Call, Dialect, SandboxContext } from './context.ts'
import { type Controlled, control } from './control.ts'
import { hangAfterHeaders, replacement, send, sendOversized, sendSpoilt } from './deliver.ts'
import { documentedError, frameworkError, type Reply, serviceError } from './envelope.ts'
import type { TakenFaults } from './fault.ts'
import type { CallRecord } from './journal.ts'
import { findOperation, type Operation } from './router.ts'

/** The parts of a sandbox that answering a request needs. */
export interface Served {
  readonly context: SandboxContext
  readonly controlled: Controlled
  readonly take: (operation: string) => TakenFaults
  readonly record: (record: CallRecord) => void
  /** A click or a knob may have changed what webhooks must tell. */
  readonly afterChange: () => void
  /** Aborts waiting faults when the sandbox closes. */
  readonly signal: AbortSignal
}

const BODY_LIMIT = 20 * 1024 * 1024

/** Answers one request, or fails it as a fault demands. Never rejects for what the caller sent. */
export async function serve(request: IncomingMessage, response: ServerResponse, served: Served): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://sandbox.invalid')
  const method = request.method ?? 'GET'
  const rawBody = await readBody(request)
  if (rawBody === null)
    return send(response, { status: 413, contentType: 'text/plain', body: Buffer.from('too large') })
  if (url.pathname === '/sandbox' || url.pathname.startsWith('/sandbox/')) {
    const contentType = request.headers['content-type'] ?? ''
    send(response, control(method, url.pathname, url.searchParams, contentType, rawBody, served.controlled))
    return served.afterChange()
  }
  if (url.pathname.startsWith('/consent/')) {
    const clientId = url.pathname.slice('/consent/'.length)
    const form = new URLSearchParams(rawBody.toString('utf8'))
    const reply =
      method === 'POST' ? decideConsent(clientId, form, served.context) : showConsent(clientId, served.context)
    send(response, reply)
    return served.afterChange()
  }
  const found = findOperation(url.pathname)
  const body = parseObject(rawBody, request.headers['content-type'] ?? '')
  const dialect = dialectOf(request, served.context)
  const name = found?.operation.name ?? 'unknown'
  const taken = served.take(name)
  const idName = name.startsWith('itr.') ? 'job_id' : 'client_id'
  const inBody = body?.[idName]
  const inQuery = url.searchParams.get(idName)
  const record: CallRecord = {
    operation: name,
    method,
    path: url.pathname,
    variant: found?.variant ?? null,
    idIn: typeof inBody === 'string' ? 'body' : inQuery === null ? null : 'query',
    handle: typeof inBody === 'string' ? inBody : inQuery,
    at: served.context.clock.now(),
    dialect,
    carriedPassword: rawBody.includes('"password"'),
    headerNames: Object.keys(request.headers),
    fault: taken.fault?.kind ?? (taken.latencyMs > 0 ? 'latency' : null),
    status: null,
  }
  served.record(record)
  response.on('finish', () => {
    record.status = response.statusCode
  })
  const call: Call = {
    operation: name,
    dialect,
    query: url.searchParams,
    headers: request.headers,
    body,
    rawBody,
    note: (handle) => {
      record.handle = handle
    },
  }
  if (taken.latencyMs > 0) await sleep(taken.latencyMs, undefined, { signal: served.signal })
  const fault = taken.fault
  if (fault?.kind === 'hang') return
  if (fault?.kind === 'headers-then-hang') return hangAfterHeaders(response)
  if (fault?.kind === 'oversized') return sendOversized(response, fault.bytes ?? 64 * 1024 * 1024)
  const reply =
    (fault === null ? null : replacement(fault)) ?? answer(found?.operation ?? null, method, call, served.context)
  if (fault !== null && sendSpoilt(response, reply, fault)) return
  send(response, reply)
}

function answer(operation: Operation | null, method: string, call: Call, context: SandboxContext): Reply {
  if (operation === null) return frameworkError(404)
  const { settings } = context
  if (!operation.methods.some((one) => one === method)) {
    return frameworkError(405, { allow: operation.methods.join(', ') })
  }
  if (operation.name === 'itr.status' || operation.name === 'itr.data') {
    const rule = method === 'GET' ? settings.itrMethods.GET : settings.itrMethods.POST
    if (rule !== 'accept') return frameworkError(rule)
  }
  const reply = authorised(call, context) ? handle(operation, call, context) : unauthorised(operation)
  return reply.isRefusal === true && settings.errorStatus === 'always-200' ? { ...reply, status: 200 } : reply
}

function handle(operation: Operation, call: Call, context: SandboxContext): Reply {
  if (call.body !== null) return operation.handler(call, context)
  const message = 'The body must be a JSON object.'
  return operation.family === 'service'
    ? serviceError('invalid_input', message)
    : documentedError('INVALID_INPUT', message)
}

function unauthorised(operation: Operation): Reply {
  return operation.family === 'service' ? serviceError('unauthorized') : documentedError('UNAUTHORIZED')
}

function authorised(call: Call, context: SandboxContext): boolean {
  const equals = (given: string | string[] | undefined, wanted: string): boolean => {
    const left = Buffer.from(typeof given === 'string' ? given : '')
    const right = Buffer.from(wanted)
    return left.byteLength === right.byteLength && timingSafeEqual(left, right)
  }
  return equals(call.headers['x-api-key'], context.apiKey) && equals(call.headers['x-api-secret'], context.apiSecret)
}

function dialectOf(request: IncomingMessage, context: SandboxContext): Dialect {
  const asked = request.headers['x-sandbox-dialect']
  return asked === 'observed' || asked === 'documented' ? asked : context.settings.dialect
}

function parseObject(rawBody: Buffer, contentType: string): Readonly<Record<string, unknown>> | null {
  if (rawBody.byteLength === 0 || contentType.startsWith('multipart/')) return {}
  try {
    const parsed: unknown = JSON.parse(rawBody.toString('utf8'))
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
    return isObject ? (parsed as Record<string, unknown>) : null // A JSON object, checked on this line.
  } catch {
    return null
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const piece = chunk as Buffer // a request without an encoding gives buffers
    size += piece.byteLength
    if (size > BODY_LIMIT) return null
    chunks.push(piece)
  }
  return Buffer.concat(chunks)
}

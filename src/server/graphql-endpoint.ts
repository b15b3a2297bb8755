/**
 * GraphQL over HTTP: who may send what, how often, and what a request that is refused is told. The engine itself is behind
 * `AnswerGraphql`.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Failure, toFailure } from '../domain/failure.ts'
import type { TenantId } from '../domain/ids.ts'
import { type Principal, UNBOUND } from '../domain/principal.ts'
import { runWithin } from '../platform/activity.ts'
import type { Log } from '../platform/log.ts'
import type { Admission } from './caller/admission.ts'
import { allowReading, isTooMuch, sendFailure, sendRefusal, settleAccept, wantsEvents } from './answer.ts'
import type { AnswerGraphql } from './direct.ts'
import type { GraphiqlPage } from './graphiql/page.ts'
import type { Gate, Slot } from './load/gate.ts'
import type { LoadLimits } from './load/load-limit.ts'
import type { MayCall } from './origin.ts'
import type { Account, OpenAccount } from './request/account.ts'
import type { RequestFacts } from './request/context.ts'

export interface GraphqlEndpointOptions {
  readonly answer: AnswerGraphql
  readonly admission: Admission
  /** Null in production. */
  readonly graphiql: GraphiqlPage | null
  readonly log: Log
  readonly openAccount: OpenAccount
  readonly load: LoadLimits
  readonly gate: Gate
  /** Origins that browsers may call from. */
  readonly allowedOrigins: readonly string[]
  readonly mayCall: MayCall
}

/** What lets go of something when a request is over. */
type Release = () => void

/** One for all of them: each made anew would look at the stack. */
const LEFT = new DOMException('The caller has left.', 'AbortError')

/** May nothing. */
const NOBODY: Principal = { ...UNBOUND, subject: '', tenant: '' as TenantId, scopes: new Set(), expiresAt: null }

/** Answers a request to /graphql. Never rejects for what a caller does: that becomes its answer. */
export async function handleGraphql(
  options: GraphqlEndpointOptions,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): Promise<void> {
  const { graphiql, gate, allowedOrigins } = options
  if (graphiql !== null && isPageRequest(request)) return graphiql.send(request, response)
  settleAccept(request)
  if (request.method === 'OPTIONS') return serve(options, request, response, requestId, null)
  // Before anything that costs, a line of the log included: there is one for all who are refused.
  const isStream = wantsEvents(request)
  const slot = isStream ? gate.enterStream() : gate.enter()
  if (slot !== null) {
    response.once('close', slot.leave)
    const turn = isStream ? null : slot.untilTurn()
    if (turn !== null) await turn
    // Whoever has gone meanwhile need not be served.
    if (response.destroyed) return
    await serve(options, request, response, requestId, slot)
    // It waits behind another answer of its connection, whose reader takes as long as it likes: there is nothing left to do.
    if (response.writableEnded && response.socket === null) slot.leave()
    return
  }
  const { waitMs, ...failure } = gate.toRefusal()
  allowReading(request, response, allowedOrigins)
  sendRefusal(request, response, { status: 503, failure, requestId, waitMs })
}

async function serve(
  { answer, admission, log, openAccount, load, allowedOrigins, mayCall }: GraphqlEndpointOptions,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  slot: Slot | null,
): Promise<void> {
  const transport = wantsEvents(request) ? 'sse' : 'http'
  const account = openAccount({ requestId, transport, traceparent: request.headers.traceparent })
  account.isOperation = request.method !== 'OPTIONS'
  // One signal and not several joined: joining takes as long as all the rest of a short request.
  const over = new AbortController()
  const held: Release[] = []
  closeWith(response, account, held, over)
  const refuse = (status: number, failure: Failure): void => {
    account.noteCode(failure.code)
    slot?.leave()
    sendFailure(response, status, failure, requestId)
  }
  if (!mayCall(request.headers)) return refuse(403, new Failure('ORIGIN_NOT_ALLOWED'))
  if (request.method === 'POST' && !isJson(request)) {
    const message = 'The content type must be application/json.'
    return refuse(415, new Failure('REQUEST_INVALID', { message }))
  }
  try {
    // A preflight carries no token and runs nothing; it is answered by the list of origins.
    const isPreflight = request.method === 'OPTIONS'
    const principal = isPreflight ? NOBODY : await admission.admit(request.headers.authorization ?? null)
    account.principal = principal
    const refusal = isPreflight ? null : load.admit(principal)
    if (refusal !== null) throw refusal
    if (slot !== null && !request.complete) awaitBody(request, slot)
    if (response.closed) return
    // A stream is told why it ends, or its reader would take what it follows to be over.
    held.push(admission.hold(principal, (failure) => over.abort(failure)))
    if (transport === 'sse') held.push(load.holdStream(principal))
    const lastEventId = request.headers['last-event-id']
    const facts: RequestFacts = {
      principal,
      requestId,
      signal: over.signal,
      lastEventId: typeof lastEventId === 'string' ? lastEventId : null,
      account,
      ...(slot === null ? {} : { onStream: slot.leave }),
    }
    await runWithin(account, () => answer(request, response, facts))
  } catch (thrown) {
    const failure = toFailure(thrown)
    account.noteCode(failure.code)
    slot?.leave()
    if (failure.code === 'INTERNAL') log.error('defect', { requestId }, failure.cause)
    const isRefused = failure.code === 'AUTH_REQUIRED' || failure.code === 'AUTH_INVALID'
    if (isRefused) response.setHeader('www-authenticate', 'Bearer')
    allowReading(request, response, allowedOrigins)
    if (isTooMuch(failure.code))
      return sendRefusal(request, response, { status: 429, failure, requestId, waitMs: load.toWaitMs(failure) })
    const isPassing = failure.code === 'AUTH_UNAVAILABLE'
    if (isPassing) response.setHeader('retry-after', Math.ceil(load.toWaitMs(failure) / 1_000))
    sendFailure(response, isRefused ? 401 : isPassing ? 503 : 500, failure, requestId)
  }
}

/** The operation is over when its answer is, or when its caller has gone. */
function closeWith(response: ServerResponse, account: Account, held: readonly Release[], over: AbortController): void {
  response.once('close', () => {
    account.status = response.statusCode
    if (!response.writableFinished) account.noteLeft()
    account.close()
    for (const release of held) release()
    over.abort(LEFT)
  })
}

/** While its body is on the way it takes no place: a thousand that send slowly would keep everybody else out. */
function awaitBody(request: IncomingMessage, slot: Slot): void {
  slot.park()
  request.once('end', slot.resume)
}

/** A browser that opens the address, as against a client that asks by GET. */
function isPageRequest({ method, headers }: IncomingMessage): boolean {
  // With a query in the address too: the page itself puts it there, and must open again when it is reloaded.
  return method === 'GET' && (headers.accept ?? '').includes('text/html')
}

/** Only what a foreign page cannot send without being asked first. */
function isJson({ headers }: IncomingMessage): boolean {
  return /^application\/json(?:$|\s*;)/i.test(headers['content-type'] ?? '')
}

/**
 * Is Finpass there, does it take the credentials, and how does it want to be asked? Asks for the status of an id that nobody
 * has: such a call starts nothing and bills nobody. It is made without the gateway's retries, so that what is told is what was.
 */
import { type Clock, createSystemClock } from '../platform/clock.ts'
import { Secret } from '../platform/secret.ts'
import { toFailure } from '../domain/failure.ts'
import { readErrorCode } from '../finpass/envelope.ts'
import { toFailureCode } from '../finpass/error-code.ts'
import { createHttp, type Http, type HttpAnswer, type HttpRequest } from '../finpass/http.ts'
import type { Findings } from './finding.ts'

export interface FinpassAccess {
  readonly baseUrl: string
  readonly apiKey: string
  readonly apiSecret: string
  readonly itrMethod: 'auto' | 'GET' | 'POST'
  /** @default the system's clock */
  readonly clock?: Clock
  /** @default 10000 ms */
  readonly deadlineMs?: number
}

/** In the alphabet of Finpass's ids, and nobody's. */
const NOBODY = 'finpass_graph_doctor_00000000'
const ITR_STATUS = '/api/v1/itr-analyzer/status'
const AA_BSA_STATUS = '/api/v1/aa-bsa-journey/status'

/** Three calls at most, none of which is repeated. Never rejects. */
export async function examineFinpass(findings: Findings, access: FinpassAccess): Promise<void> {
  const { baseUrl, clock = createSystemClock(), deadlineMs = 10_000 } = access
  const limits = { connectTimeoutMs: 5_000, headersTimeoutMs: deadlineMs, bodyTimeoutMs: deadlineMs, deadlineMs }
  const http = createHttp({
    baseUrl,
    apiKey: new Secret(access.apiKey),
    apiSecret: new Secret(access.apiSecret),
    clock,
    connections: 1,
    maxBodyBytes: 1_048_576,
    ...limits,
  })
  try {
    const got = await ask(http, { method: 'GET', path: ITR_STATUS, body: { job_id: NOBODY } })
    if (typeof got === 'string') return tellUnreachable(findings, baseUrl, got)
    findings.ok('Finpass', `${new URL(baseUrl).origin} answers`)
    const posted = await ask(http, { method: 'POST', path: ITR_STATUS, body: { job_id: NOBODY } })
    tellMethod(findings, access.itrMethod, isServed(got), typeof posted !== 'string' && isServed(posted))
    const itr = isServed(got) || typeof posted === 'string' ? got : posted
    tellAccess(findings, 'ITR_ANALYZER', itr)
    tellDialect(findings, itr)
    const banking = await ask(http, { method: 'GET', path: AA_BSA_STATUS, query: { client_id: NOBODY } })
    if (typeof banking !== 'string') tellAccess(findings, 'AA_BSA_JOURNEY', banking)
  } finally {
    await http.close()
  }
}

/** The answer, or why there is none in a word of the network's. */
async function ask(http: Http, request: HttpRequest): Promise<HttpAnswer | string> {
  try {
    return await http.send(request, new AbortController().signal)
  } catch (thrown) {
    const { code, cause } = toFailure(thrown)
    const word = cause instanceof Error && /^[A-Z][A-Z0-9_]+$/.test(cause.message) ? cause.message : null
    return word === null ? code : `${code}, ${word}`
  }
}

function tellUnreachable(findings: Findings, baseUrl: string, why: string): void {
  const { hostname, origin } = new URL(baseUrl)
  const fix = why.startsWith('FINPASS_SHAPE')
    ? `See whether FINPASS_BASE_URL is Finpass: something at ${hostname} answers with what is no JSON.`
    : `Look at FINPASS_BASE_URL, at the name server, and at what lets this machine out to ${hostname}.`
  findings.fail('Finpass', `${origin} cannot be asked (${why})`, fix)
}

/** A 404 that carries a code means "no such job" and is an answer; one without is a path that has no such method. */
function isServed({ status, body }: HttpAnswer): boolean {
  return status !== 405 && (status !== 404 || readErrorCode(body) !== null)
}

function tellMethod(findings: Findings, wanted: FinpassAccess['itrMethod'], hasGet: boolean, hasPost: boolean): void {
  const subject = 'Finpass method'
  if (!hasGet && !hasPost) {
    const fix = 'Look at FINPASS_BASE_URL: it may lead to another service, or lack a path before /api/v1.'
    return findings.fail(subject, 'serves ITR status neither by GET nor by POST', fix)
  }
  const served = [hasGet ? 'GET with a body' : '', hasPost ? 'POST' : ''].filter(Boolean).join(' and ')
  if ((wanted === 'GET' && !hasGet) || (wanted === 'POST' && !hasPost)) {
    return findings.fail(
      subject,
      `serves ITR status by ${served} only`,
      'Set FINPASS_ITR_METHOD=auto, or leave it out.',
    )
  }
  findings.ok(subject, `serves ITR status by ${served} (FINPASS_ITR_METHOD=${wanted})`)
}

function tellAccess(findings: Findings, permission: string, answer: HttpAnswer): void {
  const { status, body } = answer
  const subject = 'Finpass access'
  const code = status < 300 && readErrorCode(body) === null ? null : toFailureCode(readErrorCode(body), status)
  switch (code) {
    case 'FINPASS_UNAUTHORIZED':
      return findings.fail(
        subject,
        `refuses the credentials (HTTP ${status})`,
        'Set FINPASS_API_KEY and FINPASS_API_SECRET as Finpass gave them, both of the same account.',
      )
    case 'FINPASS_FORBIDDEN':
      return findings.fail(
        subject,
        `takes the credentials, but not for ${permission} (HTTP ${status})`,
        `Ask Finpass for the permission ${permission}.`,
      )
    case 'FINPASS_RATE_LIMITED':
      return findings.warn(subject, `says that it is asked too often (HTTP ${status})`, 'Try again in a minute.')
    case 'FINPASS_UNAVAILABLE':
      return findings.fail(subject, `cannot answer now (HTTP ${status})`, 'Try again later; if it lasts, ask Finpass.')
    case null:
    case 'FINPASS_NOT_FOUND':
    case 'FINPASS_INPUT':
    case 'FINPASS_INCOMPLETE':
      return findings.ok(subject, `takes the credentials for ${permission}`)
    default:
      findings.warn(
        subject,
        `answers a question after an id that nobody has with ${code} (HTTP ${status})`,
        'Nothing, if journeys work; else send this line to whoever maintains the gateway.',
      )
  }
}

/** Both are read whichever it is; told because support will ask. */
function tellDialect(findings: Findings, { body }: HttpAnswer): void {
  if (typeof body !== 'object' || body === null) {
    return findings.warn('Finpass dialect', 'the answer is no JSON object', 'Look at what stands before Finpass.')
  }
  const dialect =
    'error_code' in body
      ? 'documented (error_code)'
      : 'message_code' in body
        ? 'of its services (message_code)'
        : 'success' in body
          ? 'wrapped, without a code'
          : 'observed (flat)'
  findings.ok('Finpass dialect', dialect)
}

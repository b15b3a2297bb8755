/**
 * The Finpass client: the table of its endpoints, each with how it is asked and how its answer is read. Finpass's own
 * words stop in this folder.
 */
import { toFailure } from '../domain/failure.ts'
import { type Clock, createSystemClock } from '../platform/clock.ts'
import { currentActivity } from '../platform/activity.ts'
import type { Secret } from '../platform/secret.ts'
import { REPORT_KEYS } from './account-aggregator/aa-account.normalise.ts'
import { readReadiness } from './account-aggregator/aa-readiness.ts'
import { parseAccountAggregatorReport } from './account-aggregator/aa-report.normalise.ts'
import { parseAccountAggregatorStart } from './account-aggregator/aa-start.wire.ts'
import { parseAaBsaAnalysis } from './aa-bsa/aa-bsa-analysis.normalise.ts'
import { observedAaBsaAnalysis, SECTIONS_LEFT } from './aa-bsa/aa-bsa-analysis.wire.ts'
import { parseAaBsaStart } from './aa-bsa/aa-bsa-start.wire.ts'
import { parseAaBsaStatement } from './aa-bsa/aa-bsa-statement.normalise.ts'
import { parseAaBsaStatus } from './aa-bsa/aa-bsa-status.normalise.ts'
import { STATEMENT_KEYS } from './aa-bsa/statement-line.normalise.ts'
import { openEnvelope } from './envelope.ts'
import type {
  AaBsaStart,
  AccountAggregatorAnswer,
  AccountAggregatorStart,
  FinpassClient,
  Handle,
  Urgency,
} from './contract.ts'
import { createEchoedHttp } from './echo.ts'
import { createHttp, type HttpAnswer, type HttpRequest } from './http.ts'
import { parseItrData } from './itr/itr-data.normalise.ts'
import { parseItrStart } from './itr/itr-start.wire.ts'
import { parseItrStatus } from './itr/itr-status.normalise.ts'
import { KnownLayouts } from './ledger-text/line-layout.ts'
import { createItrAsk, type ItrMethod } from './method-choice.ts'
import { planSections } from './section-text/section-plan.ts'
import { CALL_MS, OPERATIONS, type OperationName } from './traffic/operation.ts'
import { createPacedHttp } from './traffic/paced-http.ts'
import { createTraffic, type Traffic } from './traffic/traffic.ts'

export interface FinpassClientOptions {
  /** Origin of Finpass, with or without a path before `/api/v1`. */
  readonly baseUrl: string
  readonly apiKey: Secret
  readonly apiSecret: Secret
  /** @default 'auto' */
  readonly itrMethod?: ItrMethod
  /** @default the system's clock */
  readonly clock?: Clock
  /** Sockets to Finpass at most, but for those of starts. @default 192 */
  readonly connections?: number
  /** @default 3000 ms */
  readonly connectTimeoutMs?: number
  /** @default 10000 ms */
  readonly headersTimeoutMs?: number
  /** Between two pieces of a body. @default 10000 ms */
  readonly bodyTimeoutMs?: number
  /** Over a whole call, however Finpass dawdles. @default 15000 ms */
  readonly deadlineMs?: number
  /** What every call goes through. @default one of this client's own */
  readonly traffic?: Traffic
  /** @default 33554432 bytes: a statement of 50,000 lines has about 20 million */
  readonly maxBodyBytes?: number
}

/**
 * Makes a client for one Finpass account. Nothing is connected before the first call; throws a plain error when `baseUrl`
 * is no URL.
 */
export function createFinpassClient(options: FinpassClientOptions): FinpassClient {
  const { deadlineMs = CALL_MS, clock = createSystemClock() } = options
  const door = createHttp({
    baseUrl: options.baseUrl,
    apiKey: options.apiKey,
    apiSecret: options.apiSecret,
    clock,
    connections: options.connections ?? CONNECTIONS,
    connectTimeoutMs: options.connectTimeoutMs ?? 3_000,
    headersTimeoutMs: options.headersTimeoutMs ?? 10_000,
    bodyTimeoutMs: options.bodyTimeoutMs ?? 10_000,
    deadlineMs,
    maxBodyBytes: options.maxBodyBytes ?? 32 * 1024 * 1024,
  })
  const { traffic = createTraffic({ clock, deadlineMs }) } = options
  const http = createEchoedHttp(createPacedHttp(door, traffic.pacer, deadlineMs), deadlineMs)
  const statements = new KnownLayouts(STATEMENT_KEYS)
  const reports = new KnownLayouts(REPORT_KEYS)
  const analyses = planSections(observedAaBsaAnalysis, SECTIONS_LEFT)
  const askItr = createItrAsk(http, options.itrMethod ?? 'auto')

  /** One call, however often it is sent. */
  function ask(
    operation: OperationName,
    request: Pick<HttpRequest, 'method' | 'path' | 'query' | 'body' | 'ledger' | 'sections'>,
    signal: AbortSignal,
    urgency?: Urgency,
  ): Promise<HttpAnswer> {
    const { isPoll, caller } = toAsker(urgency)
    const { method, path, query, body, ledger, sections } = request
    const { headersTimeoutMs, bodyTimeoutMs, maxBodyBytes, leastMs } = OPERATIONS[operation]
    const bounds = { headersTimeoutMs, bodyTimeoutMs, maxBodyBytes, leastMs }
    // One shape for all calls, so that whatever reads it finds everything in the same place.
    const whole = { method, path, query, body, ledger, sections, operation, ...bounds, isPoll, caller, isAlone: false }
    const about = query?.client_id ?? body?.client_id
    return traffic.call({ operation, signal, isPoll, caller, about }, (withinMs) => http.send(whole, signal, withinMs))
  }
  function askPortal(operation: OperationName, path: string, job_id: Handle, signal: AbortSignal, urgency?: Urgency) {
    const by = toAsker(urgency)
    const request = { path, body: { job_id }, ...toBounds(operation), ...by }
    return traffic.call({ operation, signal, ...by, about: job_id }, (withinMs) => askItr(request, signal, withinMs))
  }
  const toGet = (path: string, client_id: Handle) => ({ method: 'GET', path, query: { client_id } }) as const
  const toPost = (path: string, body: HttpBody) => ({ method: 'POST', path, body }) as const

  return {
    fetchItrStart({ username, password }, signal) {
      const body = { username: username.reveal(), password: password.reveal() }
      return portal(ask('itr.start', toPost('/api/v1/itr-analyzer/analyze', body), signal), parseItrStart)
    },
    fetchItrStatus: (handle, signal, urgency) =>
      portal(askPortal('itr.status', '/api/v1/itr-analyzer/status', handle, signal, urgency), parseItrStatus),
    fetchItrData: (handle, signal) =>
      portal(askPortal('itr.data', '/api/v1/itr-analyzer/data', handle, signal), parseItrData),
    fetchAaBsaStart: (input, signal) =>
      bank(ask('aa-bsa.start', toPost('/api/v1/aa-bsa-journey/init', toStartBody(input)), signal), parseAaBsaStart),
    fetchAaBsaStatus: (handle, signal, urgency) =>
      bank(ask('aa-bsa.status', toGet('/api/v1/aa-bsa-journey/status', handle), signal, urgency), parseAaBsaStatus),
    fetchAaBsaStatements(handle, signal) {
      const request = { ...toGet('/api/v1/aa-bsa-journey/statement-result', handle), ledger: statements }
      return bank(ask('aa-bsa.statements', request, signal), parseAaBsaStatement)
    },
    fetchAaBsaAnalysis(handle, signal) {
      const request = { ...toGet('/api/v1/aa-bsa-journey/analysis-json', handle), sections: analyses }
      return bank(ask('aa-bsa.analysis', request, signal), parseAaBsaAnalysis)
    },
    fetchAccountAggregatorStart(input, signal) {
      const body = { ...toStartBody(input), ...toPersonBody(input) }
      const request = toPost('/api/v1/services/account-aggregator/init', body)
      return bank(ask('aa.start', request, signal), parseAccountAggregatorStart)
    },
    fetchAccountAggregatorReport(handle, signal, urgency) {
      const path = '/api/v1/services/account-aggregator/fetch-json-report'
      const request = { ...toPost(path, { client_id: handle }), ledger: reports }
      return readAnswer(ask('aa.report', request, signal, urgency), parseAccountAggregatorAnswer)
    },
    readTraffic: () => traffic.read(),
    close: () => http.close(),
  }
}

/** As many as the gates of all operations that keep sockets let through together, so that none takes another's. */
const CONNECTIONS = 192

type Bounds = Pick<HttpRequest, 'operation' | 'headersTimeoutMs' | 'bodyTimeoutMs' | 'maxBodyBytes' | 'leastMs'>

function toBounds(operation: OperationName): Bounds {
  const { headersTimeoutMs, bodyTimeoutMs, maxBodyBytes, leastMs } = OPERATIONS[operation]
  return { operation, headersTimeoutMs, bodyTimeoutMs, maxBodyBytes, leastMs }
}

/** For whom a call is made. Nobody waits for a poll. */
function toAsker(urgency: Urgency | undefined): { readonly isPoll: boolean; readonly caller: string } {
  const isPoll = urgency === 'poll'
  return { isPoll, caller: isPoll ? '' : (currentActivity()?.caller ?? '') }
}

type HttpBody = Readonly<Record<string, string>>
type Payload = Record<string, unknown>

/** An answer about the income-tax portal. */
function portal<Value>(answer: Promise<HttpAnswer>, parse: (payload: Payload) => Value): Promise<Value> {
  return readAnswer(answer, (whole) => parse(openEnvelope(whole, 'portal')))
}

/** An answer about bank accounts. */
function bank<Value>(answer: Promise<HttpAnswer>, parse: (payload: Payload) => Value): Promise<Value> {
  return readAnswer(answer, (whole) => parse(openEnvelope(whole, 'bank')))
}

/** Whatever goes wrong in reading becomes a `Failure`; a defect of ours becomes `INTERNAL`. */
async function readAnswer<Value>(answer: Promise<HttpAnswer>, read: (answer: HttpAnswer) => Value): Promise<Value> {
  try {
    return read(await answer)
  } catch (thrown) {
    throw toFailure(thrown)
  }
}

function parseAccountAggregatorAnswer(answer: HttpAnswer): AccountAggregatorAnswer {
  const observation = readReadiness(answer)
  return observation === null
    ? parseAccountAggregatorReport(openEnvelope(answer, 'bank'))
    : { isReady: false, observation }
}

function toStartBody(input: AaBsaStart): HttpBody {
  return {
    mobile_number: input.mobile.reveal(),
    consent_type: input.consentType.toLowerCase(),
    redirect_url: input.redirectUrl,
    webhook_url: input.webhookUrl,
  }
}

/**
 * What is absent is left out: Finpass's sample sends `""` for it. The PAN goes by one name in the field table, by another
 * in the sample.
 */
function toPersonBody({ pan, email }: AccountAggregatorStart): HttpBody {
  const number = pan?.reveal()
  return { ...(number ? { pan_number: number, pan: number } : {}), ...(email ? { email: email.reveal() } : {}) }
}

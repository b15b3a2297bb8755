/**
 * The Finpass client: the table of its endpoints, each with how it is asked and how its answer is read. Finpass's own
 * words stop in this folder.
 */
import { toFailure } from '../domain/failure.ts'
import { type Clock, createSystemClock } from '../platform/clock.ts'
import type { Secret } from '../platform/secret.ts'
import { readReadiness } from './account-aggregator/aa-readiness.ts'
import { parseAccountAggregatorReport } from './account-aggregator/aa-report.normalise.ts'
import { parseAccountAggregatorStart } from './account-aggregator/aa-start.wire.ts'
import { parseAaBsaAnalysis } from './aa-bsa/aa-bsa-analysis.normalise.ts'
import { parseAaBsaStart } from './aa-bsa/aa-bsa-start.wire.ts'
import { parseAaBsaStatement } from './aa-bsa/aa-bsa-statement.normalise.ts'
import { parseAaBsaStatus } from './aa-bsa/aa-bsa-status.normalise.ts'
import { openEnvelope } from './envelope.ts'
import type { AaBsaStart, AccountAggregatorAnswer, AccountAggregatorStart, FinpassClient, Handle } from './contract.ts'
import { createEchoedHttp } from './echo.ts'
import { createHttp, type HttpAnswer } from './http.ts'
import { parseItrData } from './itr/itr-data.normalise.ts'
import { parseItrStart } from './itr/itr-start.wire.ts'
import { parseItrStatus } from './itr/itr-status.normalise.ts'
import { createItrAsk, type ItrMethod } from './method-choice.ts'

export interface FinpassClientOptions {
  /** Origin of Finpass, with or without a path before `/api/v1`. */
  readonly baseUrl: string
  readonly apiKey: Secret
  readonly apiSecret: Secret
  /** @default 'auto' */
  readonly itrMethod?: ItrMethod
  /** @default the system's clock */
  readonly clock?: Clock
  /** Sockets to Finpass at most. @default 32 */
  readonly connections?: number
  /** @default 3000 ms */
  readonly connectTimeoutMs?: number
  /** @default 10000 ms */
  readonly headersTimeoutMs?: number
  /** Between two pieces of a body. @default 10000 ms */
  readonly bodyTimeoutMs?: number
  /** Over a whole call, however Finpass dawdles. @default 15000 ms */
  readonly deadlineMs?: number
  /** @default 33554432 bytes: a statement of 50,000 lines has about 20 million */
  readonly maxBodyBytes?: number
}

/**
 * Makes a client for one Finpass account. Nothing is connected before the first call; throws a plain error when `baseUrl`
 * is no URL.
 */
export function createFinpassClient(options: FinpassClientOptions): FinpassClient {
  const deadlineMs = options.deadlineMs ?? 15_000
  const door = createHttp({
    baseUrl: options.baseUrl,
    apiKey: options.apiKey,
    apiSecret: options.apiSecret,
    clock: options.clock ?? createSystemClock(),
    connections: options.connections ?? 32,
    connectTimeoutMs: options.connectTimeoutMs ?? 3_000,
    headersTimeoutMs: options.headersTimeoutMs ?? 10_000,
    bodyTimeoutMs: options.bodyTimeoutMs ?? 10_000,
    deadlineMs,
    maxBodyBytes: options.maxBodyBytes ?? 32 * 1024 * 1024,
  })
  const http = createEchoedHttp(door, deadlineMs)
  const askItr = createItrAsk(http, options.itrMethod ?? 'auto', deadlineMs)
  const get = (path: string, client_id: Handle, signal: AbortSignal) =>
    http.send({ method: 'GET', path, query: { client_id } }, signal)
  const getShort = (path: string, client_id: Handle, signal: AbortSignal) =>
    http.send({ method: 'GET', path, query: { client_id }, maxBodyBytes: SHORT_BODY_BYTES }, signal)
  const post = (path: string, body: HttpBody, signal: AbortSignal) => http.send({ method: 'POST', path, body }, signal)
  const start = (path: string, body: HttpBody, signal: AbortSignal) =>
    http.send({ method: 'POST', path, body, maxBodyBytes: SHORT_BODY_BYTES }, signal)

  return {
    fetchItrStart: ({ username, password }, signal) =>
      portal(
        start('/api/v1/itr-analyzer/analyze', { username: username.reveal(), password: password.reveal() }, signal),
        parseItrStart,
      ),
    fetchItrStatus: (handle, signal) =>
      portal(askItr('/api/v1/itr-analyzer/status', handle, signal, SHORT_BODY_BYTES), parseItrStatus),
    fetchItrData: (handle, signal) => portal(askItr('/api/v1/itr-analyzer/data', handle, signal), parseItrData),
    fetchAaBsaStart: (input, signal) =>
      bank(start('/api/v1/aa-bsa-journey/init', toStartBody(input), signal), parseAaBsaStart),
    fetchAaBsaStatus: (handle, signal) =>
      bank(getShort('/api/v1/aa-bsa-journey/status', handle, signal), parseAaBsaStatus),
    fetchAaBsaStatements: (handle, signal) =>
      bank(get('/api/v1/aa-bsa-journey/statement-result', handle, signal), parseAaBsaStatement),
    fetchAaBsaAnalysis: (handle, signal) =>
      bank(get('/api/v1/aa-bsa-journey/analysis-json', handle, signal), parseAaBsaAnalysis),
    fetchAccountAggregatorStart: (input, signal) =>
      bank(
        start('/api/v1/services/account-aggregator/init', { ...toStartBody(input), ...toPersonBody(input) }, signal),
        parseAccountAggregatorStart,
      ),
    fetchAccountAggregatorReport: (handle, signal) =>
      readAnswer(
        post('/api/v1/services/account-aggregator/fetch-json-report', { client_id: handle }, signal),
        parseAccountAggregatorAnswer,
      ),
    close: () => http.close(),
  }
}

/** A start or a status has some hundred bytes, and some hundred more per bank. */
const SHORT_BODY_BYTES = 1024 * 1024

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

/**
 * What can be done about journeys, one method per wish of a caller. Input mistakes reject with a `Failure` that names the
 * field; the graph turns those into `userErrors`.
 */
import { randomBytes } from 'node:crypto'
import type { Applicant } from '../domain/applicant.ts'
import { parseEmail, parseMobile, parsePan } from '../domain/identifier.ts'
import { toInstant } from '../domain/date.ts'
import { Failure, type FailureCode } from '../domain/failure.ts'
import { type ConsentType, isTerminal, type Journey, type JourneyKind, NOTHING_OBSERVED } from '../domain/journey.ts'
import type { AaBsaStart, FinpassClient, StartedJourney } from '../finpass/contract.ts'
import type { Clock } from '../platform/clock.ts'
import { Secret } from '../platform/secret.ts'
import type { Store } from '../store/store.ts'
import { toAbsence, toFeedAbsence } from './absence.ts'
import type { Checker } from './check.ts'
import type { LoginLimit } from './login-limit.ts'
import { createJourney, startJourney } from './start.ts'

export interface EngineOptions {
  readonly client: FinpassClient
  readonly store: Store
  readonly clock: Clock
  readonly checker: Checker
  readonly logins: LoginLimit
  readonly pollIntervalMs: number
  /** Where a borrower may be sent after consent, by name. The first is the default. */
  readonly redirects: ReadonlyMap<string, string>
  /** The gateway's own address as Finpass sees it, without a slash at the end. */
  readonly publicUrl: string
  /** Told of every journey that was started or linked. */
  onStarted(journey: Journey): void
  /** Keyed hashes, the newest key's first: what is compared later cannot be guessed from the store, and keys may change. */
  fingerprint(text: string): readonly string[]
}

interface KeyedInput {
  readonly idempotencyKey: string | null
}
export interface ItrInput extends KeyedInput {
  readonly username: Secret
  readonly password: Secret
  readonly hasConsent: boolean
}
export interface ConsentInput extends KeyedInput {
  readonly mobile: string
  readonly consentType: ConsentType
  readonly redirect: string | null
}
export interface AccountAggregatorInput extends ConsentInput {
  readonly pan: string | null
  readonly email: string | null
}

export interface JourneyEngine {
  startItr(applicant: Applicant, input: ItrInput): Promise<Journey>
  startAaBsa(applicant: Applicant, input: ConsentInput): Promise<Journey>
  startAccountAggregator(applicant: Applicant, input: AccountAggregatorInput): Promise<Journey>
  /** Adopts a process that was started elsewhere, and asks Finpass at once how it is. */
  link(applicant: Applicant, kind: JourneyKind, finpassId: Secret): Promise<Journey>
  /** Asks Finpass now; at most once per poll interval. A journey that timed out goes on as a new one. */
  refresh(applicant: Applicant, journey: Journey): Promise<Journey>
}

/** One start, before it is fingerprinted. */
interface Start extends KeyedInput {
  readonly applicant: Applicant
  readonly kind: JourneyKind
  readonly consentType: ConsentType | null
  /** What makes two starts the same, secrets left out. */
  readonly compared: readonly (string | null)[]
  readonly webhookToken: string | null
  call(signal: AbortSignal): Promise<StartedJourney>
}

export function createJourneyEngine(options: EngineOptions): JourneyEngine {
  const { client, store, clock, checker, pollIntervalMs } = options

  async function start({
    applicant,
    kind,
    consentType,
    idempotencyKey,
    compared,
    webhookToken,
    call,
  }: Start): Promise<Journey> {
    if (idempotencyKey !== null && !/^[\x21-\x7e]{1,100}$/.test(idempotencyKey)) {
      throw new Failure('IDEMPOTENCY_KEY_INVALID', { field: ['input', 'idempotencyKey'] })
    }
    const journey = await startJourney(options, {
      applicant,
      kind,
      consentType,
      idempotencyKey,
      fingerprints: options.fingerprint(JSON.stringify([applicant.id, kind, consentType, ...compared])),
      webhookToken,
      // Not the caller's signal: a start that was sent is seen through, whoever has left meanwhile.
      start: () => call(new AbortController().signal),
    })
    options.onStarted(journey)
    return journey
  }

  function toConsentStart({ mobile, consentType, redirect }: ConsentInput, webhookToken: string): AaBsaStart {
    const name = redirect ?? [...options.redirects.keys()][0]
    const redirectUrl = name === undefined ? `${options.publicUrl}/` : options.redirects.get(name)
    if (redirectUrl === undefined) throw new Failure('REDIRECT_UNKNOWN', { field: ['input', 'redirect'] })
    return {
      mobile: require(parseMobile(mobile), 'MOBILE_INVALID', 'mobile'),
      consentType,
      redirectUrl,
      webhookUrl: `${options.publicUrl}/webhooks/finpass/${webhookToken}`,
    }
  }

  async function adopt(
    applicant: Applicant,
    { kind, consentType }: Pick<Journey, 'kind' | 'consentType'>,
    handle: string,
    field: string,
  ): Promise<Journey> {
    const started = { consentUrl: null, expiresAt: null, observation: NOTHING_OBSERVED }
    const { journey, first } = createJourney(options, { applicant, kind, consentType }, started, 'OPERATOR')
    const keys = { handle, webhookToken: null, idempotencyKey: null }
    const addition = await store.addJourney(journey, first, keys)
    if (addition === 'GONE') throw await toAbsence(store, applicant, { field: ['input', 'applicantId'] })
    // Finpass answers for every process of our account: one of another tenant must look like one that it does not know.
    if (addition === 'FOREIGN') throw new Failure('FINPASS_NOT_FOUND', { field: ['input', field] })
    if (addition === 'KNOWN') throw new Failure('JOURNEY_LINKED', { field: ['input', field] })
    // The journey is kept whatever Finpass says now: the schedule asks again.
    const latest = await checker.check(journey, 'OPERATOR').catch(() => journey)
    // Erased while it was being linked.
    if (latest === null) throw await toAbsence(store, applicant, { field: ['input', 'applicantId'] })
    options.onStarted(latest)
    return latest
  }

  return {
    async startItr(applicant, input) {
      if (!input.hasConsent) throw new Failure('CONSENT_REQUIRED', { field: ['input', 'consent'] })
      const username = input.username.reveal().trim().toUpperCase()
      if (username === '') throw new Failure('CREDENTIALS_EMPTY', { field: ['input', 'username'] })
      if (input.password.reveal() === '') throw new Failure('CREDENTIALS_EMPTY', { field: ['input', 'password'] })
      require(parsePan(username), 'PAN_INVALID', 'username')
      const { idempotencyKey } = input
      return start({
        applicant,
        kind: 'ITR',
        consentType: null,
        idempotencyKey,
        compared: [username],
        webhookToken: null,
        async call(signal) {
          // Here, where a login is certain: what an idempotency key finds again makes none.
          await options.logins.admit(username)
          return client.fetchItrStart({ username: new Secret(username), password: input.password }, signal)
        },
      })
    },

    async startAaBsa(applicant, input) {
      const { consentType, idempotencyKey } = input
      const webhookToken = createWebhookToken()
      const request = toConsentStart(input, webhookToken)
      return start({
        applicant,
        kind: 'AA_BSA',
        consentType,
        idempotencyKey,
        compared: [request.mobile.reveal(), request.redirectUrl],
        webhookToken,
        call: (signal) => client.fetchAaBsaStart(request, signal),
      })
    },

    async startAccountAggregator(applicant, input) {
      const { consentType, idempotencyKey } = input
      const webhookToken = createWebhookToken()
      const consent = toConsentStart(input, webhookToken)
      const pan = input.pan === null ? null : require(parsePan(input.pan), 'PAN_INVALID', 'pan')
      const email = input.email === null ? null : require(parseEmail(input.email), 'EMAIL_INVALID', 'email')
      const request = { ...consent, pan, email }
      return start({
        applicant,
        kind: 'ACCOUNT_AGGREGATOR',
        consentType,
        idempotencyKey,
        compared: [request.mobile.reveal(), request.redirectUrl, pan?.reveal() ?? null, input.email],
        webhookToken,
        call: (signal) => client.fetchAccountAggregatorStart(request, signal),
      })
    },

    async link(applicant, kind, finpassId) {
      if (kind === 'BANK_STATEMENT') throw new Failure('JOURNEY_KIND_UNSUPPORTED', { field: ['input', 'kind'] })
      const handle = finpassId.reveal().trim()
      if (!/^[A-Za-z0-9_-]{4,200}$/.test(handle))
        throw new Failure('FINPASS_ID_INVALID', { field: ['input', 'finpassId'] })
      return adopt(applicant, { kind, consentType: null }, handle, 'finpassId')
    },

    async refresh(applicant, journey) {
      if (journey.status === 'TIMED_OUT') {
        const word = journey.consent.word?.state ?? 'ACTIVE'
        // A new journey has a new consent: what was withheld must not be had by going on.
        if (word !== 'ACTIVE') throw new Failure('CONSENT_STATE', { field: ['input', 'journeyId'] })
        const handle = await store.readHandle(journey.tenant, journey.id)
        if (handle !== null) return adopt(applicant, journey, handle, 'journeyId')
      }
      if (isTerminal(journey.status)) throw new Failure('JOURNEY_ENDED', { field: ['input', 'journeyId'] })
      const mayAskAt = toInstant((journey.checkedAt ?? 0) + pollIntervalMs)
      if (clock.now() < mayAskAt) {
        throw new Failure('JOURNEY_REFRESH_TOO_SOON', { field: ['input', 'journeyId'], retryAfter: mayAskAt })
      }
      const latest = await checker.check(journey, 'OPERATOR')
      if (latest === null) {
        const { tenant, id } = journey
        throw await toFeedAbsence(store, { kind: 'journey', tenant, id }, { field: ['input', 'journeyId'] })
      }
      return latest
    },
  }
}

function require<Value>(value: Value | null, code: FailureCode, field: string): Value {
  if (value === null) throw new Failure(code, { field: ['input', field] })
  return value
}

/** 192 random bits: whoever is not told it cannot find it. */
function createWebhookToken(): string {
  return randomBytes(24).toString('base64url')
}

/**
 * Starting a journey bills the lender, so it happens at most once: never repeated by us, and an idempotency key gives the
 * same journey back. When Finpass's answer is lost nobody knows whether it began; that is recorded as such, not retried.
 */
import { randomUUID } from 'node:crypto'
import { type ConsentRecord, NO_CONSENT_YET } from '../domain/consent-record.ts'
import { showsConsent } from '../domain/consent.ts'
import { type Instant, toInstant } from '../domain/date.ts'
import { Failure, type FailureCode, toFailure } from '../domain/failure.ts'
import type { Applicant } from '../domain/applicant.ts'
import type { JourneyId } from '../domain/ids.ts'
import {
  type ConsentType,
  isTerminal,
  type Journey,
  type JourneyKind,
  type JourneyObservation,
  type JourneyStatus,
  NOTHING_OBSERVED,
  type Transition,
  type TransitionOrigin,
  toPercent,
} from '../domain/journey.ts'
import type { StartedJourney } from '../finpass/contract.ts'
import type { Clock } from '../platform/clock.ts'
import type { Store } from '../store/store.ts'
import { toAbsence } from './absence.ts'
import { toNextCheckMs } from './deadline.ts'

/** What all starts have in common. */
export interface StartRequest {
  readonly applicant: Applicant
  readonly kind: JourneyKind
  readonly consentType: ConsentType | null
  readonly idempotencyKey: string | null
  /** Keyed hashes of the input, secrets left out; the newest key's first. */
  readonly fingerprints: readonly string[]
  /** Secret part of the address that Finpass is told to call; null when it is told none. */
  readonly webhookToken: string | null
  /** The one call to Finpass. */
  start(): Promise<StartedJourney>
}

export interface StartContext {
  readonly store: Store
  readonly clock: Clock
  readonly pollIntervalMs: number
}

/** After these Finpass may have begun all the same. */
const LOST: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'FINPASS_TIMEOUT',
  'FINPASS_UNREACHABLE',
  'FINPASS_UNAVAILABLE',
  'FINPASS_SHAPE',
  'FINPASS_TOO_LARGE',
  'REQUEST_CANCELLED',
  'INTERNAL',
])

/** A claim older than this outlived every call that could still settle it. */
const CLAIM_LIFE_MS = 60_000

/**
 * Resolves with the new journey, or the one its idempotency key already stands for. Rejects with Finpass's refusal
 * (nothing began, the key is free again), `IDEMPOTENCY_KEY_REUSED`, `JOURNEY_START_IN_PROGRESS`, or, when the journey
 * could not be kept, `JOURNEY_START_LOST`.
 */
export async function startJourney(context: StartContext, request: StartRequest): Promise<Journey> {
  const { webhookToken, idempotencyKey } = request
  if (idempotencyKey !== null) {
    const earlier = await claim(context, request, idempotencyKey)
    if (earlier !== null) return earlier
  }
  const started = await callOnce(context, request)
  const { journey, first } = createJourney(context, request, started, 'START')
  // From here on Finpass may have begun. Should the store fail, whoever is told to ask again would be billed again; the
  // claim stays pending and reads as lost later.
  const keys = { handle: started.handle, webhookToken, idempotencyKey }
  const addition = await context.store.addJourney(journey, first, keys).catch((cause: unknown) => {
    throw new Failure('JOURNEY_START_LOST', { cause })
  })
  if (addition === 'ADDED') return journey
  if (addition === 'GONE') {
    // Erased while Finpass was being asked: nothing of it is kept, not even the key.
    if (idempotencyKey !== null) await context.store.releaseKey(request.applicant.tenant, idempotencyKey)
    throw await toAbsence(context.store, request.applicant)
  }
  // Finpass answered with a process that is already on record, so nothing began.
  if (idempotencyKey !== null) await context.store.releaseKey(request.applicant.tenant, idempotencyKey)
  throw new Failure('JOURNEY_LINKED')
}

/** The one call. A refusal frees the key and is passed on; an answer that was lost comes back as a failed start. */
async function callOnce(
  { store, clock }: StartContext,
  { applicant, idempotencyKey, start }: StartRequest,
): Promise<Omit<StartedJourney, 'handle'> & { readonly handle: string | null }> {
  try {
    return await start()
  } catch (thrown) {
    if (LOST.has(toFailure(thrown).code)) return { ...toLost(clock.now()), handle: null }
    // The refusal is what the caller must hear, also when the key stays claimed for a minute longer.
    if (idempotencyKey !== null) await store.releaseKey(applicant.tenant, idempotencyKey).catch(() => undefined)
    throw thrown
  }
}

async function claim(context: StartContext, request: StartRequest, key: string): Promise<Journey | null> {
  const { store, clock } = context
  const { tenant } = request.applicant
  let found = await store.claimKey(tenant, key, request.fingerprints[0] ?? '', clock.now())
  // Claimed before the keys were rotated: then its input was hashed with an older one.
  for (const older of request.fingerprints.slice(1)) {
    if (found.outcome === 'DIFFERENT_INPUT') found = await store.claimKey(tenant, key, older, clock.now())
  }
  switch (found.outcome) {
    case 'CLAIMED':
      return null
    case 'DIFFERENT_INPUT':
      throw new Failure('IDEMPOTENCY_KEY_REUSED', { field: ['input', 'idempotencyKey'] })
    case 'PENDING':
      throw new Failure(
        clock.now() - found.claimedAt > CLAIM_LIFE_MS ? 'JOURNEY_START_LOST' : 'JOURNEY_START_IN_PROGRESS',
        { field: ['input', 'idempotencyKey'] },
      )
    case 'FOUND': {
      const [journey] = await store.readJourneys(tenant, [found.journeyId])
      if (journey === undefined) throw new Failure('JOURNEY_NOT_FOUND', { field: ['input', 'idempotencyKey'] })
      return journey
    }
  }
}

/** A return is read only with the borrower's consent, which the caller has vouched for; others may show it at once. */
function toFirstConsent(
  kind: JourneyKind,
  { accounts }: JourneyObservation,
  status: JourneyStatus,
  now: Instant,
): ConsentRecord {
  return kind === 'ITR' || showsConsent({ status, accounts }) ? { ...NO_CONSENT_YET, grantedAt: now } : NO_CONSENT_YET
}

function toLost(now: Instant): Omit<StartedJourney, 'handle'> {
  const failure = { code: 'JOURNEY_START_LOST', retryAfter: null } as const
  const observation: JourneyObservation = { ...NOTHING_OBSERVED, status: 'FAILED', failure, reportedAt: now }
  return { consentUrl: null, expiresAt: null, observation }
}

/** A journey and its first transition, not yet stored. */
export function createJourney(
  { clock, pollIntervalMs }: Pick<StartContext, 'clock' | 'pollIntervalMs'>,
  { applicant, kind, consentType }: Pick<StartRequest, 'applicant' | 'kind' | 'consentType'>,
  { consentUrl, expiresAt, observation }: Omit<StartedJourney, 'handle'>,
  origin: TransitionOrigin,
): { readonly journey: Journey; readonly first: Transition } {
  const now = clock.now()
  const status = observation.status ?? 'INITIATED'
  const hasEnded = isTerminal(status)
  const journey: Journey = {
    id: `jny_${randomUUID().replaceAll('-', '')}` as JourneyId,
    tenant: applicant.tenant,
    applicantId: applicant.id,
    kind,
    consentType,
    consent: toFirstConsent(kind, observation, status, now),
    consentUrl,
    expiresAt,
    status,
    percent: toPercent(status, observation),
    step: observation.step,
    stepsCompleted: observation.stepsCompleted,
    stepsFailed: observation.stepsFailed,
    accounts: observation.accounts,
    failure: observation.failure,
    nextCheckAt: hasEnded ? null : toInstant(now + toNextCheckMs({ kind, status }, pollIntervalMs)),
    checkedAt: now,
    sequence: 1,
    createdAt: now,
    updatedAt: now,
    completedAt: hasEnded ? now : null,
  }
  const { reportedAt } = observation
  const { id: journeyId, sequence, step, percent } = journey
  const first = {
    journeyId,
    sequence,
    previousStatus: null,
    status,
    step,
    percent,
    origin,
    observedAt: now,
    reportedAt,
  }
  return { journey, first }
}

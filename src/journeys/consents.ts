/**
 * The word of the lender or the borrower on a journey's consent: pausing, resuming, revoking. Data is refused from the
 * moment the word is kept; whoever has some in memory is told to forget it. A revoked consent also ends its journey.
 */
import type { ConsentWord } from '../domain/consent-record.ts'
import { type Consent, type ConsentLife, toConsent } from '../domain/consent.ts'
import { Failure } from '../domain/failure.ts'
import type { JourneyId, TenantId } from '../domain/ids.ts'
import { isTerminal, type Journey, type JourneyObservation } from '../domain/journey.ts'
import type { Clock } from '../platform/clock.ts'
import type { Store } from '../store/store.ts'
import { toFeedAbsence } from './absence.ts'
import { observe } from './observe.ts'
import { checkReason } from './reason.ts'

export interface Consents {
  /** The consent as it stands now. */
  describe(journey: Journey): Consent
  /** No data is read until it is resumed. Rejects with `CONSENT_STATE` unless it is ACTIVE; paused already is fine. */
  pause(journey: Journey): Promise<Journey>
  /** Rejects with `CONSENT_STATE` unless it is PAUSED; active already is fine. */
  resume(journey: Journey): Promise<Journey>
  /** For good. Rejects with `CONSENT_STATE` when it was declined, `REASON_INVALID`; revoked already is fine. */
  revoke(journey: Journey, reason: string): Promise<Journey>
}

export interface ConsentsOptions {
  readonly store: Store
  readonly clock: Clock
  readonly terms: ConsentLife
  /** Drops what this process keeps of a journey. */
  forget(tenant: TenantId, journeyId: JourneyId): void
}

const FIELD = { field: ['input', 'journeyId'] } as const

export function createConsents({ store, clock, terms, forget }: ConsentsOptions): Consents {
  const describe = (journey: Journey): Consent => toConsent(journey, terms, clock.now())

  async function readBack({ tenant, id }: Journey): Promise<Journey> {
    const [latest] = await store.readJourneys(tenant, [id])
    if (latest === undefined) throw await toFeedAbsence(store, { kind: 'journey', tenant, id }, FIELD)
    return latest
  }

  /** Writes the word; when another was faster, its word must amount to the same. */
  async function say(journey: Journey, state: ConsentWord['state']): Promise<Journey> {
    const { tenant, id } = journey
    const isWritten = await store.writeConsentWord(tenant, id, { state, at: clock.now(), origin: 'CALLER' })
    if (state !== 'ACTIVE') forget(tenant, id)
    const latest = await readBack(journey)
    if (!isWritten && latest.consent.word?.state !== state) throw new Failure('CONSENT_STATE', FIELD)
    return latest
  }

  return {
    describe,
    async pause(journey) {
      const { state } = describe(journey)
      if (state === 'PAUSED') return journey
      if (state !== 'ACTIVE') throw new Failure('CONSENT_STATE', FIELD)
      return say(journey, 'PAUSED')
    },
    async resume(journey) {
      const { state } = describe(journey)
      if (state === 'ACTIVE') return journey
      if (state !== 'PAUSED') throw new Failure('CONSENT_STATE', FIELD)
      return say(journey, 'ACTIVE')
    },
    async revoke(journey, reason) {
      checkReason(reason)
      const { state } = describe(journey)
      if (state === 'REJECTED') throw new Failure('CONSENT_STATE', FIELD)
      const revoked = state === 'REVOKED' ? journey : await say(journey, 'REVOKED')
      if (isTerminal(revoked.status)) return revoked
      return (await endRevoked(store, revoked, clock)) ?? readBack(revoked)
    },
  }
}

/** Ends a running journey whose consent was revoked; the journey as it then stands, null when it is gone. */
export function endRevoked(
  store: Store,
  journey: Journey,
  clock: Clock,
  fence: number | null = null,
): Promise<Journey | null> {
  const { step, stepsCompleted, stepsFailed, accounts } = journey
  const observation: JourneyObservation = {
    status: 'CONSENT_DENIED',
    step,
    stepsCompleted,
    stepsFailed,
    accounts,
    failure: { code: 'CONSENT_REVOKED', retryAfter: null },
    reportedAt: null,
  }
  return observe(store, journey, { observation, origin: 'OPERATOR', observedAt: clock.now(), nextCheckInMs: 0, fence })
}

/**
 * Asks Finpass once how a journey is, and commits the answer. Whoever wants the same journey checked at the same time
 * shares that one call.
 */
import { toInstant } from '../domain/date.ts'
import { Failure, type FailureCode } from '../domain/failure.ts'
import type { JourneyId } from '../domain/ids.ts'
import { isTerminal, type Journey, type JourneyObservation, type TransitionOrigin } from '../domain/journey.ts'
import type { FinpassClient, Handle, Urgency } from '../finpass/contract.ts'
import type { Clock } from '../platform/clock.ts'
import type { Store } from '../store/store.ts'
import { endRevoked } from './consents.ts'
import { toDeadline, toDeadlineObservation, toNextCheckMs } from './deadline.ts'
import { observe } from './observe.ts'

export interface CheckOptions {
  readonly client: FinpassClient
  readonly store: Store
  readonly clock: Clock
  readonly pollIntervalMs: number
  /** Told of a status word that nobody knows, once for as long as it stays; the word itself is the journey's step. */
  onUnknownStatus(journey: Journey): void
}

export interface Checker {
  /**
   * Resolves with the journey as it then stands, or null when it is gone. Rejects with the `Failure` of the call when
   * Finpass could not be asked; the journey is then due again later and unchanged.
   */
  check(journey: Journey, origin: TransitionOrigin): Promise<Journey | null>
}

/** After these Finpass will never have anything to say about the handle. */
const FINAL: ReadonlySet<FailureCode> = new Set<FailureCode>(['FINPASS_NOT_FOUND'])
/** A Finpass in trouble is asked less often. */
const TROUBLE_PATIENCE = 3

export function createChecker(options: CheckOptions): Checker {
  const { client, store, clock, pollIntervalMs, onUnknownStatus } = options
  const running = new Map<JourneyId, Promise<Journey | null>>()

  async function fetchObservation(journey: Journey, urgency: Urgency): Promise<JourneyObservation> {
    const handle = await store.readHandle(journey.tenant, journey.id)
    if (handle === null) throw new Failure('FINPASS_NOT_FOUND')
    // No caller's signal: the look belongs to the journey, and the client bounds it in time.
    return fetchStatus(client, journey, handle as Handle, new AbortController().signal, urgency)
  }

  async function check(journey: Journey, origin: TransitionOrigin): Promise<Journey | null> {
    if (isTerminal(journey.status)) return journey
    const nextCheckInMs = toNextCheckMs(journey, pollIntervalMs)
    const claim = await store.claimCheck(journey.tenant, journey.id)
    if (claim === null) return (await store.readJourneys(journey.tenant, [journey.id]))[0] ?? null
    const { fence } = claim
    const cause = claim.isNudged && origin === 'POLL' ? 'WEBHOOK' : origin
    const word = journey.consent.word?.state ?? null
    // Revoked by somebody who could not end the journey any more: Finpass is not asked about it again.
    if (word === 'REVOKED') return endRevoked(store, journey, clock, fence)
    // This product tells how far it is by its data alone, and there must be no call for data now.
    if (word === 'PAUSED' && journey.kind === 'ACCOUNT_AGGREGATOR') return giveUpWhenLate(journey, fence, nextCheckInMs)
    try {
      const observation = await fetchObservation(journey, origin === 'POLL' ? 'poll' : 'read')
      if (observation.status === null && observation.step !== journey.step) onUnknownStatus(journey)
      const status = observation.status ?? journey.status
      const latest = await observe(store, journey, {
        observation,
        origin: cause,
        observedAt: clock.now(),
        nextCheckInMs: toNextCheckMs({ ...journey, status }, pollIntervalMs),
        fence,
      })
      return latest === null ? null : await giveUpWhenLate(latest, fence)
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown
      if (FINAL.has(thrown.code)) {
        const observation = toFailedObservation(journey, thrown)
        return observe(store, journey, { observation, origin: cause, observedAt: clock.now(), nextCheckInMs, fence })
      }
      const now = clock.now()
      const patienceMs = Math.max(nextCheckInMs * TROUBLE_PATIENCE, (thrown.retryAfter ?? 0) - now)
      // However long Finpass wants to be left alone, a journey is not given up later than its deadline.
      const retryInMs = Math.min(patienceMs, Math.max(nextCheckInMs, toDeadline(journey) - now))
      const latest = await giveUpWhenLate(journey, fence, retryInMs)
      if (latest === null || isTerminal(latest.status)) return latest
      throw thrown
    }
  }

  /** The deadline is looked at after Finpass was, so that a journey which finished in the last second counts. */
  async function giveUpWhenLate(journey: Journey, fence: number, retryInMs?: number): Promise<Journey | null> {
    const now = clock.now()
    if (!isTerminal(journey.status) && now >= toDeadline(journey)) {
      const observation = toDeadlineObservation(journey)
      return observe(store, journey, { observation, origin: 'DEADLINE', observedAt: now, nextCheckInMs: 0, fence })
    }
    if (retryInMs !== undefined) {
      const { tenant, id } = journey
      await store.touchJourney({ tenant, id, checkedAt: now, nextCheckAt: toInstant(now + retryInMs), fence })
    }
    return journey
  }

  return {
    check(journey, origin) {
      const known = running.get(journey.id)
      if (known !== undefined) return known
      const look = check(journey, origin).finally(() => running.delete(journey.id))
      running.set(journey.id, look)
      return look
    },
  }
}

function fetchStatus(
  client: FinpassClient,
  { kind }: Journey,
  handle: Handle,
  signal: AbortSignal,
  urgency: Urgency,
): Promise<JourneyObservation> {
  switch (kind) {
    case 'ITR':
      return client.fetchItrStatus(handle, signal, urgency)
    case 'AA_BSA':
      return client.fetchAaBsaStatus(handle, signal, urgency)
    case 'ACCOUNT_AGGREGATOR':
      return client.fetchAccountAggregatorReport(handle, signal, urgency).then(({ observation }) => observation)
    case 'BANK_STATEMENT':
      return Promise.reject(new Failure('JOURNEY_KIND_UNSUPPORTED'))
  }
}

function toFailedObservation(journey: Journey, { code }: Failure): JourneyObservation {
  return { ...toDeadlineObservation(journey), status: 'FAILED', failure: { code, retryAfter: null } }
}

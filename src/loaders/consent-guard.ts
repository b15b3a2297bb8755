/**
 * What stands between a caller and a borrower's data: consent that is live, for the purpose it is asked for, and not more
 * often than agreed. The report reader asks before it hands anything out, and again before every call to Finpass.
 */
import type { ConsentWord } from '../domain/consent-record.ts'
import { CONSENT_REFUSALS, type ConsentLife, toConsent, toPurpose } from '../domain/consent.ts'
import { DAY_MS } from '../domain/date.ts'
import { Failure, type FailureCode } from '../domain/failure.ts'
import type { ConsentType, Journey } from '../domain/journey.ts'
import type { Clock } from '../platform/clock.ts'
import type { Store } from '../store/store.ts'

/** What a borrower's consent allows. */
export interface ConsentTerms extends ConsentLife {
  /** Calls for data of one journey in a day, over the whole fleet. */
  readonly readsPerDay: number
}

export interface ConsentGuardOptions {
  readonly store: Pick<Store, 'count' | 'writeConsentWord'>
  readonly clock: Clock
  readonly terms: ConsentTerms
}

export interface ConsentGuard {
  /** Throws `CONSENT_…` unless the journey's data may be shown for one of `purposes` now; null stands for any. */
  check(journey: Journey, purposes: readonly ConsentType[] | null): void
  /** Counts a call for data; rejects with `CONSENT_FREQUENCY` when the day's are used up, `STORE_UNAVAILABLE` when nobody can tell. */
  count(journey: Journey): Promise<void>
  /** Keeps what Finpass said of the consent when it was asked for data; gives what the caller is to be told. */
  hear(journey: Journey, failure: Failure): Promise<Failure>
}

/** What Finpass may say of a consent that it had granted before. */
const WORDS: Partial<Record<FailureCode, ConsentWord['state']>> = {
  CONSENT_REVOKED: 'REVOKED',
  CONSENT_DENIED: 'REJECTED',
  JOURNEY_EXPIRED: 'EXPIRED',
}

export function createConsentGuard({ store, clock, terms }: ConsentGuardOptions): ConsentGuard {
  return {
    check(journey, purposes) {
      const refusal = CONSENT_REFUSALS[toConsent(journey, terms, clock.now()).state]
      if (refusal !== null) throw new Failure(refusal)
      const purpose = toPurpose(journey)
      // A purpose that nobody knows is not proved to be the one.
      if (purposes !== null && (purpose === null || !purposes.includes(purpose))) throw new Failure('CONSENT_PURPOSE')
    },
    async count({ tenant, id }) {
      const key = JSON.stringify(['consent-reads', tenant, id])
      const { count, endsAt } = await store.count(key, { windowMs: DAY_MS }, clock.now())
      if (count > terms.readsPerDay) throw new Failure('CONSENT_FREQUENCY', { retryAfter: endsAt })
    },
    async hear({ tenant, id }, failure) {
      const state = WORDS[failure.code]
      if (state === undefined) return failure
      // Should it not be kept, Finpass says it again the next time.
      await store.writeConsentWord(tenant, id, { state, at: clock.now(), origin: 'FINPASS' }).catch(() => false)
      return new Failure(CONSENT_REFUSALS[state] ?? failure.code, { cause: failure })
    },
  }
}

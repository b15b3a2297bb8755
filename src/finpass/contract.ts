/**
 * What the gateway asks of Finpass and gets back, in our words: one method per endpoint. Nothing behind it caches or
 * decides; loaders and journeys do. A read that failed in passing may be sent again, a start never is. Every method rejects
 * with a `Failure` and nothing else.
 */
import type { BankAccount } from '../domain/bank-account.ts'
import type { BsaAnalysis } from '../domain/bsa-analysis.ts'
import type { Instant } from '../domain/date.ts'
import type { Email, Pan, PersonalNumber } from '../domain/identifier.ts'
import type { ItrReport } from '../domain/itr-filing.ts'
import type { ConsentType, JourneyObservation } from '../domain/journey.ts'
import type { SuppliedLink } from '../domain/link.ts'
import type { Reading } from '../domain/reading.ts'
import type { Secret } from '../platform/secret.ts'
import type { TrafficFacts } from './traffic/facts.ts'

/** Whether somebody waits for the answer, or the schedule has a look. */
export type Urgency = 'read' | 'poll'

/** Finpass's own id of a process: `job_id` or `client_id`. Never leaves the gateway. */
export type Handle = string & { readonly brand: 'Handle' }

/** What a start gives back. */
export interface StartedJourney {
  readonly handle: Handle
  readonly consentUrl: SuppliedLink | null
  readonly expiresAt: Instant | null
  readonly observation: JourneyObservation
}

export interface AaBsaStart {
  readonly mobile: PersonalNumber
  readonly consentType: ConsentType
  /** Always sent: Finpass's default would send the borrower to its own site. */
  readonly redirectUrl: string
  /** Always sent: Finpass's default would send callbacks to its own site. */
  readonly webhookUrl: string
}

export interface AccountAggregatorStart extends AaBsaStart {
  readonly pan: Pan | null
  readonly email: Email | null
}

/** An Account Aggregator report, or how far it is: there is no status endpoint, readiness is learnt from this one call. */
export type AccountAggregatorAnswer =
  | {
      readonly isReady: true
      readonly report: Reading<readonly BankAccount[]>
      readonly observation: JourneyObservation
    }
  | { readonly isReady: false; readonly observation: JourneyObservation }

export interface FinpassClient {
  /** `POST itr-analyzer/analyze`. The password goes into the body once; bills the lender, so it is never repeated. */
  fetchItrStart(
    input: { readonly username: Secret; readonly password: Secret },
    signal: AbortSignal,
  ): Promise<StartedJourney>
  /** `itr-analyzer/status`, by the method that this Finpass accepts. */
  fetchItrStatus(handle: Handle, signal: AbortSignal, urgency?: Urgency): Promise<JourneyObservation>
  /** `itr-analyzer/data`; rejects with `FINPASS_INCOMPLETE` before the job has completed. */
  fetchItrData(handle: Handle, signal: AbortSignal): Promise<Reading<ItrReport>>
  /** `POST aa-bsa-journey/init`. Bills the lender, so it is never repeated. */
  fetchAaBsaStart(input: AaBsaStart, signal: AbortSignal): Promise<StartedJourney>
  /** `GET aa-bsa-journey/status`. */
  fetchAaBsaStatus(handle: Handle, signal: AbortSignal, urgency?: Urgency): Promise<JourneyObservation>
  /** `GET aa-bsa-journey/statement-result`: the accounts with their ledgers. */
  fetchAaBsaStatements(handle: Handle, signal: AbortSignal): Promise<Reading<readonly BankAccount[]>>
  /** `GET aa-bsa-journey/analysis-json`. */
  fetchAaBsaAnalysis(handle: Handle, signal: AbortSignal): Promise<Reading<BsaAnalysis>>
  /** `POST services/account-aggregator/init`. Bills the lender, so it is never repeated. */
  fetchAccountAggregatorStart(input: AccountAggregatorStart, signal: AbortSignal): Promise<StartedJourney>
  /** `POST services/account-aggregator/fetch-json-report`; not ready yet and ended without data are answers, not rejections. */
  fetchAccountAggregatorReport(handle: Handle, signal: AbortSignal, urgency?: Urgency): Promise<AccountAggregatorAnswer>
  /** How the calls stand at this moment, in this process. */
  readTraffic(): TrafficFacts
  /** Ends idle connections. */
  close(): Promise<void>
}

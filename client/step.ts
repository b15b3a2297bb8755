/** What a watch gives: the steps of a journey, as the documents beside this file ask for them. */

export type JourneyStatus =
  | 'INITIATED'
  | 'CONSENT_PENDING'
  | 'CONSENT_GRANTED'
  | 'PROCESSING'
  | 'DATA_FETCHED'
  | 'COMPLETED'
  | 'CONSENT_DENIED'
  | 'FAILED'
  | 'EXPIRED'
  | 'TIMED_OUT'

export interface StepFailure {
  readonly code: string
  readonly message: string
  readonly advice: string | null
}

/** The journey as it stood when the step was sent: after a reconnect that may be later than the step itself. */
export interface WatchedJourney {
  readonly id: string
  readonly kind: 'ITR' | 'AA_BSA' | 'ACCOUNT_AGGREGATOR' | 'BANK_STATEMENT'
  readonly consentUrl: string | null
  readonly stepsCompleted: readonly string[]
  readonly stepsFailed: readonly string[]
  readonly accounts: readonly {
    readonly index: number
    readonly bankName: string | null
    readonly status: JourneyStatus
  }[]
  readonly failure: StepFailure | null
}

/** One recorded change of a journey. */
export interface JourneyStep {
  /** Names this step for this caller: keep it, and pass it as `after` to go on from here, also after a reload. */
  readonly cursor: string
  /** 1, 2, 3 … within the journey. */
  readonly sequence: number
  readonly previousStatus: JourneyStatus | null
  readonly status: JourneyStatus
  readonly step: string | null
  /** 0 to 100. */
  readonly percent: number
  readonly isTerminal: boolean
  readonly origin: 'START' | 'POLL' | 'WEBHOOK' | 'DEADLINE' | 'OPERATOR'
  readonly observedAt: string
  /** True when earlier steps may be missing: draw the journey anew from this one. */
  readonly resync: boolean
  readonly journey: WatchedJourney
}

/** The words that say what a journey is, how far it is, and how its consent stands. */
import type { ConsentState } from '../domain/consent.ts'
import type { ConsentType, JourneyKind, JourneyStatus } from '../domain/journey.ts'
import { builder } from './builder.ts'

type Described<Word extends string> = Record<Word, { description: string }>

export const JourneyKindRef = builder.enumType('JourneyKind', {
  description: 'The Finpass product behind a journey.',
  values: {
    ITR: { description: 'Income-tax returns, Form 26AS and demands, read from the income-tax portal.' },
    AA_BSA: { description: 'Bank statements by Account Aggregator consent, with their analysis.' },
    ACCOUNT_AGGREGATOR: {
      description: 'Bank accounts and transactions by Account Aggregator consent, without analysis.',
    },
    BANK_STATEMENT: { description: 'Uploaded bank statements. Not offered yet: always NOT_STARTED.' },
  } satisfies Described<JourneyKind>,
})

export const JourneyStatusRef = builder.enumType('JourneyStatus', {
  description: 'How far a journey is. It only moves forward, and never leaves a terminal status.',
  values: {
    INITIATED: { description: 'Created; nothing has happened yet.' },
    CONSENT_PENDING: { description: 'The borrower has the consent page open, or has yet to open it.' },
    CONSENT_GRANTED: { description: 'Consent is given; bank data is being fetched.' },
    PROCESSING: { description: 'Finpass is at work; step says on what.' },
    DATA_FETCHED: { description: 'The data is there and is being analysed.' },
    COMPLETED: { description: 'Terminal: the data can be read.' },
    CONSENT_DENIED: { description: 'Terminal: the borrower declined or revoked consent.' },
    FAILED: { description: 'Terminal: ended without data; failure says why.' },
    EXPIRED: { description: 'Terminal: the consent session lapsed.' },
    TIMED_OUT: { description: 'Terminal: Finpass did not finish in time. journeyRefresh goes on with a new journey.' },
  } satisfies Described<JourneyStatus>,
})

export const ConsentTypeRef = builder.enumType('ConsentType', {
  description: 'The purpose that the borrower consents to.',
  values: {
    LOAN_UNDERWRITING: { description: 'One look, to decide on a loan.' },
    LOAN_MONITORING: { description: 'Repeated looks while a loan runs.' },
  } satisfies Described<ConsentType>,
})

export const ConsentStateRef = builder.enumType('ConsentState', {
  description: 'Whether the data behind a consent may be read. Only ACTIVE lets it be.',
  values: {
    PENDING: { description: 'The borrower has yet to decide.' },
    ACTIVE: { description: 'Given, and in force.' },
    PAUSED: { description: 'Given, and held back by consentPause until consentResume.' },
    REVOKED: { description: 'Taken back, by lender or borrower or at the Account Aggregator. For good.' },
    EXPIRED: { description: 'The time to give it, or the time for which its data may be read, is over. For good.' },
    REJECTED: { description: 'The borrower declined. For good.' },
  } satisfies Described<ConsentState>,
})

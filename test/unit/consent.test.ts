/** The state of a consent, from everything that has a say in it. */
import { describe, expect, it } from 'vitest'
import type { ConsentWord } from '../../src/domain/consent-record.ts'
import { type ConsentLife, type ConsentState, toConsent, toPurpose } from '../../src/domain/consent.ts'
import { toInstant } from '../../src/domain/date.ts'
import type { FailureCode } from '../../src/domain/failure.ts'
import type { Journey, JourneyStatus } from '../../src/domain/journey.ts'
import { applicant, at, DAY_MS, journey, journeyState } from '../support/store-record.ts'

const LIFE: ConsentLife = { lifeMs: { LOAN_UNDERWRITING: 30 * DAY_MS, LOAN_MONITORING: 180 * DAY_MS } }
const ACCOUNTS = [{ index: 0, bankName: null, maskedNumber: null, status: 'PROCESSING', failure: null }] as const

function standing(status: JourneyStatus, parts: Partial<Journey> = {}): Journey {
  const completedAt = status === 'COMPLETED' ? at(0) : null
  return journey(applicant(), { ...journeyState(status), completedAt, ...parts })
}

const failed = (code: FailureCode) => ({ failure: { code, retryAfter: null } })
const said = (state: ConsentWord['state']) => ({
  consent: { grantedAt: at(0), word: { state, at: at(1), origin: 'CALLER' as const } },
})

describe('a consent', () => {
  it.each<[string, Journey, ConsentState]>([
    ['begun', standing('INITIATED'), 'PENDING'],
    ['with its page open', standing('CONSENT_PENDING'), 'PENDING'],
    ['at work before any bank is known', standing('PROCESSING'), 'PENDING'],
    ['at work on banks', standing('PROCESSING', { accounts: ACCOUNTS }), 'ACTIVE'],
    ['granted', standing('CONSENT_GRANTED'), 'ACTIVE'],
    ['of a return, from its start', standing('INITIATED', { kind: 'ITR', consentType: null }), 'ACTIVE'],
    ['completed', standing('COMPLETED'), 'ACTIVE'],
    ['declined', standing('CONSENT_DENIED', failed('CONSENT_DENIED')), 'REJECTED'],
    ['revoked at the aggregator', standing('CONSENT_DENIED', failed('CONSENT_REVOKED')), 'REVOKED'],
    ['lapsed', standing('EXPIRED', failed('JOURNEY_EXPIRED')), 'EXPIRED'],
    ['failed before it was given', standing('FAILED', failed('JOURNEY_FAILED')), 'EXPIRED'],
    ['paused', standing('COMPLETED', said('PAUSED')), 'PAUSED'],
    ['resumed', standing('COMPLETED', said('ACTIVE')), 'ACTIVE'],
    ['revoked by word', standing('COMPLETED', said('REVOKED')), 'REVOKED'],
    ['revoked by word while pending', standing('CONSENT_PENDING', said('REVOKED')), 'REVOKED'],
    ['rejected by Finpass later', standing('COMPLETED', said('REJECTED')), 'REJECTED'],
    ['expired by Finpass later', standing('COMPLETED', said('EXPIRED')), 'EXPIRED'],
  ])('that was %s has its state', (_name, of, state) => {
    expect(toConsent(of, LIFE, at(5)).state).toBe(state)
  })

  it('lasts for the life of its type from completion, also while it is paused', () => {
    for (const [consentType, days] of [
      ['LOAN_UNDERWRITING', 30],
      ['LOAN_MONITORING', 180],
    ] as const) {
      const end = toInstant(at(0) + days * DAY_MS)
      for (const parts of [{}, said('PAUSED')]) {
        const of = standing('COMPLETED', { consentType, ...parts })
        expect(toConsent(of, LIFE, toInstant(end - 1)).state).not.toBe('EXPIRED')
        expect(toConsent(of, LIFE, end)).toMatchObject({ state: 'EXPIRED', expiresAt: end })
      }
    }
  })

  it('of a linked journey lasts for the shorter life', () => {
    const of = standing('COMPLETED', { consentType: null })
    expect(toConsent(of, LIFE, at(0)).expiresAt).toBe(at(30 * DAY_MS))
  })

  it('says when its page lapses while it is pending, and nothing once it is given', () => {
    expect(toConsent(standing('INITIATED'), LIFE, at(0)).expiresAt).toBe(at(DAY_MS))
    expect(toConsent(standing('CONSENT_GRANTED'), LIFE, at(0)).expiresAt).toBeNull()
  })

  it('is for underwriting where a return is read, and for nobody knows what where a journey was linked', () => {
    expect(toPurpose({ kind: 'ITR', consentType: null })).toBe('LOAN_UNDERWRITING')
    expect(toPurpose({ kind: 'AA_BSA', consentType: null })).toBeNull()
    expect(toPurpose({ kind: 'AA_BSA', consentType: 'LOAN_MONITORING' })).toBe('LOAN_MONITORING')
  })
})

/** No data without live consent: what the report reader refuses, before and although it has something in memory. */
import { describe, expect, it } from 'vitest'
import type { ConsentWord } from '../../../src/domain/consent-record.ts'
import type { FailureCode } from '../../../src/domain/failure.ts'
import type { Journey } from '../../../src/domain/journey.ts'
import { failure, observation, reading } from '../../support/finpass.ts'
import { at } from '../../support/store-record.ts'
import { completed, openReader, stay, TERMS } from './support.ts'

const JOURNEY = completed('j1', 'AA_BSA')

function said(state: ConsentWord['state'], of: Journey = JOURNEY): Journey {
  return { ...of, consent: { grantedAt: at(0), word: { state, at: at(0), origin: 'CALLER' } } }
}

describe('a report reader', () => {
  it.each<[Journey, FailureCode]>([
    [said('PAUSED'), 'CONSENT_PAUSED'],
    [said('REVOKED'), 'CONSENT_REVOKED'],
    [said('REJECTED'), 'CONSENT_DENIED'],
    [said('EXPIRED'), 'CONSENT_EXPIRED'],
    [{ ...JOURNEY, completedAt: at(-TERMS.lifeMs.LOAN_UNDERWRITING) }, 'CONSENT_EXPIRED'],
    [{ ...JOURNEY, status: 'CONSENT_PENDING' }, 'CONSENT_PENDING'],
  ])('refuses what consent does not cover, kept in memory or not', async (refused, code) => {
    const { reader, finpass, clock } = openReader()
    await clock.advance(at(0) - clock.now())
    finpass.script('fetchAaBsaStatements', reading([]))
    await expect(reader.read('aaBsaStatements', refused, stay())).rejects.toMatchObject({ code })
    expect(finpass.calls).toEqual([])
    await reader.read('aaBsaStatements', JOURNEY, stay())
    await expect(reader.read('aaBsaStatements', refused, stay())).rejects.toMatchObject({ code })
  })

  it('looks at the consent again right before it calls', async () => {
    const test = openReader()
    test.stand({ consent: said('REVOKED').consent })
    await expect(test.reader.read('aaBsaStatements', JOURNEY, stay())).rejects.toMatchObject({
      code: 'CONSENT_REVOKED',
    })
    expect(test.finpass.calls).toEqual([])
  })

  it('gives data for the purpose it was consented to, and for no other', async () => {
    const { reader, finpass } = openReader()
    finpass.script('fetchAaBsaStatements', reading([]))
    const read = (of: Journey, purposes: readonly ('LOAN_UNDERWRITING' | 'LOAN_MONITORING')[] | null) =>
      reader.read('aaBsaStatements', of, stay(), purposes)
    const refused = { code: 'CONSENT_PURPOSE' }
    await expect(read(JOURNEY, ['LOAN_MONITORING'])).rejects.toMatchObject(refused)
    await expect(read(JOURNEY, [])).rejects.toMatchObject(refused)
    await expect(read({ ...JOURNEY, consentType: null }, ['LOAN_UNDERWRITING'])).rejects.toMatchObject(refused)
    expect(finpass.calls).toEqual([])
    await read(JOURNEY, ['LOAN_UNDERWRITING'])
    await expect(read(JOURNEY, ['LOAN_MONITORING'])).rejects.toMatchObject(refused)
    await read(JOURNEY, ['LOAN_MONITORING', 'LOAN_UNDERWRITING'])
    await read(JOURNEY, null)
    expect(finpass.calls).toHaveLength(1)
  })

  it('calls no more often in a day than agreed; what is in memory does not count', async () => {
    const { reader, finpass, clock } = openReader({ cacheMs: 1_000, terms: { ...TERMS, readsPerDay: 2 } })
    finpass.script('fetchAaBsaStatements', reading([]), reading([]), reading([]))
    const read = () => reader.read('aaBsaStatements', JOURNEY, stay())
    const beganAt = clock.now()
    for (let time = 0; time < 2; time += 1) {
      await read()
      await read()
      await clock.advance(1_001)
    }
    const dayMs = 24 * 60 * 60 * 1000
    await expect(read()).rejects.toMatchObject({ code: 'CONSENT_FREQUENCY', retryAfter: beganAt + dayMs })
    expect(finpass.calls).toHaveLength(2)
    await clock.advance(dayMs)
    await read()
    expect(finpass.calls).toHaveLength(3)
  })

  it.each<[FailureCode, FailureCode, ConsentWord['state']]>([
    ['CONSENT_REVOKED', 'CONSENT_REVOKED', 'REVOKED'],
    ['CONSENT_DENIED', 'CONSENT_DENIED', 'REJECTED'],
    ['JOURNEY_EXPIRED', 'CONSENT_EXPIRED', 'EXPIRED'],
  ])('keeps that Finpass says %s', async (word, code, state) => {
    const test = openReader()
    const answer = { isReady: false, observation: observation({ failure: { code: word, retryAfter: null } }) } as const
    test.finpass.script('fetchAccountAggregatorReport', answer)
    const of = completed('a', 'ACCOUNT_AGGREGATOR')
    await expect(test.reader.read('accountAggregatorReport', of, stay())).rejects.toMatchObject({ code })
    expect(test.words).toEqual([{ id: 'a', word: { state, at: test.clock.now(), origin: 'FINPASS' } }])
  })

  it('keeps nothing of any other failure', async () => {
    const test = openReader()
    test.finpass.script('fetchAaBsaStatements', failure('FINPASS_UNAVAILABLE'))
    await expect(test.reader.read('aaBsaStatements', JOURNEY, stay())).rejects.toMatchObject({
      code: 'FINPASS_UNAVAILABLE',
    })
    expect(test.words).toEqual([])
  })

  it('gives nothing of a journey that was erased since the request found it', async () => {
    const { reader, finpass } = openReader()
    const erased = completed('erased', 'AA_BSA')
    await expect(reader.read('aaBsaStatements', erased, stay())).rejects.toMatchObject({ code: 'FINPASS_NOT_FOUND' })
    expect(finpass.calls).toEqual([])
  })
})

import { SuppliedLink } from '../../../src/domain/link.ts'
import { describe, expect, it } from 'vitest'
import { formatInstant } from '../../../src/domain/date.ts'
import { parseAaBsaStart } from '../../../src/finpass/aa-bsa/aa-bsa-start.wire.ts'
import { parseAaBsaStatus } from '../../../src/finpass/aa-bsa/aa-bsa-status.normalise.ts'
import { failureOf, recorded, recordedData } from './support.ts'

const observed = (change: object) => parseAaBsaStatus({ ...recorded('aa-bsa-status.observed'), ...change })
const account = (bsa_status: string | null, account_index = 0) => ({
  account_index,
  bank_name: 'HDFC-FIP',
  account_number: 'XXXX1',
  bsa_status,
})

describe('an AA-BSA status', () => {
  // Traps 2, 3, 24, 40, 42.
  it('reads the flat dialect with every bank by its name', () => {
    const observation = observed({})
    expect(observation).toMatchObject({
      status: 'COMPLETED',
      step: null,
      failure: null,
      accounts: [
        { index: 0, bankName: 'Federal Bank', maskedNumber: 'XXXXXXXXXX8587', status: 'COMPLETED', failure: null },
        { index: 1, bankName: 'ICICI Bank', maskedNumber: 'XXXXXXXX1316', status: 'COMPLETED', failure: null },
      ],
    })
    expect(formatInstant(observation.reportedAt as never)).toBe('2026-03-23T06:55:01.190Z')
    expect(JSON.stringify(observation)).not.toContain('bank_statement_')
  })

  // Trap 3.
  it('reads the documented word for the same thing', () => {
    const observation = parseAaBsaStatus(recordedData('aa-bsa-status.documented'))
    expect(observation).toMatchObject({ status: 'COMPLETED', accounts: [], failure: null })
    expect(formatInstant(observation.reportedAt as never)).toBe('2024-11-15T13:47:22.000Z')
  })

  it.each([
    ['initiated', 'INITIATED', null],
    ['consent_pending', 'CONSENT_PENDING', null],
    ['consent_granted', 'CONSENT_GRANTED', null],
    ['processing', 'PROCESSING', null],
    ['data_fetched', 'DATA_FETCHED', null],
    ['analysis_complete', 'COMPLETED', null],
    ['Completed', 'COMPLETED', null],
    ['consent_denied', 'CONSENT_DENIED', 'CONSENT_DENIED'],
    ['failed', 'FAILED', 'JOURNEY_FAILED'],
    ['expired', 'EXPIRED', 'JOURNEY_EXPIRED'],
  ])('reads the word %s', (status, ours, code) => {
    const observation = parseAaBsaStatus({ status })
    expect([observation.status, observation.failure?.code ?? null]).toEqual([ours, code])
  })

  it('reads a failure at a stage of consent as a denial', () => {
    expect(observed({ status: 'failed', failed_at_stage: 'consent' })).toMatchObject({
      status: 'CONSENT_DENIED',
      step: 'consent',
      stepsFailed: ['consent'],
      failure: { code: 'CONSENT_DENIED' },
    })
    expect(observed({ status: 'failed', failed_at_stage: 'consent_revoked' }).failure?.code).toBe('CONSENT_REVOKED')
    expect(observed({ status: 'failed', failed_at_stage: 'data_fetch' })).toMatchObject({
      status: 'FAILED',
      failure: { code: 'JOURNEY_FAILED' },
    })
  })

  it.each(['completed', 'partial', 'half_done'])(
    'lets the counters decide when one bank failed, whatever the word (%s)',
    (status) => {
      const observation = observed({
        status,
        completed_accounts: 1,
        failed_accounts: 1,
        accounts: [account('completed'), account('failed', 1)],
      })
      expect(observation.status).toBe('COMPLETED')
      expect(observation.accounts.map(({ status, failure }) => [status, failure?.code ?? null])).toEqual([
        ['COMPLETED', null],
        ['FAILED', 'JOURNEY_FAILED'],
      ])
    },
  )

  it('counts the banks itself when the counters are missing', () => {
    const body = { status: 'partial', accounts: [account('completed'), account('failed', 1)] }
    expect(parseAaBsaStatus(body).status).toBe('COMPLETED')
  })

  it('goes on while a bank is still on its way', () => {
    const counters = { total_accounts: 3, completed_accounts: 1, failed_accounts: 1 }
    expect(observed({ ...counters, status: 'partial' }).status).toBe('PROCESSING')
    expect(observed({ ...counters, status: 'half_done' })).toMatchObject({ status: null, step: 'half_done' })
  })

  it('calls it failed when every bank failed', () => {
    const observation = observed({ completed_accounts: 0, failed_accounts: 2 })
    expect(observation).toMatchObject({ status: 'FAILED', failure: { code: 'JOURNEY_FAILED' } })
  })

  it('does not end a journey on an unknown word', () => {
    expect(observed({ status: 'reviewing', accounts: [], completed_accounts: 0, total_accounts: 0 })).toMatchObject({
      status: null,
      step: 'reviewing',
      failure: null,
    })
  })

  it('takes an unknown word of one bank as being on its way', () => {
    expect(observed({ accounts: [account('queued'), account(null, 1)] }).accounts.map(({ status }) => status)).toEqual([
      'PROCESSING',
      'PROCESSING',
    ])
  })

  it('masks a number that comes whole', () => {
    const accounts = ['12345678908587', 12345678901316, '1234-5678-90'].map((account_number, index) => ({
      ...account('completed', index),
      account_number,
    }))
    expect(observed({ accounts }).accounts.map(({ maskedNumber }) => maskedNumber)).toEqual([
      'XXXXXXXXXX8587',
      'XXXXXXXXXX1316',
      'XXXXXX7890',
    ])
  })

  it('survives accounts that are none', () => {
    expect(observed({ accounts: [7, null, account('completed', 2)] }).accounts.map(({ index }) => index)).toEqual([2])
    expect(observed({ accounts: 'two' }).accounts).toEqual([])
  })

  it.each([
    ['HDFC-FIP', 'HDFC Bank'],
    ['Bank (Co-op.) of A & B', 'Bank (Co-op.) of A & B'],
    ['Some_Bank\u0000<b>', 'Some Bank b'],
    ['for 98765 43210', null],
    ['ABCDE1234F', null],
    ['a@b.in', null],
    ['२३४१ x', null],
    ['<>', null],
  ])('keeps of a bank called %j what a bank may be called', (bank_name, name) => {
    expect(observed({ accounts: [{ ...account('completed'), bank_name }] }).accounts[0]?.bankName).toBe(name)
    const long = observed({ accounts: [{ ...account('completed'), bank_name: 'b '.repeat(5000) }] })
    expect(long.accounts[0]?.bankName?.length).toBeLessThanOrEqual(80)
  })

  it('shows a hundred banks at most, and does not take them for all', () => {
    const accounts = Array.from({ length: 101 }, (_, index) =>
      account(index === 100 ? 'processing' : 'completed', index),
    )
    expect(observed({ accounts }).accounts).toHaveLength(100)
    expect(parseAaBsaStatus({ status: 'partial', accounts }).status).toBe('PROCESSING')
  })

  it('is not recognisable without a status word', () => {
    expect(failureOf(() => parseAaBsaStatus({ client_id: 'aabsa_1' })).code).toBe('FINPASS_SHAPE')
  })
})

describe('an AA-BSA start', () => {
  const body = {
    client_id: 'bsa_clnt_a1b2c3d4e5f6',
    journey_url: 'https://consent.example/j/1',
    status: 'initiated',
    consent_type: 'loan_underwriting',
    expires_at: '2024-11-15T11:22:00Z',
  }

  it('gives handle, consent page and when it lapses', () => {
    const started = parseAaBsaStart(body)
    expect(started).toMatchObject({ handle: body.client_id, consentUrl: new SuppliedLink(body.journey_url) })
    expect(formatInstant(started.expiresAt as never)).toBe('2024-11-15T11:22:00.000Z')
    expect(started.observation.status).toBe('INITIATED')
  })

  it('gives no page that is not a web address', () => {
    expect(parseAaBsaStart({ ...body, journey_url: ' ' }).consentUrl).toBeNull()
    expect(parseAaBsaStart({ ...body, journey_url: 7, expires_at: 'later' })).toMatchObject({
      consentUrl: null,
      expiresAt: null,
    })
  })

  it('carries that it failed at once', () => {
    expect(parseAaBsaStart({ ...body, status: 'failed' }).observation.failure?.code).toBe('JOURNEY_FAILED')
  })
})

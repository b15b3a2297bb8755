import { SuppliedLink } from '../../../src/domain/link.ts'
import { PersonalNumber } from '../../../src/domain/identifier.ts'
import { describe, expect, it } from 'vitest'
import { formatInstant } from '../../../src/domain/date.ts'
import type { BankAccount } from '../../../src/domain/bank-account.ts'
import type { DataIssue } from '../../../src/domain/reading.ts'
import { readReadiness } from '../../../src/finpass/account-aggregator/aa-readiness.ts'
import { parseAccountAggregatorReport } from '../../../src/finpass/account-aggregator/aa-report.normalise.ts'
import { parseAccountAggregatorStart } from '../../../src/finpass/account-aggregator/aa-start.wire.ts'
import { answer, failureOf, recorded, recordedData } from './support.ts'

type Line = Record<string, unknown>
type Account = Record<string, unknown> & { transaction_data: { transaction_details: Line[] }; summary_details: Line }

function read(change: (account: Account, accounts: unknown[]) => void = () => {}): {
  accounts: readonly BankAccount[]
  issues: readonly DataIssue[]
  isMock: boolean
} {
  const data = recordedData('aa-fetch-json.observed')
  const accounts = data.account_aggregator_json as unknown as Account[]
  change(accounts[0] as Account, accounts)
  const report = parseAccountAggregatorReport(data)
  if (!report.isReady) throw new Error('not ready')
  return { accounts: report.report.value, issues: report.report.issues, isMock: report.report.isMock }
}

describe('an Account Aggregator report', () => {
  it('reads every line of the observed body without an issue', () => {
    const { accounts, issues, isMock } = read()
    expect([issues, isMock]).toEqual([[], false])
    // Traps 28, 29, 31: repeated ids, equal rows, a narration that contradicts, days after the period: all kept as sent.
    expect(
      accounts[0]?.transactions.map((line) => [line.index, line.date, line.type, line.finpassTransactionId]),
    ).toEqual([
      [0, '2024-08-01', 'DEBIT', 'T000001'],
      [1, '2024-08-02', 'CREDIT', 'T000002'],
      [2, '2025-08-10', 'DEBIT', 'T000001'],
      [3, '2025-08-11', 'DEBIT', 'T000001'],
      [4, '2024-08-01', 'CREDIT', 'T000001'],
      [5, '2024-08-01', 'CREDIT', 'T000001'],
    ])
  })

  // Traps 15, 25, 30.
  it('reads amounts in either type and days as Indian ones', () => {
    const [line] = read().accounts[0]?.transactions ?? []
    expect(line).toMatchObject({
      amount: 150_000n,
      balance: 9_726_543n,
      mode: 'UPI',
      reference: null,
      narration: 'UPI/DR/Fake Payment 1',
    })
    expect(formatInstant(line?.postedAt as never)).toBe('2024-08-01T04:30:00.000Z')
  })

  // Traps 20, 22, 42.
  it('reads the account around them', () => {
    const [account] = read().accounts
    expect(account).toMatchObject({
      source: 'ACCOUNT_AGGREGATOR',
      index: null,
      maskedNumber: 'XXXXXXXXXXXXX1234',
      ifsc: 'FAKE0000001',
      bankName: null,
      accountType: 'SAVINGS',
      status: 'ACTIVE',
      currency: 'INR',
      branch: '00001',
      micrCode: '123456789',
      facility: 'NO_FACILITY_GRANTED',
      openedOn: null,
      openingBalance: null,
      closingBalance: null,
      currentBalance: 9_876_543n,
      overdraftLimit: 0n,
      drawingLimit: 5_000_000n,
      periodStart: '2024-07-23',
      periodEnd: '2025-07-23',
      holder: {
        name: 'John Doe',
        dateOfBirth: '1985-01-15',
        landline: new PersonalNumber('011-1234567'),
        isCkycRegistered: true,
        holding: 'SINGLE',
        nominee: 'Jane Doe',
      },
    })
    expect(formatInstant(account?.balanceAsOf as never)).toBe('2025-07-23T13:05:29.000Z')
  })

  it('reads the documented body the same way', () => {
    const report = parseAccountAggregatorReport(recordedData('aa-fetch-json.documented'))
    expect(report.isReady && report.report.value[0]?.transactions).toHaveLength(2)
    expect(report.observation).toMatchObject({ status: 'COMPLETED', failure: null })
  })

  it('reads the spellings of the same family', () => {
    const { accounts, issues } = read(({ transaction_data, summary_details }) => {
      Object.assign(summary_details, { ifsc: 'HDFC0001234' })
      const [line] = transaction_data.transaction_details
      const { transactional_balance: _, ...rest } = line as Line
      transaction_data.transaction_details = [
        {
          ...rest,
          amount: '1500.50',
          transaction_balance: '10',
          value_date: '2024-04-30T17:00:00.0',
          transaction_timestamp: '2024-04-30T20:00:00.0',
        },
      ]
    })
    expect(issues).toEqual([])
    expect(accounts[0]?.bankName).toBe('HDFC Bank')
    expect(accounts[0]?.transactions[0]).toMatchObject({ amount: 150_050n, balance: 1_000n, date: '2024-04-30' })
    expect(formatInstant(accounts[0]?.transactions[0]?.postedAt as never)).toBe('2024-04-30T20:00:00.000Z')
  })

  it('leaves out, counts and closes the gap of lines it cannot show', () => {
    const { accounts, issues } = read(({ transaction_data: { transaction_details: lines } }) => {
      Object.assign(lines[0] as Line, { amount: 'abc' })
      Object.assign(lines[1] as Line, { type: 'SIDEWAYS' })
      Object.assign(lines[2] as Line, { value_date: '2025-02-30', transaction_timestamp: null })
      lines.push(null as never, 'x' as never)
    })
    expect(accounts[0]?.transactions.map(({ index, date }) => [index, date])).toEqual([
      [0, '2025-08-11'],
      [1, '2024-08-01'],
      [2, '2024-08-01'],
    ])
    const at = 'account_aggregator_json[*].transaction_data.transaction_details[*]'
    expect(issues).toEqual([
      { path: `${at}.amount`, problem: 'is not an amount', count: 1 },
      { path: `${at}.value_date`, problem: 'is not a date', count: 1 },
      { path: at, problem: 'was left out: its date, type or amount cannot be read', count: 5 },
    ])
  })

  it('loses a balance, not the line', () => {
    const { accounts, issues } = read(({ transaction_data: { transaction_details: lines } }) => {
      for (const line of lines) Object.assign(line, { transactional_balance: { rupees: 1 }, narration: ['a'] })
    })
    expect(accounts[0]?.transactions).toHaveLength(6)
    expect(accounts[0]?.transactions[3]).toMatchObject({ balance: null, narration: '', amount: 150_000n })
    expect(issues.map(({ count }) => count)).toEqual([6, 6])
  })

  it('reads a negative amount without its sign, and says so', () => {
    const { accounts, issues } = read(({ transaction_data: { transaction_details: lines } }) =>
      Object.assign(lines[0] as Line, { amount: -1500 }),
    )
    expect(accounts[0]?.transactions[0]).toMatchObject({ type: 'DEBIT', amount: 150_000n })
    expect(issues).toHaveLength(1)
  })

  it('masks an Aadhaar in a narration and an account number that came whole', () => {
    const { accounts } = read((account) => {
      Object.assign(account, { masked_account_number: '50100123456789' })
      Object.assign(account.transaction_data.transaction_details[0] as Line, {
        narration: 'ATM/2341 2341 2346/X',
        reference: '234123412346',
      })
    })
    expect(accounts[0]?.maskedNumber).toBe('XXXXXXXXXX6789')
    expect(accounts[0]?.transactions[0]).toMatchObject({
      narration: 'ATM/XXXX XXXX 2346/X',
      reference: 'XXXX XXXX 2346',
    })
  })

  it('masks a number that came whole in the progress of the journey too', () => {
    const data = recordedData('aa-fetch-json.observed')
    const [account] = data.account_aggregator_json as unknown as [Account]
    for (const status of ['READY', 'PENDING', 'FAILED']) {
      Object.assign(account, { masked_account_number: 50100123456789, status })
      const { observation } = parseAccountAggregatorReport(data)
      expect(observation.accounts.map(({ maskedNumber }) => maskedNumber)).toEqual(['XXXXXXXXXX6789'])
    }
  })

  it('says so when the ledger itself is missing or none', () => {
    const missing = read((account) => Object.assign(account.transaction_data, { transaction_details: undefined }))
    expect(missing.issues).toEqual([
      { path: 'account_aggregator_json[*].transaction_data.transaction_details', problem: 'is missing', count: 1 },
    ])
    const none = read((account) => Object.assign(account.transaction_data, { transaction_details: 'many' }))
    expect(none.issues[0]?.problem).toBe('is not a list')
    expect(none.accounts[0]?.currentBalance).toBe(9_876_543n)
  })

  it('gives keys that are unique, stable and say nothing', () => {
    const twice = () => read((account, accounts) => accounts.push({ ...account })).accounts.map(({ key }) => key)
    const keys = twice()
    expect(new Set(keys).size).toBe(2)
    expect(twice()).toEqual(keys)
    expect(keys[0]).toMatch(/^[0-9a-f]{16}$/)
  })

  it('gives what is ready and reports the rest', () => {
    const { accounts, issues } = read((account, all) =>
      all.push({ ...account, status: 'PENDING' }, { ...account, status: 'FAILED' }),
    )
    expect(accounts).toHaveLength(1)
    expect(issues.map(({ problem }) => problem)).toEqual([
      'was left out: this account is not ready yet',
      'was left out: Finpass could not fetch this account',
    ])
  })

  it('keeps the key of an account when another one becomes ready', () => {
    const before = read((account, all) => all.unshift({ ...account, account_id: 'other', status: 'PENDING' }))
      .accounts[0]?.key
    const after = read((account, all) => all.unshift({ ...account, account_id: 'other' })).accounts[1]?.key
    expect(before).toBe(after)
  })

  it('is not ready while nothing is ready, and failed when nothing will be', () => {
    const withStatus = (...words: string[]) => {
      const data = recordedData('aa-fetch-json.observed')
      const [account] = data.account_aggregator_json as unknown as Account[]
      return parseAccountAggregatorReport({
        ...(data as object),
        account_aggregator_json: words.map((status) => ({ ...account, status, transaction_data: null })),
      })
    }
    expect(withStatus('PENDING', 'FAILED')).toMatchObject({
      isReady: false,
      observation: {
        status: 'CONSENT_GRANTED',
        step: 'fetching account data',
        accounts: [{ status: 'PROCESSING' }, { status: 'FAILED' }],
      },
    })
    expect(withStatus('DELAYED').observation.status).toBe('CONSENT_GRANTED')
    expect(withStatus('FAILED')).toMatchObject({
      isReady: false,
      observation: { status: 'FAILED', failure: { code: 'FINPASS_FETCH_FAILED' } },
    })
  })

  it('is not ready while its list is empty, and not recognisable when nothing in it is an account', () => {
    expect(parseAccountAggregatorReport({ account_aggregator_json: [] })).toMatchObject({
      isReady: false,
      observation: { status: 'CONSENT_GRANTED', accounts: [], failure: null },
    })
    for (const list of [[null], [5, 'x'], [[]]]) {
      expect(failureOf(() => parseAccountAggregatorReport({ account_aggregator_json: list })).code).toBe(
        'FINPASS_SHAPE',
      )
    }
  })

  it('is not recognisable without its list', () => {
    expect(failureOf(() => parseAccountAggregatorReport({ client_id: 'aa_1' })).code).toBe('FINPASS_SHAPE')
  })
})

describe('readiness', () => {
  it.each([
    ['consent_status_pending', 'Consent Status Pending', 'CONSENT_PENDING', null],
    ['consent_status_rejected', 'Consent status is rejected', 'CONSENT_DENIED', 'CONSENT_DENIED'],
    ['consent_status_revoked', 'Consent Status Revoked', 'CONSENT_DENIED', 'CONSENT_REVOKED'],
    ['account_data_not_found', 'Account Data Not Found', 'FAILED', 'FINPASS_DATA_NOT_FOUND'],
    ['account_data_fetch_expired', 'Account Data Fetch Expired', 'EXPIRED', 'FINPASS_FETCH_EXPIRED'],
    ['account_data_fetch_error', 'Account Data Fetch Error', 'FAILED', 'FINPASS_FETCH_FAILED'],
    [
      'no_financial_information_request_found',
      'No Financial Information Request Found',
      'FAILED',
      'FINPASS_REFRESH_NEEDED',
    ],
  ])('is read from %s by code, and from its message alone', (message_code, message, status, code) => {
    for (const body of [{ message_code, message: '' }, { message }, { message_code: 'error', message }]) {
      const observation = readReadiness(answer({ success: false, status_code: 422, ...body }, 422))
      expect([observation?.status, observation?.failure?.code ?? null]).toEqual([status, code])
    }
  })

  it('is "being fetched" on 202, with whatever body', () => {
    for (const body of [undefined, {}, { success: true, data: null }]) {
      expect(readReadiness(answer(body, 202))).toMatchObject({
        status: 'CONSENT_GRANTED',
        step: 'fetching account data',
      })
    }
  })

  it('keeps of an unknown code only what looks like a step', () => {
    const observation = readReadiness(answer({ success: false, message_code: 'pan ABCDE1234F asleep' }, 422))
    expect(observation?.step).toBe('unrecognised')
  })

  it('takes an unknown 422 as not ready and keeps its code', () => {
    const observation = readReadiness(answer({ success: false, message_code: 'bank_is_asleep' }, 422))
    expect(observation).toMatchObject({ status: null, step: 'bank_is_asleep', failure: null })
    expect(readReadiness(answer(undefined, 422))).toMatchObject({ status: null, step: 'not ready' })
  })

  it.each([
    [401, 'unauthorized', 'FINPASS_UNAUTHORIZED'],
    [400, 'invalid_client_id', 'FINPASS_NOT_FOUND'],
    [422, 'invalid_client_id', 'FINPASS_NOT_FOUND'],
    [404, undefined, 'FINPASS_UNAVAILABLE'],
    [404, 'client_not_found', 'FINPASS_NOT_FOUND'],
    [400, undefined, 'FINPASS_INPUT'],
    [500, undefined, 'FINPASS_UNAVAILABLE'],
    [422, 'invalid_input', 'FINPASS_INPUT'],
  ])('leaves %s %s to be a failure', (status, message_code, code) => {
    expect(failureOf(() => readReadiness(answer({ success: false, message_code }, status))).code).toBe(code)
  })

  it('leaves a report alone', () => {
    expect(readReadiness(answer(recorded('aa-fetch-json.observed')))).toBeNull()
  })
})

describe('an Account Aggregator start', () => {
  // Trap 6.
  it('takes the consent page from the field that names the return page in the request', () => {
    const started = parseAccountAggregatorStart({
      client_id: 'aa_1',
      pan_number: null,
      email_id: null,
      redirect_url: 'https://aa.example/c',
    })
    expect(started).toMatchObject({
      handle: 'aa_1',
      consentUrl: new SuppliedLink('https://aa.example/c'),
      expiresAt: null,
    })
    expect(started.observation.status).toBe('CONSENT_PENDING')
  })
})

/** Each persona shows what its title says. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PERSONAS } from '../../src/sandbox/personas.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { ask, fetchReport, finished, type Json, openStill, read } from './support.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await openStill()
})
afterAll(() => sandbox.close())

const bank = (key: string, call: string, dialect?: string): Promise<Json> =>
  read(sandbox, `/aa-bsa-journey/${call}?client_id=${finished(sandbox, key, 'AA_BSA')}`, dialect)
const itr = (key: string, call: string, dialect?: string): Promise<Json> =>
  read(sandbox, `/itr-analyzer/${call}?job_id=${finished(sandbox, key, 'ITR')}`, dialect)
const start = (username: string, password = 'p'): Promise<{ status: number; json(): Json }> =>
  ask(sandbox, 'POST', '/api/v1/itr-analyzer/analyze', { username, password })

test('everybody has a PAN and a mobile number of their own, both plainly made up', () => {
  expect(PERSONAS.length).toBeGreaterThanOrEqual(15)
  expect(new Set(PERSONAS.flatMap(({ key, pan, mobile }) => [key, pan, mobile])).size).toBe(PERSONAS.length * 3)
  for (const { pan, mobile } of PERSONAS) {
    expect(pan).toMatch(/^[A-Z]{3}P[A-Z]00\d{2}[A-Z]$/)
    expect(mobile).toMatch(/^90000000\d{2}$/)
  }
})

test('a wrong password is refused at the start for one, later for another, and at the start for all who say "wrong"', async () => {
  const refused = await start('BADPW0010K')
  expect([refused.status, refused.json().error_code]).toEqual([422, 'INVALID_CREDENTIALS'])
  expect((await start('SALPI0001A', 'wrong')).json().error_code).toBe('INVALID_CREDENTIALS')
  expect((await start('LATPW0011L')).status).toBe(200)
  expect(await itr('wrong-password-late', 'status')).toMatchObject({
    status: 'failed',
    steps_failed: ['create_client'],
    error_message: expect.stringContaining('Invalid credentials'),
  })
  expect((await itr('wrong-password-late', 'data')).error_code).toBe('JOB_INCOMPLETE')
})

test('a stuck job never ends, in any product', async () => {
  const day = 86_400_000
  const job = sandbox.seed('stuck-job', 'ITR', day)
  const journey = sandbox.seed('stuck-job', 'AA_BSA', day)
  expect((await read(sandbox, `/itr-analyzer/status?job_id=${job}`)).status).toBe('processing')
  expect(await read(sandbox, `/aa-bsa-journey/status?client_id=${journey}`)).toMatchObject({
    status: 'processing',
    completed_accounts: 0,
    total_accounts: 2,
  })
  expect((await fetchReport(sandbox, sandbox.seed('stuck-job', 'ACCOUNT_AGGREGATOR', day))).status).toBe(202)
})

test('a denied consent fails the journey and refuses the report', async () => {
  expect((await bank('consent-denied', 'status', 'documented')).data.status).toBe('consent_denied')
  expect(await bank('consent-denied', 'status')).toMatchObject({ status: 'failed', failed_at_stage: 'consent_denied' })
  expect((await bank('consent-denied', 'analysis-json')).error_code).toBe('JOURNEY_INCOMPLETE')
})

test.each([
  ['consent-denied', 422, 'consent_status_rejected'],
  ['consent-never', 422, 'consent_status_pending'],
  ['aa-revoked', 422, 'consent_status_revoked'],
  ['aa-fetch-expired', 422, 'account_data_fetch_expired'],
  ['aa-fetch-error', 422, 'account_data_fetch_error'],
  ['aa-data-not-found', 422, 'account_data_not_found'],
  ['aa-no-request', 422, 'no_financial_information_request_found'],
  ['salaried-clean', 200, 'success'],
])('the report of %s is answered %i %s', async (key, status, code) => {
  const answer = await fetchReport(sandbox, finished(sandbox, key, 'ACCOUNT_AGGREGATOR'))
  expect([answer.status, answer.json().message_code]).toEqual([status, code])
})

test('one failed account of two leaves the other readable', async () => {
  expect(await bank('one-bank-fails', 'status')).toMatchObject({
    status: 'completed',
    completed_accounts: 1,
    failed_accounts: 1,
    accounts: [{ bsa_status: 'completed' }, { bsa_status: 'failed', error_message: expect.any(String) }],
  })
  const { data } = await bank('one-bank-fails', 'analysis-json')
  expect(data.accounts[0].analysis_json).not.toBeNull()
  expect(data.accounts[1].analysis_json).toBeNull()
  expect((await bank('one-bank-fails', 'statement-result', 'documented')).data.accounts).toHaveLength(1)
})

test('bounced EMIs lower the score and raise the flag', async () => {
  const card = (await bank('emi-bounces', 'analysis-json')).data.accounts[0].analysis_json
  expect([card.health_score.score, card.flagged_transactions.bounce_transactions.length]).toEqual([76, 3])
  expect((await bank('emi-bounces', 'analysis-json', 'documented')).data.flags.emi_bounce).toBe(true)
})

test('a season shows: the best month of the trader takes in more than twice the worst', async () => {
  const { data } = await bank('self-employed', 'analysis-json', 'documented')
  const incomes: number[] = data.cash_flow.monthly_trend.map((month: Json) => month.total_credits)
  expect(data.cash_flow.monthly_trend).toHaveLength(12)
  expect(Math.max(...incomes)).toBeGreaterThan(2 * Math.min(...incomes))
  expect(data.income.identified_salary_credits).toEqual([])
})

test('the disagreeing ones disagree', async () => {
  const name = (await itr('name-mismatch', 'data', 'documented')).data.name
  const holder = (await bank('name-mismatch', 'statement-result', 'documented')).data.accounts[0].holder_name
  expect([name, holder]).toEqual(['NEHA SURESH SHARMA', 'PRIYANKA ANIL MEHTA'])
  const declared = (await itr('income-inflated', 'data', 'documented')).data.itr_records[0].income_heads.salary
  const paid = (await bank('income-inflated', 'analysis-json', 'documented')).data.income.average_monthly_income * 12
  expect(declared).toBeGreaterThan(3 * paid)
})

test('four banks are four accounts, and a revised return stands before the original', async () => {
  expect((await bank('several-banks', 'status')).total_accounts).toBe(4)
  const { filings } = (await itr('several-banks', 'data')).data
  expect(filings.map((filing: Json) => `${filing.filing_year} ${filing.filing_type}`).slice(0, 2)).toEqual([
    '2025-2026 Revised',
    '2025-2026 Original',
  ])
})

test('no returns is an empty list, not an error', async () => {
  expect((await itr('empty-filings', 'data')).data).toMatchObject({ filings: [], tds_26as: [] })
  expect((await itr('empty-filings', 'data', 'documented')).data.itr_records).toEqual([])
})

test('fifty thousand lines come whole', async () => {
  const { data } = await bank('huge-statement', 'statement-result')
  const lines = data.accounts[0].statement.transactions
  expect([lines.length, lines.at(-1).sr_no]).toEqual([50_000, 50_000])
})

describe('the broken statement', () => {
  test('has every defect of the recorded sample', async () => {
    const report = (await fetchReport(sandbox, finished(sandbox, 'broken-statement', 'ACCOUNT_AGGREGATOR'))).json()
    const { transaction_details: lines, end_date } = report.data.account_aggregator_json[0].transaction_data
    const texts = lines.map((line: Json) => JSON.stringify(line))
    const repeated = lines.filter(({ transaction_id }: Json) => transaction_id === 'T000001')
    const reversed = lines.filter(({ type, narration }: Json) => type === 'CREDIT' && narration.startsWith('UPI/DR/'))
    expect(repeated).toHaveLength(5)
    expect(texts.length - new Set(texts).size).toBe(1)
    expect(reversed).toHaveLength(2)
    expect(lines.filter(({ value_date }: Json) => value_date.slice(0, 10) > end_date)).toHaveLength(2)
  })

  test('is the only one whose balances do not chain', async () => {
    const issues: string[] = []
    for (const { key } of PERSONAS) {
      const { data } = await bank(key, 'analysis-json')
      const accounts = (data?.accounts ?? []).filter((account: Json) => account.analysis_json !== null)
      const flags = accounts.map((account: Json) => account.analysis_json.flagged_transactions.summary)
      if (flags.some((summary: Json) => summary.reconciliation_count > 0)) issues.push(key)
    }
    expect(issues).toEqual(['broken-statement'])
  })
})

describe('the strange one', () => {
  test('passes through words nobody knows', async () => {
    const job = sandbox.seed('unknown-words', 'ITR', 20_000)
    const journey = sandbox.seed('unknown-words', 'AA_BSA', 95_000)
    expect((await read(sandbox, `/itr-analyzer/status?job_id=${job}`)).status).toBe('awaiting_portal_slot')
    expect((await read(sandbox, `/aa-bsa-journey/status?client_id=${journey}`)).status).toBe('enrichment_queued')
  })

  test('has an ITR-3, a return without an extract, amounts as text, missing balances, further sections', async () => {
    const { filings } = (await itr('unknown-words', 'data')).data
    expect(Object.keys(filings[0].parsed_data.ITR)).toEqual(['ITR3'])
    expect(filings[1].analyzed_data).toBeNull()
    const statement = (await bank('unknown-words', 'statement-result')).data.accounts[0].statement
    expect(statement.transactions[0].balance).toMatch(/^\d+\.\d\d$/)
    expect('balance' in statement.transactions[4]).toBe(false)
    const analysis = (await bank('unknown-words', 'analysis-json')).data.accounts[0].analysis_json
    expect(Object.keys(analysis)).toEqual(expect.arrayContaining(['cash_flow', 'monthwise_metrics', 'salary_analysis']))
  })
})

test('an unknown number is a salaried person, always the same', async () => {
  const read9 = async (): Promise<Json> => {
    const begun = (await ask(sandbox, 'POST', '/aa-bsa-journey/init', { mobile_number: '9123456780' })).json()
    sandbox.clock.advance(200_000)
    const path = `/aa-bsa-journey/statement-result?client_id=${begun.data.client_id}`
    return (await read(sandbox, path, 'documented')).data.accounts
  }
  const first = await read9()
  expect(first[0].transactions.some((line: Json) => line.description.includes('SALARY'))).toBe(true)
  expect(await read9()).toEqual(first)
})

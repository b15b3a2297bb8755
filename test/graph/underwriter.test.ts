/** The underwriter's saved operation: everything in one round trip, at one Finpass call per report. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { addUp, readStatementBody } from '../support/finpass-body.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { readOperation } from '../support/operation.ts'
import { expectNothingPersonal } from '../support/personal.ts'

const REPORTS = ['aa-bsa.analysis-json', 'aa-bsa.statement-result', 'itr.data']

describe('the underwriter view', () => {
  let test: TestGateway
  let query: string
  let salaried: string
  beforeAll(async () => {
    test = await openTestGateway({ REPORT_CACHE_MS: '0' })
    query = (await readOperation('underwriter-view')).query
    salaried = await test.seed('salaried-clean', ['ITR', 'AA_BSA'])
  })
  afterAll(() => test[Symbol.asyncDispose]())

  it('gives the whole picture and asks Finpass once for each report', async () => {
    const { data, errors } = await test.ask(query, { applicantId: salaried })
    expect(errors).toEqual([])
    expect(test.takeCalls()).toEqual(REPORTS)
    const { applicant } = data
    expect(applicant.taxProfile).toMatchObject({ name: 'MEERA NARAYAN IYER', pan: 'SALPI0001A' })
    expect(applicant.itrFilings.map(({ assessmentYear }: { assessmentYear: string }) => assessmentYear)).toEqual([
      '2026-27',
      '2025-26',
      '2024-25',
    ])
    expect(applicant.bankAccounts.map(({ bankName }: { bankName: string }) => bankName)).toEqual([
      'Federal Bank',
      'ICICI Bank',
    ])
    const [salary] = applicant.bankAccounts
    expect(salary.transactions).toMatchObject({ totalCount: 237, pageInfo: { hasNextPage: true } })
    expect(salary.transactions.nodes).toHaveLength(50)
    expect(salary.transactions.pageInfo.endCursor).not.toBe('')
    expect(applicant.bsaAnalysis.accounts).toHaveLength(2)
    expectNothingPersonal(test)
  })

  it('gives totals equal to what Finpass sent, to the paisa', async () => {
    const accounts = await readStatementBody(test, 'salaried-clean')
    const { data } = await test.ask(query, { applicantId: salaried })
    expect(test.takeCalls()).toEqual(REPORTS)
    expect(accounts.map((lines) => lines.length)).toEqual([237, 118])
    for (const [at, lines] of accounts.entries()) {
      const { totalCount, totals } = data.applicant.bankAccounts[at].transactions
      expect(totalCount).toBe(lines.length)
      expect(addUp(lines)).toMatchObject(totals)
    }
    expectNothingPersonal(test)
  })

  it('asks for all reports side by side', async () => {
    // Nothing is ever answered, so each call that arrives did not wait for another.
    for (const match of REPORTS) test.sandbox.faults.set({ match, kind: 'hang' })
    const leaving = new AbortController()
    const request = fetch(`${test.gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { applicantId: salaried } }),
      signal: leaving.signal,
    })
    await vi.waitFor(() => expect(test.sandbox.calls.count()).toBe(3), { timeout: 5_000, interval: 10 })
    expect(test.sandbox.calls.list().map(({ status }) => status)).toEqual([null, null, null])
    expect(test.takeCalls()).toEqual(REPORTS)
    leaving.abort()
    await expect(request).rejects.toThrow('abort')
    test.sandbox.faults.clear()
    expectNothingPersonal(test)
  })

  it('asks once for a report that fields further down need again, when it has long arrived', async () => {
    test.sandbox.faults.set({ match: 'aa-bsa.statement-result', kind: 'latency', ms: 150 })
    const analysis = 'analysis { bankName }'
    const { data, errors } = await test.ask(
      `query($id: ID!) { applicant(id: $id) {
        bsaAnalysis { accounts { bankName account { ${analysis} } } }
        bankAccounts { ${analysis} transactions(first: 2) { nodes { account { ${analysis} } } } }
      } }`,
      { id: salaried },
    )
    expect(errors).toEqual([])
    expect(test.takeCalls()).toEqual(['aa-bsa.analysis-json', 'aa-bsa.statement-result'])
    const [account] = data.applicant.bankAccounts
    expect(account.analysis).toEqual({ bankName: 'Federal Bank' })
    expect(account.transactions.nodes).toEqual([1, 2].map(() => ({ account: { analysis: account.analysis } })))
    test.sandbox.faults.clear()
    expectNothingPersonal(test)
  })

  it('gives the accounts of both kinds of journey beside the returns', async () => {
    const applicantId = await test.seed('several-banks', ['ITR', 'AA_BSA', 'ACCOUNT_AGGREGATOR'])
    const { data, errors } = await test.ask(query, { applicantId })
    expect(errors).toEqual([])
    expect(test.takeCalls()).toEqual([
      'aa-bsa.analysis-json',
      'aa-bsa.statement-result',
      'aa.fetch-json-report',
      'itr.data',
    ])
    const { bankAccounts, itrFilings, bsaAnalysis } = data.applicant
    // Four accounts, seen by two journeys; they are not joined.
    expect(
      bankAccounts.map(({ transactions }: { transactions: { totalCount: number } }) => transactions.totalCount),
    ).toEqual([190, 102, 48, 36, 190, 102, 48, 36])
    expect(new Set(bankAccounts.map(({ id }: { id: string }) => id)).size).toBe(8)
    // The newest year was revised.
    expect(itrFilings).toHaveLength(4)
    expect(bsaAnalysis.accounts).toHaveLength(4)
    expectNothingPersonal(test)
  })
})

describe('the work-list', () => {
  it('asks Finpass once for each applicant, however many rows name one', async () => {
    await using test = await openTestGateway({ REPORT_CACHE_MS: '0' })
    for (const persona of ['salaried-clean', 'several-banks', 'self-employed', 'name-mismatch']) {
      await test.seed(persona, ['ITR'])
    }
    const { query, variables } = await readOperation('work-list')
    const { data, errors } = await test.ask(query, variables)
    expect(errors).toEqual([])
    expect(test.takeCalls()).toEqual(['itr.data', 'itr.data', 'itr.data', 'itr.data'])
    const rows: { id: string; itrFilings: unknown[] }[] = data.nodes
    expect(rows.map(({ id }) => id)).toEqual(variables.applicantIds)
    expect(rows).toHaveLength(20)
    expect(rows.slice(0, 4).map(({ itrFilings }) => itrFilings.length)).toEqual([3, 4, 3, 3])
    expect(rows.slice(4)).toEqual([0, 1, 2, 3].flatMap(() => rows.slice(0, 4)))
    expectNothingPersonal(test)
  })
})

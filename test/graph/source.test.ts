/** What `sources` says of each kind of journey, and what saying it costs. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readStatementAnswer } from '../support/finpass-body.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { expectNothingPersonal } from '../support/personal.ts'

const SOURCES = 'sources { kind status failure { code message advice retryable retryAfter } journey { id status } }'
const OWN = `query($id: ID!) { applicant(id: $id) { ${SOURCES} } }`
interface SourceRow {
  readonly kind: string
  readonly status: string
  readonly failure: { readonly code: string } | null
  readonly journey: { readonly status: string } | null
  readonly issues: readonly { readonly path: string; readonly problem: string; readonly count: number }[]
  readonly asOf: string | null
}

describe('sources', () => {
  let test: TestGateway
  let idByPersona: (persona: string) => string
  beforeAll(async () => {
    test = await openTestGateway({ REPORT_CACHE_MS: '0' })
    await test.seedAll()
    idByPersona = (persona) => Buffer.from(`a:app_demo_${persona.replaceAll('-', '_')}`).toString('base64url')
  })
  afterAll(() => test[Symbol.asyncDispose]())
  beforeEach(() => test.sandbox.faults.clear())

  async function askSources(persona: string, query: string = OWN): Promise<Record<string, SourceRow>> {
    const { data } = await test.ask(query, { id: idByPersona(persona) })
    const rows: SourceRow[] = data.applicant.sources
    expect(rows.map(({ kind }) => kind)).toEqual(['ITR', 'AA_BSA', 'ACCOUNT_AGGREGATOR', 'BANK_STATEMENT'])
    return Object.fromEntries(rows.map((row) => [row.kind, row]))
  }

  it('are READY and NOT_STARTED as journeys have gone, and ask Finpass nothing', async () => {
    const rows = await askSources('salaried-clean')
    expect(rows.ITR).toMatchObject({ status: 'READY', failure: null, journey: { status: 'COMPLETED' } })
    expect(rows.AA_BSA).toMatchObject({ status: 'READY', failure: null, journey: { status: 'COMPLETED' } })
    expect(rows.ACCOUNT_AGGREGATOR).toMatchObject({ status: 'NOT_STARTED', failure: null, journey: null })
    expect(rows.BANK_STATEMENT).toMatchObject({ status: 'NOT_STARTED', failure: null, journey: null })
    expect(test.takeCalls()).toEqual([])
    expectNothingPersonal(test)
  })

  it('say that Finpass made the data up, once it was read, and nothing where there is none', async () => {
    const query = 'query($id: ID!) { applicant(id: $id) { sources { kind isMock } } }'
    const { data } = await test.ask(query, { id: idByPersona('salaried-clean') })
    expect(data.applicant.sources).toMatchObject([
      { isMock: true },
      { isMock: true },
      { isMock: null },
      { isMock: null },
    ])
    expect(test.takeCalls()).toHaveLength(3)
  })

  it('are PENDING while a journey runs, whose fields are then null without an error', async () => {
    const query = `query($id: ID!) { applicant(id: $id) { ${SOURCES} bankAccounts { id } transactions { totalCount } bsaAnalysis { period { from } } itrFilings { id } } }`
    const { data, errors } = await test.ask(query, { id: idByPersona('consent-never') })
    expect(errors).toEqual([])
    expect(data.applicant).toMatchObject({
      bankAccounts: null,
      transactions: null,
      bsaAnalysis: null,
      itrFilings: null,
    })
    expect(data.applicant.sources[1]).toMatchObject({ status: 'PENDING', failure: null })
    expect(test.takeCalls()).toEqual([])
    expectNothingPersonal(test)
  })

  it('are FAILED when a journey ended without data, and say why in the words of the catalogue', async () => {
    const denied = await askSources('consent-denied')
    expect(denied.AA_BSA).toMatchObject({
      status: 'FAILED',
      failure: { code: 'CONSENT_DENIED', advice: 'Ask for another way to verify income.', retryable: false },
      journey: { status: 'CONSENT_DENIED' },
    })
    const late = await askSources('wrong-password-late')
    expect(late.ITR).toMatchObject({ status: 'FAILED', failure: { code: 'FINPASS_CREDENTIALS' } })
    expect(test.takeCalls()).toEqual([])
    expectNothingPersonal(test)
  })

  it('are UNAVAILABLE when a field of the same request could not be read', async () => {
    test.sandbox.faults.set({ match: 'itr.data', kind: 'too-many-requests', retryAfterSeconds: 7 })
    const before = Date.now()
    const query = `query($id: ID!) { applicant(id: $id) { ${SOURCES} itrFilings { id } bankAccounts { id } } }`
    const rows = await askSources('salaried-clean', query)
    expect(rows.ITR).toMatchObject({
      status: 'UNAVAILABLE',
      failure: { code: 'FINPASS_RATE_LIMITED', retryable: true },
    })
    const retryAt = Date.parse((rows.ITR?.failure as { retryAfter?: string } | null)?.retryAfter ?? '') // in the query
    expect(retryAt).toBeGreaterThanOrEqual(before + 6_000)
    expect(rows.AA_BSA).toMatchObject({ status: 'READY', failure: null })
    expect(test.takeCalls()).toEqual(['aa-bsa.statement-result', 'itr.data'])
    // A request that does not read it cannot know, and says so by READY.
    expect((await askSources('salaried-clean')).ITR).toMatchObject({ status: 'READY' })
    expect(test.takeCalls()).toEqual([])
    expectNothingPersonal(test)
  })

  it('read every report of a source when issues are asked for, and name made-up records', async () => {
    const query = 'query($id: ID!) { applicant(id: $id) { sources { kind issues { path problem count } } } }'
    const rows = await askSources('salaried-clean', query)
    expect(test.takeCalls()).toEqual(['aa-bsa.analysis-json', 'aa-bsa.statement-result', 'itr.data'])
    const problem = 'Made-up record: Finpass marks it as a mock. Do not lend on it.'
    expect(rows.ITR?.issues).toEqual([{ path: '', problem, count: 1 }])
    // Statements and analysis.
    expect(rows.AA_BSA?.issues).toEqual([{ path: '', problem, count: 2 }])
    expect(rows.BANK_STATEMENT?.issues).toEqual([])
    expectNothingPersonal(test)
  })

  it('say when Finpass gave the data, and null where there is none', async () => {
    const before = Date.now()
    const query = 'query($id: ID!) { applicant(id: $id) { sources { kind status asOf } } }'
    const rows = await askSources('salaried-clean', query)
    expect(test.takeCalls()).toEqual(['aa-bsa.analysis-json', 'aa-bsa.statement-result', 'itr.data'])
    expect(Date.parse(rows.ITR?.asOf ?? '')).toBeGreaterThanOrEqual(before)
    expect(Date.parse(rows.AA_BSA?.asOf ?? '')).toBeLessThanOrEqual(Date.now())
    expect(rows.ACCOUNT_AGGREGATOR?.asOf).toBeNull()
    expectNothingPersonal(test)
  })

  it('name an account that Finpass could not read, beside the one that it could', async () => {
    const query = `query($id: ID!) { applicant(id: $id) {
      sources { kind issues { path problem count } }
      bankAccounts { transactions { totalCount } analysis { bankName } }
    } }`
    const { data, errors } = await test.ask(query, { id: idByPersona('one-bank-fails') })
    expect(errors).toEqual([])
    const found: SourceRow['issues'] = data.applicant.sources.flatMap(({ issues }: SourceRow) => issues)
    expect(found.map(({ path, count }) => [path, count])).toEqual(
      expect.arrayContaining([
        ['accounts[*]', 1],
        ['accounts[*].analysis_json', 1],
      ]),
    )
    expect(data.applicant.bankAccounts).toEqual([
      { transactions: { totalCount: 168 }, analysis: { bankName: 'HDFC Bank' } },
    ])
    expect(test.takeCalls()).toEqual(['aa-bsa.analysis-json', 'aa-bsa.statement-result'])
    expectNothingPersonal(test)
  })

  it('count the lines that could not be read, and all others are given', async () => {
    const accounts = await readStatementAnswer(test, 'emi-bounces')
    const lines = accounts.data.accounts[0].statement.transactions
    for (const at of [3, 5, 8]) lines[at] = { ...lines[at], txn_date: 'someday', value_date: 'someday' }
    lines[9] = 'no line at all'
    test.sandbox.faults.set({ match: 'aa-bsa.statement-result', kind: 'wrong-shape', body: JSON.stringify(accounts) })
    const query = `query($id: ID!) { applicant(id: $id) {
      sources { kind issues { path problem count } } bankAccounts { transactions { totalCount } }
    } }`
    const { data, errors } = await test.ask(query, { id: idByPersona('emi-bounces') })
    expect(errors).toEqual([])
    const found: SourceRow['issues'] = data.applicant.sources.flatMap(({ issues }: SourceRow) => issues)
    expect(found.find(({ path }) => path === 'accounts[*].transactions[*]')).toMatchObject({ count: 4 })
    expect(JSON.stringify(found)).not.toContain('someday')
    expect(data.applicant.bankAccounts[0].transactions.totalCount).toBe(172)
    expect(test.takeCalls()).toEqual(['aa-bsa.analysis-json', 'aa-bsa.statement-result'])
    expectNothingPersonal(test, ['someday'])
  })

  it('stay READY over words and keys that nobody knows, with all data given', async () => {
    const query = `query($id: ID!) { applicant(id: $id) {
      sources { kind status }
      itrFilings { assessmentYear income { grossTotal } }
      bankAccounts { transactions(first: 5, orderBy: DATE_ASC) { totalCount nodes { amount balance } } }
      bsaAnalysis { accounts { card { transactionCount } } }
    } }`
    const { data, errors } = await test.ask(query, { id: idByPersona('unknown-words') })
    expect(errors).toEqual([])
    const { sources, itrFilings, bankAccounts, bsaAnalysis } = data.applicant
    expect(sources.slice(0, 2).map(({ status }: SourceRow) => status)).toEqual(['READY', 'READY'])
    expect(itrFilings).toHaveLength(3)
    expect(itrFilings[0].income.grossTotal).toMatch(/^\d+\.\d{2}$/)
    const [account] = bankAccounts
    expect(account.transactions.totalCount).toBe(168)
    expect(bsaAnalysis.accounts[0].card.transactionCount).toBe(168)
    // Every fifth line came without its balance.
    const balances: (string | null)[] = account.transactions.nodes.map(
      ({ balance }: { balance: string | null }) => balance,
    )
    expect(balances.map((balance) => balance === null)).toEqual([false, false, false, false, true])
    expect(test.takeCalls()).toEqual(['aa-bsa.analysis-json', 'aa-bsa.statement-result', 'itr.data'])
    expectNothingPersonal(test)
  })
})

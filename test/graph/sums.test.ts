/** What the graph adds up itself: never a part as if it were the whole, and never unlike money. */
import { graphql } from 'graphql'
import { describe, expect, it } from 'vitest'
import type { BankAccount } from '../../src/domain/bank-account.ts'
import { encodeGlobalId, joinKey } from '../../src/domain/ids.ts'
import type { Journey } from '../../src/domain/journey.ts'
import { SCOPES, UNBOUND } from '../../src/domain/principal.ts'
import { parseAaBsaAnalysis } from '../../src/finpass/aa-bsa/aa-bsa-analysis.normalise.ts'
import type { GraphContext } from '../../src/graph/context.ts'
import { createSchema } from '../../src/graph/schema.ts'
import { bankAccount } from '../support/ledger.ts'
import { applicant, journey } from '../support/store-record.ts'
import { recordedData } from '../unit/finpass/support.ts'

const schema = createSchema()
const owner = applicant()
const id = encodeGlobalId('Applicant', owner.id)
const [bsa, aggregator] = (['AA_BSA', 'ACCOUNT_AGGREGATOR'] as const).map((kind) =>
  journey(owner, { kind, status: 'COMPLETED' }),
) as [Journey, Journey]

type Reports = Partial<Record<'aaBsaAnalysis' | 'aaBsaStatements' | 'accountAggregatorReport', unknown>>

/** Asks the graph of an applicant whose journeys give these reports. */
async function ask(reports: Reports, source: string, variables: object = {}) {
  const loaders = {
    loadApplicant: () => Promise.resolve(owner),
    loadJourneysOf: () => Promise.resolve([bsa, aggregator]),
    loadJourney: (asked: string) => Promise.resolve([bsa, aggregator].find((each) => each.id === asked) ?? null),
    reports: {
      load: (name: keyof Reports, from: Journey) => Promise.resolve({ journey: from, value: reports[name] ?? [] }),
    },
  }
  const principal = { ...UNBOUND, subject: 's', tenant: owner.tenant, scopes: new Set(SCOPES), expiresAt: null }
  const contextValue = { principal, loaders } as unknown as GraphContext // nothing else is asked for here
  const { data, errors = [] } = await graphql({
    schema,
    source,
    contextValue,
    variableValues: { id, ...variables },
  })
  const codes = errors.map(({ cause }) => (cause as { code?: string } | undefined)?.code)
  return { applicant: JSON.parse(JSON.stringify(data?.applicant)), codes }
}

describe('the analysis of several accounts', () => {
  const QUERY =
    'query($id: ID!) { applicant(id: $id) { bsaAnalysis { isComplete period { from to } summary { totalCredits totalDebits } accounts { bankName } } } }'
  type Body = Record<string, Record<string, Record<string, object>>>

  /** The recorded answer, which announces two accounts, with each of these in the place of its one. */
  async function analyse(...changes: ((account: Body) => void)[]) {
    const data = recordedData('aa-bsa-analysis.observed') as Record<string, unknown>
    const [account] = data.accounts as [Body]
    const accounts = changes.map((change) => {
      const copy = structuredClone(account)
      change(copy)
      return copy
    })
    const { value } = parseAaBsaAnalysis({ ...data, accounts })
    return (await ask({ aaBsaAnalysis: value }, QUERY)).applicant.bsaAnalysis
  }
  const asRecorded = () => undefined
  const card = ({ analysis_json }: Body) => analysis_json?.summary_card ?? {}
  const earlier = (account: Body) => {
    Object.assign(card(account), { statement_period: { start_date: '01-01-2025', end_date: '31-12-2025' } })
  }

  it('has a sum and a period when every account that was announced is there', async () => {
    expect(await analyse(asRecorded, earlier)).toMatchObject({
      isComplete: true,
      period: { from: '2025-01-01', to: '2026-03-22' },
      summary: { totalCredits: '1594976.00', totalDebits: '1592891.46' },
    })
  })

  it('has neither when one of the announced accounts is not there', async () => {
    expect(await analyse(asRecorded)).toEqual({
      isComplete: false,
      period: null,
      summary: null,
      accounts: [{ bankName: 'Federal Bank' }],
    })
  })

  it('has neither when one account came without its analysis', async () => {
    const unanalysed = (account: Body) => void Object.assign(account, { analysis_json: null })
    const analysis = await analyse(asRecorded, unanalysed)
    expect(analysis).toMatchObject({ isComplete: false, period: null, summary: null })
    expect(analysis.accounts).toHaveLength(2)
  })

  it('has no period when one account does not say its own', async () => {
    const undated = (account: Body) =>
      void Object.assign(card(account), { statement_period: { start_date: '01-01-2025' } })
    expect(await analyse(asRecorded, undated)).toMatchObject({
      isComplete: true,
      period: null,
      summary: { totalCredits: '1594976.00' },
    })
  })
})

describe('the lines of an applicant', () => {
  const QUERY =
    'query($id: ID!, $where: TransactionFilter) { applicant(id: $id) { transactions(where: $where) { totalCount totals { credits } } } }'
  const line = { date: '2026-01-05', amount: 10_000 }
  const rupees = bankAccount([line], { key: 'rupees' })
  const dollars = bankAccount([line], { key: 'dollars', source: 'ACCOUNT_AGGREGATOR', currency: 'USD' })
  const sameAgain: BankAccount = { ...rupees, source: 'ACCOUNT_AGGREGATOR' }
  const where = (from: Journey, ...accounts: BankAccount[]) => ({
    where: { accountIds: accounts.map(({ key }) => encodeGlobalId('BankAccount', joinKey(from.id, key))) },
  })
  const mixed = { aaBsaStatements: [rupees], accountAggregatorReport: [dollars, sameAgain] }

  it('are refused together when their accounts are in different currencies', async () => {
    expect(await ask(mixed, QUERY)).toEqual({ applicant: { transactions: null }, codes: ['CURRENCY_MIXED'] })
    const both = await ask(mixed, QUERY, where(aggregator, dollars, sameAgain))
    expect(both).toEqual({ applicant: { transactions: null }, codes: ['CURRENCY_MIXED'] })
  })

  it('are given when where.accountIds leaves one currency', async () => {
    const given = { applicant: { transactions: { totalCount: 1, totals: { credits: '100.00' } } }, codes: [] }
    expect(await ask(mixed, QUERY, where(bsa, rupees))).toEqual(given)
    expect(await ask(mixed, QUERY, where(aggregator, dollars))).toEqual(given)
  })

  // As the description of the field says.
  it('stand there twice when two sources report one account, and once by where.accountIds', async () => {
    const reports = { aaBsaStatements: [rupees], accountAggregatorReport: [sameAgain] }
    const twice = { totalCount: 2, totals: { credits: '200.00' } }
    expect((await ask(reports, QUERY)).applicant.transactions).toEqual(twice)
    const once = { totalCount: 1, totals: { credits: '100.00' } }
    expect((await ask(reports, QUERY, where(aggregator, sameAgain))).applicant.transactions).toEqual(once)
    const description = schema.getType('Applicant')?.toConfig() as unknown as {
      fields: { transactions: { description: string } }
    }
    expect(description.fields.transactions.description).toMatch(/appears twice.*where\.accountIds narrows/)
  })
})

/** Opening and closing balance of an account: Finpass's own where it gives them, else reckoned from the ledger. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { expectNothingPersonal } from '../support/personal.ts'

const QUERY = `query ($id: ID!) {
  applicant(id: $id) {
    bankAccounts {
      source
      openingBalance
      closingBalance
      first: transactions(first: 1, orderBy: DATE_ASC) { nodes { type amount balance } }
      last: transactions(first: 1, orderBy: DATE_DESC) { nodes { balance } }
    }
  }
}`

interface Line {
  readonly type: 'CREDIT' | 'DEBIT'
  readonly amount: string
  readonly balance: string
}
interface Answer {
  readonly applicant: {
    readonly bankAccounts: readonly {
      readonly source: string
      readonly openingBalance: string
      readonly closingBalance: string
      readonly first: { readonly nodes: readonly Line[] }
      readonly last: { readonly nodes: readonly Line[] }
    }[]
  }
}

function toCents(amount: string | undefined): number {
  return Math.round(Number(amount) * 100)
}

describe('the balances at the ends of a ledger', () => {
  let test: TestGateway
  let id: string
  beforeAll(async () => {
    test = await openTestGateway({ REPORT_CACHE_MS: '0' })
    id = await test.seed('salaried-clean', ['AA_BSA', 'ACCOUNT_AGGREGATOR'])
  })
  afterAll(() => test[Symbol.asyncDispose]())

  it('are there for both kinds of journey, and fit the ledger, at no further call', async () => {
    const { data, errors } = await test.ask<Answer>(QUERY, { id })
    expect(errors).toEqual([])
    const { bankAccounts } = data.applicant
    expect(new Set(bankAccounts.map(({ source }) => source))).toEqual(new Set(['AA_BSA', 'ACCOUNT_AGGREGATOR']))
    for (const { source, openingBalance, closingBalance, first, last } of bankAccounts) {
      const [line] = first.nodes
      const signed = (line?.type === 'CREDIT' ? 1 : -1) * toCents(line?.amount)
      expect(toCents(openingBalance) + signed, source).toBe(toCents(line?.balance))
      expect(closingBalance, source).toBe(last.nodes[0]?.balance)
    }
    expect(test.takeCalls()).toEqual(['aa-bsa.statement-result', 'aa.fetch-json-report'])
    expectNothingPersonal(test)
  })
})

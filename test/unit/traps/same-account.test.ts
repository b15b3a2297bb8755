/** Trap 41: one account has three masked numbers in Finpass's own examples, so an analysis is never found by its number. */
import { describe, expect, it } from 'vitest'
import type { BankAccount } from '../../../src/domain/bank-account.ts'
import type { BsaAnalysis } from '../../../src/domain/bsa-analysis.ts'
import { findAccountOf, findAnalysisOf } from '../../../src/graph/analysis-node.ts'
import type { GraphContext } from '../../../src/graph/context.ts'
import { journey } from '../../support/store-record.ts'

type Named = Pick<BankAccount, 'index' | 'analysisHandle' | 'maskedNumber'>

const SALARY: Named = { index: 0, analysisHandle: 'bank_statement_mock_a', maskedNumber: 'XXXXXXXXXX8587' }
const SAVINGS: Named = { index: 1, analysisHandle: 'bank_statement_mock_b', maskedNumber: 'XXXXXXXXXX1111' }

const owned = journey({ id: 'a' as never, tenant: 't' as never }, { kind: 'AA_BSA', status: 'COMPLETED' })

/** Nothing of an account matters here but what it could be recognised by. */
function contextOf(accounts: readonly Named[], analyses: readonly Named[]): GraphContext {
  const values = { aaBsaStatements: accounts, aaBsaAnalysis: { accounts: analyses } as unknown as BsaAnalysis }
  const load = (name: keyof typeof values) => Promise.resolve({ value: values[name] })
  return { loaders: { reports: { load } } } as unknown as GraphContext
}

async function findBoth(account: Named, analyses: readonly Named[]): Promise<(string | null | undefined)[]> {
  const context = contextOf([SALARY, SAVINGS], analyses)
  const node = { journey: owned, account: account as BankAccount }
  const found = await findAnalysisOf(node, context)
  if (found === null) return [null]
  const back = await findAccountOf({ journey: owned, analysis: found.analysis }, context)
  return [found.analysis.maskedNumber, back?.account.maskedNumber]
}

describe('the analysis of an account', () => {
  it('is found by Finpass’s id of the account, though number and place are another’s', async () => {
    const analyses = [
      { index: 0, analysisHandle: SAVINGS.analysisHandle, maskedNumber: SALARY.maskedNumber },
      { index: 1, analysisHandle: SALARY.analysisHandle, maskedNumber: 'XXXXXXXXXX8687' },
    ]
    expect(await findBoth(SALARY, analyses)).toEqual(['XXXXXXXXXX8687', SALARY.maskedNumber])
    expect(await findBoth(SAVINGS, analyses)).toEqual([SALARY.maskedNumber, SAVINGS.maskedNumber])
  })

  it('is found by its place where the ids differ, as they do in the examples', async () => {
    const analyses = [
      { index: 1, analysisHandle: 'bank_statement_mock_x', maskedNumber: SALARY.maskedNumber },
      { index: 0, analysisHandle: null, maskedNumber: 'XXXXXXXXXX2121' },
    ]
    expect(await findBoth(SALARY, analyses)).toEqual(['XXXXXXXXXX2121', SALARY.maskedNumber])
  })

  it('is never found by a number that one side does not give', async () => {
    const unnumbered = [
      { index: null, analysisHandle: null, maskedNumber: SALARY.maskedNumber },
      { index: null, analysisHandle: SAVINGS.analysisHandle, maskedNumber: 'XXXXXXXXXX2222' },
    ]
    expect(await findBoth(SALARY, unnumbered)).toEqual([null])
    expect(await findBoth({ ...SALARY, index: null, analysisHandle: null }, unnumbered)).toEqual([null])
    expect(await findBoth(SAVINGS, unnumbered)).toEqual(['XXXXXXXXXX2222', SAVINGS.maskedNumber])
  })

  it('is none when neither fits, whatever the number says', async () => {
    expect(await findBoth(SALARY, [{ ...SALARY, index: 7, analysisHandle: 'bank_statement_mock_z' }])).toEqual([null])
  })

  it('is none when two share the number and nothing else tells them apart, on either side', async () => {
    const twins = [0, 0].map((index) => ({ index, analysisHandle: null, maskedNumber: SALARY.maskedNumber }))
    const [twin] = twins as [Named]
    const node = { journey: owned, account: twin as BankAccount }
    const back = { journey: owned, analysis: twin as unknown as BsaAnalysis['accounts'][number] }
    for (const [accounts, analyses] of [
      [twins, [twin]],
      [[twin], twins],
      [twins, twins],
    ] as const) {
      const context = contextOf(accounts, analyses)
      expect([await findAnalysisOf(node, context), await findAccountOf(back, context)]).toEqual([null, null])
    }
    expect((await findAnalysisOf(node, contextOf([twin], [twin])))?.analysis).toBe(twin)
  })
})

/** The underwriter's saved operation: everything in one round trip, at one Finpass call per report. */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'

describe('the underwriter view', () => {
  let test: TestGateway
  beforeAll(async () => {
    test = await openTestGateway()
  })
  afterAll(() => test[Symbol.asyncDispose]())

  it('asks Finpass once for each report and gives the whole picture', async () => {
    const applicantId = await test.seed('salaried-clean', ['ITR', 'AA_BSA'])
    const query = await readFile('schema/operations/underwriter-view.graphql', 'utf8')
    const { data, errors } = await test.ask(query, { applicantId })
    expect(errors).toEqual([])
    expect(test.takeCalls()).toEqual(['aa-bsa.analysis-json', 'aa-bsa.statement-result', 'itr.data'])
    const { applicant } = data
    expect(applicant.itrFilings).toHaveLength(3)
    expect(applicant.bankAccounts).toHaveLength(2)
    const [salary] = applicant.bankAccounts
    expect(salary.transactions.totalCount).toBe(237)
    expect(salary.transactions.nodes).toHaveLength(50)
    console.log(JSON.stringify(data, null, 1).slice(0, 5000))
  })
})

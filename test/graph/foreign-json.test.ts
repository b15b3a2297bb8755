/** JSON of Finpass's own shape as a caller sees it: identifiers in it are whole with the scope pii:read alone. */
import { describe, expect, it } from 'vitest'
import { openTestGateway } from '../support/gateway.ts'
import { TOKEN_ENVIRONMENT, tokenHeaders } from '../support/token.ts'

const DEMANDS = 'query($id: ID!) { applicant(id: $id) { outstandingDemands { otherDetails } } }'

describe('what else Finpass says of a demand', () => {
  it('has its identifiers masked for callers who may not see them', async () => {
    await using test = await openTestGateway(TOKEN_ENVIRONMENT)
    const id = await test.seed('salaried-clean', ['ITR'])
    const details = { pan: 'ABCDE1234F', mobile_no: '9000000001', note: 'Served on ABCDE1234F' }
    const data = { pan: 'ABCDE1234F', filings: [], outstanding_demands: [{ amount: 100, ...details }] }
    test.sandbox.faults.set({ match: 'itr.data', kind: 'wrong-shape', body: JSON.stringify({ success: true, data }) })
    const shownTo = async (scopes: readonly ('applicants:read' | 'pii:read')[]) => {
      const headers = await tokenHeaders({ tenant: 'demo', scopes })
      const answer = await test.ask(DEMANDS, { id }, headers)
      return answer.data.applicant.outstandingDemands[0].otherDetails
    }
    expect(await shownTo(['applicants:read'])).toEqual({
      pan: 'ABCDE****F',
      mobile_no: 'XXXXXX0001',
      note: 'Served on ABCDE****F',
    })
    expect(await shownTo(['applicants:read', 'pii:read'])).toEqual(details)
    test.takeCalls()
  })
})

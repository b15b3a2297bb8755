/** A payload is no way around a scope: what a mutation gives back is read under the same rules as what is asked for. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { TOKEN_ENVIRONMENT, tokenHeaders } from '../support/token.ts'

const PERSON =
  'name pan mobile taxProfile { pan } itrFilings { id } taxCredits { amount } outstandingDemands { amount }'
const BANKING = 'bankAccounts { id } transactions { totalCount } sources { kind } journeys { id }'
const GUARDED = 11

describe('a payload', () => {
  let test: TestGateway
  let id: string
  beforeAll(async () => {
    test = await openTestGateway(TOKEN_ENVIRONMENT)
    id = await test.seed('several-banks', ['ITR', 'AA_BSA'])
  })
  afterAll(() => test[Symbol.asyncDispose]())

  it('of a registration tells nothing of a person who is there already to one who may only write', async () => {
    const headers = await tokenHeaders({ scopes: ['applicants:write'] })
    const { errors } = await test.ask(
      `mutation { applicantRegister(input: { reference: "LN-1004" }) { applicant { reference ${PERSON} ${BANKING} } } }`,
      {},
      headers,
    )
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(
      Array.from({ length: errors.length }, () => 'AUTH_SCOPE'),
    )
    expect(errors.length).toBeGreaterThan(0)
    expect(errors.length).toBeLessThanOrEqual(GUARDED)
    expect(test.takeCalls()).toEqual([])
  })

  it('of a start does not lead to the applicant for one who may only start', async () => {
    const headers = await tokenHeaders({ scopes: ['journeys:start'] })
    const { errors, data } = await test.ask(
      `mutation($id: ID!) { aaBsaJourneyStart(input: { applicantId: $id, mobile: "9000000004" }) { journey { status applicant { name } } } }`,
      { id },
      headers,
    )
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['AUTH_SCOPE'])
    expect(data.aaBsaJourneyStart?.journey ?? null).toBeNull()
    expect(test.takeCalls()).toEqual(['aa-bsa.init'])
  })
})

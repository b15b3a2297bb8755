/** A borrower's token is about one applicant: what it sees, lists and starts, and what no scope can give it. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { expectNothingPersonal } from '../support/personal.ts'
import { TOKEN_ENVIRONMENT, tokenHeaders } from '../support/token.ts'

describe('a borrower', () => {
  let test: TestGateway
  let own: string
  let borrower: { readonly authorization: string }
  beforeAll(async () => {
    test = await openTestGateway(TOKEN_ENVIRONMENT)
    for (const persona of ['salaried-clean', 'emi-bounces']) await test.seed(persona, ['AA_BSA'])
    own = await test.seed('several-banks', ['ITR', 'AA_BSA'])
    borrower = await tokenHeaders({ subject: 'borrower', applicant: own })
  })
  afterAll(() => test[Symbol.asyncDispose]())
  afterEach(() => {
    test.takeCalls()
    expectNothingPersonal(test)
  })

  it('sees itself, and with which scopes, whatever its token says', async () => {
    const { data, errors } = await test.ask('{ viewer { subject scopes applicant { id } } }', {}, borrower)
    expect(errors).toEqual([])
    const scopes = ['applicants:read', 'journeys:start', 'pii:read']
    expect(data.viewer).toEqual({ subject: 'borrower', scopes, applicant: { id: own } })
  })

  it('is nobody in particular when it is staff', async () => {
    const { data } = await test.ask('{ viewer { applicant { id } } }', {}, await tokenHeaders())
    expect(data.viewer.applicant).toBeNull()
  })

  it('has itself for a list, wherever it stands among the others', async () => {
    const list = (where: string) => test.ask(`{ applicants(${where}) { totalCount nodes { id } } }`, {}, borrower)
    const itself = { totalCount: 1, nodes: [{ id: own }] }
    for (const where of ['first: 1', 'last: 1', 'orderBy: CREATED_ASC', 'where: { referencePrefix: "LN-1004" }']) {
      expect((await list(where)).data.applicants).toEqual(itself)
    }
    for (const narrow of [
      'referencePrefix: "LN-1001"',
      'nameContains: "nobody"',
      'createdFrom: "2999-01-01T00:00:00Z"',
    ]) {
      expect((await list(`where: { ${narrow} }`)).data.applicants).toEqual({ totalCount: 0, nodes: [] })
    }
    const past = await list('where: { createdBefore: "2001-01-01T00:00:00Z" }')
    expect(past.data.applicants).toEqual({ totalCount: 0, nodes: [] })
  })

  it('has nothing after itself and nothing before', async () => {
    const first = await test.ask('{ applicants { pageInfo { startCursor endCursor hasNextPage } } }', {}, borrower)
    const { startCursor, endCursor, hasNextPage } = first.data.applicants.pageInfo
    expect([startCursor, hasNextPage]).toEqual([endCursor, false])
    for (const page of ['first: 1, after: $cursor', 'last: 1, before: $cursor']) {
      const query = `query($cursor: String) { applicants(${page}) { totalCount nodes { id } } }`
      const { data } = await test.ask(query, { cursor: endCursor }, borrower)
      expect(data.applicants).toEqual({ totalCount: 1, nodes: [] })
    }
  })

  it('reads its own data, and the steps of its own journeys', async () => {
    const query =
      '{ viewer { applicant { itrFilings { id } bankAccounts { id } journeys { transitions { sequence } } } } }'
    const { data, errors } = await test.ask(query, {}, borrower)
    expect(errors).toEqual([])
    const { itrFilings, bankAccounts, journeys } = data.viewer.applicant
    expect([itrFilings.length > 0, bankAccounts.length > 0, journeys.length]).toEqual([true, true, 2])
    for (const { transitions } of journeys) expect(transitions.length).toBeGreaterThan(0)
  })

  it.each([
    ['an analysis', 'query($id: ID!) { applicant(id: $id) { bsaAnalysis { period { from } } } }', 'analysis:read'],
    [
      'the analysis of an account',
      'query($id: ID!) { applicant(id: $id) { bankAccounts { analysis { bankName } } } }',
      'analysis:read',
    ],
    [
      'a registration',
      'mutation { applicantRegister(input: { reference: "X" }) { applicant { id } } }',
      'applicants:write',
    ],
    [
      'an erasure',
      'mutation($id: ID!) { applicantErase(input: { applicantId: $id, reason: "mine" }) { receipt { id } } }',
      'applicants:write',
    ],
    [
      'a link',
      'mutation($id: ID!, $s: Secret!) { journeyLink(input: { applicantId: $id, kind: ITR, finpassId: $s }) { journey { id } } }',
      'journeys:link',
    ],
  ])('is refused %s, also of itself', async (_what, query, scope) => {
    const { errors } = await test.ask(query, { id: own, s: 'abcdef' }, borrower)
    expect(errors.length).toBeGreaterThan(0)
    for (const { extensions } of errors) expect(extensions).toMatchObject({ code: 'AUTH_SCOPE', scope })
    expect(test.takeCalls().filter((call) => /analysis|start|status/.test(call))).toEqual([])
  })

  it('starts journeys for itself, when it has the scope', async () => {
    const start = `mutation($id: ID!) { aaBsaJourneyStart(input: { applicantId: $id, mobile: "9000000004" }) { journey { applicant { id } } userErrors { code } } }`
    const { data } = await test.ask(start, { id: own }, borrower)
    expect(data.aaBsaJourneyStart).toEqual({ journey: { applicant: { id: own } }, userErrors: [] })
    const reader = await tokenHeaders({ applicant: own, scopes: ['applicants:read'] })
    const refused = await test.ask(start, { id: own }, reader)
    expect(refused.errors).toMatchObject([{ extensions: { code: 'AUTH_SCOPE', scope: 'journeys:start' } }])
  })

  it('whose applicant is of another tenant sees nobody', async () => {
    const lost = await tokenHeaders({ tenant: 'other', applicant: own })
    const query = '{ viewer { applicant { id } } applicants { totalCount nodes { id } } }'
    const { data } = await test.ask(query, {}, lost)
    expect(data).toEqual({ viewer: { applicant: null }, applicants: { totalCount: 0, nodes: [] } })
  })
})

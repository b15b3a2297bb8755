/** Another tenant's id answers exactly like an id that does not exist, wherever an id can be given, and costs no call. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { encodeGlobalId, type NodeType } from '../../src/domain/ids.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { expectNothingPersonal } from '../support/personal.ts'
import { TOKEN_ENVIRONMENT, tokenHeaders } from '../support/token.ts'

const PAYLOAD = '{ userErrors { code message advice field retryAfter } }'
const START = 'applicantId: $id, mobile: "9000000001"'

/** Every place of the graph that takes an id, with the type of id it takes. */
const PLACES: readonly (readonly [place: string, type: NodeType, query: string])[] = [
  ['applicant', 'Applicant', 'query($id: ID!) { applicant(id: $id) { id name } }'],
  ['journey', 'Journey', 'query($id: ID!) { journey(id: $id) { id status } }'],
  ...(['Applicant', 'Journey', 'ItrFiling', 'BankAccount', 'Transaction'] as const).flatMap((type) => [
    [`node of a ${type}`, type, 'query($id: ID!) { node(id: $id) { id } }'] as const,
    [`nodes of a ${type}`, type, 'query($id: ID!) { nodes(ids: [$id, $id]) { id } }'] as const,
  ]),
  [
    'where.accountIds',
    'BankAccount',
    'query($id: ID!, $own: ID!) { applicant(id: $own) { transactions(where: { accountIds: [$id] }) { totalCount nodes { id } } } }',
  ],
  [
    'applicantErase',
    'Applicant',
    `mutation($id: ID!) { applicantErase(input: { applicantId: $id, reason: "asked for" }) ${PAYLOAD} }`,
  ],
  [
    'itrJourneyStart',
    'Applicant',
    `mutation($id: ID!, $secret: Secret!) { itrJourneyStart(input: { applicantId: $id, username: $secret, password: $secret, consent: true }) ${PAYLOAD} }`,
  ],
  ['aaBsaJourneyStart', 'Applicant', `mutation($id: ID!) { aaBsaJourneyStart(input: { ${START} }) ${PAYLOAD} }`],
  [
    'accountAggregatorJourneyStart',
    'Applicant',
    `mutation($id: ID!) { accountAggregatorJourneyStart(input: { ${START} }) ${PAYLOAD} }`,
  ],
  [
    'journeyLink',
    'Applicant',
    `mutation($id: ID!, $secret: Secret!) { journeyLink(input: { applicantId: $id, kind: ITR, finpassId: $secret }) ${PAYLOAD} }`,
  ],
  ['journeyRefresh', 'Journey', `mutation($id: ID!) { journeyRefresh(input: { journeyId: $id }) ${PAYLOAD} }`],
]

describe('what belongs to another tenant', () => {
  let test: TestGateway
  let stranger: { readonly authorization: string }
  let own: string
  const idsByType = new Map<NodeType, string>()
  beforeAll(async () => {
    test = await openTestGateway(TOKEN_ENVIRONMENT)
    const id = await test.seed('several-banks', ['ITR', 'AA_BSA'])
    const { data } = await test.ask(
      'query($id: ID!) { applicant(id: $id) { id journeys { id } itrFilings { id } bankAccounts { id transactions(first: 1) { nodes { id } } } } }',
      { id },
      await tokenHeaders({ tenant: 'demo' }),
    )
    const { journeys, itrFilings, bankAccounts } = data.applicant
    idsByType.set('Applicant', id)
    idsByType.set('Journey', journeys[0].id)
    idsByType.set('ItrFiling', itrFilings[0].id)
    idsByType.set('BankAccount', bankAccounts[0].id)
    idsByType.set('Transaction', bankAccounts[0].transactions.nodes[0].id)
    own = await test.seed('emi-bounces', ['AA_BSA'], 'other')
    stranger = await tokenHeaders({ tenant: 'other' })
  })
  afterAll(() => test[Symbol.asyncDispose]())
  afterEach(() => expectNothingPersonal(test))

  /** An id of the same make that nothing has. */
  function toMissing(type: NodeType): string {
    const plain = Buffer.from(idsByType.get(type) ?? '', 'base64url').toString()
    return encodeGlobalId(type, plain.slice(2).replace('several', 'nobodys'))
  }

  async function askAsStranger(query: string, id: string | undefined): Promise<string> {
    const headers = { ...stranger, 'x-request-id': 'the-same-request' }
    const answer = await test.ask(query, { id, own, secret: 'MNYPD0004D' }, headers)
    return `${answer.status} ${answer.text}`
  }

  it.each(PLACES)('is not there by %s', async (_place, type, query) => {
    const missing = await askAsStranger(query, toMissing(type))
    expect(await askAsStranger(query, idsByType.get(type))).toBe(missing)
    // Neither id costs a call; the stranger's own data does not matter here.
    expect(test.takeCalls()).toEqual([])
  })

  it.each(PLACES.filter(([place]) => !/start|erase|link|refresh/i.test(place)))(
    'is there by %s for its owner',
    async (_place, type, query) => {
      const mine = await tokenHeaders({ tenant: 'demo' })
      const { data, errors } = await test.ask(query, { id: idsByType.get(type), own: idsByType.get('Applicant') }, mine)
      expect(errors).toEqual([])
      expect(Object.values(data)).not.toContain(null)
      expect(test.takeCalls()).toEqual([])
    },
  )

  it('is not there by its reference', async () => {
    const query = 'query($id: String!) { applicantByReference(reference: $id) { id } }'
    expect(await askAsStranger(query, 'LN-1004')).toBe(await askAsStranger(query, 'LN-9999'))
    const { data } = await test.ask(query, { id: 'LN-1004' }, await tokenHeaders({ tenant: 'demo' }))
    expect(data.applicantByReference).toEqual({ id: idsByType.get('Applicant') })
    expect(test.takeCalls()).toEqual([])
  })

  it('is not in the list, nor in its count', async () => {
    const { data } = await test.ask('{ applicants { totalCount nodes { id } } }', {}, stranger)
    expect(data.applicants).toEqual({ totalCount: 1, nodes: [{ id: own }] })
    expect(test.takeCalls()).toEqual([])
  })

  it('does not hold its reference against another tenant', async () => {
    const query = `mutation { applicantRegister(input: { reference: "LN-1004", pan: "ABCPD1234E" }) { applicant { id } userErrors { code } } }`
    const { data } = await test.ask(query, {}, stranger)
    expect(data.applicantRegister.userErrors).toEqual([])
    expect(data.applicantRegister.applicant.id).not.toBe(idsByType.get('Applicant'))
    expect(test.takeCalls()).toEqual([])
  })

  it('cannot be linked by its Finpass id, which looks unknown', async () => {
    const link = `mutation($applicantId: ID!, $finpassId: Secret!) { journeyLink(input: { applicantId: $applicantId, kind: ITR, finpassId: $finpassId }) { journey { id } userErrors { code field } } }`
    const finpassId = test.sandbox.seed('several-banks', 'ITR', 3_600_000)
    const ours = { applicantId: idsByType.get('Applicant'), finpassId }
    await test.ask(link, ours, await tokenHeaders({ tenant: 'demo' }))
    expect(test.takeCalls()).toEqual(['itr.status'])
    const { data } = await test.ask(link, { applicantId: own, finpassId }, stranger)
    const unknown = { code: 'FINPASS_NOT_FOUND', field: ['input', 'finpassId'] }
    expect(data.journeyLink).toEqual({ journey: null, userErrors: [unknown] })
    expect(test.takeCalls()).toEqual([])
  })

  it('is untouched by a stranger’s erasure', async () => {
    await askAsStranger(PLACES.find(([place]) => place === 'applicantErase')?.[2] ?? '', idsByType.get('Applicant'))
    const { data } = await test.ask(
      'query($id: ID!) { applicant(id: $id) { journeys { id } } }',
      { id: idsByType.get('Applicant') },
      await tokenHeaders({ tenant: 'demo' }),
    )
    expect(data.applicant.journeys).toHaveLength(3)
    expect(test.takeCalls()).toEqual([])
  })
})

/**
 * What belongs to another tenant, and to a borrower what is about another applicant, answers exactly like what does not
 * exist, wherever a record can be named, and costs no call.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { encodeGlobalId, type NodeType } from '../../src/domain/ids.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { ID_PLACES } from '../support/id-place.ts'
import { expectNothingPersonal } from '../support/personal.ts'
import { openStream, type StreamRequest } from '../support/stream.ts'
import { TOKEN_ENVIRONMENT, tokenHeaders } from '../support/token.ts'

const PLACES = ID_PLACES.map((place) => [`${place.coordinate} of a ${place.type}`, place] as const)
type Headers = Awaited<ReturnType<typeof tokenHeaders>>

describe.each(['another tenant', 'another applicant'] as const)('what belongs to %s', (whose) => {
  let test: TestGateway
  let owner: Headers
  /** Has every scope, and must not reach it all the same. */
  let stranger: Headers
  let own: string
  const idsByType = new Map<NodeType, string>()
  beforeAll(async () => {
    test = await openTestGateway(TOKEN_ENVIRONMENT)
    const id = await test.seed('several-banks', ['ITR', 'AA_BSA'])
    const { data } = await test.ask(
      'query($id: ID!) { applicant(id: $id) { id journeys { id } itrFilings { id } bankAccounts { id transactions(first: 1) { nodes { id } } } } }',
      { id },
      (owner = await tokenHeaders({ tenant: 'demo' })),
    )
    const { journeys, itrFilings, bankAccounts } = data.applicant
    idsByType.set('Applicant', id)
    idsByType.set('Journey', journeys[0].id)
    idsByType.set('ItrFiling', itrFilings[0].id)
    idsByType.set('BankAccount', bankAccounts[0].id)
    idsByType.set('Transaction', bankAccounts[0].transactions.nodes[0].id)
    const tenant = whose === 'another tenant' ? 'other' : 'demo'
    own = await test.seed('emi-bounces', ['AA_BSA'], tenant)
    stranger = await tokenHeaders(tenant === 'other' ? { tenant } : { tenant, applicant: own })
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
    const variables = { id, own, secret: 'MNYPD0004D' }
    // What streams says so only over a transport that can.
    if (query.startsWith('subscription')) return readStream(headers, query, { id })
    const answer = await test.ask(query, variables, headers)
    return `${answer.status} ${answer.text}`
  }

  /** What a stream begins with, and how it ended if it did. */
  async function readStream(headers: Headers, query: string, variables: Record<string, unknown>): Promise<string> {
    const said: string[] = []
    for (const transport of ['websocket', 'sse'] satisfies StreamRequest['transport'][]) {
      const stream = openStream({ url: test.gateway.url, transport, query, variables, headers })
      await stream.until(1)
      stream.leave()
      // A socket has one id for all it carries, made by the gateway.
      said.push(JSON.stringify(stream.results[0]).replace(/"requestId":"[\w-]{8,}"/, '"requestId":""'))
    }
    return said.join('\n')
  }

  it.each(PLACES)('is not there by %s', async (_place, { type, document }) => {
    const missing = await askAsStranger(document, toMissing(type))
    expect(await askAsStranger(document, idsByType.get(type))).toBe(missing)
    expect(missing).toMatch(/"code":"(?:\w+_NOT_FOUND|AUTH_SCOPE)"|"totalCount":0/)
    // Neither id costs a call; the stranger's own data does not matter here.
    expect(test.takeCalls().filter((call) => call !== 'aa-bsa.statement-result')).toEqual([])
  })

  it.each(PLACES)('is no more there by %s with an id that is none', async (_place, { document }) => {
    for (const id of ['x', 'a:b', '', `${idsByType.get('Applicant')}=`, '../../etc', '\u0000']) {
      expect(await askAsStranger(document, id)).toMatch(/"code":"(?:ID_MALFORMED|AUTH_SCOPE)"|"totalCount":0/)
    }
    expect(test.takeCalls()).toEqual([])
  })

  it.each(PLACES.filter(([, { kind }]) => kind !== 'mutation'))(
    'is there by %s for its owner',
    async (_place, { type, kind, document }) => {
      const variables = { id: idsByType.get(type), own: idsByType.get('Applicant') }
      if (kind === 'subscription') {
        expect(await readStream(owner, document, { id: variables.id })).toContain('"status":"COMPLETED"')
        return
      }
      const { data, errors } = await test.ask(document, variables, owner)
      expect(errors).toEqual([])
      expect(Object.values(data)).not.toContain(null)
      expect(test.takeCalls()).toEqual([])
    },
  )

  it('is not there by its reference', async () => {
    const query = 'query($id: String!) { applicantByReference(reference: $id) { id } }'
    expect(await askAsStranger(query, 'LN-1004')).toBe(await askAsStranger(query, 'LN-9999'))
    const { data } = await test.ask(query, { id: 'LN-1004' }, owner)
    expect(data.applicantByReference).toEqual({ id: idsByType.get('Applicant') })
    expect(test.takeCalls()).toEqual([])
  })

  it('is not in the list, nor in its count', async () => {
    for (const list of ['applicants', 'applicants(where: { referencePrefix: "LN-" })']) {
      const { data } = await test.ask(`{ ${list} { totalCount nodes { id } } }`, {}, stranger)
      expect(data.applicants).toEqual({ totalCount: 1, nodes: [{ id: own }] })
    }
    const { data } = await test.ask(
      '{ applicants(where: { referencePrefix: "LN-1004" }) { totalCount } }',
      {},
      stranger,
    )
    expect(data.applicants).toEqual({ totalCount: 0 })
    expect(test.takeCalls()).toEqual([])
  })

  it('does not hold its reference against another tenant', async () => {
    // A borrower registers nobody.
    const isBorrower = whose === 'another applicant'
    const query = `mutation { applicantRegister(input: { reference: "LN-1004", pan: "ABCPD1234E" }) { applicant { id } userErrors { code } } }`
    const { data, errors } = await test.ask(query, {}, stranger)
    if (isBorrower) {
      expect(errors).toMatchObject([{ extensions: { code: 'AUTH_SCOPE' } }])
      return
    }
    expect(data.applicantRegister.userErrors).toEqual([])
    expect(data.applicantRegister.applicant.id).not.toBe(idsByType.get('Applicant'))
    expect(test.takeCalls()).toEqual([])
  })

  it('cannot be linked by its Finpass id, which looks unknown', async () => {
    const link = `mutation($applicantId: ID!, $finpassId: Secret!) { journeyLink(input: { applicantId: $applicantId, kind: ITR, finpassId: $finpassId }) { journey { id } userErrors { code field } } }`
    const finpassId = test.sandbox.seed('several-banks', 'ITR', 3_600_000)
    const ours = { applicantId: idsByType.get('Applicant'), finpassId }
    await test.ask(link, ours, owner)
    expect(test.takeCalls()).toEqual(['itr.status'])
    const { data, errors } = await test.ask(link, { applicantId: own, finpassId }, stranger)
    expect(test.takeCalls()).toEqual([])
    if (whose === 'another applicant') {
      expect(errors).toMatchObject([{ extensions: { code: 'AUTH_SCOPE', scope: 'journeys:link' } }])
      return
    }
    const unknown = { code: 'FINPASS_NOT_FOUND', field: ['input', 'finpassId'] }
    expect(data.journeyLink).toEqual({ journey: null, userErrors: [unknown] })
  })

  it('is not reached by the cursors of another caller', async () => {
    const ends = await test.ask(
      'query($id: ID!, $journey: ID!) { applicants { pageInfo { endCursor } } applicant(id: $id) { transactions(first: 1) { pageInfo { endCursor } } bankAccounts { transactions(first: 1) { pageInfo { endCursor } } } } journey(id: $journey) { cursor } }',
      { id: idsByType.get('Applicant'), journey: idsByType.get('Journey') },
      owner,
    )
    const { applicants, applicant, journey } = ends.data
    const places: readonly string[] = [
      applicants.pageInfo.endCursor,
      applicant.transactions.pageInfo.endCursor,
      applicant.bankAccounts[0].transactions.pageInfo.endCursor,
    ]
    const mine = 'nodes { id }'
    for (const cursor of places) {
      for (const page of ['first: 200, after: $cursor', 'last: 200, before: $cursor']) {
        const { text } = await test.ask(
          `query($own: ID!, $cursor: String!) { applicants(${page}) { ${mine} } applicant(id: $own) { transactions(${page}) { ${mine} } bankAccounts { transactions(${page}) { ${mine} } } } }`,
          { own, cursor },
          stranger,
        )
        for (const id of idsByType.values()) expect(text).not.toContain(id)
        expect(text).not.toContain(
          Buffer.from(idsByType.get('Journey') ?? '', 'base64url')
            .toString()
            .slice(2),
        )
      }
    }
    const trail =
      'query($id: ID!, $after: String) { auditTrail(applicantId: $id, first: 1, after: $after) { nodes { applicantId } pageInfo { endCursor } } }'
    const mineOnly = await test.ask(trail, { id: idsByType.get('Applicant') }, owner)
    const after = mineOnly.data.auditTrail.pageInfo.endCursor
    expect(after).not.toBeNull()
    const { text: theirs } = await test.ask(trail, { id: own, after }, stranger)
    expect(theirs).not.toContain(idsByType.get('Applicant'))
    for (const feed of ['journeyStatusChanged(journeyId: $id, ', 'applicantProgressed(applicantId: $id, ']) {
      const query = `subscription($id: ID!, $after: String) { ${feed}after: $after) { sequence } }`
      const id = idsByType.get(feed.startsWith('j') ? 'Journey' : 'Applicant')
      expect(await readStream(stranger, query, { id, after: journey.cursor })).toMatch(
        /^(?:(?!"data":\{).)*NOT_FOUND.*\n.*NOT_FOUND/,
      )
    }
    test.takeCalls()
  })

  it('is not reached by an idempotency key', async () => {
    const start = `mutation($id: ID!, $key: String!, $secret: Secret!) {
      aa: aaBsaJourneyStart(input: { applicantId: $id, mobile: "9000000001", idempotencyKey: $key }) { journey { id } }
      ag: accountAggregatorJourneyStart(input: { applicantId: $id, mobile: "9000000001", idempotencyKey: $key }) { journey { id } }
      itr: itrJourneyStart(input: { applicantId: $id, username: $secret, password: $secret, consent: true, idempotencyKey: $key }) { journey { id } }
    }`
    const variables = { id: idsByType.get('Applicant'), key: 'the-same-key', secret: 'MNYPD0004D' }
    const theirs = await test.ask(start, variables, owner)
    const started = theirs.text.match(/"id":"[\w-]+"/g) ?? []
    expect(started.length).toBeGreaterThan(0)
    const { text } = await test.ask(start, { ...variables, id: own }, stranger)
    for (const id of started) expect(text).not.toContain(id)
    test.takeCalls()
  })

  it('is untouched by a stranger’s erasure', async () => {
    const erase = ID_PLACES.find(({ coordinate }) => coordinate === 'ApplicantEraseInput.applicantId')
    await askAsStranger(erase?.document ?? '', idsByType.get('Applicant'))
    const query = 'query($id: ID!) { applicant(id: $id) { journeys { id } } }'
    const { data } = await test.ask(query, { id: idsByType.get('Applicant') }, owner)
    expect(data.applicant.journeys.length).toBeGreaterThanOrEqual(2)
    expect(test.takeCalls()).toEqual([])
  })

  it('is not told of by the receipt of its erasure, nor by its ids afterwards', async () => {
    const erase = 'mutation($input: ApplicantEraseInput!) { applicantErase(input: $input) { receipt { id } } }'
    const input = { applicantId: idsByType.get('Applicant'), reason: 'asked for' }
    const { data } = await test.ask(erase, { input }, owner)
    const ask = 'query($id: String!) { erasureReceipt(id: $id) { id erasedAt } }'
    const { id } = data.applicantErase.receipt
    expect((await test.ask(ask, { id }, owner)).data.erasureReceipt).toMatchObject({ id })
    const missing = 'ers_00000000000000000000000000000000'
    expect((await askAsStranger(ask, id)).replaceAll(id, missing)).toBe(await askAsStranger(ask, missing))
    for (const type of ['Applicant', 'Journey', 'BankAccount'] as const) {
      const node = 'query($id: ID!) { node(id: $id) { id } }'
      expect(await askAsStranger(node, idsByType.get(type))).toBe(await askAsStranger(node, toMissing(type)))
    }
    test.takeCalls()
  })
})

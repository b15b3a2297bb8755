/** The audit trail: one record per request, applicant and kind, made before anything personal is handed out. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Failure } from '../../src/domain/failure.ts'
import { encodeGlobalId } from '../../src/domain/ids.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { expectNothingPersonal } from '../support/personal.ts'
import { TOKEN_ENVIRONMENT, tokenHeaders } from '../support/token.ts'

const TRAIL = `query($id: ID!, $first: Int, $after: String) { auditTrail(applicantId: $id, first: $first, after: $after) {
  nodes { number at kind applicantId journeyId sequence status subject reason requestId }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`

interface Row {
  readonly number: number
  readonly kind: string
  readonly applicantId: string
  readonly journeyId: string | null
  readonly subject: string | null
  readonly reason: string | null
  readonly requestId: string | null
}

describe('the audit trail', () => {
  let test: TestGateway
  let officer: Record<string, string>
  let auditor: Record<string, string>
  let requests = 0
  beforeAll(async () => {
    test = await openTestGateway(TOKEN_ENVIRONMENT)
    officer = await tokenHeaders({ tenant: 'demo', subject: 'officer@lender.example' })
    auditor = await tokenHeaders({ tenant: 'demo', subject: 'auditor' })
  })
  afterAll(async () => {
    expectNothingPersonal(test, ['officer@lender.example', 'file 17'])
    await test[Symbol.asyncDispose]()
  })

  async function readTrail(id: string): Promise<readonly Row[]> {
    const { data, errors } = await test.ask<{ auditTrail: { nodes: readonly Row[] } }>(TRAIL, { id }, auditor)
    expect(errors).toEqual([])
    return data.auditTrail.nodes
  }

  /** The kinds that one request left on record about an applicant. */
  async function recorded(id: string, query: string, variables: object = {}, extensions?: object): Promise<Row[]> {
    requests += 1
    const requestId = `request-of-test-${requests}`
    const response = await fetch(`${test.gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': requestId, ...officer },
      body: JSON.stringify({ query, variables: { id, ...variables }, extensions }),
    })
    const body = await response.text()
    expect(JSON.parse(body).errors, body).toBeUndefined()
    return (await readTrail(id)).filter((row) => row.requestId === requestId)
  }

  it('has one record per kind of a request that asks for everything, whatever it pages through', async () => {
    const id = await test.seed('salaried-clean', ['ITR', 'AA_BSA'])
    const query = `query($id: ID!) { applicant(id: $id) { name pan mobile
      one: transactions(first: 200) { nodes { id amount } } two: transactions(first: 100) { totalCount }
      itrFilings { assessmentYear returnJson refundAccounts { accountNumber } } taxProfile { pan }
      bankAccounts { holder { pan mobile email } } bsaAnalysis { accounts { bankName } }
      journeys { applicant { name } } } }`
    const rows = await recorded(id, query, {}, { reason: 'file 17' })
    expect(rows.map(({ kind }) => kind).toSorted()).toEqual([
      'ANALYSIS_READ',
      'BANK_DATA_READ',
      'IDENTITY_READ',
      'IDENTITY_UNMASKED',
      'TAX_RETURN_JSON_READ',
      'TAX_RETURN_READ',
    ])
    expect(new Set(rows.map(({ subject }) => subject))).toEqual(new Set(['officer@lender.example']))
    expect(new Set(rows.map(({ reason }) => reason))).toEqual(new Set(['file 17']))
    expect(rows.filter(({ kind }) => /TAX|BANK|ANALYSIS/.test(kind)).every(({ journeyId }) => journeyId !== null)).toBe(
      true,
    )
    test.takeCalls()
  })

  it('has no unmasking where identifiers are shown masked', async () => {
    const id = await test.seed('emi-bounces', ['AA_BSA'])
    const before = officer
    officer = await tokenHeaders({ tenant: 'demo', subject: 'clerk', scopes: ['applicants:read'] })
    const rows = await recorded(id, 'query($id: ID!) { applicant(id: $id) { name pan mobile } }')
    expect(rows.map(({ kind }) => kind)).toEqual(['IDENTITY_READ'])
    officer = before
    expect(test.takeCalls()).toEqual([])
  })

  it('has each applicant of a page once, and nobody of the next page', async () => {
    const { data } = await test.ask(
      '{ applicants(first: 1) { nodes { id } pageInfo { hasNextPage } } }',
      {},
      {
        ...officer,
        'x-request-id': 'page-of-one',
      },
    )
    expect(data.applicants.pageInfo.hasNextPage).toBe(true)
    const [shown] = data.applicants.nodes
    const all = await test.ask('{ applicants { nodes { id } } }', {}, officer)
    const affected: string[] = []
    for (const { id } of all.data.applicants.nodes) {
      if ((await readTrail(id)).some(({ requestId }) => requestId === 'page-of-one')) affected.push(id)
    }
    expect(affected).toEqual([shown.id])
    expect(test.takeCalls()).toEqual([])
  })

  it('has who registered, started with what the portal refused, refreshed and erased, and outlives the applicant', async () => {
    const register = `mutation { applicantRegister(input: { reference: "LN-AUDIT", pan: "MNYPD0004D" }) { applicant { id } } }`
    const { data } = await test.ask(register, {}, officer)
    const { id } = data.applicantRegister.applicant
    const start = `mutation($id: ID!, $username: Secret!, $password: Secret!) { itrJourneyStart(input: { applicantId: $id, username: $username, password: $password, consent: true }) { journey { id } userErrors { code } } }`
    const rows = await recorded(id, start, { username: 'MNYPD0004D', password: 'anything at all' })
    expect(rows.map(({ kind }) => kind)).toContain('JOURNEY_STARTED')
    const erase = `mutation($id: ID!) { applicantErase(input: { applicantId: $id, reason: "asked for" }) { receipt { id } } }`
    const erased = (await recorded(id, erase)).map(({ kind, reason }) => [kind, reason])
    expect(erased).toEqual([['APPLICANT_ERASED', 'asked for']])
    const kinds = (await readTrail(id)).map(({ kind }) => kind)
    expect(kinds).toContain('APPLICANT_REGISTERED')
    expect(kinds).toContain('JOURNEY_TRANSITION')
    expect(kinds).toContain('AUDIT_READ')
    test.takeCalls()
  })

  it('has every attempt to find out which PAN a reference has, also those that were refused', async () => {
    const register = `mutation($pan: String!) { applicantRegister(input: { reference: "LN-GUESS", pan: $pan }) { applicant { id } userErrors { code } } }`
    const { data } = await test.ask(register, { pan: 'MNYPD0004D' }, officer)
    const { id } = data.applicantRegister.applicant
    const guesses = `mutation {
      a: applicantRegister(input: { reference: " LN-GUESS ", pan: "MNYPD0005D" }) { userErrors { code } }
      b: applicantRegister(input: { reference: "LN-GUESS", pan: "MNYPD0006D" }) { userErrors { code } } }`
    expect((await recorded(id, guesses)).map(({ kind }) => kind)).toEqual([
      'APPLICANT_REGISTERED',
      'APPLICANT_REGISTERED',
    ])
    expect(test.takeCalls()).toEqual([])
  })

  it('has whom a count by name tells something of, also where the page itself is empty', async () => {
    const register = `mutation { applicantRegister(input: { reference: "LN-COUNTED", name: "Quirine Counted" }) { applicant { id } } }`
    const { data } = await test.ask(register, {}, officer)
    const { id } = data.applicantRegister.applicant
    const count = (name: string) =>
      `query($after: String) { applicants(first: 1, after: $after, where: { referencePrefix: "LN-COUNTED", nameContains: "${name}" }) { totalCount nodes { id } } }`
    const page = await test.ask(
      '{ applicants(where: { referencePrefix: "LN-COUNTED" }) { pageInfo { endCursor } } }',
      {},
      officer,
    )
    const after = page.data.applicants.pageInfo.endCursor
    expect((await recorded(id, count('quir'), { after })).map(({ kind }) => kind)).toEqual(['IDENTITY_READ'])
    expect(await recorded(id, count('nobody'), { after })).toEqual([])
    expect(test.takeCalls()).toEqual([])
  })

  it('has each thing that is done in one request, and the same read once', async () => {
    const id = await test.seed('several-banks', ['AA_BSA'])
    const found = await test.ask('query($id: ID!) { applicant(id: $id) { journeys { id } } }', { id }, officer)
    const [journey] = found.data.applicant.journeys
    const say = `mutation($j: ID!) { a: consentPause(input: { journeyId: $j }) { userErrors { code } }
      b: consentResume(input: { journeyId: $j }) { userErrors { code } } c: consentPause(input: { journeyId: $j }) { userErrors { code } } }`
    // Newest first.
    expect((await recorded(id, say, { j: journey.id })).map(({ kind }) => kind)).toEqual([
      'CONSENT_PAUSED',
      'CONSENT_RESUMED',
      'CONSENT_PAUSED',
    ])
    test.takeCalls()
  })

  it('pages from the newest to the oldest without a hole', async () => {
    const id = await test.seed('several-banks', ['ITR'])
    for (let times = 0; times < 5; times += 1)
      await test.ask('query($id: ID!) { applicant(id: $id) { id } }', { id }, officer)
    const numbers: number[] = []
    let after: string | null = null
    for (let page = 0; page < 20; page += 1) {
      const answer: { data: { auditTrail: { nodes: Row[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } } =
        await test.ask(TRAIL, { id, first: 2, after }, auditor)
      numbers.push(...answer.data.auditTrail.nodes.map(({ number }) => number))
      if (!answer.data.auditTrail.pageInfo.hasNextPage) break
      after = answer.data.auditTrail.pageInfo.endCursor
    }
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => b - a))
    const whole = (await readTrail(id)).map(({ number }) => number)
    expect(whole).toEqual(expect.arrayContaining(numbers))
    test.takeCalls()
  })

  it('has nothing of a request for what belongs to another tenant, who sees no trail either', async () => {
    const id = await test.seed('name-mismatch', ['ITR'], 'other')
    const { errors } = await test.ask('query($id: ID!) { applicant(id: $id) { name } }', { id }, officer)
    expect(errors[0]?.extensions.code).toBe('APPLICANT_NOT_FOUND')
    const foreign = await test.ask(TRAIL, { id }, auditor)
    const missing = await test.ask(TRAIL, { id: encodeGlobalId('Applicant', 'app_nobody') }, auditor)
    expect(foreign.errors[0]?.extensions.code).toBe('APPLICANT_NOT_FOUND')
    expect(missing.errors[0]?.message).toBe(foreign.errors[0]?.message)
    const { data } = await test.ask(TRAIL, { id }, await tokenHeaders({ tenant: 'other' }))
    const strangers = data.auditTrail.nodes.filter(
      ({ subject }: Row) => subject?.includes('officer') || subject === 'auditor',
    )
    expect(strangers).toEqual([])
    expect(test.takeCalls()).toEqual([])
  })

  it.each([[''], ['x'.repeat(201)], ['two\nlines'], [17]])('refuses the reason %j', async (reason) => {
    const response = await fetch(`${test.gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...officer },
      body: JSON.stringify({ query: '{ viewer { subject } }', extensions: { reason } }),
    })
    const body = JSON.parse(await response.text())
    expect(body.errors?.[0]?.extensions?.code).toBe('INPUT_REASON')
    expect(test.takeCalls()).toEqual([])
  })

  it('is written once for all that a request reads', async () => {
    await using own = await openTestGateway()
    const id = await own.seed('salaried-clean', ['ITR', 'AA_BSA'])
    const { append } = own.gateway.store.audit
    const written: string[][] = []
    own.gateway.store.audit.append = (tenant, entries) => {
      written.push(entries.map(({ kind }) => kind).toSorted())
      return append(tenant, entries)
    }
    const { errors } = await own.ask(
      'query($id: ID!) { applicant(id: $id) { name pan taxProfile { name } bankAccounts { bankName } bsaAnalysis { isComplete } } }',
      { id },
    )
    expect(errors).toEqual([])
    expect(written).toEqual([
      ['ANALYSIS_READ', 'BANK_DATA_READ', 'IDENTITY_READ', 'IDENTITY_UNMASKED', 'TAX_RETURN_READ'],
    ])
  })

  it('shows nothing personal when it cannot be written, and answers what needs no store', async () => {
    await using broken = await openTestGateway()
    const id = await broken.seed('salaried-clean', ['ITR'])
    const append = broken.gateway.store.audit.append
    broken.gateway.store.audit.append = () => Promise.reject(new Failure('AUDIT_UNAVAILABLE'))
    const { data, errors } = await broken.ask(
      'query($id: ID!) { viewer { subject } applicant(id: $id) { name } applicants { nodes { id } } }',
      { id },
    )
    expect(data).toBeNull()
    expect(errors.map(({ extensions }) => extensions.code)).toContain('AUDIT_UNAVAILABLE')
    const both = await broken.ask('query($id: ID!) { viewer { subject } applicant(id: $id) { name } }', { id })
    expect({ data: both.data, status: both.status }).toEqual({ data: null, status: 500 })
    expect(both.errors[0]?.extensions).toMatchObject({ code: 'AUDIT_UNAVAILABLE', retryable: true })
    const viewer = await broken.ask('{ viewer { subject } }')
    expect(viewer.data).toEqual({ viewer: { subject: 'developer' } })
    broken.gateway.store.audit.append = append
    const again = await broken.ask('query($id: ID!) { applicant(id: $id) { name } }', { id })
    expect(again.errors).toEqual([])
    expect(broken.takeCalls()).toEqual([])
  })
})

/** A query that was asked before is answered from then, as long as that is what it would be answered now. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createShiftedClock } from '../support/shifted-clock.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { expectNothingPersonal } from '../support/personal.ts'
import { TOKEN_ENVIRONMENT, tokenHeaders } from '../support/token.ts'

const VIEW = `query View($id: ID!, $first: Int = 5) { applicant(id: $id) { name pan
  journeys { id kind status }
  taxProfile { pan email }
  itrFilings { assessmentYear }
  bankAccounts { maskedNumber transactions(first: $first) { totalCount totals { net } nodes { id amount narration } } } } }`
const CALLS = ['aa-bsa.statement-result', 'itr.data']

describe('a query that is asked again', () => {
  const clock = createShiftedClock()
  let test: TestGateway
  let id = ''
  let officer: Record<string, string>
  beforeEach(async () => {
    // Of reports nothing fits in, so that every one that is used is called for.
    test = await openTestGateway(TOKEN_ENVIRONMENT, { clock, tuning: { cacheBytes: 1 } })
    id = await test.seed('salaried-clean', ['ITR', 'AA_BSA'])
    officer = await tokenHeaders({ subject: 'officer' })
  })
  afterEach(async () => {
    expectNothingPersonal(test)
    await test[Symbol.asyncDispose]()
  })

  async function ask(
    query = VIEW,
    headers = officer,
    variables: object = {},
  ): Promise<{ readonly text: string; readonly calls: readonly string[] }> {
    const { text, errors } = await test.ask(query, { id, ...variables }, headers)
    expect(errors).toEqual([])
    // What is told of calls differs from time to time, as it should.
    return { text: text.replace(/,"extensions":.*$/s, '}'), calls: test.takeCalls() }
  }

  async function change(mutation: string, about = id): Promise<void> {
    const variables = { id: about }
    const { data, errors } = await test.ask(`mutation($id: ID!) { ${mutation} }`, variables, await tokenHeaders())
    expect(errors).toEqual([])
    expect(JSON.stringify(data)).not.toContain('"code"')
  }

  async function readCodes(query = VIEW): Promise<readonly string[]> {
    const { errors } = await test.ask(query, { id }, officer)
    return errors.map(({ extensions }) => extensions.code)
  }

  it('gets the same bytes without a call, whether or not the reports are still in memory', async () => {
    const first = await ask()
    expect(first.calls).toEqual(CALLS)
    expect(await ask()).toEqual({ text: first.text, calls: [] })
    // Yoga's way as well.
    const long = { ...officer, accept: 'application/json;charset=utf-8' }
    expect(await ask(VIEW, long)).toEqual({ text: first.text, calls: [] })
  })

  it('is asked for anew by a caller of another name, with other rights or with other variables', async () => {
    const others = {
      another: await tokenHeaders({ subject: 'another' }),
      clerk: await tokenHeaders({ subject: 'officer', scopes: ['applicants:read'] }),
      borrower: await tokenHeaders({ subject: 'officer', applicant: id }),
    }
    let text = ''
    for (const [who, headers] of Object.entries(others)) {
      // Anybody's reading is newer than what is kept for the others.
      ;({ text } = await ask())
      const asked = await ask(VIEW, headers)
      expect(asked.calls).toEqual(CALLS)
      expect(asked.text.includes('****')).toBe(who === 'clerk')
    }
    expect(text).not.toContain('****')
    await ask()
    const more = await ask(VIEW, officer, { first: 6 })
    expect(more.calls).toEqual(CALLS)
    expect(more.text).not.toBe(text)
  })

  it('is not there for another tenant', async () => {
    await ask()
    const { errors } = await test.ask(VIEW, { id }, await tokenHeaders({ subject: 'officer', tenant: 'other' }))
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['APPLICANT_NOT_FOUND'])
  })

  it('leaves the same records in the audit trail each time', async () => {
    const trail = `query($id: ID!) { auditTrail(applicantId: $id, first: 100) { nodes { kind journeyId requestId } } }`
    const records: string[][] = []
    for (const requestId of ['the-first-time', 'the-second-time']) {
      await ask(VIEW, { ...officer, 'x-request-id': requestId })
      const { data } = await test.ask(trail, { id }, await tokenHeaders({ subject: 'auditor' }))
      const nodes: Record<string, string>[] = data.auditTrail.nodes
      records.push(nodes.filter((node) => node.requestId === requestId).map((node) => `${node.kind} ${node.journeyId}`))
    }
    expect(records[0]?.map((record) => record.split(' ')[0]).toSorted()).toEqual([
      'BANK_DATA_READ',
      'IDENTITY_READ',
      'IDENTITY_UNMASKED',
      'TAX_RETURN_READ',
    ])
    expect(records[1]?.toSorted()).toEqual(records[0]?.toSorted())
  })

  it('finds what has happened since', async () => {
    const query = 'query($id: ID!) { applicant(id: $id) { journeys { kind } itrFilings { assessmentYear } } }'
    const first = await ask(query)
    expect((await ask(query)).calls).toEqual([])
    await change('aaBsaJourneyStart(input: { applicantId: $id, mobile: "9811223344" }) { userErrors { code } }')
    test.takeCalls()
    const second = await ask(query)
    expect(second.calls).toEqual(['itr.data'])
    expect(second.text).not.toBe(first.text)
  })

  it('is refused as soon as the consent is taken back, and when the applicant is erased', async () => {
    const { text } = await ask()
    const journeyId = JSON.parse(text).data.applicant.journeys.find((each: { kind: string }) => each.kind === 'ITR').id
    await change(
      'consentRevoke(input: { journeyId: $id, reason: "the borrower asked" }) { userErrors { code } }',
      journeyId,
    )
    expect(await readCodes()).toContain('CONSENT_REVOKED')
    await change('applicantErase(input: { applicantId: $id, reason: "the borrower asked" }) { userErrors { code } }')
    expect(await readCodes()).toEqual(['APPLICANT_ERASED'])
  })

  it('lapses with its reports', async () => {
    await ask()
    clock.shift(59_000)
    expect((await ask()).calls).toEqual([])
    clock.shift(1_001)
    expect((await ask()).calls).toEqual(CALLS)
  })

  it('is given nothing older than what somebody else has been given since', async () => {
    const statements = 'query($id: ID!) { applicant(id: $id) { bankAccounts { bankName } } }'
    await ask(statements)
    expect((await ask(statements)).calls).toEqual([])
    // No report is in memory, so this one is read again.
    await ask()
    expect((await ask(statements)).calls).toEqual(['aa-bsa.statement-result'])
  })

  it.each([
    ['whether consent holds', 'journeys { consent { state } }'],
    ['what is on record', 'name } auditTrail(applicantId: $id) { nodes { kind }'],
  ])('is answered anew where it asks %s', async (_what, fields) => {
    const query = `query($id: ID!) { applicant(id: $id) { itrFilings { assessmentYear } ${fields} } }`
    const all = await tokenHeaders()
    await ask(query, all)
    expect((await ask(query, all)).calls).toEqual(['itr.data'])
  })

  it('is answered anew after an answer with an error', async () => {
    const query =
      'query($id: ID!) { applicant(id: $id) { itrFilings { assessmentYear } transactions(first: 0) { totalCount } } }'
    expect(await readCodes(query)).toEqual(['PAGE_SIZE'])
    test.takeCalls()
    await readCodes(query)
    expect(test.takeCalls()).toEqual(['itr.data'])
  })
})

describe('an answer made of reports of different age', () => {
  it('lapses with the first of them', async () => {
    const clock = createShiftedClock()
    await using test = await openTestGateway({}, { clock })
    const id = await test.seed('salaried-clean', ['ITR', 'AA_BSA'])
    const ask = async (query: string): Promise<readonly string[]> => {
      await test.ask(query, { id })
      return test.takeCalls()
    }
    await ask('query($id: ID!) { applicant(id: $id) { itrFilings { assessmentYear } } }')
    clock.shift(40_000)
    expect(await ask(VIEW)).toEqual(['aa-bsa.statement-result'])
    clock.shift(19_000)
    expect(await ask(VIEW)).toEqual([])
    clock.shift(1_001)
    expect(await ask(VIEW)).toEqual(['itr.data'])
  })
})

describe('a gateway that keeps no reports', () => {
  it('keeps no answers', async () => {
    await using test = await openTestGateway({ REPORT_CACHE_MS: '0' })
    const id = await test.seed('salaried-clean', ['ITR', 'AA_BSA'])
    for (let times = 0; times < 2; times += 1) {
      await test.ask(VIEW, { id })
      expect(test.takeCalls()).toEqual(CALLS)
    }
  })
})

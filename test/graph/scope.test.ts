/** What a token without a scope may not do, and how personal identifiers look to a caller who may not see them whole. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { personOf } from '../../src/sandbox/itr-person.ts'
import { personaByKey } from '../../src/sandbox/persona-of.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { expectNothingPersonal } from '../support/personal.ts'
import { headersWithout, TOKEN_ENVIRONMENT, tokenHeaders } from '../support/token.ts'

const START = 'applicantId: $id, mobile: "9000000004"'
const GUARDED: readonly (readonly [scope: string, field: string, query: string])[] = [
  ['applicants:read', 'applicant', 'query($id: ID!) { applicant(id: $id) { id } }'],
  [
    'applicants:read',
    'applicantByReference',
    'query($id: ID!) { applicantByReference(reference: "LN-1004") { id } node(id: $id) { id } }',
  ],
  ['audit:read', 'auditTrail', 'query($id: ID!) { auditTrail(applicantId: $id) { nodes { number } } }'],
  ['applicants:read', 'applicants', '{ applicants { totalCount } }'],
  ['applicants:read', 'journey', 'query($id: ID!) { journey(id: $id) { id } }'],
  ['applicants:read', 'node', 'query($id: ID!) { node(id: $id) { id } }'],
  ['applicants:read', 'nodes', 'query($id: ID!) { nodes(ids: [$id]) { id } }'],
  [
    'applicants:read',
    'journeyRefresh',
    'mutation($id: ID!) { journeyRefresh(input: { journeyId: $id }) { userErrors { code } } }',
  ],
  [
    'applicants:write',
    'applicantRegister',
    'mutation { applicantRegister(input: { reference: "X" }) { userErrors { code } } }',
  ],
  [
    'applicants:write',
    'applicantErase',
    'mutation($id: ID!) { applicantErase(input: { applicantId: $id, reason: "asked for" }) { userErrors { code } } }',
  ],
  [
    'journeys:start',
    'itrJourneyStart',
    'mutation($id: ID!, $s: Secret!) { itrJourneyStart(input: { applicantId: $id, username: $s, password: $s, consent: true }) { userErrors { code } } }',
  ],
  [
    'journeys:start',
    'aaBsaJourneyStart',
    `mutation($id: ID!) { aaBsaJourneyStart(input: { ${START} }) { userErrors { code } } }`,
  ],
  [
    'journeys:start',
    'accountAggregatorJourneyStart',
    `mutation($id: ID!) { accountAggregatorJourneyStart(input: { ${START} }) { userErrors { code } } }`,
  ],
  ...['consentPause', 'consentResume'].map(
    (field) =>
      [
        'journeys:start',
        field,
        `mutation($id: ID!) { ${field}(input: { journeyId: $id }) { userErrors { code } } }`,
      ] as const,
  ),
  [
    'journeys:start',
    'consentRevoke',
    'mutation($id: ID!) { consentRevoke(input: { journeyId: $id, reason: "asked for" }) { userErrors { code } } }',
  ],
  ['applicants:read', 'erasureReceipt', '{ erasureReceipt(id: "ers_none") { id } }'],
  [
    'journeys:link',
    'journeyLink',
    'mutation($id: ID!, $s: Secret!) { journeyLink(input: { applicantId: $id, kind: ITR, finpassId: $s }) { userErrors { code } } }',
  ],
]

const IDENTIFIERS = `query($id: ID!) { applicant(id: $id) {
  name pan mobile
  taxProfile { pan mobile email aadhaar }
  itrFilings { refundAccounts { accountNumber } }
  bankAccounts { source maskedNumber last4 holder { name pan mobile landline email } }
  bsaAnalysis { accounts { maskedNumber } }
} }`

describe('a scope', () => {
  let test: TestGateway
  let id: string
  beforeAll(async () => {
    test = await openTestGateway(TOKEN_ENVIRONMENT)
    id = await test.seed('several-banks', ['ITR', 'AA_BSA', 'ACCOUNT_AGGREGATOR'])
  })
  afterAll(() => test[Symbol.asyncDispose]())
  afterEach(() => expectNothingPersonal(test))

  it.each(GUARDED)('%s is needed by %s', async (scope, field, query) => {
    const { errors } = await test.ask(query, { id, s: 'MNYPD0004D' }, await headersWithout(scope))
    expect(errors).toContainEqual(
      expect.objectContaining({
        path: [field],
        message: `This needs the scope ${scope}.`,
        extensions: expect.objectContaining({
          code: 'AUTH_SCOPE',
          scope,
          advice: expect.stringContaining('extensions.scope'),
        }),
      }),
    )
    expect(test.takeCalls()).toEqual([])
  })

  it('covers every field of the schema that a caller can begin with', async () => {
    const { data } = await test.ask(
      '{ __schema { queryType { fields { name } } mutationType { fields { name } } } }',
      {},
      await tokenHeaders(),
    )
    const { queryType, mutationType } = data.__schema
    const fields: string[] = [...queryType.fields, ...mutationType.fields].map(({ name }: { name: string }) => name)
    expect(fields.toSorted()).toEqual([...GUARDED.map(([, field]) => field), 'viewer'].toSorted())
  })

  it('analysis:read that is missing costs the analysis and nothing else', async () => {
    const query =
      'query($id: ID!) { applicant(id: $id) { itrFilings { id } bsaAnalysis { period { from } } bankAccounts { source analysis { bankName } } } }'
    const { data, errors } = await test.ask(query, { id }, await headersWithout('analysis:read'))
    const { itrFilings, bsaAnalysis, bankAccounts } = data.applicant
    expect(itrFilings).toHaveLength(4)
    expect(bsaAnalysis).toBeNull()
    expect(bankAccounts.map(({ analysis }: { analysis: unknown }) => analysis)).toEqual(Array(8).fill(null))
    expect(errors).toHaveLength(9)
    for (const { extensions } of errors)
      expect(extensions).toMatchObject({ code: 'AUTH_SCOPE', scope: 'analysis:read' })
    expect(test.takeCalls()).toEqual(['aa-bsa.statement-result', 'aa.fetch-json-report', 'itr.data'])
  })

  it('pii:read that is missing masks every identifier, wherever it stands', async () => {
    const persona = personaByKey('several-banks')
    if (persona === null) throw new Error('no such persona')
    const { email, aadhaar } = personOf(persona)
    const { data, errors, text } = await test.ask(IDENTIFIERS, { id }, await headersWithout('pii:read'))
    expect(errors).toEqual([])
    const { pan, mobile, taxProfile, bankAccounts } = data.applicant
    expect([pan, mobile]).toEqual(['MNYPD****D', 'XXXXXX0004'])
    expect(taxProfile).toMatchObject({ pan: 'MNYPD****D', aadhaar: `XXXX XXXX ${aadhaar.slice(-4)}` })
    expect(taxProfile.email).toMatch(/^\w\*{5}@/)
    const holder = bankAccounts.find(({ source }: { source: string }) => source === 'ACCOUNT_AGGREGATOR').holder
    expect(holder).toMatchObject({
      pan: 'MNYPD****D',
      mobile: 'XXXXXX0004',
      email: `${email[0] ?? ''}*****@example.com`,
    })
    expect(holder.landline).toMatch(/^X+0000$/)
    for (const whole of [persona.pan, persona.mobile, email, aadhaar, '080-00000000']) expect(text).not.toContain(whole)
    for (const { maskedNumber, last4 } of bankAccounts) expect(maskedNumber).toMatch(new RegExp(`^X+${last4}$`))
    test.takeCalls()
  })

  it('pii:read shows identifiers whole, but for Aadhaar and account numbers', async () => {
    const { data } = await test.ask(IDENTIFIERS, { id }, await tokenHeaders())
    const { pan, mobile, taxProfile, bankAccounts } = data.applicant
    expect([pan, mobile, taxProfile.pan]).toEqual(['MNYPD0004D', '9000000004', 'MNYPD0004D'])
    expect(taxProfile.aadhaar).toMatch(/^XXXX XXXX \d{4}$/)
    const holder = bankAccounts.find(({ source }: { source: string }) => source === 'ACCOUNT_AGGREGATOR').holder
    expect(holder).toMatchObject({ pan: 'MNYPD0004D', mobile: '9000000004', landline: '080-00000000' })
    for (const { maskedNumber } of bankAccounts) expect(maskedNumber).toMatch(/^X+\d{4}$/)
    test.takeCalls()
  })

  it('pii:read opens the return as it was filed, in which Aadhaar is masked all the same', async () => {
    const persona = personaByKey('several-banks')
    if (persona === null) throw new Error('no such persona')
    const { aadhaar } = personOf(persona)
    const query = 'query($id: ID!) { applicant(id: $id) { itrFilings { assessmentYear returnJson } } }'
    const refused = await test.ask(query, { id }, await headersWithout('pii:read'))
    expect(refused.data.applicant.itrFilings.map(({ returnJson }: { returnJson: unknown }) => returnJson)).toEqual([
      null,
      null,
      null,
      null,
    ])
    expect(refused.errors).toHaveLength(4)
    for (const { extensions } of refused.errors)
      expect(extensions).toMatchObject({ code: 'AUTH_SCOPE', scope: 'pii:read' })
    const { data, text } = await test.ask(query, { id }, await tokenHeaders())
    expect(data.applicant.itrFilings[0].returnJson).not.toBeNull()
    expect(text).toContain(persona.pan)
    expect(text).toContain(aadhaar.slice(-4))
    expect(text.replaceAll(/[\s-]/g, '')).not.toContain(aadhaar)
    test.takeCalls()
  })
})

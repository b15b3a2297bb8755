/** Starting journeys: what is asked of Finpass, at most once, and what a refusal or a lost answer leaves behind. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { expectNothingPersonal } from '../support/personal.ts'

const PAYLOAD = `{ journey { id kind status percent consentUrl consentType failure { code } transitions { sequence origin } applicant { id } }
  userErrors { code field message advice } }`
const ITR = `mutation($input: ItrJourneyStartInput!) { itrJourneyStart(input: $input) ${PAYLOAD} }`
const AA_BSA = `mutation($input: AaBsaJourneyStartInput!) { aaBsaJourneyStart(input: $input) ${PAYLOAD} }`
const AGGREGATOR = `mutation($input: AccountAggregatorJourneyStartInput!) { accountAggregatorJourneyStart(input: $input) ${PAYLOAD} }`
const PASSWORD = 'Pa55word-of-Meera!'
/** Refused by the sandbox for everybody. */
const WRONG = 'wrong'

describe('starting a journey', () => {
  let test: TestGateway
  let applicantId: string
  beforeAll(async () => {
    test = await openTestGateway({
      // More starts than one PAN may have, one after another.
      LIMIT_LOGINS: '20',
      REDIRECTS: 'app=https://app.example.com/done,web=https://web.example.com/done',
    })
    applicantId = await test.seed('salaried-clean', [])
  })
  afterAll(() => test[Symbol.asyncDispose]())
  afterEach(() => {
    test.sandbox.faults.clear()
    expectNothingPersonal(test, [PASSWORD])
  })

  // Whatever JSON.parse gives: the payload as a client reads it.
  async function start(query: string, input: object): Promise<ReturnType<typeof JSON.parse>> {
    const { data, errors, text } = await test.ask(query, { input: { applicantId, ...input } })
    expect(errors).toEqual([])
    expect(text).not.toContain(PASSWORD)
    return Object.values(data)[0]
  }
  const itr = { username: 'salpi0001a', password: PASSWORD, consent: true }
  const bank = { mobile: '+91 9000000001' }

  it.each([
    ['ITR', ITR, itr, 'itr.analyze', null],
    ['AA_BSA', AA_BSA, bank, 'aa-bsa.init', 'LOAN_UNDERWRITING'],
    [
      'ACCOUNT_AGGREGATOR',
      AGGREGATOR,
      { ...bank, pan: 'SALPI0001A', email: 'meera@example.com', consentType: 'LOAN_MONITORING' },
      'aa.init',
      'LOAN_MONITORING',
    ],
  ])('of %s asks Finpass once and gives the journey', async (kind, query, input, call, consentType) => {
    const { journey, userErrors } = await start(query, input)
    expect(userErrors).toEqual([])
    expect(journey).toMatchObject({ kind, consentType, failure: null, applicant: { id: applicantId } })
    expect(journey.transitions).toEqual([{ sequence: 1, origin: 'START' }])
    expect(['INITIATED', 'CONSENT_PENDING']).toContain(journey.status)
    if (kind === 'ITR') expect(journey.consentUrl).toBeNull()
    else expect(journey.consentUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/consent\//)
    expect(test.sandbox.calls.list().filter(({ carriedPassword }) => carriedPassword)).toHaveLength(
      kind === 'ITR' ? 1 : 0,
    )
    expect(test.takeCalls()).toEqual([call])
  })

  it.each([
    ['no consent', ITR, { ...itr, consent: false }, 'CONSENT_REQUIRED', 'consent'],
    ['no username', ITR, { ...itr, username: ' ' }, 'CREDENTIALS_EMPTY', 'username'],
    ['no password', ITR, { ...itr, password: '' }, 'CREDENTIALS_EMPTY', 'password'],
    ['a username that is no PAN', ITR, { ...itr, username: 'meera' }, 'PAN_INVALID', 'username'],
    ['a bad mobile number', AA_BSA, { mobile: '123' }, 'MOBILE_INVALID', 'mobile'],
    ['an unknown redirect', AA_BSA, { ...bank, redirect: 'https://evil.example' }, 'REDIRECT_UNKNOWN', 'redirect'],
    ['a bad PAN', AGGREGATOR, { ...bank, pan: 'nobody' }, 'PAN_INVALID', 'pan'],
    ['a bad e-mail address', AGGREGATOR, { ...bank, email: 'meera at home' }, 'EMAIL_INVALID', 'email'],
    ['an odd idempotency key', AA_BSA, { ...bank, idempotencyKey: 'a b' }, 'IDEMPOTENCY_KEY_INVALID', 'idempotencyKey'],
    ['an empty idempotency key', AA_BSA, { ...bank, idempotencyKey: '' }, 'IDEMPOTENCY_KEY_INVALID', 'idempotencyKey'],
  ])('with %s is refused before Finpass is asked', async (_name, query, input, code, field) => {
    const { journey, userErrors } = await start(query, input)
    expect(journey).toBeNull()
    expect(userErrors).toEqual([
      { code, field: ['input', field], message: expect.any(String), advice: expect.any(String) },
    ])
    expect(test.takeCalls()).toEqual([])
  })

  it('with a wrong portal password says so, having sent it once, and leaves no journey', async () => {
    const applicant = await test.seed('wrong-password', [])
    const input = { applicantId: applicant, username: 'BADPW0010K', password: PASSWORD, consent: true }
    const { journey, userErrors } = await start(ITR, input)
    expect(journey).toBeNull()
    expect(userErrors).toMatchObject([{ code: 'FINPASS_CREDENTIALS' }])
    expect(test.sandbox.calls.list().map(({ operation, carriedPassword }) => [operation, carriedPassword])).toEqual([
      ['itr.analyze', true],
    ])
    expect(test.takeCalls()).toEqual(['itr.analyze'])
    const { data } = await test.ask('query($id: ID!) { applicant(id: $id) { journeys { id } } }', { id: applicant })
    expect(data.applicant.journeys).toEqual([])
  })

  it.each([
    ['ITR', ITR, itr],
    ['AA_BSA', AA_BSA, bank],
    ['ACCOUNT_AGGREGATOR', AGGREGATOR, bank],
  ])('of %s again with its key gives the same journey, and Finpass is not asked again', async (kind, query, input) => {
    const keyed = { ...input, idempotencyKey: `key-${kind}` }
    const { journey } = await start(query, keyed)
    expect(test.takeCalls()).toHaveLength(1)
    const again = await start(query, keyed)
    expect([again.journey.id, again.userErrors]).toEqual([journey.id, []])
    expect(test.takeCalls()).toEqual([])
    const other = await start(query, { ...input, idempotencyKey: `other-${kind}` })
    expect(other.journey.id).not.toBe(journey.id)
    expect(test.takeCalls()).toHaveLength(1)
  })

  it('with a key that was used for other input is refused', async () => {
    await start(AA_BSA, { ...bank, idempotencyKey: 'reused' })
    expect(test.takeCalls()).toEqual(['aa-bsa.init'])
    const others = [{ mobile: '9000000002' }, { ...bank, redirect: 'web' }, { ...bank, consentType: 'LOAN_MONITORING' }]
    for (const input of others) {
      const { journey, userErrors } = await start(AA_BSA, { ...input, idempotencyKey: 'reused' })
      expect(journey).toBeNull()
      expect(userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] }])
    }
    expect(await start(ITR, { ...itr, idempotencyKey: 'reused' })).toMatchObject({
      userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }],
    })
    expect(test.takeCalls()).toEqual([])
  })

  it('twice at the same time with one key asks Finpass once', async () => {
    test.sandbox.faults.set({ match: 'itr.analyze', kind: 'latency', ms: 300 })
    const both = await Promise.all([1, 2, 3].map(() => start(ITR, { ...itr, idempotencyKey: 'racing' })))
    expect(test.takeCalls()).toEqual(['itr.analyze'])
    const codes = both.flatMap(({ userErrors }) => userErrors).map(({ code }) => code)
    expect(codes).toEqual(['JOURNEY_START_IN_PROGRESS', 'JOURNEY_START_IN_PROGRESS'])
    expect(both.filter(({ journey }) => journey !== null)).toHaveLength(1)
  })

  it('with a key is free to be tried again after a refused login', async () => {
    const refused = await start(ITR, { ...itr, password: WRONG, idempotencyKey: 'refused' })
    expect(refused.userErrors).toMatchObject([{ code: 'FINPASS_CREDENTIALS' }])
    const { journey, userErrors } = await start(ITR, { ...itr, idempotencyKey: 'refused' })
    expect(userErrors).toEqual([])
    expect(journey.kind).toBe('ITR')
    expect(test.takeCalls()).toEqual(['itr.analyze', 'itr.analyze'])
  })

  it.each(['cut', 'malformed-json', 'server-error'] as const)(
    'whose answer is lost by %s is recorded as such and never repeated',
    async (kind) => {
      test.sandbox.faults.set({ match: 'itr.analyze', kind, times: 1 })
      const keyed = { ...itr, idempotencyKey: `lost-${kind}` }
      const { journey, userErrors } = await start(ITR, keyed)
      expect(userErrors).toMatchObject([{ code: 'JOURNEY_START_LOST' }])
      expect(journey).toMatchObject({ status: 'FAILED', failure: { code: 'JOURNEY_START_LOST' } })
      expect(test.takeCalls()).toEqual(['itr.analyze'])
      const again = await start(ITR, keyed)
      expect(again).toEqual({ journey, userErrors })
      expect(test.takeCalls()).toEqual([])
    },
  )

  it.each(['too-many-requests', 'success-false'] as const)(
    'that Finpass declines by %s leaves no journey, and its key is free',
    async (kind) => {
      test.sandbox.faults.set({ match: 'aa-bsa.init', kind, times: 1, code: 'INVALID_INPUT' })
      const keyed = { ...bank, idempotencyKey: `declined-${kind}` }
      const declined = await test.ask(AA_BSA, { input: { applicantId, ...keyed } })
      const codes = [
        ...declined.errors.map(({ extensions }) => extensions.code),
        ...(declined.data?.aaBsaJourneyStart?.userErrors ?? []).map(({ code }: { code: string }) => code),
      ]
      expect(codes).toEqual([kind === 'success-false' ? 'FINPASS_INPUT' : 'FINPASS_RATE_LIMITED'])
      expect(await start(AA_BSA, keyed)).toMatchObject({ journey: { kind: 'AA_BSA' }, userErrors: [] })
      expect(test.takeCalls()).toEqual(['aa-bsa.init', 'aa-bsa.init'])
    },
  )

  it('with a secret in the document is refused, and the secret is told to nobody', async () => {
    const literal = `mutation { itrJourneyStart(input: { applicantId: "${applicantId}", username: "SALPI0001A", password: "${PASSWORD}", consent: true }) { userErrors { code } } }`
    const byDefault = `mutation($p: Secret! = "${PASSWORD}") { itrJourneyStart(input: { applicantId: "${applicantId}", username: $p, password: $p, consent: true }) { userErrors { code } } }`
    for (const query of [literal, byDefault]) {
      const { status, errors, text } = await test.ask(query)
      expect(status).toBeLessThan(500)
      expect(new Set(errors.map(({ extensions }) => extensions.code))).toEqual(new Set(['INPUT_SECRET_LITERAL']))
      expect(errors[0]?.extensions.advice).toBe('Pass it as a variable.')
      expect(text).not.toContain(PASSWORD)
    }
    expect(test.takeCalls()).toEqual([])
  })
})

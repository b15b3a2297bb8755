/** What a caller may wish of journeys, and what is refused before Finpass hears of it. */
import { Email, Pan, PersonalNumber } from '../../src/domain/identifier.ts'
import { describe, expect, it } from 'vitest'
import type { AccountAggregatorStart } from '../../src/finpass/contract.ts'
import type { AccountAggregatorInput, ConsentInput, ItrInput } from '../../src/journeys/engine.ts'
import { Secret } from '../../src/platform/secret.ts'
import { failure, observation, started } from '../support/finpass.ts'
import { applicant, at, journeyState } from '../support/store-record.ts'
import { openJourneys, POLL_MS, type TestJourneys } from './support.ts'

const ITR: ItrInput = {
  username: new Secret(' abcde1234f '),
  password: new Secret(' portal word '),
  hasConsent: true,
  idempotencyKey: null,
}
const CONSENT: ConsentInput = {
  mobile: '+91 98765 43210',
  consentType: 'LOAN_UNDERWRITING',
  redirect: null,
  idempotencyKey: null,
}
const AGGREGATOR: AccountAggregatorInput = { ...CONSENT, pan: 'abcde1234f', email: 'meera@example.com' }

async function openEngine(): Promise<TestJourneys> {
  const test = await openJourneys()
  let number = 0
  const next = async () => started(`job-${(number += 1)}`)
  test.finpass.script('fetchItrStart', next)
  test.finpass.script('fetchAaBsaStart', next)
  test.finpass.script('fetchAccountAggregatorStart', next)
  return test
}

/** What the latest start was given; AA-BSA is given less of it. */
function sent({ finpass }: TestJourneys): AccountAggregatorStart {
  return finpass.calls.at(-1)?.input as AccountAggregatorStart // scripted, so it came from the engine
}

describe('startItr', () => {
  it('sends user name and password as they were given, once', async () => {
    await using test = await openEngine()
    const journey = await test.engine.startItr(test.applicant, ITR)
    expect(journey).toMatchObject({ kind: 'ITR', status: 'INITIATED', consentType: null, consentUrl: null })
    expect(test.begun).toEqual([journey])
    expect(test.finpass.calls.map(({ operation }) => operation)).toEqual(['fetchItrStart'])
    expect((sent(test) as unknown as ItrInput).password.reveal()).toBe(' portal word ')
  })

  it.each([
    ['CONSENT_REQUIRED', 'consent', { hasConsent: false }],
    ['CREDENTIALS_EMPTY', 'username', { username: new Secret('  ') }],
    ['CREDENTIALS_EMPTY', 'password', { password: new Secret('') }],
    ['PAN_INVALID', 'username', { username: new Secret('meera') }],
    ['IDEMPOTENCY_KEY_INVALID', 'idempotencyKey', { idempotencyKey: '' }],
    ['IDEMPOTENCY_KEY_INVALID', 'idempotencyKey', { idempotencyKey: 'k'.repeat(101) }],
    ['IDEMPOTENCY_KEY_INVALID', 'idempotencyKey', { idempotencyKey: 'a\nb' }],
  ] as const)('rejects with %s for the field %s, and asks Finpass nothing', async (code, field, parts) => {
    await using test = await openEngine()
    await expect(test.engine.startItr(test.applicant, { ...ITR, ...parts })).rejects.toMatchObject({
      code,
      field: ['input', field],
    })
    expect([test.finpass.calls, test.begun]).toEqual([[], []])
  })

  it('takes another user name, but no other password, for other input', async () => {
    await using test = await openEngine()
    const keyed = { ...ITR, idempotencyKey: 'key-1' }
    const journey = await test.engine.startItr(test.applicant, keyed)
    const corrected = { ...keyed, username: new Secret('ABCDE1234F'), password: new Secret('other') }
    expect((await test.engine.startItr(test.applicant, corrected)).id).toBe(journey.id)
    const another = { ...keyed, username: new Secret('ABCDE1234G') }
    await expect(test.engine.startItr(test.applicant, another)).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    })
    const other = await test.store.addApplicant(applicant())
    await expect(test.engine.startItr(other, keyed)).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' })
  })
})

describe('startAaBsa', () => {
  it('sends ten digits, and the first redirect when none is named', async () => {
    await using test = await openEngine()
    const journey = await test.engine.startAaBsa(test.applicant, CONSENT)
    expect(journey).toMatchObject({ kind: 'AA_BSA', consentType: 'LOAN_UNDERWRITING' })
    expect(sent(test)).toMatchObject({
      mobile: new PersonalNumber('9876543210'),
      consentType: 'LOAN_UNDERWRITING',
      redirectUrl: 'https://app.example.com/done',
    })
  })

  it('sends the borrower to a configured address only, by its name', async () => {
    await using test = await openEngine()
    await test.engine.startAaBsa(test.applicant, { ...CONSENT, redirect: 'branch' })
    expect(sent(test).redirectUrl).toBe('https://branch.example.com/done')
    for (const redirect of ['', 'App', 'https://branch.example.com/done', 'https://evil.example', 'constructor']) {
      await expect(test.engine.startAaBsa(test.applicant, { ...CONSENT, redirect })).rejects.toMatchObject({
        code: 'REDIRECT_UNKNOWN',
        field: ['input', 'redirect'],
      })
    }
    expect(test.finpass.calls).toHaveLength(1)
  })

  it('has Finpass call our own address, with a token of 128 bits or more that leads to the journey', async () => {
    await using test = await openEngine()
    const tokens: string[] = []
    for (let times = 0; times < 3; times += 1) {
      const journey = await test.engine.startAaBsa(test.applicant, CONSENT)
      const { webhookUrl } = sent(test)
      const token = /^https:\/\/graph\.example\.com\/webhooks\/finpass\/([\w-]+)$/.exec(webhookUrl)?.[1] ?? ''
      expect(Buffer.from(token, 'base64url').length).toBeGreaterThanOrEqual(16)
      expect(await test.store.readJourneyByWebhook(token)).toEqual(journey)
      tokens.push(token)
    }
    expect(new Set(tokens).size).toBe(3)
    expect(await test.store.readJourneyByWebhook(`${tokens[0]}x`)).toBeNull()
  })

  it('finds the journey of a key again, although the token differs at every start', async () => {
    await using test = await openEngine()
    const keyed = { ...CONSENT, idempotencyKey: 'key-1' }
    const journey = await test.engine.startAaBsa(test.applicant, keyed)
    const sameNumber = { ...keyed, mobile: '09876543210', redirect: 'app' }
    expect((await test.engine.startAaBsa(test.applicant, sameNumber)).id).toBe(journey.id)
    for (const parts of [
      { mobile: '9876543211' },
      { redirect: 'branch' },
      { consentType: 'LOAN_MONITORING' },
    ] as const) {
      await expect(test.engine.startAaBsa(test.applicant, { ...keyed, ...parts })).rejects.toMatchObject({
        code: 'IDEMPOTENCY_KEY_REUSED',
      })
    }
    expect(test.finpass.calls).toHaveLength(1)
  })
})

describe('startAccountAggregator', () => {
  it('sends PAN and e-mail address where they are known', async () => {
    await using test = await openEngine()
    await test.engine.startAccountAggregator(test.applicant, AGGREGATOR)
    expect(sent(test)).toMatchObject({ pan: new Pan('ABCDE1234F'), email: new Email('meera@example.com') })
    await test.engine.startAccountAggregator(test.applicant, { ...AGGREGATOR, pan: null, email: null })
    expect(sent(test)).toMatchObject({ pan: null, email: null, mobile: new PersonalNumber('9876543210') })
  })

  it.each([
    ['MOBILE_INVALID', 'mobile', { mobile: '12345' }],
    ['PAN_INVALID', 'pan', { pan: 'meera' }],
    ['EMAIL_INVALID', 'email', { email: 'meera' }],
    ['EMAIL_INVALID', 'email', { email: 'a b@example.com' }],
    ['REDIRECT_UNKNOWN', 'redirect', { redirect: 'nowhere' }],
  ] as const)('rejects with %s for the field %s, and asks Finpass nothing', async (code, field, parts) => {
    await using test = await openEngine()
    const start = test.engine.startAccountAggregator(test.applicant, { ...AGGREGATOR, ...parts })
    await expect(start).rejects.toMatchObject({ code, field: ['input', field] })
    expect(test.finpass.calls).toEqual([])
  })
})

describe('link', () => {
  it('adopts a process and asks at once how it is', async () => {
    await using test = await openEngine()
    test.finpass.script('fetchItrStatus', observation({ status: 'PROCESSING' }))
    const journey = await test.engine.link(test.applicant, 'ITR', new Secret(' job-abc '))
    expect(journey).toMatchObject({ kind: 'ITR', status: 'PROCESSING', sequence: 2 })
    expect(test.begun).toEqual([journey])
    expect(test.finpass.calls).toEqual([{ operation: 'fetchItrStatus', input: 'job-abc' }])
    expect((await test.transitions(journey)).map(({ origin }) => origin)).toEqual(['OPERATOR', 'OPERATOR'])
  })

  it('keeps the journey when Finpass cannot be asked now', async () => {
    await using test = await openEngine()
    test.finpass.script('fetchItrStatus', failure('FINPASS_UNREACHABLE'))
    const journey = await test.engine.link(test.applicant, 'ITR', new Secret('job-abc'))
    expect(await test.read(journey)).toMatchObject({ status: 'INITIATED', nextCheckAt: at(3 * POLL_MS) })
  })

  it('ends the journey when Finpass knows no such process', async () => {
    await using test = await openEngine()
    test.finpass.script('fetchItrStatus', failure('FINPASS_NOT_FOUND'))
    const journey = await test.engine.link(test.applicant, 'ITR', new Secret('job-abc'))
    expect(journey).toMatchObject({ status: 'FAILED', failure: { code: 'FINPASS_NOT_FOUND' } })
  })

  it("refuses another tenant's process like one that Finpass does not know, whether it runs or was given up", async () => {
    await using test = await openEngine()
    test.finpass.script('fetchItrStatus', observation({ status: 'PROCESSING' }))
    await test.engine.link(test.applicant, 'ITR', new Secret('job-running'))
    await test.add({ ...journeyState('TIMED_OUT') }, 'job-given-up')
    const tenant = 'lender-two' as typeof test.applicant.tenant // any text is one
    const stranger = await test.store.addApplicant(applicant({ tenant }))
    for (const id of ['job-running', 'job-given-up']) {
      const linked = test.engine.link(stranger, 'ITR', new Secret(id))
      await expect(linked).rejects.toMatchObject({ code: 'FINPASS_NOT_FOUND', field: ['input', 'finpassId'] })
    }
    expect(await test.store.readJourneysByApplicant(tenant, [stranger.id])).toEqual([])
    expect(test.finpass.calls).toHaveLength(1)
  })

  it('refuses what already belongs to a journey, what is no id, and kinds it cannot ask about', async () => {
    await using test = await openEngine()
    test.finpass.script('fetchItrStatus', observation({ status: 'PROCESSING' }))
    const link = (kind: 'ITR' | 'BANK_STATEMENT', id: string) => test.engine.link(test.applicant, kind, new Secret(id))
    await link('ITR', 'job-abc')
    const field = ['input', 'finpassId']
    await expect(link('ITR', 'job-abc')).rejects.toMatchObject({ code: 'JOURNEY_LINKED', field })
    for (const id of ['', 'abc', 'job abc', 'job/../abc', 'x'.repeat(201)]) {
      await expect(link('ITR', id)).rejects.toMatchObject({ code: 'FINPASS_ID_INVALID', field })
    }
    await expect(link('BANK_STATEMENT', 'job-abcd')).rejects.toMatchObject({ code: 'JOURNEY_KIND_UNSUPPORTED' })
    expect(test.finpass.calls).toHaveLength(1)
  })
})

/** Adopting a process that was started elsewhere, and asking Finpass now how a journey is. */
import { describe, expect, it } from 'vitest'
import { type Instant, toInstant } from '../../src/domain/date.ts'
import type { Clock } from '../../src/platform/clock.ts'
import { openTestGateway } from '../support/gateway.ts'
import { expectNothingPersonal } from '../support/personal.ts'

const PAYLOAD =
  '{ journey { id kind status failure { code } transitions { sequence status origin } } userErrors { code field retryAfter } }'
const LINK = `mutation($input: JourneyLinkInput!) { journeyLink(input: $input) ${PAYLOAD} }`
const REFRESH = `mutation($id: ID!) { journeyRefresh(input: { journeyId: $id }) ${PAYLOAD} }`
const HOUR_MS = 3_600_000

/** A clock that the test moves and that never calls anybody, so nothing is asked but what the test asks. */
function createHandClock(): Clock & { move(ms: number): void } {
  let now = Date.now()
  return {
    now: (): Instant => toInstant(now),
    after: () => () => undefined,
    move(ms) {
      now += ms
    },
  }
}

describe('linking a journey', () => {
  it('adopts it and asks at once how it is', async () => {
    await using test = await openTestGateway()
    const applicantId = await test.seed('salaried-clean', [])
    const finpassId = test.sandbox.seed('salaried-clean', 'ITR', HOUR_MS)
    const { data, text } = await test.ask(LINK, { input: { applicantId, kind: 'ITR', finpassId } })
    expect(data.journeyLink).toMatchObject({ journey: { kind: 'ITR', status: 'COMPLETED' }, userErrors: [] })
    expect(data.journeyLink.journey.transitions.map(({ origin }: { origin: string }) => origin)).toEqual([
      'OPERATOR',
      'OPERATOR',
    ])
    expect(text).not.toContain(finpassId)
    expect(test.takeCalls()).toEqual(['itr.status'])
    const { data: read } = await test.ask('query($id: ID!) { applicant(id: $id) { itrFilings { assessmentYear } } }', {
      id: applicantId,
    })
    expect(read.applicant.itrFilings).toHaveLength(3)
    expect(test.takeCalls()).toEqual(['itr.data'])
    expectNothingPersonal(test, [finpassId])
  })

  it('is refused the second time, for whomever', async () => {
    await using test = await openTestGateway()
    const applicantId = await test.seed('salaried-clean', [])
    const finpassId = test.sandbox.seed('salaried-clean', 'AA_BSA', HOUR_MS)
    await test.ask(LINK, { input: { applicantId, kind: 'AA_BSA', finpassId } })
    expect(test.takeCalls()).toEqual(['aa-bsa.status'])
    const other = await test.seed('emi-bounces', [])
    for (const id of [applicantId, other]) {
      const { data } = await test.ask(LINK, { input: { applicantId: id, kind: 'AA_BSA', finpassId } })
      expect(data.journeyLink).toEqual({
        journey: null,
        userErrors: [{ code: 'JOURNEY_LINKED', field: ['input', 'finpassId'], retryAfter: null }],
      })
    }
    expect(test.takeCalls()).toEqual([])
    expectNothingPersonal(test, [finpassId])
  })

  it('refuses what cannot be a Finpass id, and a kind that is not offered', async () => {
    await using test = await openTestGateway()
    const applicantId = await test.seed('salaried-clean', [])
    for (const finpassId of ['', 'a b c d', 'x'.repeat(201), 'itr/../../data']) {
      const { data, text } = await test.ask(LINK, { input: { applicantId, kind: 'ITR', finpassId } })
      expect(data.journeyLink.userErrors).toMatchObject([{ code: 'FINPASS_ID_INVALID', field: ['input', 'finpassId'] }])
      if (finpassId !== '') expect(text).not.toContain(finpassId)
    }
    const { data } = await test.ask(LINK, {
      input: { applicantId, kind: 'BANK_STATEMENT', finpassId: 'bank_statement_1' },
    })
    expect(data.journeyLink.userErrors).toMatchObject([{ code: 'JOURNEY_KIND_UNSUPPORTED', field: ['input', 'kind'] }])
    expect(test.takeCalls()).toEqual([])
    expectNothingPersonal(test)
  })

  it('ends a journey that Finpass does not know', async () => {
    await using test = await openTestGateway()
    const applicantId = await test.seed('salaried-clean', [])
    const { data } = await test.ask(LINK, { input: { applicantId, kind: 'ITR', finpassId: 'itr_of_somebody_else' } })
    expect(data.journeyLink.journey).toMatchObject({ status: 'FAILED', failure: { code: 'FINPASS_NOT_FOUND' } })
    // A refusal names nobody, so one that ends a journey is asked for again, over a socket of its own.
    expect(test.takeCalls()).toEqual(['itr.status', 'itr.status'])
    expectNothingPersonal(test, ['itr_of_somebody_else'])
  })
})

describe('refreshing a journey', () => {
  it('asks Finpass at most once per interval, and says when it may be asked again', async () => {
    const clock = createHandClock()
    await using test = await openTestGateway({ POLL_INTERVAL_MS: '60000' }, { clock })
    const applicantId = await test.seed('salaried-clean', [])
    const finpassId = test.sandbox.seed('salaried-clean', 'ITR', 0)
    const { data: linked } = await test.ask(LINK, { input: { applicantId, kind: 'ITR', finpassId } })
    const { id } = linked.journeyLink.journey
    expect(test.takeCalls()).toEqual(['itr.status'])

    const { data: early } = await test.ask(REFRESH, { id })
    expect(early.journeyRefresh).toEqual({
      journey: null,
      userErrors: [
        {
          code: 'JOURNEY_REFRESH_TOO_SOON',
          field: ['input', 'journeyId'],
          retryAfter: new Date(clock.now() + 60_000).toISOString(),
        },
      ],
    })
    expect(test.takeCalls()).toEqual([])

    clock.move(60_000)
    test.sandbox.clock.advance(HOUR_MS)
    const { data: late } = await test.ask(REFRESH, { id })
    expect(late.journeyRefresh).toMatchObject({ journey: { id, status: 'COMPLETED' }, userErrors: [] })
    expect(test.takeCalls()).toEqual(['itr.status'])

    const { data: ended } = await test.ask(REFRESH, { id })
    expect(ended.journeyRefresh).toMatchObject({ journey: null, userErrors: [{ code: 'JOURNEY_ENDED' }] })
    expect(test.takeCalls()).toEqual([])
    expectNothingPersonal(test, [finpassId])
  })

  it('takes a journey that timed out up again as a new one', async () => {
    const clock = createHandClock()
    await using test = await openTestGateway({ POLL_INTERVAL_MS: '1000' }, { clock })
    const applicantId = await test.seed('stuck-job', [])
    const finpassId = test.sandbox.seed('stuck-job', 'ITR', 0)
    const { data: linked } = await test.ask(LINK, { input: { applicantId, kind: 'ITR', finpassId } })
    const { id } = linked.journeyLink.journey
    clock.move(6 * 60_000)
    const { data: given } = await test.ask(REFRESH, { id })
    expect(given.journeyRefresh.journey).toMatchObject({
      id,
      status: 'TIMED_OUT',
      failure: { code: 'JOURNEY_TIMED_OUT' },
    })
    const { data: resumed } = await test.ask(REFRESH, { id })
    expect(resumed.journeyRefresh.userErrors).toEqual([])
    expect(resumed.journeyRefresh.journey.id).not.toBe(id)
    expect(resumed.journeyRefresh.journey.status).not.toBe('TIMED_OUT')
    expect(test.takeCalls()).toEqual(['itr.status', 'itr.status', 'itr.status'])
    expectNothingPersonal(test, [finpassId])
  })
})

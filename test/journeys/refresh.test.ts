/** Asking again by hand: at most once per interval, and on where the gateway had given up. */
import { describe, expect, it } from 'vitest'
import type { JourneyStatus } from '../../src/domain/journey.ts'
import { Secret } from '../../src/platform/secret.ts'
import { failure, observation } from '../support/finpass.ts'
import { at, journeyState } from '../support/store-record.ts'
import { openJourneys, POLL_MS } from './support.ts'

describe('refresh', () => {
  it('asks at most once per poll interval, and says when it may be asked again', async () => {
    await using test = await openJourneys()
    test.finpass.script('fetchAaBsaStatus', observation({ status: 'PROCESSING' }))
    const journey = await test.add({ checkedAt: at(0) })
    await test.clock.advance(POLL_MS - 1)
    await expect(test.engine.refresh(test.applicant, journey)).rejects.toMatchObject({
      code: 'JOURNEY_REFRESH_TOO_SOON',
      retryAfter: at(POLL_MS),
      field: ['input', 'journeyId'],
    })
    expect(test.finpass.calls).toEqual([])
    await test.clock.advance(1)
    const latest = await test.engine.refresh(test.applicant, journey)
    expect(latest).toMatchObject({ id: journey.id, status: 'PROCESSING', sequence: 2 })
    await expect(test.engine.refresh(test.applicant, latest)).rejects.toMatchObject({
      code: 'JOURNEY_REFRESH_TOO_SOON',
    })
    expect(test.finpass.calls).toHaveLength(1)
  })

  it('tells what went wrong when Finpass cannot be asked', async () => {
    await using test = await openJourneys()
    test.finpass.script('fetchAaBsaStatus', failure('FINPASS_UNREACHABLE'))
    const journey = await test.add()
    await expect(test.engine.refresh(test.applicant, journey)).rejects.toMatchObject({ code: 'FINPASS_UNREACHABLE' })
  })

  it('finds no journey that was erased meanwhile', async () => {
    await using test = await openJourneys()
    const journey = await test.add()
    await test.store.eraseApplicant(journey.tenant, journey.applicantId, at(0))
    await expect(test.engine.refresh(test.applicant, journey)).rejects.toMatchObject({ code: 'APPLICANT_ERASED' })
  })

  it.each<JourneyStatus>(['COMPLETED', 'FAILED', 'EXPIRED', 'CONSENT_DENIED'])(
    'is refused once it is %s',
    async (status) => {
      await using test = await openJourneys()
      const journey = await test.add({ ...journeyState(status), nextCheckAt: null })
      await expect(test.engine.refresh(test.applicant, journey)).rejects.toMatchObject({
        code: 'JOURNEY_ENDED',
        field: ['input', 'journeyId'],
      })
      expect(test.finpass.calls).toEqual([])
    },
  )
})

describe('refresh of a journey that timed out', () => {
  const TIMED_OUT = { kind: 'ITR', ...journeyState('TIMED_OUT'), nextCheckAt: null, completedAt: at(0) } as const

  it('goes on as a new journey with the same handle, with its own five minutes', async () => {
    await using test = await openJourneys()
    const answers = [observation({ status: 'PROCESSING' }), observation({ status: 'COMPLETED' })]
    test.finpass.script('fetchItrStatus', ...answers)
    const old = await test.add(TIMED_OUT, 'job-1')
    await test.clock.advance(60 * 60_000)
    const next = await test.engine.refresh(test.applicant, old)
    expect(next).toMatchObject({ kind: 'ITR', applicantId: old.applicantId, status: 'PROCESSING', sequence: 2 })
    expect(next.id).not.toBe(old.id)
    expect(await test.read(old)).toEqual(old)
    expect(await test.transitions(old)).toHaveLength(1)
    const schedule = test.openSchedule()
    await test.clock.advance(POLL_MS)
    await schedule.close()
    expect(await test.read(next)).toMatchObject({ status: 'COMPLETED', percent: 100 })
    expect(test.finpass.calls.map(({ input }) => input)).toEqual(['job-1', 'job-1'])
  })

  it('may time out and be taken up again, as often as is wished', async () => {
    await using test = await openJourneys()
    test.finpass.script('fetchItrStatus', observation({ status: 'PROCESSING' }))
    let journey = await test.add(TIMED_OUT, 'job-1')
    const schedule = test.openSchedule()
    for (let times = 0; times < 2; times += 1) {
      const next = await test.engine.refresh(test.applicant, journey)
      await test.clock.advance(5 * 60_000 + POLL_MS)
      expect(next.id).not.toBe(journey.id)
      journey = await test.read(next)
      expect(journey.status).toBe('TIMED_OUT')
    }
    await schedule.close()
  })

  it('is refused while another journey goes on with its handle', async () => {
    await using test = await openJourneys()
    test.finpass.script('fetchItrStatus', observation({ status: 'PROCESSING' }))
    const old = await test.add(TIMED_OUT, 'job-1')
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => test.engine.refresh(test.applicant, old)))
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected'])
    for (const outcome of outcomes.filter(({ status }) => status === 'rejected')) {
      expect(outcome).toMatchObject({ reason: { code: 'JOURNEY_LINKED', field: ['input', 'journeyId'] } })
    }
  })

  it('keeps the purpose that was consented to', async () => {
    await using test = await openJourneys()
    test.finpass.script('fetchAaBsaStatus', observation({ status: 'PROCESSING' }))
    const old = await test.add({ ...TIMED_OUT, kind: 'AA_BSA', consentType: 'LOAN_MONITORING' }, 'job-1')
    const next = await test.engine.refresh(test.applicant, old)
    expect(next).toMatchObject({ kind: 'AA_BSA', consentType: 'LOAN_MONITORING' })
  })

  it.each(['PAUSED', 'REVOKED'] as const)(
    'is refused while consent is %s, and cannot be linked either',
    async (state) => {
      await using test = await openJourneys()
      const added = await test.add(TIMED_OUT, 'job-1')
      await test.store.writeConsentWord(added.tenant, added.id, { state, at: at(0), origin: 'CALLER' })
      const old = await test.read(added)
      await expect(test.engine.refresh(test.applicant, old)).rejects.toMatchObject({ code: 'CONSENT_STATE' })
      // As it was read before somebody said the word, it is refused by the store.
      await expect(test.engine.refresh(test.applicant, added)).rejects.toMatchObject({ code: 'JOURNEY_LINKED' })
      const linked = test.engine.link(test.applicant, 'ITR', new Secret('job-1'))
      await expect(linked).rejects.toMatchObject({ code: 'JOURNEY_LINKED' })
      expect(test.finpass.calls).toEqual([])
    },
  )

  it('is refused when it has no handle to go on with', async () => {
    await using test = await openJourneys()
    const lost = await test.add(TIMED_OUT, null)
    await expect(test.engine.refresh(test.applicant, lost)).rejects.toMatchObject({ code: 'JOURNEY_ENDED' })
  })
})

/** The store contract: transitions are appended one after the other, and nothing follows the last. */
import { expect } from 'vitest'
import { JOURNEY_STATUSES, isTerminal, type Journey } from '../../src/domain/journey.ts'
import type { Store } from '../../src/store/store.ts'
import {
  appended,
  applicant,
  at,
  firstTransition,
  journey,
  journeyState,
  TENANT,
  withHandle,
} from '../support/store-record.ts'
import type { DefineTest } from './store.contract.ts'

async function startOne(store: Store, parts: Partial<Journey> = {}): Promise<Journey> {
  const started = journey(await store.addApplicant(applicant()), parts)
  await store.addJourney(started, firstTransition(started), withHandle(null))
  return started
}

async function readOne(store: Store, { id }: Journey): Promise<Journey | undefined> {
  return (await store.readJourneys(TENANT, [id]))[0]
}

export function defineJournalContract(test: DefineTest): void {
  test('writes the next transition and the state with it, also after a restart', async ({ store, reopen }) => {
    const running = await startOne(store)
    const state = journeyState('PROCESSING', {
      percent: 55,
      step: 'parsing',
      stepsCompleted: ['consent'],
      stepsFailed: ['26AS'],
      accounts: [{ index: 0, bankName: 'Example Bank', maskedNumber: 'XXXX1234', status: 'PROCESSING', failure: null }],
      failure: { code: 'FINPASS_TIMEOUT', retryAfter: at(99) },
    })
    const step = appended(running, 2, 'PROCESSING', {
      state,
      nextCheckAt: at(50),
      transition: { observedAt: at(40), reportedAt: at(38) },
    })
    expect(await store.appendTransition(step)).toBe(true)
    const again = await reopen()
    expect(await again.readTransitions(TENANT, [running.id])).toEqual([firstTransition(running), step.transition])
    expect(await readOne(again, running)).toEqual({
      ...running,
      ...state,
      consent: { grantedAt: at(40), word: null },
      sequence: 2,
      nextCheckAt: at(50),
      checkedAt: at(40),
      updatedAt: at(40),
    })
  })

  test('counts every transition as a check of Finpass, save one that a deadline brings', async ({ store }) => {
    const running = await startOne(store, { checkedAt: at(5) })
    await store.appendTransition(
      appended(running, 2, 'PROCESSING', { transition: { origin: 'DEADLINE', observedAt: at(40) } }),
    )
    expect(await readOne(store, running)).toMatchObject({ checkedAt: at(5), updatedAt: at(40) })
    await store.appendTransition(
      appended(running, 3, 'DATA_FETCHED', { transition: { origin: 'WEBHOOK', observedAt: at(50) } }),
    )
    expect(await readOne(store, running)).toMatchObject({ checkedAt: at(50), updatedAt: at(50) })
  })

  test('refuses a number that is taken, skipped or below one, and writes nothing', async ({ store }) => {
    const running = await startOne(store)
    await store.appendTransition(appended(running, 2, 'CONSENT_PENDING'))
    const before = {
      journey: await readOne(store, running),
      transitions: await store.readTransitions(TENANT, [running.id]),
    }
    for (const sequence of [2, 1, 4, 0, -1]) {
      expect(await store.appendTransition(appended(running, sequence, 'PROCESSING'))).toBe(false)
    }
    expect(await readOne(store, running)).toEqual(before.journey)
    expect(await store.readTransitions(TENANT, [running.id])).toEqual(before.transitions)
  })

  test('refuses a transition of a journey that is not there, and writes nothing', async ({ store }) => {
    const nothing = journey(await store.addApplicant(applicant()))
    expect(await store.appendTransition(appended(nothing, 1, 'PROCESSING'))).toBe(false)
    expect(await store.appendTransition(appended(nothing, 2, 'PROCESSING'))).toBe(false)
    expect(await store.readTransitions(TENANT, [nothing.id])).toEqual([])
  })

  test('lets nothing follow any status that ends a journey', async ({ store }) => {
    const endings = JOURNEY_STATUSES.filter(isTerminal)
    expect(endings.length).toBeGreaterThan(3)
    for (const ending of endings) {
      const ended = await startOne(store)
      const last = appended(ended, 2, ending, { completedAt: at(60) })
      expect(await store.appendTransition(last)).toBe(true)
      expect(await store.appendTransition(appended(ended, 3, 'COMPLETED'))).toBe(false)
      expect(await store.appendTransition(appended(ended, 3, 'PROCESSING'))).toBe(false)
      expect(await store.readTransitions(TENANT, [ended.id])).toEqual([firstTransition(ended), last.transition])
      expect(await readOne(store, ended)).toMatchObject({
        status: ending,
        sequence: 2,
        completedAt: at(60),
        nextCheckAt: null,
      })
    }
  })

  test('lets nothing follow a journey that had ended when it was added', async ({ store }) => {
    const lost = await startOne(store, { ...journeyState('FAILED'), completedAt: at(1000) })
    expect(await store.appendTransition(appended(lost, 2, 'PROCESSING'))).toBe(false)
    expect(await store.readTransitions(TENANT, [lost.id])).toHaveLength(1)
  })

  test('lets exactly one of several that come at once with the same number win', async ({ store }) => {
    const running = await startOne(store)
    const rivals = Array.from({ length: 10 }, (_, rival) =>
      appended(running, 2, 'PROCESSING', { state: journeyState('PROCESSING', { step: `rival ${rival}` }) }),
    )
    const answers = await Promise.all(rivals.map((rival) => store.appendTransition(rival)))
    expect(answers.filter(Boolean)).toHaveLength(1)
    const winner = rivals[answers.indexOf(true)]
    expect((await store.readTransitions(TENANT, [running.id])).slice(1)).toEqual([winner?.transition])
    expect(await readOne(store, running)).toMatchObject({ sequence: 2, step: winner?.state.step })
  })

  test('keeps numbers without holes while several writers race to the end', async ({ store }) => {
    const running = await startOne(store)
    const write = async (writer: number): Promise<number> => {
      let wins = 0
      for (;;) {
        const current = await readOne(store, running)
        if (current === undefined || isTerminal(current.status)) return wins
        const next = current.sequence + 1
        const step = appended(running, next, next === 25 ? 'COMPLETED' : 'PROCESSING', {
          transition: { step: `writer ${writer}` },
        })
        if (await store.appendTransition(step)) wins += 1
      }
    }
    const wins = await Promise.all([1, 2, 3, 4].map(write))
    expect(wins.reduce((sum, count) => sum + count, 0)).toBe(24)
    const transitions = await store.readTransitions(TENANT, [running.id])
    expect(transitions.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1))
    expect(transitions.filter(({ status }) => isTerminal(status))).toEqual([transitions[24]])
  })

  test("gives each journey's transitions in order", async ({ store }) => {
    const [one, two] = [await startOne(store), await startOne(store)]
    // Past nine, so that numbers sorted as text would show.
    for (let sequence = 2; sequence <= 12; sequence += 1) {
      await store.appendTransition(appended(one, sequence, 'PROCESSING'))
      await store.appendTransition(appended(two, sequence, 'PROCESSING'))
    }
    const transitions = await store.readTransitions(TENANT, [two.id, one.id])
    for (const { id } of [one, two]) {
      const numbers = transitions.filter(({ journeyId }) => journeyId === id).map(({ sequence }) => sequence)
      expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    }
    expect(await store.readTransitions(TENANT, [])).toEqual([])
  })
}

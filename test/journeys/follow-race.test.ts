/**
 * Subscribing while transitions are committed, in every order that a store's answers and hints can come in: thousands of
 * schedules over a store in memory whose calls each take a while on the way there and on the way back. No slow tick helps.
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Failure } from '../../src/domain/failure.ts'
import type { Journey, Transition } from '../../src/domain/journey.ts'
import { type Principal, UNBOUND } from '../../src/domain/principal.ts'
import { createCursors } from '../../src/journeys/cursor.ts'
import { createFollow } from '../../src/journeys/follow.ts'
import { openTopicHub } from '../../src/journeys/topic-hub.ts'
import type { Store } from '../../src/store/store.ts'
import { appended, applicant, firstTransition, fixedClock, journey, TENANT } from '../support/store-record.ts'

const RUNS = { numRuns: 5_000, seed: 20_250_728 }
const PRINCIPAL: Principal = { ...UNBOUND, subject: 'underwriter', tenant: TENANT, scopes: new Set(), expiresAt: null }
const EPOCH = 'epoch-1'
const cursors = createCursors({
  readEpoch: async () => EPOCH,
  sign: (text) => [Buffer.from(text).toString('hex').padEnd(22, '0').slice(-22)],
})

interface Slow {
  readonly store: Store
  readonly journey: Journey
  /** Commits the next transition; its hints are on their way then. */
  append(): Promise<void>
  readonly head: () => number
}

/** A store whose calls are under way for as long as the scheduler likes. `isLate`: watching is confirmed before it has begun. */
function createSlowStore(scheduler: fc.Scheduler, committed: number, isLate: boolean): Slow {
  const begun = journey(applicant())
  const transitions: Transition[] = [firstTransition(begun)]
  const listeners = new Set<() => void>()
  const travel = (what: string): Promise<unknown> => scheduler.schedule(Promise.resolve(), what)
  function call<Result>(what: string, answer: () => Result): Promise<Result> {
    return travel(`${what} asked`).then(async () => {
      const result = answer()
      await travel(`${what} answered`)
      return result
    })
  }
  function write(): void {
    transitions.push(appended(begun, transitions.length + 1, 'PROCESSING').transition)
  }
  while (transitions.length < committed) write()
  const current = (): Journey => ({ ...begun, status: 'PROCESSING', sequence: transitions.length })

  const parts: Partial<Store> = {
    readEpoch: () => call('epoch', () => EPOCH),
    readJourneys: () => call('journey', () => [current()]),
    readFeed: (_feed, after, limit) =>
      call('feed', () => ({
        head: transitions.length,
        oldest: 1,
        restated: 0,
        entries: transitions
          .slice(Math.min(after, transitions.length))
          .slice(0, limit)
          .map((transition) => ({ position: transition.sequence, transition })),
      })),
    watchFeed(_feed, listener) {
      const begin = (): void => void listeners.add(listener)
      const end = (): void => void listeners.delete(listener)
      if (!isLate) return call('watch', begin).then(() => end)
      void travel('watch begins late').then(begin)
      return call('watch', () => end)
    },
  }
  return {
    store: parts as Store, // the rest is not asked
    journey: begun,
    async append() {
      await travel('append')
      write()
      for (const listener of listeners) void travel('hint').then(listener)
    },
    head: () => transitions.length,
  }
}

interface Schedule {
  readonly scheduler: fc.Scheduler
  readonly committed: number
  readonly later: number
  /** How many of those committed the cursor covers; 0 for none. */
  readonly seen: number
}

const schedules = fc.record({
  scheduler: fc.scheduler(),
  committed: fc.integer({ min: 1, max: 4 }),
  later: fc.integer({ min: 1, max: 3 }),
  seen: fc.nat({ max: 4 }),
})

/** What a follower got when nothing is under way any more, and what it should have got. */
async function follow({ scheduler, committed, later, seen }: Schedule, isLate: boolean) {
  const { store, journey: followed, append, head } = createSlowStore(scheduler, committed, isLate)
  const hub = openTopicHub({ store, clock: fixedClock, tickMs: 0 })
  const covered = Math.min(seen, committed)
  const after = covered === 0 ? null : await cursors.encode(PRINCIPAL, followed.id, covered)
  const leaving = new AbortController()
  const got: { sequence: number; resync: boolean }[] = []
  async function read(): Promise<void> {
    const request = { principal: PRINCIPAL, after, signal: leaving.signal }
    const events = await createFollow({ store, hub, cursors }).followJourney(followed.id, request)
    for (;;) {
      const event = await events.next()
      if (event.done === true) return
      got.push({ sequence: event.value.transition.sequence, resync: event.value.resync })
    }
  }
  async function write(): Promise<void> {
    for (let number = 0; number < later; number += 1) await append()
  }
  const reading = read()
  const writing = write()
  await scheduler.waitIdle()
  leaving.abort()
  await Promise.all([reading, writing])
  hub.close()
  const start = covered === 0 ? (got[0]?.sequence ?? 0) : covered + 1
  const expected = Array.from({ length: head() - start + 1 }, (_, index) => ({
    sequence: start + index,
    resync: false,
  }))
  return { got, expected }
}

it('gives every transition once and in order, however its commit falls into the subscribing', async () => {
  await fc.assert(
    fc.asyncProperty(schedules, async (schedule) => {
      const { got, expected } = await follow(schedule, false)
      expect(got).toEqual(expected)
    }),
    RUNS,
  )
}, 60_000)

it('would lose one if the journal were read before it is watched', async () => {
  const details = await fc.check(
    fc.asyncProperty(schedules, async (schedule) => {
      const { got, expected } = await follow(schedule, true)
      if (JSON.stringify(got) !== JSON.stringify(expected)) throw new Failure('INTERNAL')
    }),
    RUNS,
  )
  expect(details.failed).toBe(true)
  expect(details.errorInstance).toBeInstanceOf(Failure)
}, 60_000)

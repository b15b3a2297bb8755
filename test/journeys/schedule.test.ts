/** Every journey that has not ended is looked at once per interval, whatever happens to the others. */
import { describe, expect, it } from 'vitest'
import { toInstant } from '../../src/domain/date.ts'
import type { Journey, JourneyObservation } from '../../src/domain/journey.ts'
import type { Store } from '../../src/store/store.ts'
import { failure, observation } from '../support/finpass.ts'
import { journeyState } from '../support/store-record.ts'
import { openJourneys, POLL_MS, type TestJourneys } from './support.ts'

const PROCESSING = observation({ status: 'PROCESSING' })

async function addMany(test: TestJourneys, count: number): Promise<readonly Journey[]> {
  const added: Journey[] = []
  for (let number = 0; number < count; number += 1) added.push(await test.add(journeyState('PROCESSING')))
  return added
}

/** How often each handle was asked about. */
function toCounts({ finpass }: TestJourneys): readonly number[] {
  return [...Map.groupBy(finpass.calls, ({ input }) => input).values()].map(({ length }) => length)
}

describe('a schedule', () => {
  it('looks at every journey that is due once per interval', async () => {
    await using test = await openJourneys()
    test.finpass.script('fetchAaBsaStatus', PROCESSING)
    await addMany(test, 5)
    const schedule = test.openSchedule()
    await test.clock.advance(0)
    expect(toCounts(test)).toEqual([1, 1, 1, 1, 1])
    await test.clock.advance(POLL_MS - 1)
    expect(toCounts(test)).toEqual([1, 1, 1, 1, 1])
    await test.clock.advance(501)
    expect(toCounts(test)).toEqual([2, 2, 2, 2, 2])
    await test.clock.advance(8 * POLL_MS)
    // The tick of half a second divides the interval, so no look slips to a later one.
    expect(toCounts(test)).toEqual([10, 10, 10, 10, 10])
    await schedule.close()
    expect(test.failures).toEqual([])
  })

  it('stops looking at a journey that has ended', async () => {
    await using test = await openJourneys()
    test.finpass.script('fetchAaBsaStatus', PROCESSING, observation({ status: 'COMPLETED' }))
    const [journey] = await addMany(test, 1)
    if (journey === undefined) throw new Error('one was added')
    const schedule = test.openSchedule()
    await test.clock.advance(10 * POLL_MS)
    expect(toCounts(test)).toEqual([2])
    expect(await test.read(journey)).toMatchObject({ status: 'COMPLETED', nextCheckAt: null })
    await schedule.close()
  })

  it('has no more looks under way than it may, and gets to all of them', async () => {
    await using test = await openJourneys()
    let [running, most] = [0, 0]
    const waiting: (() => void)[] = []
    test.finpass.script('fetchAaBsaStatus', async () => {
      running += 1
      most = Math.max(most, running)
      await new Promise<void>((resolve) => waiting.push(resolve))
      running -= 1
      return observation({ status: 'COMPLETED' })
    })
    const journeys = await addMany(test, 10)
    const schedule = test.openSchedule({ parallel: 3 })
    await test.clock.advance(2000)
    expect([running, test.finpass.calls.length]).toEqual([3, 3])
    // One is done: its place is free for one more, whichever journey comes first in the store.
    waiting.shift()?.()
    await test.clock.advance(500)
    expect([running, test.finpass.calls.length]).toEqual([3, 4])
    for (let ticks = 0; ticks < 10; ticks += 1) {
      for (const finish of waiting.splice(0)) finish()
      await test.clock.advance(500)
    }
    expect(toCounts(test)).toEqual(journeys.map(() => 1))
    expect(most).toBe(3)
    await schedule.close()
  })

  it('goes on after failures of Finpass, and tells of each with its journey', async () => {
    await using test = await openJourneys()
    const [failing, other] = await addMany(test, 2)
    if (failing === undefined || other === undefined) throw new Error('two were added')
    test.finpass.script('fetchAaBsaStatus', async (handle) => {
      if (handle === `handle-of-${failing.id}`) throw failure('FINPASS_UNAVAILABLE')
      return PROCESSING
    })
    const schedule = test.openSchedule()
    await test.clock.advance(6 * POLL_MS)
    await schedule.close()
    expect(test.failures.map(({ journey, failure: { code } }) => [journey?.id, code])).toEqual([
      [failing.id, 'FINPASS_UNAVAILABLE'],
      [failing.id, 'FINPASS_UNAVAILABLE'],
      [failing.id, 'FINPASS_UNAVAILABLE'],
    ])
    expect(toCounts(test).toSorted((a, b) => a - b)).toEqual([3, 7])
  })

  it('goes on after failures of the store', async () => {
    let isDown = true
    const wrap = (store: Store): Store => ({
      ...store,
      readDueJourneys: (...input) =>
        isDown ? Promise.reject(failure('STORE_UNAVAILABLE')) : store.readDueJourneys(...input),
    })
    await using test = await openJourneys({ wrap })
    test.finpass.script('fetchAaBsaStatus', PROCESSING)
    await addMany(test, 1)
    const schedule = test.openSchedule()
    await test.clock.advance(1000)
    expect(test.failures.map(({ journey, failure: { code } }) => [journey, code])).toEqual([
      [null, 'STORE_UNAVAILABLE'],
      [null, 'STORE_UNAVAILABLE'],
      [null, 'STORE_UNAVAILABLE'],
    ])
    isDown = false
    await test.clock.advance(500)
    expect(toCounts(test)).toEqual([1])
    await schedule.close()
  })

  it('goes on after a defect in a check', async () => {
    await using test = await openJourneys()
    const [journey] = await addMany(test, 1)
    const checker = { check: () => Promise.reject(new TypeError('x is undefined')) }
    const schedule = test.openSchedule({ checker })
    await test.clock.advance(500)
    expect(test.failures.map(({ journey: of, failure: { code } }) => [of?.id, code])).toEqual([
      [journey?.id, 'INTERNAL'],
      [journey?.id, 'INTERNAL'],
    ])
    await schedule.close()
  })

  it('looks at once when it is nudged for now, and still ticks as before', async () => {
    await using test = await openJourneys()
    test.finpass.script('fetchAaBsaStatus', PROCESSING)
    const schedule = test.openSchedule()
    await test.clock.advance(100)
    const [journey] = await addMany(test, 1)
    if (journey === undefined) throw new Error('one was added')
    const now = test.clock.now()
    schedule.nudge(journey, toInstant(now + 1))
    await test.clock.settle()
    expect(test.finpass.calls).toEqual([])
    schedule.nudge(journey, now)
    schedule.nudge(journey, now)
    await test.clock.settle()
    expect(toCounts(test)).toEqual([1])
    expect(test.clock.pending()).toBe(1)
    await test.clock.advance(POLL_MS + 500)
    expect(toCounts(test)).toEqual([2])
    await schedule.close()
  })
})

describe('closing a schedule', () => {
  it('waits for the looks under way, and begins none', async () => {
    await using test = await openJourneys()
    const { promise, resolve } = Promise.withResolvers<JourneyObservation>()
    test.finpass.script('fetchAaBsaStatus', () => promise)
    const [journey] = await addMany(test, 1)
    if (journey === undefined) throw new Error('one was added')
    const schedule = test.openSchedule()
    await test.clock.advance(0)
    let isClosed = false
    const closing = schedule.close().then(() => {
      isClosed = true
    })
    await test.add(journeyState('PROCESSING'))
    schedule.nudge(journey, test.clock.now())
    await test.clock.advance(10 * POLL_MS)
    expect(isClosed).toBe(false)
    resolve(observation({ status: 'DATA_FETCHED' }))
    await closing
    expect(await test.read(journey)).toMatchObject({ status: 'DATA_FETCHED', sequence: 2 })
    await test.clock.advance(10 * POLL_MS)
    expect(test.finpass.calls).toHaveLength(1)
    expect(test.clock.pending()).toBe(0)
  })

  it('loses nothing: the next process looks at what became due meanwhile', async () => {
    await using test = await openJourneys()
    test.finpass.script('fetchAaBsaStatus', PROCESSING)
    await addMany(test, 3)
    const schedule = test.openSchedule()
    await test.clock.advance(0)
    await schedule.close()
    await test.store.close()
    await test.clock.advance(100 * POLL_MS)
    expect(toCounts(test)).toEqual([1, 1, 1])
    const again = await test.openStoreAgain()
    expect(await again.readDueJourneys(test.clock.now(), 10)).toHaveLength(3)
  })
})

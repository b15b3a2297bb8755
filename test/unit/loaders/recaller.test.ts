/** Forgetting what was recalled elsewhere: at once with a hint, within a tick without one. */
import { describe, expect, it } from 'vitest'
import type { JourneyId } from '../../../src/domain/ids.ts'
import { openRecaller } from '../../../src/loaders/recaller.ts'
import type { Store } from '../../../src/store/store.ts'
import { createFakeClock } from '../../support/clock.ts'
import { journeyId, TENANT } from '../../support/store-record.ts'

async function open() {
  const clock = createFakeClock()
  const recalled: JourneyId[] = []
  const forgotten: string[] = []
  const listeners = new Set<() => void>()
  const state = { epoch: 'one', oldest: 1, isAway: false }
  const look = <Value>(value: Value): Promise<Value> =>
    state.isAway ? Promise.reject(new Error('away')) : Promise.resolve(value)
  const store: Pick<Store, 'readEpoch' | 'readRecalls' | 'watchRecalls'> = {
    readEpoch: () => look(state.epoch),
    readRecalls: (after, limit) =>
      look({
        head: recalled.length,
        oldest: state.oldest,
        recalls: recalled.slice(after, after + limit).map((id) => ({ tenant: TENANT, journeyId: id })),
      }),
    async watchRecalls(listener) {
      await look(null)
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
  const recaller = openRecaller({
    store: store as Store, // it asks for nothing else
    clock,
    tickMs: 1_000,
    forget: (_tenant, id) => void forgotten.push(id),
    forgetAll: () => void forgotten.push('everything'),
  })
  await clock.advance(1)
  forgotten.length = 0
  return { clock, recalled, forgotten, listeners, state, recaller, hint: () => listeners.forEach((each) => each()) }
}

describe('a recaller', () => {
  it('forgets what is recalled as soon as it is told', async () => {
    const test = await open()
    test.recalled.push(journeyId('a'), journeyId('b'))
    test.hint()
    await test.clock.settle()
    expect(test.forgotten).toEqual(['a', 'b'])
    test.hint()
    await test.clock.settle()
    expect(test.forgotten).toEqual(['a', 'b'])
  })

  it('forgets it within a tick when nobody told, however much it is', async () => {
    const test = await open()
    const ids = Array.from({ length: 1_200 }, (_, number) => journeyId(`j${number}`))
    test.recalled.push(...ids)
    await test.clock.advance(1_001)
    expect(test.forgotten).toEqual(ids)
  })

  it('forgets everything when it cannot prove that it read every recall', async () => {
    const test = await open()
    test.recalled.push(journeyId('a'), journeyId('b'))
    test.state.oldest = 2
    await test.clock.advance(1_001)
    expect(test.forgotten).toEqual(['everything'])
    test.state.epoch = 'two'
    await test.clock.advance(1_001)
    expect(test.forgotten).toEqual(['everything', 'everything'])
  })

  it('forgets everything while the store is away, and goes on afterwards', async () => {
    const test = await open()
    test.state.isAway = true
    test.recalled.push(journeyId('a'))
    await test.clock.advance(1_001)
    expect(test.forgotten).toEqual(['everything'])
    test.state.isAway = false
    await test.clock.advance(1_001)
    expect(test.forgotten).toEqual(['everything', 'a'])
  })

  it('ends with its process', async () => {
    const test = await open()
    test.recaller.close()
    expect(test.listeners.size).toBe(0)
    test.recalled.push(journeyId('a'))
    await test.clock.advance(10_000)
    expect(test.forgotten).toEqual([])
  })
})

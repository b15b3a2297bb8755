/** The schedule of a fleet goes by the store: the queue that runs its looks may be wrong about when. */
import { expect, it } from 'vitest'
import { openFleetSchedule } from '../../src/journeys/fleet-schedule.ts'
import type { CheckQueueOptions } from '../../src/store/check-queue.ts'
import { observation } from '../support/finpass.ts'
import { at, journeyState } from '../support/store-record.ts'
import { openJourneys } from './support.ts'

it('asks nothing about a journey that is not due, and says when it will be', async () => {
  await using test = await openJourneys()
  test.finpass.script('fetchAaBsaStatus', observation({ status: 'PROCESSING' }))
  let run: CheckQueueOptions['run'] = async () => null
  const schedule = openFleetSchedule({
    ...test,
    onFailure: () => undefined,
    openQueue(options) {
      run = options.run
      return { plan: async () => undefined, bringForward: async () => undefined, close: async () => undefined }
    },
  })
  const journey = await test.add({ ...journeyState('PROCESSING'), nextCheckAt: at(2_000) })
  expect(await run(journey)).toBe(at(2_000))
  expect(test.finpass.calls).toEqual([])
  await test.clock.advance(2_000)
  expect(await run(journey)).toBe(at(7_000))
  expect(test.finpass.calls).toHaveLength(1)
  await schedule.close()
})

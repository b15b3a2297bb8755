/** Waiting for a far moment: it comes when it is due, and costs a process no memory that stays. */
import { expect, it } from 'vitest'
import { toInstant } from '../../src/domain/date.ts'
import { callAt } from '../../src/platform/clock.ts'
import { createFakeClock } from '../support/clock.ts'

const HOUR_MS = 3_600_000

it('calls at the moment itself, and once', async () => {
  const clock = createFakeClock()
  const calls: number[] = []
  const at = toInstant(clock.now() + 30 * 24 * HOUR_MS + 1)
  callAt(clock, at, () => calls.push(clock.now()))
  await clock.advance(30 * 24 * HOUR_MS)
  expect(calls).toEqual([])
  await clock.advance(HOUR_MS)
  expect(calls).toEqual([at])
  expect(clock.pending()).toBe(0)
})

it('calls at once when the moment has passed, and never when there is none', async () => {
  const clock = createFakeClock()
  let calls = 0
  callAt(clock, clock.now(), () => (calls += 1))
  expect(calls).toBe(1)
  callAt(clock, null, () => (calls += 1))
  await clock.advance(HOUR_MS)
  expect(calls).toBe(1)
})

it('is taken back also after some of the time has passed', async () => {
  const clock = createFakeClock()
  let calls = 0
  const cancel = callAt(clock, toInstant(clock.now() + HOUR_MS), () => (calls += 1))
  await clock.advance(HOUR_MS / 2)
  cancel()
  expect(clock.pending()).toBe(0)
  await clock.advance(HOUR_MS)
  expect(calls).toBe(0)
})

// Node keeps what belongs to a length of timer until that length has passed, whether or not its timers were taken back.
it('sets timers of one length for whatever far moment', () => {
  const clock = createFakeClock()
  const lengths = new Set<number>()
  const noting = {
    now: clock.now,
    after(delayMs: number, action: () => void) {
      lengths.add(delayMs)
      return clock.after(delayMs, action)
    },
  }
  for (let number = 0; number < 1_000; number += 1) {
    callAt(noting, toInstant(clock.now() + HOUR_MS + number), () => undefined)()
  }
  expect(lengths.size).toBe(1)
})

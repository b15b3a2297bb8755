/** Counts in memory are bounded, and who has the longest to wait is forgotten last. */
import { expect, it } from 'vitest'
import { createMemoryCounter } from '../../src/store/memory-counter.ts'
import { at } from '../support/store-record.ts'

it('forgets what has lapsed before what has not', async () => {
  const counter = createMemoryCounter(3)
  await counter.count('long', { windowMs: 1_000 }, at(0))
  await counter.count('short', { windowMs: 10 }, at(0))
  await counter.count('middle', { windowMs: 100 }, at(0))
  await counter.count('new', { windowMs: 1_000 }, at(50))
  expect((await counter.count('long', { windowMs: 1_000 }, at(60))).count).toBe(2)
  expect((await counter.count('middle', { windowMs: 100 }, at(60))).count).toBe(2)
})

it('forgets those first whose windows end first, when all of them still run', async () => {
  const counter = createMemoryCounter(3)
  await counter.count('long', { windowMs: 1_000 }, at(0))
  await counter.count('short', { windowMs: 10 }, at(0))
  await counter.count('middle', { windowMs: 100 }, at(0))
  await counter.count('new', { windowMs: 1_000 }, at(5))
  expect((await counter.count('long', { windowMs: 1_000 }, at(6))).count).toBe(2)
  expect((await counter.count('short', { windowMs: 10 }, at(6))).count).toBe(1)
})

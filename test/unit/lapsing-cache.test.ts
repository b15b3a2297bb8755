/** What has lapsed leaves memory by itself, however early the timer comes that looks for it. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLapsingCache } from '../../src/platform/lapsing-cache.ts'
import { createFakeClock } from '../support/clock.ts'

const clock = createFakeClock()
const open = () => createLapsingCache<object>({ clock, mostBytes: 1_000, largestBytes: 600 })

describe('a lapsing cache', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  it.each([0, 1, 2, 17])('lets go of a value whose timer comes when it has %i ms left', async (leftMs) => {
    const cache = open()
    cache.set('a', {}, { ttlMs: 60_000, size: 1 })
    await clock.advance(60_000 - leftMs)
    // Node counts from when a turn of its loop began, so a timer comes early by as long as that turn took.
    vi.advanceTimersByTime(60_001)
    expect(cache.size).toBe(1)
    for (let ms = 0; ms < 40; ms += 1) {
      await clock.advance(1)
      vi.advanceTimersByTime(1)
    }
    expect(cache.size).toBe(0)
  })

  it('keeps a value as long as it may be', async () => {
    const cache = open()
    const value = {}
    cache.set('a', value, { ttlMs: 100, size: 1 })
    await clock.advance(100)
    expect(cache.get('a')).toBe(value)
    await clock.advance(1)
    expect(cache.get('a')).toBeUndefined()
  })

  it('pushes out what was used longest ago, and keeps none that is too large', () => {
    const cache = open()
    for (const key of ['a', 'b', 'c']) cache.set(key, { key }, { ttlMs: 100, size: 400 })
    cache.set('d', {}, { ttlMs: 100, size: 601 })
    expect([...cache.entries()].map(([key]) => key).toSorted()).toEqual(['b', 'c'])
  })
})

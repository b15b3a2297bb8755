/** The store contract: counting what must not happen too often. */
import { expect } from 'vitest'
import { at, testSeal } from '../support/store-record.ts'
import type { DefineTest } from './store.contract.ts'

const WINDOW = { windowMs: 60_000 }

export function defineCounterContract(test: DefineTest): void {
  test('counts in a window that runs from the first count', async ({ store }) => {
    expect(await store.count('key', WINDOW, at(0))).toEqual({ count: 1, endsAt: at(60_000) })
    expect(await store.count('key', WINDOW, at(30_000))).toEqual({ count: 2, endsAt: at(60_000) })
    expect(await store.count('key', { ...WINDOW, amount: 5 }, at(59_999))).toEqual({ count: 7, endsAt: at(60_000) })
    expect(await store.count('key', WINDOW, at(60_000))).toEqual({ count: 1, endsAt: at(120_000) })
  })

  test('keeps counts under different keys apart, whatever is in them', async ({ store }) => {
    const keys = ['a', 'A', 'a:b', 'a\nb', '', 'é', '🦆']
    for (const key of keys) expect((await store.count(key, WINDOW, at(0))).count).toBe(1)
    for (const key of keys) expect((await store.count(key, WINDOW, at(0))).count).toBe(2)
  })

  test('lets a window run anew with each count up to a bound, and leaves its end alone beyond', async ({ store }) => {
    const strict = { ...WINDOW, renewUpTo: 2 }
    expect(await store.count('key', strict, at(0))).toEqual({ count: 1, endsAt: at(60_000) })
    expect(await store.count('key', strict, at(50_000))).toEqual({ count: 2, endsAt: at(110_000) })
    expect(await store.count('key', strict, at(109_999))).toEqual({ count: 3, endsAt: at(110_000) })
    expect(await store.count('key', strict, at(110_000))).toEqual({ count: 1, endsAt: at(170_000) })
  })

  test('counts everybody who comes at once', async ({ store }) => {
    const counted = await Promise.all(Array.from({ length: 20 }, () => store.count('key', WINDOW, at(0))))
    expect(counted.map(({ count }) => count).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    )
  })

  test('counts together with other processes', async ({ store, openAnother }) => {
    const other = await openAnother()
    expect((await store.count('key', WINDOW, at(0))).count).toBe(1)
    expect(await other.count('key', WINDOW, at(1))).toEqual({ count: 2, endsAt: at(60_000) })
  })

  test('goes on counting after a restart', async ({ store, reopen }) => {
    await store.count('key', WINDOW, at(0))
    const again = await reopen()
    expect((await again.count('key', WINDOW, at(1))).count).toBe(2)
    // A new key in front, while others still have the old one alone.
    const rotated = await reopen({ seal: testSeal('second', 'first') })
    expect((await rotated.count('key', WINDOW, at(2))).count).toBe(3)
    expect(await (await reopen()).count('key', WINDOW, at(3))).toEqual({ count: 4, endsAt: at(60_000) })
  })
}

/** What the measure of the young heap is for: it must tell what stays behind from what goes, or its tests hold nothing. */
import { describe, expect, it } from 'vitest'
import { createBallast, measureLeftBehind } from '../support/young-heap.ts'

/** Fifty rounds of twenty make some 16 MB. */
const ROUNDS = 50
const MUCH_BYTES = 8 * 2 ** 20

describe('what is left behind', () => {
  it('is much of what a WeakMap holds that leads back to its key', async () => {
    const known = new WeakMap<object, unknown>()
    const left = await measureLeftBehind(ROUNDS, () => {
      const key = {}
      known.set(key, { key, ballast: createBallast() })
    })
    expect(left).toBeGreaterThan(MUCH_BYTES)
  })

  it('is much of what went through a Set that is old', async () => {
    const there = new Set<unknown>()
    const leaving: unknown[] = []
    const churn = (): void => {
      const ballast = createBallast()
      there.add(ballast)
      leaving.push(ballast)
      if (leaving.length > 8) there.delete(leaving.shift())
    }
    for (let time = 0; time < 100; time += 1) churn()
    expect(await measureLeftBehind(ROUNDS, churn)).toBeGreaterThan(MUCH_BYTES)
  })

  it('is much of what getters of object literals can reach', async () => {
    const left = await measureLeftBehind(ROUNDS, () => {
      const ballast = createBallast()
      return {
        get length() {
          return ballast.length
        },
      }
    })
    expect(left).toBeGreaterThan(MUCH_BYTES)
  })

  it('is little of what nobody leads to', async () => {
    expect(await measureLeftBehind(ROUNDS, () => ({ ballast: createBallast() }))).toBeLessThan(MUCH_BYTES / 2)
  })
})

/** What the measure of the young heap is for: it must tell what stays behind from what goes, or its tests hold nothing. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createBallast, measureLeftBehind } from '../support/young-heap.ts'

/** Fifty rounds of twenty make some 16 MB. */
const ROUNDS = 50
const MUCH_BYTES = 8 * 2 ** 20

/** What stays takes some 22 MB more of it, what goes 66. */
const MIXED_BYTES = 40 * 2 ** 20

async function leaveByLiteral(): Promise<number> {
  const script = new URL('../support/mixed-literal.ts', import.meta.url).pathname
  const { stdout } = await promisify(execFile)(process.execPath, [script])
  return (JSON.parse(stdout) as { readonly left: number }).left // as mixed-literal.ts says it
}

// Whether V8's own threads have marked it meanwhile is chance on a busy machine: then it is looked at again.
describe('what is left behind', { retry: 3 }, () => {
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

  // Whether V8 makes them old is chance, and nearly always so: twice is enough to see it.
  it('is little of what a literal makes that also makes what stays, once requests are kept young', async () => {
    for (let time = 0; time < 2; time += 1) expect(await leaveByLiteral()).toBeLessThan(MIXED_BYTES)
  })

  it('is little of what nobody leads to', async () => {
    expect(await measureLeftBehind(ROUNDS, () => ({ ballast: createBallast() }))).toBeLessThan(MUCH_BYTES / 2)
  })
})

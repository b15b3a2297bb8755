/** The reckoned size of a kept report: near enough to what it takes for a bound on the cache to mean something. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { reckonBytes } from '../../../src/loaders/reckoned-size.ts'

const RECORDED = join(import.meta.dirname, '../../support/recorded')

describe('the reckoned size', () => {
  it.each(['itr-data.observed.json', 'aa-bsa-analysis.observed.json'])(
    'of %s is more than its text, and not ten times as much',
    (name) => {
      const text = readFileSync(join(RECORDED, name), 'utf8')
      const bytes = reckonBytes(JSON.parse(text))
      const length = JSON.stringify(JSON.parse(text)).length
      expect(bytes).toBeGreaterThan(length)
      expect(bytes).toBeLessThan(10 * length)
    },
  )

  it('counts every part, however deep it lies', () => {
    const long = 'x'.repeat(10_000)
    expect(reckonBytes({ a: [{ b: long }] }) - reckonBytes({ a: [{ b: '' }] })).toBe(10_000)
    expect(reckonBytes([1n, 2n, 3n])).toBeGreaterThan(reckonBytes([1n]))
  })

  it('survives data that is nested deeper than the stack', () => {
    let nested: unknown = 'end'
    for (let depth = 0; depth < 1_000_000; depth += 1) nested = [nested]
    expect(reckonBytes(nested)).toBeGreaterThan(1_000_000)
  })
})

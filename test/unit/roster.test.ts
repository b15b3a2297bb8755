/** Who is there at the moment: all who came and have not left, and nothing of those who have. */
import { describe, expect, it } from 'vitest'
import { createRoster } from '../../src/platform/roster.ts'
import { createBallast, measureLeftBehind } from '../support/young-heap.ts'

describe('a roster', () => {
  it('lists who came and has not left, in whatever order they leave', () => {
    const roster = createRoster<number>()
    const leave = Array.from({ length: 30 }, (_, number) => roster.join(number))
    const there = new Set(leave.keys())
    for (const number of [29, 0, 7, 8, 7, 28, 15, 27, 0, 1, 2, 26, 14, 20, 3]) {
      leave[number]?.()
      there.delete(number)
      expect(roster.list().toSorted((a, b) => a - b)).toEqual([...there])
      expect(roster.size).toBe(there.size)
    }
    roster.join(100)
    expect(roster.list()).toContain(100)
  })

  it('counts whoever came twice as two', () => {
    const roster = createRoster<string>()
    const leave = roster.join('one')
    roster.join('one')
    leave()
    leave()
    expect(roster.list()).toEqual(['one'])
  })

  it('is empty once it was cleared, whoever leaves afterwards', () => {
    const roster = createRoster<string>()
    const leave = roster.join('one')
    roster.clear()
    roster.join('two')
    leave()
    expect(roster.list()).toEqual(['two'])
  })

  it('lists who was there when it was asked, whoever leaves meanwhile', () => {
    const roster = createRoster<number>()
    const leave = [1, 2, 3].map((number) => roster.join(number))
    const seen: number[] = []
    for (const number of roster.list()) {
      leave[number - 1]?.()
      seen.push(number)
    }
    expect(seen).toEqual([1, 2, 3])
    expect(roster.size).toBe(0)
  })

  it('keeps nothing of those who have left, however long it has been there', async () => {
    const roster = createRoster<unknown>()
    const leaving: (() => void)[] = []
    const churn = (): void => {
      const ballast = createBallast()
      leaving.push(roster.join(ballast))
      if (leaving.length > 8) leaving.shift()?.()
    }
    for (let time = 0; time < 100; time += 1) churn()
    // Some 16 MB went by, and it is as old as anything when this begins.
    expect(await measureLeftBehind(50, churn)).toBeLessThan(4 * 2 ** 20)
  })
})

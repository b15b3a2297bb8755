import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRepeatBudget } from '../../../../src/finpass/traffic/repeat-budget.ts'
import { createFakeClock } from '../../../support/clock.ts'

describe('the budget of repeats', () => {
  it('allows not quite a fifth of the calls', () => {
    const budget = createRepeatBudget({ clock: createFakeClock() })
    for (let call = 0; call < 500; call += 1) budget.noteRequest()
    let allowed = 0
    for (let wish = 0; wish < 500; wish += 1) if (budget.tryRepeat()) allowed += 1
    expect(allowed).toBe(95)
    expect(budget.read()).toEqual({ requests: 500, repeats: 95 })
  })

  it('allows three where there were few calls', () => {
    const budget = createRepeatBudget({ clock: createFakeClock() })
    budget.noteRequest()
    expect([1, 2, 3, 4].map(() => budget.tryRepeat())).toEqual([true, true, true, false])
  })

  it('forgets what was ten seconds ago', async () => {
    const clock = createFakeClock()
    const budget = createRepeatBudget({ clock })
    for (let call = 0; call < 100; call += 1) budget.noteRequest()
    await clock.advance(9_000)
    expect(budget.read().requests).toBe(100)
    await clock.advance(1_000)
    expect(budget.read()).toEqual({ requests: 0, repeats: 0 })
    await clock.advance(3_600_000)
    expect(budget.read()).toEqual({ requests: 0, repeats: 0 })
  })

  it('never lets a window have more repeats than a fifth of its calls, or three', async () => {
    const steps = fc.array(fc.record({ calls: fc.nat(30), wishes: fc.nat(30), waitMs: fc.nat(3_000) }), {
      maxLength: 60,
    })
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const clock = createFakeClock()
        const budget = createRepeatBudget({ clock })
        for (const { calls, wishes, waitMs } of history) {
          for (let call = 0; call < calls; call += 1) budget.noteRequest()
          for (let wish = 0; wish < wishes; wish += 1) {
            const { requests } = budget.read()
            if (!budget.tryRepeat()) continue
            expect(budget.read().repeats).toBeLessThanOrEqual(Math.max(3, requests / 5))
          }
          await clock.advance(waitMs)
        }
      }),
      { numRuns: 40 },
    )
  })
})

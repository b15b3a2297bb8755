import { describe, expect, it } from 'vitest'
import { Failure } from '../../src/domain/failure.ts'
import { sweepRegularly } from '../../src/gateway/keeping.ts'
import { createLog } from '../../src/platform/log.ts'
import { createFakeClock } from '../support/clock.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** A sweep over a store that counts, and fails when it is told to. */
function openSweep() {
  const clock = createFakeClock()
  const swept: number[] = []
  const lines: string[] = []
  const trouble: { thrown: Error | null } = { thrown: null }
  const beganAt = clock.now()
  const store = {
    async removeExpired(now: number) {
      swept.push(now - beganAt)
      if (trouble.thrown !== null) throw trouble.thrown
      return 0
    },
  }
  const stop = sweepRegularly(store, clock, createLog({ level: 'info', write: (line) => lines.push(line) }))
  return { clock, swept, lines, trouble, stop }
}

describe('sweeping', () => {
  it('begins a minute after the start and goes on every hour', async () => {
    const { clock, swept } = openSweep()
    await clock.advance(MINUTE_MS - 1)
    expect(swept).toEqual([])
    await clock.advance(1)
    await clock.advance(HOUR_MS)
    expect(swept).toEqual([MINUTE_MS, MINUTE_MS + HOUR_MS])
  })

  it('tries again a minute after the store was away, which is no defect', async () => {
    const { clock, swept, lines, trouble } = openSweep()
    trouble.thrown = new Failure('STORE_UNAVAILABLE')
    await clock.advance(MINUTE_MS)
    trouble.thrown = null
    await clock.advance(MINUTE_MS)
    expect(swept).toEqual([MINUTE_MS, 2 * MINUTE_MS])
    expect(lines.join('')).toContain('STORE_UNAVAILABLE')
    expect(lines.join('')).not.toContain('defect')
  })

  it('goes on after a defect, and tells it', async () => {
    const { clock, swept, lines, trouble } = openSweep()
    trouble.thrown = new TypeError('not readable')
    await clock.advance(2 * MINUTE_MS)
    expect(swept).toHaveLength(2)
    expect(lines.join('')).toContain('defect')
  })

  it('ends when it is stopped', async () => {
    const { clock, swept, stop } = openSweep()
    stop()
    await clock.advance(2 * HOUR_MS)
    expect(swept).toEqual([])
    expect(clock.pending()).toBe(0)
  })
})

/** Lines about sockets that were refused: enough to find out why, and never more than a few. */
import { describe, expect, it } from 'vitest'
import type { LogFields } from '../../src/platform/log.ts'
import { createRefusalLog } from '../../src/server/refusal-log.ts'
import { createFakeClock } from '../support/clock.ts'

function open() {
  const clock = createFakeClock()
  const told: (string | number | undefined)[][] = []
  const info = (_event: string, { kind, status, count }: LogFields = {}): void => void told.push([kind, status, count])
  return { clock, told, note: createRefusalLog({ info }, clock) }
}

describe('the log of refused sockets', () => {
  it('tells of the first at once, and of a thousand more in one line', async () => {
    const { clock, told, note } = open()
    for (let count = 0; count < 1_001; count += 1) note('origin')
    expect(told).toEqual([['origin', 403, 1]])
    await clock.advance(10_000)
    expect(told.slice(1)).toEqual([['origin', 403, 1_000]])
  })

  it('tells of every kind by itself', () => {
    const { told, note } = open()
    for (const kind of ['token', 'sockets', 'token'] as const) note(kind)
    expect(told).toEqual([
      ['token', 4403, 1],
      ['sockets', 1013, 1],
    ])
  })

  it('says nothing more when nobody else came, and tells at once of the next', async () => {
    const { clock, told, note } = open()
    note('new-sockets')
    await clock.advance(60_000)
    expect([told.length, clock.pending()]).toEqual([1, 0])
    note('new-sockets')
    expect(told).toHaveLength(2)
  })
})

import { describe, expect, it } from 'vitest'
import type { HttpAnswer } from '../../src/finpass/http.ts'
import { createPacer } from '../../src/finpass/traffic/pacer.ts'
import { createTraffic } from '../../src/finpass/traffic/traffic.ts'
import { toReadinessText } from '../../src/server/readiness.ts'
import { createFakeClock } from '../support/clock.ts'

const signal = new AbortController().signal
const BAD: HttpAnswer = { status: 503, body: undefined, retryAfter: null }

describe('what /readyz says', () => {
  it('is one word while nothing is held back', () => {
    expect(toReadinessText(createTraffic({ clock: createFakeClock() }).read())).toBe('ok')
  })

  it('names an operation that is not asked, and until when', async () => {
    const traffic = createTraffic({ clock: createFakeClock(), failuresToOpen: 1, mostAttempts: 1 })
    await traffic.call({ operation: 'itr.data', isPoll: false, signal }, async () => BAD)
    expect(toReadinessText(traffic.read()).split('\n')).toEqual([
      'ok',
      'finpass itr.data: breaker open, not asked before 2025-07-28T00:00:10.000Z, 0 under way, 0 waiting',
    ])
  })

  it('counts who waits for the pace', () => {
    const clock = createFakeClock()
    const pacer = createPacer({ clock, mostPerSecond: 10 })
    for (let call = 0; call < 5; call += 1) void pacer.enter(call === 4, signal, 60_000)
    const traffic = createTraffic({ clock, pacer })
    expect(toReadinessText(traffic.read())).toBe(
      'ok\nfinpass pace: 1 reads and 1 looks waiting, 10.0 of 10 a second here',
    )
  })
})

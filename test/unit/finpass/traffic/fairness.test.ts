/** One caller who wants a great deal, or a report that Finpass fails at, against everybody else. */
import { describe, expect, it } from 'vitest'
import { Failure, toFailure } from '../../../../src/domain/failure.ts'
import type { HttpAnswer } from '../../../../src/finpass/http.ts'
import { createPacer } from '../../../../src/finpass/traffic/pacer.ts'
import { createTraffic } from '../../../../src/finpass/traffic/traffic.ts'
import { createWaitingLine } from '../../../../src/finpass/traffic/waiting-line.ts'
import { createFakeClock } from '../../../support/clock.ts'

const GOOD: HttpAnswer = { status: 200, body: { success: true }, retryAfter: null }
const signal = new AbortController().signal
const GREEDY = 'a lender that reads everything'
const MODEST = 'another that reads one thing'

describe('a waiting line', () => {
  it('takes one of each caller in turn, and of each the one that has waited longest', async () => {
    const line = createWaitingLine(createFakeClock())
    const called: string[] = []
    for (const name of ['a1', 'a2', 'a3', 'b1', 'c1', 'b2']) {
      void line.join(signal, 1_000, name[0]).then(() => called.push(name))
    }
    expect([line.ahead('a'), line.ahead('b'), line.ahead('c'), line.ahead('new')]).toEqual([6, 6, 5, 3])
    while (line.call()) await Promise.resolve()
    await Promise.resolve()
    expect(called).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3'])
    expect([line.size, line.ahead('a')]).toEqual([0, 0])
  })

  it('forgets whoever has left, wherever it stood', async () => {
    const line = createWaitingLine(createFakeClock())
    const left = new AbortController()
    const gone = line.join(left.signal, 1_000, 'a').catch((thrown: unknown) => toFailure(thrown).code)
    const stays = line.join(signal, 1_000, 'b')
    left.abort()
    expect([await gone, line.size, line.call(), line.call()]).toEqual(['REQUEST_CANCELLED', 1, true, false])
    await stays
  })

  it('turns away the last of whoever has most, never for the sake of one that has as many', async () => {
    const line = createWaitingLine(createFakeClock())
    const busy = new Failure('FINPASS_BUSY')
    const codes = ['a', 'a', 'a', 'b'].map((caller) =>
      line.join(signal, 1_000, caller).then(
        () => 'called',
        (thrown: unknown) => toFailure(thrown).code,
      ),
    )
    expect([line.makeRoom('a', busy), line.makeRoom('b', busy), line.makeRoom('b', busy)]).toEqual([false, true, false])
    while (line.call());
    expect(await Promise.all(codes)).toEqual(['called', 'called', 'FINPASS_BUSY', 'called'])
  })
})

describe('a caller who wants more than Finpass can give', () => {
  it('keeps nobody else out of an operation, however much of it waits', async () => {
    const clock = createFakeClock()
    const traffic = createTraffic({ clock, mostUnderWay: 2, mostWaiting: 10 })
    const order: string[] = []
    const read = (caller: string) =>
      traffic
        .call({ operation: 'itr.data', isPoll: false, signal, caller }, async () => {
          order.push(caller)
          await new Promise<void>((resolve) => clock.after(100, resolve))
          return GOOD
        })
        .then(
          () => 'OK',
          (thrown: unknown) => toFailure(thrown).code,
        )
    const much = Array.from({ length: 20 }, () => read(GREEDY))
    const little = read(MODEST)
    await clock.advance(10_000)
    expect(await little).toBe('OK')
    // Two are under way, and then it is one of each.
    expect(order.indexOf(MODEST)).toBeLessThan(5)
    expect((await Promise.all(much)).filter((code) => code === 'FINPASS_BUSY')).toHaveLength(9)
  })

  it('leaves the others their turn of the pace', async () => {
    const clock = createFakeClock()
    const pacer = createPacer({ clock, mostPerSecond: 10 })
    const enter = async (caller: string) => {
      await pacer.enter(false, signal, 10_000, caller)
      return clock.now()
    }
    const beganAt = clock.now()
    const much = Array.from({ length: 90 }, () => enter(GREEDY))
    const little = enter(MODEST)
    await clock.advance(12_000)
    expect((await little) - beganAt).toBeLessThanOrEqual(500)
    await Promise.all(much)
  })
})

describe('a report that Finpass fails at', () => {
  function open() {
    const clock = createFakeClock()
    const traffic = createTraffic({ clock, mostAttempts: 1 })
    const fail = (about: string) =>
      traffic
        .call({ operation: 'itr.data', isPoll: false, signal, about }, () =>
          Promise.resolve({ status: 500, body: undefined, retryAfter: null }),
        )
        .catch(() => undefined)
    return { traffic, fail }
  }

  it('closes the operation to nobody else, however often it is asked for', async () => {
    const { traffic, fail } = open()
    for (let time = 0; time < 100; time += 1) await fail(`job ${time % 2}`)
    expect(traffic.read().operations['itr.data'].breaker).toBe('closed')
  })

  it('still counts among others that Finpass fails at', async () => {
    const { traffic, fail } = open()
    for (let time = 0; time < 12; time += 1) await fail(`job ${time % 3}`)
    expect(traffic.read().operations['itr.data'].breaker).toBe('open')
  })
})

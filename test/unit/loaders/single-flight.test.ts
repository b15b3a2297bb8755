/** One call for all who want the same: who leaves costs the others nothing, and nothing is kept. */
import { describe, expect, it } from 'vitest'
import { Failure } from '../../../src/domain/failure.ts'
import { createSingleFlight } from '../../../src/loaders/single-flight.ts'
import { createBallast, measureLeftBehind } from '../../support/young-heap.ts'

interface Call {
  readonly signal: AbortSignal
  readonly finish: (value: string) => void
  readonly fail: (thrown: unknown) => void
}

/** A single flight whose calls the test ends by hand. */
function openFlights() {
  const flights = createSingleFlight<string>()
  const calls: Call[] = []
  const start = (signal: AbortSignal): Promise<string> => {
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    calls.push({ signal, finish: resolve, fail: reject })
    return promise
  }
  return {
    flights,
    calls,
    call: (at: number): Call => calls[at] ?? expect.fail(`call ${at} was not made`),
    ask: (key = 'key', signal = new AbortController().signal) => flights.run(key, start, signal),
  }
}

describe('a single flight', () => {
  it('makes one call for all who ask at once, and gives all of them its answer', async () => {
    const { ask, calls, call } = openFlights()
    const answers = [ask(), ask(), ask()]
    expect(calls).toHaveLength(1)
    call(0).finish('answer')
    expect(await Promise.all(answers)).toEqual(['answer', 'answer', 'answer'])
  })

  it('makes a call for each key', async () => {
    const { ask, call } = openFlights()
    const answers = [ask('a'), ask('b')]
    call(1).finish('of b')
    call(0).finish('of a')
    expect(await Promise.all(answers)).toEqual(['of a', 'of b'])
  })

  it('asks again once the answer is there: it is no cache', async () => {
    const { ask, calls, call } = openFlights()
    const first = ask()
    call(0).finish('one')
    await first
    const second = ask()
    expect(calls).toHaveLength(2)
    call(1).finish('two')
    expect(await second).toBe('two')
  })

  it('tells everybody who waits of a failure, and keeps it for nobody', async () => {
    const { ask, call } = openFlights()
    const answers = [ask(), ask()]
    const failure = new Failure('FINPASS_TIMEOUT')
    call(0).fail(failure)
    for (const outcome of await Promise.allSettled(answers)) expect(outcome).toMatchObject({ reason: failure })
    const next = ask()
    call(1).finish('answer')
    expect(await next).toBe('answer')
  })

  it('goes on for the second when the first leaves', async () => {
    const { ask, call } = openFlights()
    const leaving = new AbortController()
    const first = ask('key', leaving.signal)
    const second = ask()
    leaving.abort()
    await expect(first).rejects.toMatchObject({ code: 'REQUEST_CANCELLED' })
    expect(call(0).signal.aborted).toBe(false)
    call(0).finish('answer')
    expect(await second).toBe('answer')
  })

  it('aborts the call when the last one has left, and lets nobody join it any more', async () => {
    const { ask, calls, call } = openFlights()
    const [one, two] = [new AbortController(), new AbortController()]
    const waiting = [ask('key', one.signal), ask('key', two.signal)]
    one.abort()
    await expect(waiting[0]).rejects.toMatchObject({ code: 'REQUEST_CANCELLED' })
    expect(call(0).signal.aborted).toBe(false)
    two.abort()
    await expect(waiting[1]).rejects.toMatchObject({ code: 'REQUEST_CANCELLED' })
    expect(call(0).signal.aborted).toBe(true)
    const late = ask()
    expect(calls).toHaveLength(2)
    // The call that was given up ends after its successor began, and must not take it away.
    call(0).fail(new Failure('REQUEST_CANCELLED'))
    await new Promise(setImmediate)
    const later = ask()
    expect(calls).toHaveLength(2)
    call(1).finish('answer')
    expect(await Promise.all([late, later])).toEqual(['answer', 'answer'])
  })

  it('makes no call for somebody who has left already', async () => {
    const { ask, calls } = openFlights()
    await expect(ask('key', AbortSignal.abort())).rejects.toMatchObject({ code: 'REQUEST_CANCELLED' })
    expect(calls).toEqual([])
  })

  it('leaves no listener behind on the signal of a long request', async () => {
    const { ask, call } = openFlights()
    const { signal } = new AbortController()
    const counts = { added: 0, removed: 0 }
    const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)]
    signal.addEventListener = (...input: Parameters<typeof add>) => (counts.added++, add(...input))
    signal.removeEventListener = (...input: Parameters<typeof remove>) => (counts.removed++, remove(...input))
    const answer = ask('key', signal)
    call(0).finish('answer')
    await answer
    expect(counts).toEqual({ added: 1, removed: 1 })
  })
})

describe('abort(prefix)', () => {
  it('aborts the calls under the prefix and no others', async () => {
    const { flights, ask, call } = openFlights()
    const answers = [ask('tenant\nj1\na'), ask('tenant\nj1\nb'), ask('tenant\nj10\na')]
    flights.abort('tenant\nj1\n')
    expect([0, 1, 2].map((at) => call(at).signal.aborted)).toEqual([true, true, false])
    call(0).fail(new Failure('REQUEST_CANCELLED'))
    call(1).fail(new Failure('REQUEST_CANCELLED'))
    call(2).finish('answer')
    const outcomes = await Promise.allSettled(answers)
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
  })

  it('lets the next one make a call of its own', async () => {
    const { flights, ask, calls, call } = openFlights()
    const old = ask()
    flights.abort('k')
    const fresh = ask()
    expect(calls).toHaveLength(2)
    call(0).finish('old')
    expect(await old).toBe('old')
    expect(call(1).signal.aborted).toBe(false)
    call(1).finish('fresh')
    expect(await fresh).toBe('fresh')
  })

  it('leaves no answer behind that only a collection of the whole heap takes away', async () => {
    const flights = createSingleFlight<readonly number[]>()
    const { signal } = new AbortController()
    let key = 0
    const answer = async (): Promise<readonly number[]> => createBallast()
    const make = async (): Promise<void> => {
      const keys = Array.from({ length: 20 }, () => `key ${(key += 1)}`)
      await Promise.all(keys.map((each) => flights.run(each, answer, signal)))
    }
    // Some 160 MB went by.
    expect(await measureLeftBehind(25, make)).toBeLessThan(16 * 2 ** 20)
  })
})

import { describe, expect, it } from 'vitest'
import { toInstant } from '../../../../src/domain/date.ts'
import { Failure, type FailureCode, toFailure } from '../../../../src/domain/failure.ts'
import type { HttpAnswer } from '../../../../src/finpass/http.ts'
import type { AttemptEvent, BreakerEvent } from '../../../../src/finpass/traffic/observer.ts'
import { OPERATIONS, type OperationName } from '../../../../src/finpass/traffic/operation.ts'
import { createTraffic, type TrafficOptions } from '../../../../src/finpass/traffic/traffic.ts'
import { createFakeClock } from '../../../support/clock.ts'

const GOOD: HttpAnswer = { status: 200, body: { success: true }, retryAfter: null }
const BAD: HttpAnswer = { status: 503, body: undefined, retryAfter: null }
const names = Object.keys(OPERATIONS) as OperationName[] // the keys of the table
const STARTS = names.filter((name) => name.endsWith('.start'))
const READS = names.filter((name) => !name.endsWith('.start'))

type Script = HttpAnswer | FailureCode | 'hang'

function open(options: Partial<TrafficOptions> = {}) {
  const clock = createFakeClock()
  const attempts: AttemptEvent[] = []
  const changes: BreakerEvent[] = []
  const observer = {
    onAttempt: (event: AttemptEvent) => void attempts.push(event),
    onBreaker: (event: BreakerEvent) => void changes.push(event),
  }
  const traffic = createTraffic({ clock, observer, random: () => 1, ...options })
  let sent = 0

  /** The status of the answer, or the code of the failure. */
  async function call(
    script: readonly Script[] | Script,
    {
      operation = 'itr.data',
      isPoll = false,
      signal = new AbortController().signal,
    }: { operation?: OperationName; isPoll?: boolean; signal?: AbortSignal } = {},
  ): Promise<number | FailureCode> {
    const answers: readonly Script[] = Array.isArray(script) ? script : [script as Script] // a list or one
    let at = 0
    try {
      const { status } = await traffic.call({ operation, isPoll, signal }, async (withinMs) => {
        sent += 1
        const answer = answers[Math.min(at, answers.length - 1)] ?? GOOD
        at += 1
        if (answer === 'hang') {
          const { promise, reject } = Promise.withResolvers<HttpAnswer>()
          clock.after(withinMs, () => reject(new Failure('FINPASS_TIMEOUT')))
          signal.addEventListener('abort', () => reject(new Failure('REQUEST_CANCELLED')))
          return promise
        }
        if (typeof answer === 'string') throw new Failure(answer)
        return answer
      })
      return status
    } catch (thrown) {
      return toFailure(thrown).code
    }
  }
  return { clock, traffic, attempts, changes, call, sent: () => sent }
}

describe('a call that fails in passing', () => {
  it.each(READS)('is made again when it is %s', async (operation) => {
    const { clock, call, sent } = open()
    const answer = call([BAD, 'FINPASS_UNREACHABLE', GOOD], { operation })
    await clock.advance(1_000)
    expect([await answer, sent()]).toEqual([200, 3])
  })

  it.each(STARTS)('is never made again when it is %s, whatever went wrong', async (operation) => {
    const { clock, call, sent } = open()
    const asked = { ...BAD, status: 429, retryAfter: toInstant(clock.now() + 10) }
    const codes = ['FINPASS_UNREACHABLE', 'FINPASS_TIMEOUT', 'FINPASS_SHAPE', 'FINPASS_UNAVAILABLE'] as const
    for (const [index, answer] of [BAD, ...codes, asked].entries()) {
      const outcome = call([answer, GOOD], { operation })
      await clock.advance(20_000)
      expect(await outcome).not.toBe(200)
      expect(sent()).toBe(index + 1)
    }
  })

  it('is made three times at most, at moments that nobody else has', async () => {
    const draws = [0.5, 0.25]
    const { clock, call, sent, attempts } = open({ random: () => draws.shift() ?? 1 })
    const answer = call(BAD)
    await clock.advance(99)
    expect(sent()).toBe(1)
    await clock.advance(1)
    expect(sent()).toBe(2)
    await clock.advance(100)
    expect([await answer, sent()]).toEqual([503, 3])
    expect(attempts.map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
      [1, 'FINPASS_UNAVAILABLE'],
      [2, 'FINPASS_UNAVAILABLE'],
      [3, 'FINPASS_UNAVAILABLE'],
    ])
  })

  it.each<Script>([
    'FINPASS_TIMEOUT',
    'FINPASS_SHAPE',
    'FINPASS_TOO_LARGE',
    { ...BAD, status: 401 },
    { ...BAD, status: 404 },
    { ...BAD, status: 200, body: { success: false, error_code: 'INVALID_CREDENTIALS' } },
  ])('is no such call when it says %j', async (answer) => {
    const { clock, call, sent } = open()
    const outcome = call([answer, GOOD])
    await clock.advance(5_000)
    expect(await outcome).not.toBe(GOOD)
    expect(sent()).toBe(1)
  })

  it('is made again when Finpass says so under 200', async () => {
    const { clock, call } = open()
    const answer = call([{ ...GOOD, body: { success: false, error_code: 'SERVICE_UNAVAILABLE' } }, GOOD])
    await clock.advance(1_000)
    expect(await answer).toBe(200)
  })

  it('is given up when its caller leaves meanwhile', async () => {
    const { clock, call, sent } = open()
    const leaving = new AbortController()
    const answer = call([BAD, GOOD], { signal: leaving.signal })
    await clock.settle()
    leaving.abort()
    await clock.advance(5_000)
    expect([await answer, sent()]).toEqual(['REQUEST_CANCELLED', 1])
  })

  it('is made again for a fifth of all calls only', async () => {
    const { clock, call, sent } = open({ failuresToOpen: 1_000_000 })
    const answers: Promise<unknown>[] = []
    for (let second = 0; second < 60; second += 1) {
      for (let index = 0; index < 50; index += 1) answers.push(call(BAD, { operation: READS[index % 3] ?? 'itr.data' }))
      await clock.advance(1_000)
    }
    await clock.advance(10_000)
    await Promise.all(answers)
    expect(sent()).toBeGreaterThan(3_000 * 1.15)
    expect(sent()).toBeLessThanOrEqual(3_000 * 1.2)
  })
})

describe('a Finpass that asks to wait', () => {
  const askToWait = (now: number, ms: number): HttpAnswer => ({ ...BAD, status: 429, retryAfter: toInstant(now + ms) })

  it('is not asked for that operation before, and is then asked again', async () => {
    const { clock, call, sent } = open()
    const first = call([askToWait(clock.now(), 3_000), GOOD])
    await clock.advance(1_000)
    expect(await call(GOOD)).toBe('FINPASS_RATE_LIMITED')
    expect(await call(GOOD, { operation: 'aa.report' })).toBe(200)
    await clock.advance(1_999)
    expect(sent()).toBe(2)
    await clock.advance(201)
    expect([await first, sent()]).toEqual([200, 3])
    expect(await call(GOOD)).toBe(200)
  })

  it('for longer than a person would is told to the caller at once', async () => {
    const { clock, call, sent } = open()
    expect(await call([askToWait(clock.now(), 9_000), GOOD])).toBe(429)
    expect(sent()).toBe(1)
  })

  it('is told at once when less is left of the call', async () => {
    const { clock, call } = open({ deadlineMs: 2_000 })
    expect(await call([askToWait(clock.now(), 1_800), GOOD])).toBe(429)
  })

  it('holds up no poll, which comes again by itself', async () => {
    const { clock, call } = open()
    expect(await call([askToWait(clock.now(), 1_000), GOOD], { isPoll: true, operation: 'itr.status' })).toBe(429)
  })
})

describe('an operation that fails all the time', () => {
  it('is asked twelve times, then not at all, while others go on', async () => {
    const { clock, call, sent, changes } = open({ mostAttempts: 1 })
    const codes: unknown[] = []
    for (let index = 0; index < 40; index += 1) codes.push(await call(BAD))
    expect(codes.filter((code) => code === 503)).toHaveLength(12)
    expect(codes.filter((code) => code === 'FINPASS_CIRCUIT_OPEN')).toHaveLength(28)
    expect(await call(GOOD, { operation: 'aa-bsa.status' })).toBe(200)
    expect(sent()).toBe(13)
    expect(changes).toEqual([{ operation: 'itr.data', from: 'closed', to: 'open' }])
    await clock.advance(10_000)
    expect(await call(GOOD)).toBe(200)
    expect(await call(GOOD)).toBe(200)
  })

  it.each<Script>(['FINPASS_TIMEOUT', 'FINPASS_UNREACHABLE', 'FINPASS_SHAPE', { ...BAD, status: 429 }, BAD])(
    'by %j is one of these',
    async (answer) => {
      const { call } = open({ mostAttempts: 1 })
      for (let index = 0; index < 12; index += 1) await call(answer)
      expect(await call(GOOD)).toBe('FINPASS_CIRCUIT_OPEN')
    },
  )

  it.each<Script>([
    { ...BAD, status: 401, body: { success: false, error_code: 'INVALID_CREDENTIALS' } },
    { ...BAD, status: 404, body: { success: false, error_code: 'JOB_NOT_FOUND' } },
    { ...BAD, status: 400 },
    { ...BAD, status: 422 },
    'FINPASS_TOO_LARGE',
    'REQUEST_CANCELLED',
  ])('by %j is none, since that is not its fault', async (answer) => {
    const { call } = open({ mostAttempts: 1 })
    for (const operation of ['itr.start', 'aa.report'] as const) {
      for (let index = 0; index < 40; index += 1) await call(answer, { operation })
      expect(await call(GOOD, { operation })).toBe(200)
    }
  })

  it('tells when it is worth coming again', async () => {
    const { clock, traffic, call } = open({ mostAttempts: 1 })
    for (let index = 0; index < 12; index += 1) await call(BAD)
    const signal = new AbortController().signal
    const refused = traffic.call({ operation: 'itr.data', isPoll: false, signal }, async () => GOOD)
    await expect(refused).rejects.toMatchObject({ retryAfter: clock.now() + 10_000 })
    expect(traffic.read().operations['itr.data']).toMatchObject({ breaker: 'open', pausedUntil: clock.now() + 10_000 })
  })
})

describe('an operation that hangs', () => {
  it('fills its own places, and takes none of another', async () => {
    const { clock, traffic, call, sent } = open({ mostUnderWay: 4 })
    const hanging = Array.from({ length: 10 }, () => call('hang'))
    await clock.settle()
    expect(sent()).toBe(4)
    expect(traffic.read().operations['itr.data']).toMatchObject({ underWay: 4, waiting: 6 })
    expect(await call(GOOD, { operation: 'aa-bsa.statements' })).toBe(200)
    await clock.advance(15_000)
    const codes = await Promise.all(hanging)
    expect(codes.slice(0, 4)).toEqual(Array(4).fill('FINPASS_TIMEOUT'))
    expect(new Set(codes.slice(4))).toEqual(new Set(['FINPASS_BUSY']))
    expect(traffic.read().operations['itr.data']).toMatchObject({ underWay: 0, waiting: 0 })
  })

  it('is told at once when too many wait already', async () => {
    const { clock, call } = open({ mostUnderWay: 1, mostWaiting: 2 })
    const waiting = [call('hang'), call('hang'), call('hang')]
    await clock.settle()
    expect(await call(GOOD)).toBe('FINPASS_BUSY')
    await clock.advance(20_000)
    await Promise.all(waiting)
  })

  it('gives the place of one who leaves to the next', async () => {
    const { clock, call, sent } = open({ mostUnderWay: 1 })
    const leaving = [new AbortController(), new AbortController()]
    const left = leaving.map(({ signal }) => call('hang', { signal }))
    const next = call(GOOD)
    await clock.settle()
    for (const each of leaving) each.abort()
    await clock.settle()
    expect(await Promise.all(left)).toEqual(['REQUEST_CANCELLED', 'REQUEST_CANCELLED'])
    expect([await next, sent()]).toEqual([200, 2])
  })

  it('has nobody queue for the probe', async () => {
    const { clock, call, sent } = open({ mostUnderWay: 1, failuresToOpen: 1, mostAttempts: 1 })
    await call(BAD)
    await clock.advance(10_000)
    const probe = call('hang')
    await clock.advance(10_000)
    expect(await call(GOOD)).toBe('FINPASS_BUSY')
    await clock.advance(10_000)
    expect([await probe, sent()]).toEqual(['FINPASS_TIMEOUT', 2])
  })
})

it('tells what is refused without being sent, and counts it as no call', async () => {
  const { traffic, call, attempts } = open({ mostAttempts: 1, failuresToOpen: 1 })
  await call(BAD)
  await call(GOOD)
  expect(attempts.map(({ wasSent, outcome, breaker }) => [wasSent, outcome, breaker])).toEqual([
    [true, 'FINPASS_UNAVAILABLE', 'open'],
    [false, 'FINPASS_CIRCUIT_OPEN', 'open'],
  ])
  expect(traffic.read().budget).toEqual({ requests: 1, repeats: 0 })
})

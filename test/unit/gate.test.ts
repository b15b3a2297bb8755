/** Admission under load: with a loop whose delay the test makes up, and a machine that can do so much and no more. */
import { describe, expect, it } from 'vitest'
import { createConcurrencyLimit } from '../../src/server/load/concurrency-limit.ts'
import { type GateOptions, openGate, type Slot } from '../../src/server/load/gate.ts'
import { createFakeClock } from '../support/clock.ts'

/** Spans of a tenth of a second in which each operation under way makes a turn so much longer. */
function play(
  limit: ReturnType<typeof createConcurrencyLimit>,
  spans: number,
  wanted: number,
  msEach: number,
): number[] {
  return Array.from({ length: spans }, () => {
    const underWay = Math.min(wanted, limit.current)
    limit.observe({ delayMs: underWay * msEach, mostUnderWay: underWay })
    return limit.current
  })
}

describe('the limit on operations under way', () => {
  it('finds what a machine can do in time, on a fast one and on a slow one', () => {
    for (const msEach of [0.1, 1, 3]) {
      const limit = createConcurrencyLimit({ most: 1_000 })
      const settled = play(limit, 100, 10_000, msEach).slice(-20)
      for (const found of settled) {
        expect(found * msEach).toBeLessThanOrEqual(33)
        expect(found * msEach).toBeGreaterThanOrEqual(15)
      }
    }
  })

  it('rises to its most while many wait for Finpass and nothing is late', () => {
    const limit = createConcurrencyLimit({ most: 1_000 })
    expect(play(limit, 30, 10_000, 0).at(-1)).toBe(1_000)
  })

  it('comes back to what may come at once when that is over', () => {
    const limit = createConcurrencyLimit({ most: 1_000, burst: 100 })
    play(limit, 30, 10_000, 0)
    expect(play(limit, 30, 0, 0).at(-1)).toBe(100)
    play(limit, 30, 10_000, 20)
    expect(limit.current).toBeLessThan(20)
    expect(play(limit, 40, 0, 0).at(-1)).toBe(100)
  })

  it('does not take neighbours on the machine for its own load, unless nobody could live with them', () => {
    const limit = createConcurrencyLimit({ most: 1_000, burst: 100 })
    for (let span = 0; span < 10; span += 1) limit.observe({ delayMs: 150, mostUnderWay: 40 })
    expect(limit.current).toBe(100)
    for (let span = 0; span < 6; span += 1) limit.observe({ delayMs: 300, mostUnderWay: 40 })
    expect(limit.current).toBeLessThan(40)
  })

  it('refuses nobody for a burst of calls that come back at once, however late they make the loop for a second', () => {
    const limit = createConcurrencyLimit({ most: 1_000, burst: 100 })
    // Again and again: bursts with calm between them do not add up.
    for (let burst = 0; burst < 5; burst += 1) {
      for (const delayMs of [500, 400, 300, 20]) limit.observe({ delayMs, mostUnderWay: 70 })
      expect(limit.current).toBe(100)
    }
    for (let span = 0; span < 4; span += 1) limit.observe({ delayMs: 500, mostUnderWay: 70 })
    expect(limit.current).toBeLessThan(70)
  })

  it('does not mind one late span, nor lateness of which few operations cannot be the cause', () => {
    const limit = createConcurrencyLimit({ most: 1_000, burst: 100 })
    limit.observe({ delayMs: 500, mostUnderWay: 90 })
    expect([limit.current, limit.isLate]).toEqual([100, false])
    limit.observe({ delayMs: 0, mostUnderWay: 50 })
    limit.observe({ delayMs: 500, mostUnderWay: 90 })
    expect([limit.current, limit.isLate]).toEqual([100, false])
    for (let span = 0; span < 10; span += 1) limit.observe({ delayMs: 500, mostUnderWay: 3 })
    expect([limit.current, limit.isLate]).toEqual([100, false])
    limit.observe({ delayMs: 500, mostUnderWay: 90 })
    limit.observe({ delayMs: 500, mostUnderWay: 90 })
    expect([limit.current, limit.isLate]).toEqual([45, true])
  })
})

function open(options: Partial<GateOptions> = {}) {
  const clock = createFakeClock()
  const state = { delayMs: 0, isClosed: false, isStopped: false, pass: (_spans: number): void => undefined }
  const delay = {
    take: () => ({ meanMs: state.delayMs, p50Ms: 0, p99Ms: 0, mostMs: 0 }),
    close() {
      state.isClosed = true
    },
  }
  const everySpan = (action: () => void): (() => void) => {
    state.pass = (spans) => {
      for (let span = 0; span < spans; span += 1) action()
    }
    return () => {
      state.pass = () => undefined
      state.isStopped = true
    }
  }
  const gate = openGate({ clock, delay, most: 200, everySpan, ...options })
  const enterMany = (count: number): Slot[] =>
    Array.from({ length: count }, () => gate.enter()).filter((slot) => slot !== null)
  return { gate, clock, state, enterMany }
}

describe('the gate', () => {
  it('lets in what it has room for, refuses the rest at once, and has room again when somebody leaves', () => {
    const { gate, enterMany } = open()
    const slots = enterMany(150)
    expect(slots).toHaveLength(100)
    expect(gate.read()).toMatchObject({ underWay: 100, limit: 100, refused: 50 })
    for (const slot of slots.slice(0, 10)) slot.leave()
    // A second time frees nothing.
    for (const slot of slots.slice(0, 10)) slot.leave()
    expect(enterMany(150)).toHaveLength(10)
  })

  it('gives no place to who waits for its caller', () => {
    const { gate, enterMany } = open()
    const slots = enterMany(100)
    for (const slot of slots) slot.park()
    expect(enterMany(100)).toHaveLength(100)
    slots[0]?.resume()
    slots[0]?.resume()
    expect(gate.read().underWay).toBe(101)
    slots[0]?.leave()
    slots[1]?.leave()
    slots[1]?.resume()
    expect(gate.read().underWay).toBe(100)
  })

  it('lets a crowd of streams in that comes back at once, unless the loop is late', () => {
    const { gate, state, enterMany } = open()
    enterMany(100)
    expect(gate.enter()).toBeNull()
    for (let time = 0; time < 100; time += 1) expect(gate.enterStream()).not.toBeNull()
    expect(gate.enterStream(), 'as many as there may be at all').toBeNull()
    state.delayMs = 60
    state.pass(3)
    expect(gate.read().limit).toBeLessThan(100)
    expect(gate.enterStream()).toBeNull()
  })

  it('tells when it begins to refuse and when that is over, once each', () => {
    const told: (boolean | number)[][] = []
    const { state, enterMany } = open({ onChange: (...change) => told.push(change) })
    const slots = enterMany(130)
    state.pass(1)
    expect(told).toEqual([[true, 30]])
    enterMany(50)
    state.pass(10)
    for (const slot of slots) slot.leave()
    state.pass(39)
    expect(told).toHaveLength(1)
    state.pass(3)
    expect(told).toEqual([
      [true, 30],
      [false, 69],
    ])
  })

  it('tells those it refuses to come back after a while, not all at once', () => {
    const { gate, clock } = open()
    const waits = Array.from({ length: 50 }, () => gate.toRefusal())
    for (const { code, waitMs, retryAfter, retryable } of waits) {
      expect([code, retryable]).toEqual(['GATEWAY_OVERLOADED', true])
      expect(waitMs).toBeGreaterThanOrEqual(1_000)
      expect(waitMs).toBeLessThanOrEqual(3_000)
      expect(retryAfter).toBe(clock.now() + waitMs)
    }
    expect(new Set(waits.map(({ waitMs }) => waitMs)).size).toBeGreaterThan(10)
  })

  it('takes the wait for a turn for lateness as well', async () => {
    const turns = { join: () => null, takeWaitMs: () => 60 }
    const { gate, state, enterMany } = open({ turns })
    enterMany(100)
    state.pass(3)
    expect(gate.read().limit).toBeLessThan(100)
    expect(gate.read()).toMatchObject({ delayMs: 0, turnWaitMs: 60 })
  })

  it('looks no more once it is closed', () => {
    const { gate, state } = open()
    gate.close()
    expect([state.isStopped, state.isClosed]).toEqual([true, true])
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Failure } from '../../../../src/domain/failure.ts'
import { type FleetCounter, openFleetShare, toShare } from '../../../../src/finpass/traffic/fleet-share.ts'
import { createPacer } from '../../../../src/finpass/traffic/pacer.ts'
import { createMemoryCounter } from '../../../../src/store/memory-counter.ts'
import { createFakeClock } from '../../../support/clock.ts'

const signal = new AbortController().signal

/** Processes that share a counter, with so much to send each half second. */
function openFleet(mostPerSecond: number, wants: readonly { reads: number; polls: number }[]) {
  const clock = createFakeClock()
  const memory = createMemoryCounter()
  let isAway = false
  const counter: FleetCounter = {
    count: (...input) => (isAway ? Promise.reject(new Failure('STORE_UNAVAILABLE')) : memory.count(...input)),
  }
  const members = wants.map((want) => {
    const pacer = createPacer({ clock, mostPerSecond })
    const share = openFleetShare({ counter, clock, pacer, mostPerSecond })
    let sent = 0
    const send = (isPoll: boolean): void => {
      const turn = pacer.enter(isPoll, signal, 60_000)
      if (turn === null) sent += 1
      else
        turn.then(
          () => {
            sent += 1
          },
          () => undefined,
        )
    }
    return { pacer, share, want, send, sent: () => sent }
  })
  async function pass(slices: number): Promise<void> {
    for (let slice = 0; slice < slices; slice += 1) {
      for (const { want, send } of members) {
        for (let call = 0; call < want.reads; call += 1) send(false)
        for (let call = 0; call < want.polls; call += 1) send(true)
      }
      await clock.advance(500)
    }
  }
  const shares = (): number[] => members.map(({ pacer }) => pacer.read().sharePerSecond ?? 0)
  return {
    clock,
    members,
    pass,
    shares,
    setAway: (value: boolean) => {
      isAway = value
    },
  }
}

const sum = (list: readonly number[]): number => list.reduce((total, one) => total + one, 0)

describe('the shares of a fleet', () => {
  it('add up to the whole, whatever is wanted', () => {
    const demand = fc.record({ reads: fc.nat(500), polls: fc.nat(500) })
    fc.assert(
      fc.property(fc.array(demand, { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 1_000 }), (own, most) => {
        const all = { reads: sum(own.map(({ reads }) => reads)), polls: sum(own.map(({ polls }) => polls)) }
        const facts = { mostPerSecond: most, members: own.length, all, everyMs: 500 }
        expect(sum(own.map((each) => toShare({ ...facts, own: each })))).toBeCloseTo(most, 6)
      }),
    )
  })

  it('go to reads before polls', () => {
    const all = { reads: 50, polls: 500 }
    const facts = { mostPerSecond: 100, members: 2, all, everyMs: 500 }
    // Reads of one, polls of the other: two slices of reads a second are 100, and a tenth is given out equally.
    expect(toShare({ ...facts, own: { reads: 50, polls: 0 } })).toBeCloseTo(95)
    expect(toShare({ ...facts, own: { reads: 0, polls: 500 } })).toBeCloseTo(5)
  })

  it('are equal while nobody wants anything', async () => {
    const fleet = openFleet(90, [
      { reads: 0, polls: 0 },
      { reads: 0, polls: 0 },
      { reads: 0, polls: 0 },
    ])
    await fleet.pass(4)
    for (const share of fleet.shares()) expect(share).toBeCloseTo(30)
  })

  it('follow what each process wants, and are never more than the whole', async () => {
    const fleet = openFleet(100, [
      { reads: 30, polls: 0 },
      { reads: 0, polls: 10 },
    ])
    await fleet.pass(10)
    const [busy = 0, other = 0] = fleet.shares()
    expect(busy).toBeGreaterThan(60)
    expect(other).toBeGreaterThan(20)
    expect(busy + other).toBeCloseTo(100)
  })

  it('keep a fleet that wants too much within its pace', async () => {
    const fleet = openFleet(40, [
      { reads: 40, polls: 40 },
      { reads: 40, polls: 40 },
    ])
    await fleet.pass(4)
    const before = sum(fleet.members.map(({ sent }) => sent()))
    await fleet.pass(20)
    const perSecond = (sum(fleet.members.map(({ sent }) => sent())) - before) / 10
    expect(perSecond).toBeGreaterThan(38)
    expect(perSecond).toBeLessThanOrEqual(41)
  })

  it('are equal parts while the counter is away', async () => {
    const fleet = openFleet(60, [
      { reads: 20, polls: 0 },
      { reads: 0, polls: 0 },
    ])
    await fleet.pass(6)
    fleet.setAway(true)
    await fleet.pass(2)
    expect(fleet.shares()).toEqual([30, 30])
    fleet.setAway(false)
    await fleet.pass(6)
    expect(fleet.shares()[0]).toBeGreaterThan(40)
  })

  it('are told once for each slice by a timer that fires early', async () => {
    const fake = createFakeClock()
    const clock = { now: fake.now, after: (ms: number, action: () => void) => fake.after(Math.max(1, ms - 1), action) }
    const memory = createMemoryCounter()
    const told: string[] = []
    const counter: FleetCounter = {
      count(key, options, now) {
        if (key.startsWith('finpass members') && options.amount === 1) told.push(key)
        return memory.count(key, options, now)
      },
    }
    const share = openFleetShare({
      counter,
      clock,
      pacer: createPacer({ clock, mostPerSecond: 60 }),
      mostPerSecond: 60,
    })
    for (let passed = 0; passed < 5_000; passed += 1) await fake.advance(1)
    share.close()
    expect(told.length).toBeGreaterThan(8)
    expect(new Set(told).size).toBe(told.length)
  })

  it('are no longer reckoned once they are closed', async () => {
    const fleet = openFleet(60, [{ reads: 0, polls: 0 }])
    await fleet.pass(2)
    fleet.members[0]?.share.close()
    await fleet.clock.advance(1_000)
    expect(fleet.clock.pending()).toBe(0)
  })
})

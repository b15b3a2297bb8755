import { beforeEach, describe, expect, it } from 'vitest'
import { type Breaker, createBreaker } from '../../../../src/finpass/traffic/breaker.ts'
import { createFakeClock, type FakeClock } from '../../../support/clock.ts'

let clock: FakeClock
let breaker: Breaker
let changes: string[]

beforeEach(() => {
  clock = createFakeClock()
  changes = []
  breaker = createBreaker({ clock, onChange: (from, to) => changes.push(`${from} ${to}`) })
})

/** Calls that fail, as long as they are let in. */
function fail(count: number): number {
  let made = 0
  for (let call = 0; call < count; call += 1) {
    const pass = breaker.admit()
    if (pass === null) continue
    made += 1
    breaker.fail(pass)
  }
  return made
}

describe('a breaker', () => {
  it('opens after twelve failures in a row, and then lets nobody in', () => {
    expect(fail(100)).toBe(12)
    expect(breaker.state).toBe('open')
    expect(changes).toEqual(['closed open'])
  })

  it('stays closed when every twelfth call is answered', () => {
    for (let round = 0; round < 20; round += 1) {
      expect(fail(11)).toBe(11)
      breaker.succeed('ordinary')
    }
    expect(breaker.state).toBe('closed')
  })

  it('takes failures that are more than a minute apart for no row', async () => {
    for (let round = 0; round < 40; round += 1) {
      fail(1)
      await clock.advance(60_001)
    }
    expect(breaker.state).toBe('closed')
  })

  it('says until when nobody is let in', async () => {
    expect(breaker.refusedUntil()).toBeNull()
    fail(12)
    expect(breaker.refusedUntil()).toBe(clock.now() + 10_000)
    await clock.advance(10_000)
    expect(breaker.refusedUntil()).toBeNull()
  })

  it('lets one probe in every ten seconds, however long each hangs', async () => {
    fail(12)
    const probes: (string | null)[] = []
    for (let second = 1; second <= 35; second += 1) {
      await clock.advance(1_000)
      probes.push(breaker.admit(), breaker.admit())
    }
    expect(probes.filter((pass) => pass !== null)).toEqual(['probe', 'probe', 'probe'])
    expect(breaker.state).toBe('half-open')
  })

  it('closes with the first probe that is answered', async () => {
    fail(12)
    await clock.advance(10_000)
    expect(breaker.admit()).toBe('probe')
    breaker.succeed('probe')
    expect(breaker.admit()).toBe('ordinary')
    expect(changes).toEqual(['closed open', 'open half-open', 'half-open closed'])
  })

  it('stays open when the probe fails, and needs twelve failures again once it has closed', async () => {
    fail(12)
    await clock.advance(10_000)
    expect(fail(5)).toBe(1)
    expect(breaker.state).toBe('open')
    await clock.advance(10_000)
    breaker.admit()
    breaker.succeed('probe')
    expect(fail(11)).toBe(11)
    expect(breaker.state).toBe('closed')
  })

  it('goes by probes alone while it is open: what was sent before says nothing about now', () => {
    fail(12)
    breaker.succeed('ordinary')
    breaker.fail('ordinary')
    expect(breaker.state).toBe('open')
  })
})

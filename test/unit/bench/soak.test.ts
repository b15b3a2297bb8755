/** What a soak concludes: the slope of a line with how sure it is, and a verdict for each promise. */
import { describe, expect, it } from 'vitest'
import { judgeSoak, type SoakResult } from '../../../bench/soak/report.ts'
import { findSlope, type Sample } from '../../../bench/soak/sample.ts'
import { createTally } from '../../../bench/soak/tally.ts'

const minutes = Array.from({ length: 60 }, (_, minute) => minute)
/** Up and down by the same, whatever the minute. */
const noise = (minute: number): number => (minute % 2 === 0 ? 1 : -1)

function result(heapAt: (minute: number) => number, mayHaveMet = false): SoakResult {
  const cycle = { windows: [], mayHaveMet: () => mayHaveMet, ended: Promise.resolve() }
  const tally = createTally(() => cycle)
  Object.assign(tally, { started: 10, ended: 10, deliveries: 100 })
  tally.endings.set(1, 10)
  // As much of a sample as is judged.
  const samples = minutes.map((minute) => ({ minute, heapMib: [heapAt(minute)] }) as unknown as Sample)
  return { minutes: 60, perSecond: 50, requests: 1, samples, windows: [], tally, troubles: [] }
}
const held = (soak: SoakResult): boolean[] => judgeSoak(soak).map(({ isHeld }) => isHeld)

describe('the slope', () => {
  it('is that of the line, and sure where there is no noise', () => {
    const { perHour, margin } = findSlope(minutes.map((minute) => ({ minute, value: 50 + minute / 10 })))
    expect(perHour).toBeCloseTo(6)
    expect(margin).toBeCloseTo(0)
  })

  it('is within its margin of nothing when there is only noise', () => {
    const { perHour, margin } = findSlope(minutes.map((minute) => ({ minute, value: 50 + noise(minute) })))
    expect(Math.abs(perHour)).toBeLessThan(margin)
  })
})

describe('the verdict', () => {
  it('is that all is held when nothing grows and nothing fails', () => {
    expect(held(result((minute) => 60 + noise(minute)))).toEqual([true, true, true, true, true])
  })

  it('sees a heap that grows by two MiB a minute under noise', () => {
    expect(held(result((minute) => 60 + 2 * minute + noise(minute)))[0]).toBe(false)
  })

  it('minds no memory that fills in the first third, and every one that goes on', () => {
    expect(held(result((minute) => 50 + Math.min(minute, 20) + noise(minute)))[0]).toBe(true)
    expect(held(result((minute) => 50 + Math.min(minute, 45) + noise(minute)))[0]).toBe(false)
  })

  it('claims nothing when the noise hides everything', () => {
    expect(held(result((minute) => 60 + 100 * Math.sin(minute * 7)))[0]).toBe(false)
  })

  it('counts an error as injected only when it is about Finpass and a fault was on', () => {
    const calm = result(() => 60)
    createTallyFailure(calm, 'FINPASS_TIMEOUT')
    expect(held(calm)[1]).toBe(false)
    const faulty = result(() => 60, true)
    createTallyFailure(faulty, 'FINPASS_TIMEOUT')
    expect(held(faulty)[1]).toBe(true)
    createTallyFailure(faulty, 'INTERNAL')
    expect(held(faulty)[1]).toBe(false)
  })

  it('sees a journey that ended twice, one that did not end, and a lost transition', () => {
    const twice = result(() => 60)
    twice.tally.endings.set(2, 1)
    expect(held(twice)[2]).toBe(false)
    const open = result(() => 60)
    Object.assign(open.tally, { started: 11 })
    expect(held(open)[2]).toBe(false)
    const lost = result(() => 60)
    lost.tally.findings.set('missing', 1)
    expect(held(lost)[3]).toBe(false)
  })
})

function createTallyFailure({ tally }: SoakResult, code: string): void {
  // The same object that counts, seen without its method by those who only read it.
  ;(tally as ReturnType<typeof createTally>).fail('request', code, Date.now())
}

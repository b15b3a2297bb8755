import { describe, expect, it } from 'vitest'
import { createPacer, type PacerOptions } from '../../../../src/finpass/traffic/pacer.ts'
import { toFailure } from '../../../../src/domain/failure.ts'
import { createFakeClock } from '../../../support/clock.ts'

const signal = new AbortController().signal

function open(options: Omit<PacerOptions, 'clock'>) {
  const clock = createFakeClock()
  const pacer = createPacer({ clock, ...options })
  const beganAt = clock.now()
  const sent: { readonly kind: string; readonly at: number }[] = []
  function enter(isPoll: boolean, patienceMs = 60_000, abort: AbortSignal = signal): Promise<string> {
    const note = (): string => {
      sent.push({ kind: isPoll ? 'poll' : 'read', at: clock.now() - beganAt })
      return 'sent'
    }
    return (
      pacer.enter(isPoll, abort, patienceMs)?.then(note, (thrown: unknown) => toFailure(thrown).code) ??
      Promise.resolve(note())
    )
  }
  const most = (list: typeof sent): number =>
    Math.max(...list.map(({ at }) => list.filter((other) => other.at >= at && other.at < at + 1_000).length))
  return { clock, pacer, sent, enter, most }
}

describe('a pacer', () => {
  it('lets everything through at once without figures', () => {
    const { pacer } = open({})
    expect([pacer.enter(true, signal, 1), pacer.enter(false, signal, 1)]).toEqual([null, null])
  })

  it('never lets more than a quarter above its figure into any second', async () => {
    const { clock, sent, enter, most } = open({ mostPerSecond: 20 })
    for (let call = 0; call < 200; call += 1) void enter(false)
    await clock.advance(9_500)
    expect(most(sent)).toBeLessThanOrEqual(25)
    expect(sent.length).toBeGreaterThanOrEqual(190)
  })

  it('lets reads go first, and polls have what is left', async () => {
    const { clock, sent, enter } = open({ mostPerSecond: 10 })
    for (let call = 0; call < 40; call += 1) void enter(true)
    for (let second = 0; second < 4; second += 1) {
      for (let call = 0; call < 7; call += 1) void enter(false)
      await clock.advance(1_000)
    }
    const reads = sent.filter(({ kind }) => kind === 'read')
    expect(reads).toHaveLength(28)
    expect(reads.every(({ at }, index) => at - Math.floor(index / 7) * 1_000 < 700)).toBe(true)
    expect(sent.length).toBeGreaterThan(36)
    expect(sent.length).toBeLessThanOrEqual(44)
  })

  it('lets no poll through while reads want everything', async () => {
    const { clock, sent, enter } = open({ mostPerSecond: 10 })
    for (let call = 0; call < 100; call += 1) void enter(false)
    void enter(true)
    await clock.advance(5_000)
    expect(sent.filter(({ kind }) => kind === 'poll')).toEqual([])
  })

  it('spreads polls evenly, and does not make reads wait for it', async () => {
    const { clock, sent, enter, most } = open({ pollsPerSecond: 50 })
    for (let call = 0; call < 300; call += 1) void enter(true)
    void enter(false)
    await clock.advance(5_000)
    expect(sent.find(({ kind }) => kind === 'read')?.at).toBe(0)
    const polls = sent.filter(({ kind }) => kind === 'poll')
    expect(polls.length).toBeGreaterThanOrEqual(245)
    expect(most(polls)).toBeLessThanOrEqual(53)
  })

  it('says at once that a turn would come too late', async () => {
    const { enter, pacer } = open({ mostPerSecond: 10 })
    for (let call = 0; call < 53; call += 1) void enter(false)
    expect(await enter(false, 3_000)).toBe('FINPASS_BUSY')
    expect(pacer.read()).toEqual({ mostPerSecond: 10, sharePerSecond: 10, readsWaiting: 50, pollsWaiting: 0 })
  })

  it('forgets who leaves', async () => {
    const { clock, sent, enter, pacer } = open({ mostPerSecond: 10 })
    const leaving = new AbortController()
    for (let call = 0; call < 3; call += 1) void enter(false)
    const left = enter(false, 60_000, leaving.signal)
    leaving.abort()
    expect(await left).toBe('REQUEST_CANCELLED')
    expect(pacer.read().readsWaiting).toBe(0)
    await clock.advance(2_000)
    expect(sent).toHaveLength(3)
  })

  it('goes by its share as soon as that changes', async () => {
    const { clock, sent, enter, pacer } = open({ mostPerSecond: 1 })
    for (let call = 0; call < 100; call += 1) void enter(false, 1_000_000)
    pacer.setShare(50)
    await clock.advance(3_000)
    expect(sent).toHaveLength(100)
  })
})

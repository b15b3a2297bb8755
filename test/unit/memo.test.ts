/** What is reckoned of an object once and kept with it: nobody sees it, and it goes when the object does. */
import { describe, expect, it } from 'vitest'
import { createMemo } from '../../src/domain/memo.ts'
import { createBallast, measureLeftBehind } from '../support/young-heap.ts'

describe('a memo', () => {
  it('is made once for each object', () => {
    let made = 0
    const toNumber = createMemo((_host: { name: string }) => ({ number: (made += 1) }))
    const [a, b] = [{ name: 'a' }, { name: 'a' }]
    expect([toNumber(a).number, toNumber(b).number, toNumber(a).number]).toEqual([1, 2, 1])
  })

  it('is not mixed up with another of the same object', () => {
    const host = { name: 'a' }
    const [toOne, toTwo] = [createMemo(() => ({ is: 1 })), createMemo(() => ({ is: 2 }))]
    expect([toOne(host).is, toTwo(host).is, toOne(host).is]).toEqual([1, 2, 1])
  })

  it('is neither listed, compared, printed nor copied', () => {
    const host = { name: 'a' }
    createMemo(() => ({ secret: 1 }))(host)
    expect(host).toEqual({ name: 'a' })
    expect(JSON.stringify({ ...host })).toBe('{"name":"a"}')
    expect(Object.getOwnPropertySymbols({ ...host })).toEqual([])
  })

  it('leaves nothing behind that only a collection of the whole heap takes away', async () => {
    const toBack = createMemo((host: object) => ({ host, ballast: createBallast() }))
    expect(await measureLeftBehind(50, () => toBack({}))).toBeLessThan(4 * 2 ** 20)
  })
})

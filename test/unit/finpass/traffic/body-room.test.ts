import { describe, expect, it } from 'vitest'
import { createBodyRoom } from '../../../../src/finpass/traffic/body-room.ts'

const MIB = 2 ** 20
const toSignal = () => new AbortController().signal

describe('the room for large answers', () => {
  it('does not count short ones', () => {
    const room = createBodyRoom(4 * MIB)
    const holds = Array.from({ length: 100 }, () => room.open().hold(MIB, toSignal))
    expect(holds.every((hold) => hold === null)).toBe(true)
  })

  it('lets the oldest go on when it is full, and the others when somebody has left', async () => {
    const room = createBodyRoom(8 * MIB)
    const [first, second, third] = [room.open(), room.open(), room.open()]
    expect([first.hold(4 * MIB, toSignal), second.hold(4 * MIB, toSignal)]).toEqual([null, null])
    const order: string[] = []
    const waits = [
      second.hold(5 * MIB, toSignal)?.then(() => order.push('second')),
      third.hold(2 * MIB, toSignal)?.then(() => order.push('third')),
    ]
    expect(waits).not.toContain(undefined)
    expect(first.hold(32 * MIB, toSignal)).toBeNull()
    first.leave()
    await Promise.all(waits.map((each) => Promise.resolve(each)))
    expect(order).toEqual(['second', 'third'])
    expect(third.hold(3 * MIB, toSignal)).toBeNull()
  })

  it('holds nobody who has given up, and keeps no room for whoever has left', async () => {
    const room = createBodyRoom(4 * MIB)
    const [first, second, third] = [room.open(), room.open(), room.open()]
    void first.hold(4 * MIB, toSignal)
    const leaving = new AbortController()
    const waits = second.hold(4 * MIB, () => leaving.signal)
    leaving.abort()
    await expect(waits).rejects.toThrow('abort')
    second.leave()
    first.leave()
    first.leave()
    expect(third.hold(4 * MIB, toSignal)).toBeNull()
  })
})

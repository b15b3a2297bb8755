/** Who begins in which turn of the event loop, with turns and a clock that the test makes up. */
import { expect, it } from 'vitest'
import { createTurnQueue } from '../../src/server/load/turn-queue.ts'

function open(mostInTurn = 1) {
  const ends: (() => void)[] = []
  const state = { nowMs: 0 }
  const queue = createTurnQueue({
    mostInTurn,
    afterTurn: (action) => void ends.push(action),
    nowMs: () => state.nowMs,
  })
  const begun: string[] = []
  return {
    queue,
    begun,
    ends,
    join(name: string): void {
      const turn = queue.join()
      if (turn === null) begun.push(name)
      else void turn.then(() => begun.push(name))
    },
    async endTurn(tookMs = 0): Promise<void> {
      state.nowMs += tookMs
      for (const action of ends.splice(0)) action()
      await Promise.resolve()
    },
  }
}

it('lets whoever comes alone begin at once', async () => {
  const { join, begun, endTurn, queue } = open()
  join('a')
  expect(begun).toEqual(['a'])
  await endTurn(5)
  join('b')
  expect(begun).toEqual(['a', 'b'])
  expect(queue.takeWaitMs()).toBe(0)
})

it('lets one begin in each turn, in the order in which they came', async () => {
  const { join, begun, endTurn } = open()
  for (const name of ['a', 'b', 'c']) join(name)
  expect(begun).toEqual(['a'])
  await endTurn()
  expect(begun).toEqual(['a', 'b'])
  // Nobody overtakes those who wait.
  join('d')
  await endTurn()
  await endTurn()
  expect(begun).toEqual(['a', 'b', 'c', 'd'])
})

it('lets several begin in a turn where it is told to', async () => {
  const { join, begun, endTurn } = open(2)
  for (const name of ['a', 'b', 'c', 'd', 'e']) join(name)
  expect(begun).toEqual(['a', 'b'])
  await endTurn()
  expect(begun).toEqual(['a', 'b', 'c', 'd'])
})

it('looks after no turn in which nobody has begun', async () => {
  const { join, ends, endTurn } = open()
  join('a')
  join('b')
  for (let turn = 0; turn < 3; turn += 1) await endTurn()
  expect(ends).toEqual([])
})

it('tells how long they waited, and how long those wait who have not begun', async () => {
  const { join, endTurn, queue } = open()
  for (const name of ['a', 'b', 'c', 'd']) join(name)
  await endTurn(10)
  await endTurn(10)
  // None, ten, twenty, and twenty so far.
  expect(queue.takeWaitMs()).toBe(12.5)
  await endTurn(10)
  expect(queue.takeWaitMs()).toBe(30)
  expect(queue.takeWaitMs()).toBe(0)
})

it('needs no test to end a turn', async () => {
  const queue = createTurnQueue()
  expect(queue.join()).toBeNull()
  let waited = 0
  for (let turn = queue.join(); waited < 3; turn = queue.join()) {
    if (turn === null) continue
    await turn
    waited += 1
  }
})

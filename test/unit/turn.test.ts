/** Turns: one after the other within a request, and somebody else's work in between. */
import { expect, it } from 'vitest'
import type { GraphContext } from '../../src/graph/context.ts'
import { takeTurn } from '../../src/graph/turn.ts'

it('lets others work between two turns of one request', async () => {
  const context = {} as GraphContext // only told apart from others
  const done: string[] = []
  const first = takeTurn(context, 50_000)?.then(() => {
    done.push('first')
    setImmediate(() => done.push('other'))
  })
  const second = takeTurn(context, 50_000)?.then(() => done.push('second'))
  expect(done).toEqual([])
  await Promise.all([first, second])
  expect(done).toEqual(['first', 'other', 'second'])
})

it('lets short lists go on at once until they are a long one together', () => {
  const context = {} as GraphContext // likewise
  const turns = Array.from({ length: 21 }, () => takeTurn(context, 100))
  expect(turns.map((turn) => turn !== null)).toEqual(Array.from({ length: 21 }, (_, at) => at === 10))
})

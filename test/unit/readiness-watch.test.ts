/** Readiness that does not flap, whatever a store does from one second to the next. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openReadinessWatch } from '../../src/server/readiness-watch.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Checks that go as the text says, one a second: `u` up, `d` down; gives what was told, and when. */
async function play(text: string): Promise<string[]> {
  const told: string[] = []
  let at = 0
  const watch = openReadinessWatch({
    async check() {
      at += 1
      if (text[at - 1] === 'd') throw new Error('away')
    },
    onChange: (isReady) => told.push(`${isReady ? 'ready' : 'not ready'} at ${at}`),
  })
  expect(watch.read().isReady).toBe(true)
  await vi.advanceTimersByTimeAsync(1_000 * text.length)
  expect(at).toBe(text.length)
  watch.close()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(at).toBe(text.length)
  return told
}

it('does not mind one check that fails', async () => {
  expect(await play('uuduududu')).toEqual([])
})

it('is not ready after two in a row, and ready again after three', async () => {
  expect(await play('uudduuu')).toEqual(['not ready at 4', 'ready at 7'])
})

it('stays as it is while a store comes and goes', async () => {
  expect(await play('ddududuududdduu')).toEqual(['not ready at 2'])
})

it('waits for a check that takes long before it makes another', async () => {
  let [begun, answer] = [0, (): void => undefined]
  const watch = openReadinessWatch({
    check() {
      begun += 1
      return new Promise((resolve) => {
        answer = resolve
      })
    },
  })
  await vi.advanceTimersByTimeAsync(10_000)
  expect(begun).toBe(1)
  answer()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(begun).toBe(2)
  watch.close()
})

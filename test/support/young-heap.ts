/**
 * What is still in memory after the young part of the heap was collected, as it is every few milliseconds under load. What
 * has died and is still there then is copied, kept and looked through until the whole heap is collected.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

type Collect = (options?: { readonly type: 'minor' }) => void

/** Something large enough to be seen. */
export function createBallast(): readonly number[] {
  return Array.from({ length: 2_000 }, (_, at) => at)
}

/** Bytes that `rounds` rounds of `make` have left behind, young collections between them. */
export async function measureLeftBehind(rounds: number, make: () => unknown): Promise<number> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as Collect // what --expose-gc gives every new context
  collect()
  const before = process.memoryUsage().heapUsed
  for (let round = 0; round < rounds; round += 1) {
    for (let each = 0; each < 20; each += 1) await make()
    collect({ type: 'minor' })
  }
  return process.memoryUsage().heapUsed - before
}

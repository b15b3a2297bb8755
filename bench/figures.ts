/** Numbers of a benchmark: measured one after another, reduced to a median, printed for people. */
import { cpus } from 'node:os'

/**
 * Runs each of `works` once per round, one after another; rounds of warm-up do not count. Gives the milliseconds of each,
 * sorted, in the order of `works`.
 */
export async function measureInTurn(
  rounds: number,
  warmUp: number,
  works: readonly (() => unknown)[],
): Promise<number[][]> {
  const times = works.map((): number[] => [])
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const [index, work] of works.entries()) {
      const startedAt = performance.now()
      await work()
      if (round >= 0) times[index]?.push(performance.now() - startedAt)
    }
  }
  return times.map((each) => each.toSorted((a, b) => a - b))
}

/** The value below which `share` of the sorted values lie; NaN of none. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export function median(sorted: readonly number[]): number {
  return quantile(sorted, 0.5)
}

/** `12.3 ms` below a hundred, `123 ms` above. */
export function printMs(ms: number): string {
  return `${ms.toFixed(ms < 100 ? 1 : 0)} ms`
}

export function printMib(bytes: number | null): string {
  return bytes === null ? 'not known here' : `${Math.round(bytes / 2 ** 20)} MiB`
}

/** What the machine is, in words that name none. */
export function printMachine(): string {
  return `${cpus().length} cores, Node ${process.versions.node}`
}

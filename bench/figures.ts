/** Numbers of a benchmark, reduced and printed for people. */
import { cpus } from 'node:os'

/** The value below which `share` of the values lie; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]]
  return (low + high) / 2
}

/** `1.23 ms` below ten, `12.3 ms` below a hundred, `123 ms` above. */
export function printMs(ms: number): string {
  return `${toThree(ms)} ms`
}

/** About three digits. */
export function toThree(value: number): string {
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)
}

export function printMib(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`
}

/** What the machine is, in words that name none. */
export function printMachine(): string {
  return `${cpus().length} cores, Node ${process.versions.node}`
}

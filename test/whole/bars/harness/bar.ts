/**
 * What a bar is. To add one: a file `test/whole/bars/<id>-<name>.ts` in lower case that exports `bar`; the runner finds it
 * by its name. A bar does its worst to a running gateway and gives figures; the runner judges them by the bar's limits.
 * It gives figures also when the gateway fails: throwing means that the bar itself is broken.
 */
import type { Mode } from './cluster.ts'
import type { Mutation } from './mutation.ts'
import type { Random } from './random.ts'

/** What a figure must hold; both ends included. */
export type Limit = { readonly most: number } | { readonly least: number } | { readonly exactly: number }
export type Limits = Readonly<Record<string, Limit>>
export type Figures = Readonly<Record<string, number>>

export interface Run {
  readonly mode: Mode
  /** A smaller variant that takes seconds. */
  readonly isQuick: boolean
  readonly seed: number
  /** Everything random comes from here. */
  readonly random: Random
  readonly isDefended: boolean
  /** For the gateway's processes: what takes the defence away, or nothing. */
  readonly mutations: readonly Mutation[]
  /** `full`, or `quick` in the quick variant. */
  scale<Value>(full: Value, quick: Value): Value
  /** A line for whoever watches. */
  say(text: string): void
}

export interface Bar {
  readonly id: string
  readonly name: string
  readonly modes: readonly Mode[]
  /** Programs that must be in PATH; one that is missing fails the bar. */
  readonly needs?: readonly string[]
  /** Its quick figures are of milliseconds too: the tests run nothing beside it. */
  readonly isTimed?: true
  /** What takes the defence away that the bar is about. Where figures are enough, the bar looks at `isDefended` itself. */
  readonly undefended?: (run: Pick<Run, 'mode'>) => readonly Mutation[]
  /** Every figure named here must be given; others may be given besides. */
  limits(run: Run): Limits
  run(run: Run): Promise<Figures>
}

/** The figures that do not hold, each as a sentence; empty when the bar is passed. */
export function judge(limits: Limits, figures: Figures): string[] {
  return Object.entries(limits).flatMap(([name, limit]) => {
    const value = figures[name]
    if (value === undefined || Number.isNaN(value)) return [`${name} was not measured`]
    return holds(value, limit) ? [] : [`${name} is ${value}, must be ${toText(limit)}`]
  })
}

function holds(value: number, limit: Limit): boolean {
  if ('most' in limit) return value <= limit.most
  return 'least' in limit ? value >= limit.least : value === limit.exactly
}

export function toText(limit: Limit): string {
  if ('most' in limit) return `<= ${limit.most}`
  return 'least' in limit ? `>= ${limit.least}` : `${limit.exactly}`
}

/** The value below which `share` of the values are; NaN when there are none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

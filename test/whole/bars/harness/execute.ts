/** Runs one bar once and says how it went. */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Bar, type Figures, judge, type Run, toText } from './bar.ts'
import type { Mode } from './cluster.ts'
import { createRandom } from './random.ts'

export interface ExecuteOptions {
  readonly mode: Mode
  readonly isQuick: boolean
  readonly seed: number
  readonly isDefended: boolean
  readonly say: (text: string) => void
}

export interface Report {
  readonly id: string
  readonly mode: Mode
  readonly pass: boolean
  readonly limit: Readonly<Record<string, string>>
  readonly measured: Figures
  readonly seconds: number
  readonly seed: number
  readonly defence: 'on' | 'off'
  readonly isQuick: boolean
  /** What does not hold. */
  readonly failed: readonly string[]
  /** True when the bar itself broke: it then proves nothing, with or without the defence. */
  readonly isBroken: boolean
}

/** Never rejects: a bar that breaks, or whose tools are missing, has failed. */
export async function execute(bar: Bar, options: ExecuteOptions): Promise<Report> {
  const { mode, isQuick, seed, isDefended, say } = options
  const run: Run = {
    mode,
    isQuick,
    seed,
    isDefended,
    random: createRandom(seed),
    mutations: isDefended ? [] : (bar.undefended?.({ mode }) ?? []),
    scale: (full, quick) => (isQuick ? quick : full),
    say,
  }
  const beganAt = performance.now()
  let measured: Figures = {}
  let failed: string[]
  let isBroken = false
  const limits = bar.limits(run)
  try {
    const needs = [...(bar.needs ?? []), ...(mode === 'redis' ? ['redis-server'] : [])]
    const missing = needs.filter((program) => !isInPath(program))
    if (missing.length > 0) throw new Error(`not installed: ${missing.join(', ')}`)
    measured = await bar.run(run)
    failed = judge(limits, measured)
  } catch (thrown) {
    isBroken = true
    failed = [thrown instanceof Error ? `${thrown.stack}` : 'unknown']
  }
  return {
    id: bar.id,
    mode,
    pass: failed.length === 0,
    limit: Object.fromEntries(Object.entries(limits).map(([name, limit]) => [name, toText(limit)])),
    measured: round(measured),
    seconds: Math.round((performance.now() - beganAt) / 100) / 10,
    seed,
    defence: isDefended ? 'on' : 'off',
    isQuick,
    failed,
    isBroken,
  }
}

/** True when a run went as it should: passed with the defence, failed by its figures without it. */
export function isAsExpected({ pass, defence, isBroken }: Report): boolean {
  return !isBroken && pass === (defence === 'on')
}

function round(figures: Figures): Figures {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Math.round(value * 100) / 100]))
}

function isInPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

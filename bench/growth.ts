/** What a line of a statement costs as statements get longer: processor time, so that other work does not count. */
import { median } from './figures.ts'
import { toTable } from './page.ts'
import { measureInTurns } from './round.ts'
import { BY_HAND, GATEWAY, openSystems, type Setting } from './setting.ts'
import type { Workload } from './workload.ts'

const LINES = [500, 5_000, 50_000] as const
/** How much more a line may cost in the longest statement than in the middle one, before the cost counts as growing. */
const MOST_GROWTH = 1.25

export async function measureGrowth(setting: Setting, workload: Workload): Promise<string[]> {
  const { upstream, rounds, isQuick } = setting
  const costs: { readonly lines: number; readonly cpuMs: readonly number[] }[] = []
  for (const lines of LINES) {
    await using systems = await openSystems(setting, workload, [BY_HAND, GATEWAY])
    await upstream.turn({ lines })
    const measured = await measureInTurns({
      // As many lines in all, so that short statements are warm as well.
      workload: { ...workload, connections: 2, warmUp: 1_000_000 / lines },
      upstream,
      systems: systems.all,
      rounds: Math.min(rounds, 3),
      ...(isQuick ? { mostWarmUpMs: 1_000 } : {}),
      roundMs: isQuick ? 700 : 1_500,
    })
    costs.push({ lines, cpuMs: measured.map(({ rounds }) => median(rounds.map((round) => round.cpuMsPerAnswer))) })
  }
  await upstream.turn({ lines: 0 })
  const rows = costs.map(({ lines, cpuMs }, at) => {
    const [first, ours] = toMicros(lines, cpuMs)
    // What comes with every request, however short, is not about lines: each size is judged by what it adds to the one before.
    const [handAdded, added] = at === 0 ? [] : [toAdded(costs, at, 0), toAdded(costs, at, 1)]
    const before = at < 2 ? null : toAdded(costs, at - 1, 1)
    const growth = added === undefined || before === null ? null : added / before
    return [
      lines.toLocaleString('en-US'),
      `${first?.toFixed(2)} µs`,
      handAdded === undefined ? '' : `${handAdded.toFixed(2)} µs`,
      `${ours?.toFixed(2)} µs`,
      added === undefined ? '' : `${added.toFixed(2)} µs`,
      growth === null ? '' : `<= ${MOST_GROWTH} x the row above`,
      growth === null ? '' : `${growth.toFixed(2)}: ${growth <= MOST_GROWTH ? 'held' : 'missed'}`,
    ]
  })
  const head = [
    'lines',
    'by hand, each line',
    'by hand, each line more',
    'gateway, each line',
    'gateway, each line more',
    'target',
    '',
  ]
  return toTable(head, rows)
}

type Costs = readonly { readonly lines: number; readonly cpuMs: readonly number[] }[]

function toMicros(lines: number, cpuMs: readonly number[]): number[] {
  return cpuMs.map((ms) => (ms * 1_000) / lines)
}

/** Microseconds of a system for each line more than in the size before. */
function toAdded(costs: Costs, at: number, system: number): number {
  const [before, here] = [costs[at - 1], costs[at]]
  const ms = (here?.cpuMs[system] ?? Number.NaN) - (before?.cpuMs[system] ?? Number.NaN)
  return (ms * 1_000) / ((here?.lines ?? Number.NaN) - (before?.lines ?? Number.NaN))
}

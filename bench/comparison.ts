/** One workload on all systems in turns: the tables W1, W2, W2dup and W3. */
import { printMachine } from './figures.ts'
import { HEAD, toRows } from './measured-table.ts'
import { toTable } from './page.ts'
import { measureInTurns } from './round.ts'
import { BY_HAND, GATEWAY, KEEPING, MERCURIUS, openSystems, type Setting } from './setting.ts'
import type { Workload } from './workload.ts'

export async function compare(setting: Setting, workload: Workload): Promise<string[]> {
  const { upstream, rounds, isQuick } = setting
  const kept = workload.isKept ? [KEEPING] : []
  await using systems = await openSystems(setting, workload, [BY_HAND, GATEWAY, MERCURIUS, ...kept])
  const measured = await measureInTurns({
    workload,
    upstream,
    rounds,
    ...(isQuick ? { mostWarmUpMs: 1_000, mostStretchMs: 5_000 } : {}),
    roundMs: isQuick ? 1_000 : workload.roundMs,
    systems: systems.all,
  })
  return [
    `${printMachine()}; ${workload.title}; ${workload.connections} requests under way at once.`,
    '',
    ...toTable(HEAD, toRows(measured, workload.targets)),
  ]
}

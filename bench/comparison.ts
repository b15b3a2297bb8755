/** One workload on all systems in turns: the tables W1, W2, W2dup and W3. */
import { printMachine } from './figures.ts'
import { HEAD, toRows } from './measured-table.ts'
import { toTable } from './page.ts'
import { measureInTurns } from './round.ts'
import { BY_HAND, GATEWAY, KEEPING, MERCURIUS, openSystems, type Setting } from './setting.ts'
import type { Workload } from './workload.ts'

/** Of 50,000 lines each: as many as are kept at once. */
const FEW = 4
const KEEPING_FEW = `${KEEPING}, ${FEW} applicants`

export async function compare(setting: Setting, workload: Workload): Promise<string[]> {
  const { upstream, rounds, isQuick } = setting
  const names = [BY_HAND, GATEWAY, MERCURIUS, ...(workload.isKept ? [KEEPING] : [])]
  await using systems = await openSystems(setting, workload, names)
  const kept = systems.all.find(({ name }) => name === KEEPING)
  const few = kept !== undefined && workload.operation === 'statement'
  const measured = await measureInTurns({
    workload,
    upstream,
    rounds,
    warmUpMs: isQuick ? 1_000 : 3_000,
    roundMs: isQuick ? 1_000 : workload.roundMs,
    systems: [
      ...systems.all,
      ...(few ? [{ ...kept, name: KEEPING_FEW, pick: (number: number) => [number % FEW] }] : []),
    ],
  })
  return [
    `${printMachine()}; ${workload.title}; ${workload.connections} requests under way at once.`,
    '',
    ...toTable(HEAD, toRows(measured, workload.targets)),
  ]
}

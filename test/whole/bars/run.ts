/**
 * The fault suite's command: `npm run bar -- ID [ID…|all] [--quick] [--mode embedded|redis|both] [--seed N]
 * [--without-defence] [--prove] [--write PAGE]`. One JSON line per run on standard output; exit code 1 when one did not
 * go as it should: with the defence a bar must pass, without it it must fail. `--prove` runs each bar both ways.
 * `--write` brings the table of a page up to date with what was measured; of quick runs, what they give without a defence.
 */
import { findBars } from './harness/catalogue.ts'
import type { Mode } from './harness/cluster.ts'
import { execute, isAsExpected, type Report } from './harness/execute.ts'
import { writePage } from './harness/reliability-page.ts'
import { parseArgs } from 'node:util'

const DEFAULT_SEED = 20_250_728

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    mode: { type: 'string', default: 'both' },
    seed: { type: 'string', default: String(DEFAULT_SEED) },
    'without-defence': { type: 'boolean', default: false },
    prove: { type: 'boolean', default: false },
    write: { type: 'string' },
  },
})
// Whoever is told to stop goes through `exit`, where what was started is ended.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
const say = (text: string): void => void process.stderr.write(`${text}\n`)
const MODES: Readonly<Record<string, readonly Mode[]>> = {
  embedded: ['embedded'],
  redis: ['redis'],
  both: ['embedded', 'redis'],
}
const modes = MODES[values.mode]
if (modes === undefined) throw new Error('--mode is embedded, redis or both')
if (values.write !== undefined && values.quick && !values['without-defence']) {
  throw new Error('--write wants full runs, but for those --without-defence')
}
const bars = await findBars(positionals)
const reports: Report[] = []
let isFine = true
for (const bar of bars) {
  const fitting = modes.filter((mode) => bar.modes.includes(mode))
  if (fitting.length === 0) say(`${bar.id} ${bar.name} makes no sense in ${values.mode} mode`)
  for (const mode of fitting) {
    for (const isDefended of values.prove ? [true, false] : [!values['without-defence']]) {
      say(`${bar.id} ${bar.name}, ${mode}${isDefended ? '' : ', without its defence'}`)
      const report = await execute(bar, { mode, isQuick: values.quick, seed: Number(values.seed), isDefended, say })
      process.stdout.write(`${JSON.stringify(report)}\n`)
      reports.push(report)
      // After every run, so that what comes later cannot lose it.
      if (values.write !== undefined) await writePage(values.write, await findBars(['all']), reports)
      if (isAsExpected(report)) continue
      isFine = false
      if (report.failed.length === 0) say(`${bar.id} passes without its defence: it is not a test`)
    }
  }
}
// What a bar left open must not keep the command from ending.
process.exit(isFine ? 0 : 1)

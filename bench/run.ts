/**
 * `npm run bench`: the gateway against what one would write by hand and against a GraphQL server without our checks, on the
 * same work and each on the same single core. Writes its tables into docs/performance.md, unless it is a part or a quick run.
 * With `--profile` every gateway leaves a CPU profile in that folder when it ends; `node bench/profile.ts DIR` sums it up.
 */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { measureAlone } from './alone.ts'
import { writeCapacity } from './capacity.ts'
import { compare } from './comparison.ts'
import { measureFanOut } from './fan-out.ts'
import { measureGrowth } from './growth.ts'
import { writeSection } from './page.ts'
import { openSetting, type Setting } from './setting.ts'
import { measureStart } from './start.ts'
import { measureStoreSize } from './store-size.ts'
import { WORKLOADS, type Workload } from './workload.ts'

const HELP =
  'npm run bench -- [--only W1,W2,W2dup,W3,alone,growth,W4,start,stores] [--rounds 5] [--quick] [--write] [--profile DIR]'

const [W1, , , W3] = WORKLOADS
const PARTS: readonly (readonly [name: string, measure: (setting: Setting) => Promise<string[]>])[] = [
  ...WORKLOADS.map((workload) => [workload.id, (setting: Setting) => compare(setting, workload)] as const),
  ['alone', (setting) => measureAlone(setting, need(W1))],
  ['growth', (setting) => measureGrowth(setting, need(W3))],
  ['W4', measureFanOut],
  ['start', measureStart],
  ['stores', measureStoreSize],
]

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
})
const wanted = values.only?.split(',') ?? PARTS.map(([name]) => name)
const unknown = wanted.filter((each) => !PARTS.some(([name]) => name === each))
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}.\n${HELP}`)
  process.exit(1)
}
const isWhole = values.only === undefined && !values.quick
const rounds = Number(values.rounds ?? (values.quick ? 2 : 5))
const { profile: folder, quick: isQuick } = values
const flags = folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${resolve(folder)}`]
await using setting = await openSetting({ rounds, isQuick, flags })
for (const [name, measure] of PARTS) {
  if (!wanted.includes(name)) continue
  const lines = await measure(setting)
  console.log([`\n## ${name}\n`, ...lines].join('\n'))
  if (isWhole || values.write) await writeSection(name, lines)
}
if (isWhole || values.write) await writeCapacity()

function need(workload: Workload | undefined): Workload {
  if (workload === undefined) throw new Error('there is no such workload')
  return workload
}

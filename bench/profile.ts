/** `node bench/profile.ts DIR`: where the time of each CPU profile in a folder went, by function, without what it called. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { toTable } from './page.ts'

const ROWS = 30

/** As much of V8's format as is read. */
interface Profile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number }
  }[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

const [folder = '.'] = process.argv.slice(2)
for (const name of readdirSync(folder).filter((each) => each.endsWith('.cpuprofile'))) {
  const profile = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Profile // V8's own
  console.log([`\n${name}\n`, ...sumUp(profile)].join('\n'))
}

function sumUp({ nodes, samples, timeDeltas }: Profile): string[] {
  const names = new Map(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => [
      id,
      `${functionName || '(anonymous)'} ${url.replace(/^.*\/(src|node_modules)\//, '$1/')}:${lineNumber + 1}`,
    ]),
  )
  const micros = new Map<string, number>()
  for (const [at, id] of samples.entries()) {
    const name = names.get(id) ?? ''
    micros.set(name, (micros.get(name) ?? 0) + (timeDeltas[at] ?? 0))
  }
  const busy = [...micros].filter(([name]) => !name.startsWith('(idle)'))
  const total = busy.reduce((sum, [, each]) => sum + each, 0)
  const rows = busy
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, ROWS)
    .map(([name, each]) => [`\`${name}\``, `${(each / 1_000).toFixed(0)} ms`, `${((each / total) * 100).toFixed(1)} %`])
  return toTable(['function', 'self', 'of the work'], rows)
}

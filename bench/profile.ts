/**
 * `node bench/profile.ts DIR`: where the time of each CPU profile in a folder went: by function, without what it called; and by the
 * file of ours or the package on whose behalf it was spent.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { toTable } from './page.ts'

const ROWS = 30

/** As much of V8's format as is read. */
interface Profile {
  readonly nodes: readonly {
    readonly id: number
    readonly children?: readonly number[]
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

type Node = Profile['nodes'][number]

function sumUp({ nodes, samples, timeDeltas }: Profile): string[] {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const callers = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)))
  const byFunction = new Map<string, number>()
  const byRoom = new Map<string, number>()
  for (const [at, id] of samples.entries()) {
    const node = byId.get(id)
    if (node === undefined || node.callFrame.functionName === '(idle)') continue
    add(byFunction, toName(node), timeDeltas[at] ?? 0)
    add(byRoom, findRoom(node), timeDeltas[at] ?? 0)
  }
  return [...toShares('function', byFunction), '', ...toShares('on behalf of', byRoom)]

  /** The nearest on the stack that is ours or a package's; what Node does for nobody in particular is its own. */
  function findRoom(node: Node): string {
    if (node.callFrame.functionName.startsWith('(')) return node.callFrame.functionName
    for (let each: Node | undefined = node; each !== undefined; each = byId.get(callers.get(each.id) ?? -1)) {
      const [, name] = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(each.callFrame.url) ?? []
      if (name !== undefined) return name
      const own = /\/(src\/.*)$/.exec(each.callFrame.url)?.[1]
      if (own !== undefined) return own
    }
    return 'Node'
  }
}

function toName({ callFrame: { functionName, url, lineNumber } }: Node): string {
  return `${functionName || '(anonymous)'} ${url.replace(/^.*\/(src|node_modules)\//, '$1/')}:${lineNumber + 1}`
}

function add(micros: Map<string, number>, name: string, more: number): void {
  micros.set(name, (micros.get(name) ?? 0) + more)
}

function toShares(what: string, micros: ReadonlyMap<string, number>): string[] {
  const total = [...micros.values()].reduce((sum, each) => sum + each, 0)
  const rows = [...micros]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, ROWS)
    .map(([name, each]) => [`\`${name}\``, `${(each / 1_000).toFixed(0)} ms`, `${((each / total) * 100).toFixed(1)} %`])
  return toTable([what, 'self', 'of the work'], rows)
}

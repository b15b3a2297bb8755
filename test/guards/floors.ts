/**
 * The rules of who may import whom, as data and one pure function; test/guards/floors.test.ts applies them to src/.
 * The why of every rule is in CONTRIBUTING.md.
 */
import { posix } from 'node:path'
import { readFacts, type Import, type SourceFile } from './source.ts'

/** Of what a gateway is put together. */
const ROOMS = ['domain', 'platform', 'finpass', 'store', 'loaders', 'journeys', 'graph', 'execution', 'server'] as const

/** What each folder of src/ may import besides itself. Everything else is a breach. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  platform: ['domain'],
  sandbox: [],
  finpass: ['domain', 'platform'],
  store: ['domain', 'platform'],
  loaders: ['domain', 'platform', 'finpass', 'store'],
  journeys: ['domain', 'platform', 'finpass', 'store'],
  graph: ['domain', 'platform', 'loaders', 'journeys', 'store'],
  execution: ['domain'],
  server: ['domain', 'platform', 'finpass', 'store', 'loaders', 'journeys', 'graph', 'execution'],
  doctor: ['domain', 'platform', 'finpass', 'store', 'server'],
  config: ['domain', 'platform', 'loaders'],
  gateway: [...ROOMS, 'config', 'sandbox'],
  command: [...ROOMS, 'config', 'gateway'],
  // main.ts, the process.
  '': [...ROOMS, 'config', 'sandbox', 'gateway'],
}

/** Floors that are seen as types only, by the folder that looks. */
const TYPES_ONLY: Readonly<Record<string, readonly string[]>> = {
  graph: ['loaders', 'journeys', 'store'],
  config: ['platform', 'loaders'],
}

interface Door {
  readonly package: RegExp
  readonly opens: RegExp
  /** Where the package's types may be named besides. */
  readonly types?: RegExp
}

const DOORS: readonly Door[] = [
  { package: /^undici$/, opens: /^src\/finpass\/http\.ts$/, types: /^src\/finpass\// },
  { package: /^node:sqlite$/, opens: /^src\/store\// },
  { package: /^ioredis$/, opens: /^src\/store\/redis-connection\.ts$/, types: /^src\/store\/redis/ },
  { package: /^bullmq$/, opens: /^src\/store\/redis-check-queue\.ts$/ },
  { package: /^(?:graphql-ws|ws)$/, opens: /^src\/server\/websocket\.ts$/, types: /^src\/server\// },
  { package: /^graphql-yoga$/, opens: /^src\/server\/yoga\.ts$/, types: /^src\/server\// },
  { package: /^@graphql-yoga\//, opens: /^src\/server\// },
  { package: /^dataloader$/, opens: /^src\/loaders\// },
  { package: /^@pothos\//, opens: /^src\/graph\/(?:builder|scope-plugin)\.ts$/, types: /^src\/graph\// },
  { package: /^zod$/, opens: /^src\/(config\/config\.ts$|finpass\/)/ },
  {
    package: /^jose$/,
    opens: /^src\/server\/caller\/(?:principal|role-token|token-key)\.ts$/,
    types: /^src\/server\//,
  },
  { package: /^lru-cache$/, opens: /^src\/(loaders\/|server\/caller\/|platform\/lapsing-cache\.ts$)/ },
  { package: /^@opentelemetry\//, opens: /^src\/platform\/tracing\.ts$/ },
  { package: /^prom-client$/, opens: /^src\/platform\/metrics\.ts$/ },
  { package: /^pino$/, opens: /^src\/platform\/log\.ts$/ },
  { package: /^markdown-it$/, opens: /^src\/server\/docs\// },
  { package: /^graphql(?:\/|$)/, opens: /^src\/(graph|execution|server)\// },
]

const MAIN_FILES: readonly string[] = [
  'src/main.ts',
  'src/command/audit.ts',
  'src/command/revoke.ts',
  'src/doctor/main.ts',
  'src/command/compile.ts',
  'src/sandbox/main.ts',
]

/** What main files share of their beginning. */
const FRAME = 'src/command/store-command.ts'

function folderOf(path: string): string {
  const rest = path.slice('src/'.length)
  return rest.includes('/') ? rest.slice(0, rest.indexOf('/')) : ''
}

/** Every breach in `files`, one sentence each with path and line. Empty when the house is in order. */
export function findBreaches(files: readonly SourceFile[]): string[] {
  const breaches: string[] = []
  const sqliteFiles = new Set<string>()
  for (const { path, text } of files) {
    const say = (line: number, what: string): void => void breaches.push(`${path}:${line} ${what}`)
    const facts = readFacts(text)
    if (posix.basename(path) === 'index.ts') say(1, 'is an index.ts: import the file that has the thing')
    for (const each of facts.imports) {
      if (each.from === 'node:sqlite' && !each.isType) sqliteFiles.add(path)
      for (const what of judgeImport(path, each)) say(each.line, what)
    }
    if (MAIN_FILES.includes(path)) continue
    for (const line of facts.topLevelAwaits) say(line, 'awaits at import time: only main files do')
    for (const line of facts.environmentReads) say(line, 'reads process.env: only main files do, config.ts is given it')
    // Pothos implements a type in a statement of its own, right after declaring it.
    if (folderOf(path) === 'graph') continue
    for (const line of facts.topLevelCalls) say(line, 'does something at import time: put it in a function')
  }
  if (sqliteFiles.size > 1) breaches.push(`${[...sqliteFiles].sort().join(', ')} all import node:sqlite: one file does`)
  return breaches
}

function judgeImport(path: string, { from, isType, isReExport }: Import): string[] {
  const found: string[] = []
  if (isReExport) found.push(`re-exports ${from}: let the caller import it from there`)
  if (from === '(computed)') found.push('imports a computed path, which no guard can judge')
  else if (from.startsWith('.')) found.push(...judgeNeighbour(path, from, isType))
  else found.push(...judgePackage(path, from, isType))
  return found
}

function judgeNeighbour(path: string, from: string, isType: boolean): string[] {
  const target = posix.join(posix.dirname(path), from)
  if (!target.startsWith('src/')) return [`imports ${from}, which is outside src/`]
  const [own, theirs] = [folderOf(path), folderOf(target)]
  if (own === theirs) return []
  if (target === 'src/config/config.ts') return judgeConfig(path, own, isType)
  if (MAY_IMPORT[own] === undefined) return [`lies in src/${own}, which has no floor: add it to test/guards/floors.ts`]
  if (!MAY_IMPORT[own].includes(theirs)) return [`imports ${from}: ${own || 'src'} may not see ${theirs || 'src'}`]
  if (!(TYPES_ONLY[own] ?? []).includes(theirs)) return []
  if (!isType) return [`imports ${from} as a value: ${own} sees ${theirs} as types only`]
  if (own === 'graph' && path !== 'src/graph/context.ts')
    return [`imports ${from}: only graph/context.ts names ${theirs}`]
  return []
}

function judgeConfig(path: string, own: string, isType: boolean): string[] {
  if (MAIN_FILES.includes(path) || path === FRAME || (own === 'gateway' && isType)) return []
  if ((own === 'server' || own === 'doctor') && isType) return []
  return ['imports config.ts: only main files do, and server as types']
}

function judgePackage(path: string, from: string, isType: boolean): string[] {
  const own = folderOf(path)
  if ((own === 'sandbox' || own === 'domain') && !from.startsWith('node:')) {
    return [`imports ${from}: ${own} uses Node alone`]
  }
  if (own === 'domain' && from !== 'node:crypto') return [`imports ${from}: domain does no I/O`]
  const door = DOORS.find((each) => each.package.test(from))
  if (door === undefined)
    return from.startsWith('node:') ? [] : [`imports ${from}, which has no door: add it to test/guards/floors.ts`]
  if (door.opens.test(path) || (isType && door.types?.test(path) === true)) return []
  return [`imports ${from}: its door is ${door.opens.source}`]
}

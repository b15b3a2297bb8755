/** What all parts of a run share: the upstream, the seeded store, the core for what is measured, and how thorough it is to be. */
import { installMercurius } from './baseline/install.ts'
import { type GatewayProcess, openGatewayProcess, seedStore, type Seeded } from './gateway.ts'
import { findCores, openProgram, pinSelf, type Program } from './process.ts'
import type { System } from './round.ts'
import { openUpstream, type Upstream } from './upstream-process.ts'
import { askByHand, askGateway, askMercurius, type Workload } from './workload.ts'

export interface Setting extends AsyncDisposable {
  readonly upstream: Upstream
  readonly seeded: Seeded
  readonly core: number | null
  readonly hasMercurius: boolean
  readonly rounds: number
  readonly isQuick: boolean
  /** For Node, of every gateway. */
  readonly flags: readonly string[]
}

export async function openSetting({ rounds, isQuick, flags }: Pick<Setting, 'rounds' | 'isQuick' | 'flags'>) {
  await using stack = new AsyncDisposableStack()
  const hasMercurius = installMercurius()
  const cores = findCores()
  const core = cores?.measured ?? null
  if (cores !== null) pinSelf(cores.driving)
  const upstream = stack.use(await openUpstream(cores?.driving ?? null))
  // A long statement is read whole to see whether it is there, so it is a short one as long as applicants are linked.
  await upstream.turn({ lines: 1 })
  const seeded = stack.use(await seedStore(upstream.url, core))
  await upstream.turn({ lines: 0 })
  const opened = stack.move()
  return {
    upstream,
    seeded,
    core,
    hasMercurius,
    rounds,
    isQuick,
    flags,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  } satisfies Setting
}

export const BY_HAND = 'by hand'
export const GATEWAY = 'gateway'
export const MERCURIUS = 'Mercurius'
export const KEEPING = 'gateway, reports kept'
/** As long as a report is kept: in it every applicant's is read anew once, so that the cost of that is in the figure. */
const LIFE_MS = 60_000

export interface Systems extends AsyncDisposable {
  readonly all: readonly System[]
}

/** Fresh processes of the systems with these names, so that nothing of an earlier workload is in them. */
export async function openSystems(
  { upstream, seeded, core, hasMercurius, flags }: Setting,
  workload: Workload,
  names: readonly string[],
): Promise<Systems> {
  await using stack = new AsyncDisposableStack()
  const all: System[] = []
  for (const name of names) {
    if (name === MERCURIUS && !hasMercurius) continue
    all.push(await open(name))
  }
  const opened = stack.move()
  return { all, [Symbol.asyncDispose]: () => opened.disposeAsync() }

  async function open(name: string): Promise<System> {
    const options = { upstreamUrl: upstream.url, core, flags }
    if (name === GATEWAY) return ours(name, stack.use(await openGatewayProcess(seeded, { ...options, cacheMs: 0 })))
    if (name === KEEPING) {
      return { ...ours(name, stack.use(await openGatewayProcess(seeded, options))), stretchMs: LIFE_MS }
    }
    if (name === MERCURIUS) {
      return theirs(name, stack.use(await openBaseline('bench/baseline/mercurius/server.ts')), askMercurius(workload))
    }
    return theirs(name, stack.use(await openBaseline('bench/baseline/aggregator.ts')), askByHand(workload))
  }
  function openBaseline(file: string): Promise<Program> {
    return openProgram({ args: [file, upstream.url], core, environment: { NODE_ENV: 'production' } })
  }
  function ours(name: string, { program, url }: GatewayProcess): System {
    return { name, program, url, ask: askGateway(workload, seeded) }
  }
  function theirs(name: string, program: Program, ask: System['ask']): System {
    return { name, program, url: program.said, ask }
  }
}

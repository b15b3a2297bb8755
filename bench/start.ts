/**
 * How long a gateway of a fleet takes from nothing until it is ready: what the image does, with its environment and a compile cache
 * made as the image makes it, on a Redis of its own, with Finpass as the upstream.
 */
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readImageEnvironment } from '../test/support/image.ts'
import { openRedisServer } from '../test/support/redis-server.ts'
import { median, printMs } from './figures.ts'
import { openGatewayProcess } from './gateway.ts'
import { toTable } from './page.ts'
import { ROOT } from './process.ts'
import type { Setting } from './setting.ts'

const TARGET_MS = 1_000
const MOST_MS = 30_000

interface Start {
  readonly readyMs: number
  readonly cpuMs: number
  readonly rssMib: number
}

export async function measureStart({ upstream, seeded, core, rounds }: Setting): Promise<string[]> {
  const cache = await mkdtemp(join(tmpdir(), 'finpass-graph-start-'))
  try {
    await using redis = await openRedisServer()
    const { NODE_OPTIONS = '', MALLOC_ARENA_MAX = '' } = readImageEnvironment()
    const image = { NODE_OPTIONS, MALLOC_ARENA_MAX }
    const { PATH = '' } = process.env
    const cached = { ...image, NODE_COMPILE_CACHE: cache }
    execFileSync(process.execPath, ['src/command/compile.ts'], { cwd: ROOT, env: { PATH, ...cached } })
    async function start(environment: Readonly<Record<string, string>>): Promise<Start> {
      const beganAt = performance.now()
      await using gateway = await openGatewayProcess(seeded, {
        upstreamUrl: upstream.url,
        core,
        environment: { ...environment, REDIS_URL: redis.url },
      })
      await untilReady(gateway.url, beganAt)
      const readyMs = performance.now() - beganAt
      return { readyMs, cpuMs: gateway.program.cpuMs(), rssMib: gateway.program.memory().rss / 2 ** 20 }
    }
    const [warm, cold]: [Start[], Start[]] = [[], []]
    for (let round = 0; round < rounds; round += 1) {
      warm.push(await start(cached))
      cold.push(await start(image))
    }
    const readyMs = median(warm.map((each) => each.readyMs))
    return toTable(
      ['start', 'ready after', 'CPU', 'RSS', 'target', ''],
      [
        [...toCells('as in the image', warm), `<= ${TARGET_MS} ms`, readyMs <= TARGET_MS ? 'held' : 'missed'],
        [...toCells('without its compile cache', cold), '', ''],
      ],
    )
  } finally {
    await rm(cache, { recursive: true, force: true })
  }
}

function toCells(name: string, starts: readonly Start[]): string[] {
  const middle = (read: (start: Start) => number): number => median(starts.map(read))
  return [
    name,
    printMs(middle(({ readyMs }) => readyMs)),
    printMs(middle(({ cpuMs }) => cpuMs)),
    `${Math.round(middle(({ rssMib }) => rssMib))} MiB`,
  ]
}

async function untilReady(url: string, beganAt: number): Promise<void> {
  while ((await fetch(`${url}/readyz`)).status !== 200) {
    if (performance.now() - beganAt > MOST_MS) throw new Error('it never was ready')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

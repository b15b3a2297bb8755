/** The load balancer of deploy/haproxy before two gateways: streams get through, and a gateway leaves without anybody noticing. */
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { watchJourney } from '../../client/watch.ts'
import type { WatchState } from '../../client/watch-loop.ts'
import { LAST_SEQUENCE, startDrivenJourney } from '../support/driven-journey.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { openRedisServer } from '../support/redis-server.ts'
import { findBalancer } from './balancer.ts'
import { openNameServer } from './name-server.ts'

const CONFIGURATION = 'deploy/haproxy/haproxy.cfg'
/** Two replicas have one port and different addresses, as containers have. */
const ADDRESSES = ['127.0.0.1', '127.0.0.2']

async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

let parts: AsyncDisposableStack
let gateways: TestGateway[]
let url: string

beforeEach(async () => {
  parts = new AsyncDisposableStack()
  const redis = parts.use(await openRedisServer())
  const names = parts.use(await openNameServer(ADDRESSES))
  const [port, listen] = [await findFreePort(), await findFreePort()]
  const environment = {
    PORT: String(port),
    REDIS_URL: redis.url,
    SEALING_KEYS: `k1:${Buffer.alloc(32, 3).toString('base64')}`,
    METRICS_PORT: 'off',
    // More than a test can ask.
    LIMIT_REQUESTS: '100000',
    // Longer than it takes the load balancer to hear of it.
    DRAIN_MS: '2000',
    // A fleet keeps nothing on its own disk.
    DATA_DIR: '/proc/nowhere',
  }
  gateways = []
  for (const HOST of ADDRESSES) gateways.push(await openTestGateway({ ...environment, HOST }))
  url = `http://127.0.0.1:${listen}`
  const { address: RESOLVER } = names
  const env = { LISTEN: `127.0.0.1:${listen}`, RESOLVER, GATEWAY: 'gateway', GATEWAY_PORT: String(port) }
  const balancer = spawn(findBalancer(), ['-db', '-f', CONFIGURATION], { env, stdio: 'ignore' })
  parts.defer(async () => {
    const gone = new Promise((resolve) => balancer.once('exit', resolve))
    balancer.kill('SIGKILL')
    await gone
  })
  // Both are found and healthy once the answers come from two.
  await expect.poll(askAround, { timeout: 15_000 }).toBe(2)
}, 30_000)
afterEach(async () => {
  // Before Redis, or they would wait for it.
  await Promise.all(gateways.map((gateway) => gateway[Symbol.asyncDispose]()))
  await parts.disposeAsync()
})

/** How many gateways answered four questions. */
async function askAround(): Promise<number> {
  const before = gateways.map(({ logged }) => logged.length)
  await Promise.all(Array.from({ length: 4 }, () => ask().catch(() => 0)))
  return gateways.filter(({ logged }, at) => logged.length > (before[at] ?? 0)).length
}

async function ask(): Promise<number> {
  const { status } = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: '{"query":"{ viewer { subject } }"}',
  })
  return status
}

it.each(['websocket', 'sse'] as const)(
  'brings every step over %s, also while the gateway that sends them leaves, and refuses nobody',
  async (transport) => {
    const [first, second] = gateways
    if (first === undefined || second === undefined) throw new Error('two were opened')
    const journey = await startDrivenJourney(first)
    const states: WatchState[] = []
    const seen: number[] = []
    const watching = (async () => {
      const options = { url: `${url}/graphql`, transport, journeyId: journey.id }
      for await (const { sequence } of watchJourney({ ...options, onState: (state) => states.push(state) })) {
        seen.push(sequence)
      }
    })()
    await expect.poll(() => seen).toEqual([1])
    // What only probes ask.
    for (const path of ['/livez', '/readyz', '/metrics']) expect((await fetch(url + path)).status).toBe(404)
    const [leaving, staying] = first.gateway.hub.size > 0 ? [first, second] : [second, first]
    await journey.drive(first, 2)
    await expect.poll(() => seen, { timeout: 10_000 }).toEqual([1, 2])

    const answers = new Set<number>()
    const over = new AbortController()
    const asking = (async () => {
      while (!over.signal.aborted) answers.add(await ask())
    })()
    await leaving.gateway.close()
    over.abort()
    await asking
    expect([...answers]).toEqual([200])
    gateways = [staying]
    await journey.drive(staying, LAST_SEQUENCE)
    await watching
    expect(seen).toEqual(Array.from({ length: LAST_SEQUENCE }, (_, at) => at + 1))
    expect(states.filter(({ state }) => state === 'open').length).toBeGreaterThan(1)
  },
  60_000,
)

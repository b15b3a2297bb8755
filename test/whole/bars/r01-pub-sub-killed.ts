/**
 * R01: the broker drops every pub/sub connection again and again while journeys move. Hints are lost each time; no
 * transition may be, and none may be late, at any subscriber of either replica.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { Bar } from './harness/bar.ts'
import { openCluster } from './harness/cluster.ts'
import { judgeLogs, openSpread, toDelays } from './harness/spread.ts'

const PER_SECOND = 100
const KILL_EVERY_MS = 3_000
const LONGEST_MS = 5_000

export const bar: Bar = {
  id: 'R01',
  name: 'pub/sub killed',
  modes: ['redis'],
  // A connection that came back listens to nothing, and nobody looks at the journal unasked.
  undefended: () => [
    { file: 'src/store/redis-watch.ts', from: '[probeChannel, ...listeners.topics()]', to: '[probeChannel]' },
  ],
  limits: ({ scale }) => ({
    kills: { least: scale(20, 2) },
    transitions: { exactly: scale(60, 6) * PER_SECOND },
    lost: { exactly: 0 },
    reordered: { exactly: 0 },
    duplicates: { exactly: 0 },
    otherFindings: { exactly: 0 },
    resyncs: { exactly: 0 },
    reconnects: { exactly: 0 },
    worstDelayMs: { most: LONGEST_MS },
  }),
  async run({ mode, mutations, isDefended, scale }) {
    const tuning = isDefended ? {} : { tickMs: 0 }
    await using cluster = await openCluster({ mode, replicas: 2, mutations, tuning })
    await using spread = await openSpread(cluster, { journeys: 20, followers: scale(10, 2) })
    const { redis, replicas } = cluster
    if (redis === null) throw new Error('there is no broker')
    const seconds = scale(60, 6)
    const driving = spread.drive({ perSecond: PER_SECOND, seconds })
    let kills = 0
    const endAt = performance.now() + seconds * 1_000
    for (let at = performance.now() + KILL_EVERY_MS / 2; at < endAt; at += KILL_EVERY_MS) {
      await wait(at - performance.now())
      const killed = Number(/^:(\d+)/.exec(await redis.send('CLIENT', 'KILL', 'TYPE', 'pubsub'))?.[1])
      if (killed >= replicas.length) kills += 1
    }
    const written = await driving
    const findings = await judgeLogs(spread)
    const delays = toDelays(spread)
    return {
      kills,
      transitions: written.acknowledged,
      ...findings,
      reconnects: spread.all.reduce((total, { connections }) => total + connections - 1, 0),
      worstDelayMs: Math.max(...delays),
      p99DelayMs: delays.toSorted((a, b) => a - b)[Math.floor(delays.length * 0.99)] ?? Number.NaN,
      subscribers: spread.all.length,
      deliveries: delays.length,
    }
  },
}

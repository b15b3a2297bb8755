/**
 * R02: the connection that hints come over looks alive and brings nothing. Three ways: its packets vanish, and only a probe
 * can tell (the tick is off); it and every one that follows are dead for a minute; it answers everything, but its server
 * has left the one that transitions are announced at.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { Tuning } from '../../../src/gateway/tuning.ts'
import { openRedisServer, type RedisServer } from '../../support/redis-server.ts'
import { type Bar, type Figures, percentile, type Run } from './harness/bar.ts'
import { type Cluster, openCluster } from './harness/cluster.ts'
import { nowMs } from './harness/subscriber.ts'
import { judgeLogs, openSpread, type Spread, toDelays } from './harness/spread.ts'

const LONGEST_MS = 5_000
/** A delay that only comes about when there was no hint. */
const UNHINTED_MS = 300
const PER_SECOND = 20

export const bar: Bar = {
  id: 'R02',
  name: 'half-open broker',
  modes: ['redis'],
  // With the tick, which the bar leaves off then: nobody finds out.
  undefended: () => [{ file: 'src/store/redis-watch.ts', from: 'if (probes >= MOST_PROBES) {', to: 'if (false) {' }],
  limits: () => ({
    halfOpenWorstMs: { most: LONGEST_MS },
    deadWorstMs: { most: LONGEST_MS },
    detachedWorstMs: { most: LONGEST_MS },
    hintsBackMs: { most: LONGEST_MS },
    lost: { exactly: 0 },
    reordered: { exactly: 0 },
    duplicates: { exactly: 0 },
    otherFindings: { exactly: 0 },
    resyncs: { exactly: 0 },
    refused: { exactly: 0 },
  }),
  async run(run) {
    const [halfOpen, others] = await Promise.all([
      withSpread(run, { tickMs: 0 }, (spread) => playHalfOpen(spread, run)),
      withSpread(run, run.isDefended ? {} : { tickMs: 0 }, async (spread) => {
        const dead = await playDead(spread, run)
        const detached = await playDetached(spread, run)
        return { ...dead, ...detached, refused: dead.refused + detached.refused }
      }),
    ])
    const names = Object.keys(halfOpen).filter((name) => name in others)
    const sums = names.map((name) => [name, (halfOpen[name] ?? Number.NaN) + (others[name] ?? Number.NaN)])
    return { ...halfOpen, ...others, ...Object.fromEntries(sums) }
  },
}

async function withSpread(
  { mode, mutations, scale }: Run,
  tuning: Tuning,
  play: (spread: Spread) => Promise<Figures>,
): Promise<Figures> {
  await using cluster = await openCluster({ mode, replicas: 2, mutations, tuning, hasHintProxies: true })
  await using spread = await openSpread(cluster, { journeys: scale(10, 4), followers: 4 })
  const figures = await play(spread)
  return { ...figures, ...(await judgeLogs(spread)) }
}

/** Writes all the while, from a second before the fault to some seconds after it; gives the worst delay under it. */
async function measure(spread: Spread, run: Run, fault: () => unknown, heal: () => unknown = () => undefined) {
  const seconds = run.scale(60, 5)
  const beganAt = nowMs()
  const driving = spread.drive({ perSecond: PER_SECOND, seconds: seconds + run.scale(6, 3) })
  await wait(1_000)
  await fault()
  await wait(seconds * 1_000)
  await heal()
  const healedAt = nowMs()
  const { refused, failed } = await driving
  await wait(1_000)
  return { worstMs: Math.max(...toDelays(spread, beganAt)), healedAt, refused: refused + failed }
}

/** As a firewall does it that forgets a connection: the packets of the live one vanish, a new one would go through. */
async function playHalfOpen(spread: Spread, run: Run) {
  const { replicas } = spread.cluster
  const faultAt = nowMs() + 1_000
  const { worstMs, refused } = await measure(spread, run, () => {
    for (const { hints } of replicas) hints?.silence()
  })
  return { halfOpenWorstMs: worstMs, hintsBackMs: toHintsBackMs(spread, faultAt), refused }
}

async function playDead(spread: Spread, run: Run) {
  const { replicas } = spread.cluster
  const { worstMs, refused } = await measure(
    spread,
    run,
    () => {
      for (const { hints } of replicas) hints?.drop()
    },
    () => {
      for (const { hints } of replicas) hints?.heal()
    },
  )
  return { deadWorstMs: worstMs, refused }
}

/** Healthy in every way, and deaf: what nats and centrifugo were caught by. */
async function playDetached(spread: Spread, run: Run) {
  const { redis } = spread.cluster
  if (redis === null) throw new Error('there is no broker')
  await using follower = await openRedisServer()
  await attach(follower, redis)
  await lead(spread.cluster, follower)
  const { worstMs, refused, healedAt } = await measure(
    spread,
    run,
    () => follower.send('REPLICAOF', 'NO', 'ONE'),
    // The address now stands for the primary, as after a failover; nobody is told.
    () => retarget(spread.cluster, redis),
  )
  return { detachedWorstMs: worstMs, refused, detachedHintsBackMs: toHintsBackMs(spread, healedAt) }
}

async function attach(follower: RedisServer, { url }: RedisServer): Promise<void> {
  await follower.send('REPLICAOF', '127.0.0.1', new URL(url).port)
  for (let turn = 0; turn < 200; turn += 1) {
    if ((await follower.send('INFO', 'replication')).includes('master_link_status:up')) return
    await wait(50)
  }
  throw new Error('the follower does not follow')
}

/** Leads hints over another server, and waits until every replica listens there. */
async function lead(cluster: Cluster, server: RedisServer): Promise<void> {
  retarget(cluster, server)
  for (const { hints } of cluster.replicas) hints?.cut()
  for (let turn = 0; turn < 200; turn += 1) {
    const channels = await server.send('PUBSUB', 'CHANNELS', 'fg:probe:*')
    if (Number(/^\*(\d+)/.exec(channels)?.[1]) === cluster.replicas.length) return
    await wait(50)
  }
  throw new Error('nobody listens at the other server')
}

function retarget({ replicas }: Cluster, { url }: RedisServer): void {
  for (const { hints } of replicas) hints?.retarget(Number(new URL(url).port))
}

/** From `since` until transitions, second by second, come as fast again as only a hint brings them. */
function toHintsBackMs({ all }: Spread, since: number): number {
  const arrivals = all
    .flatMap((subscriber) => subscriber.arrivals.slice(1))
    .filter(({ observedAt }) => observedAt >= since)
  const bySecond = Map.groupBy(arrivals, ({ observedAt }) => Math.floor((observedAt - since) / 1_000))
  const isHinted = (second: number): boolean =>
    percentile(
      (bySecond.get(second) ?? []).map(({ arrivedAt, observedAt }) => arrivedAt - observedAt),
      0.5,
    ) < UNHINTED_MS
  const last = Math.max(...bySecond.keys())
  for (let second = last; second >= 0; second -= 1) {
    if (bySecond.has(second) && !isHinted(second)) return (second + 1) * 1_000
  }
  return last < 0 ? Number.NaN : 0
}

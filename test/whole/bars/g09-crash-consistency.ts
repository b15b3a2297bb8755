/**
 * G09: SIGKILL at random moments while transitions are written: of the gateway on its own file, or of a Redis that writes
 * everything to disk. Whatever was acknowledged is there afterwards, nothing is half written, and it is back in no time.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { type Bar, type Figures, percentile, type Run } from './harness/bar.ts'
import { type Cluster, openCluster } from './harness/cluster.ts'

const JOURNEYS = 10
const PER_SECOND = 2_000
const LONGEST_LIFE_MS = 120
/** New journeys every so many kills, so that journals stay short. */
const ROUNDS_OF_A_JOURNEY = 10
const PATIENCE_MS = 15_000

export const bar: Bar = {
  id: 'G09',
  name: 'crash consistency',
  modes: ['embedded', 'redis'],
  isTimed: true,
  undefended: ({ mode }) =>
    mode === 'redis'
      ? []
      : [
          {
            file: 'src/store/embedded-connection.ts',
            from: '    ...commit,\n',
            to: '    ...commit,\n    transact: run,\n',
          },
        ],
  limits: (run) => ({
    kills: { exactly: run.scale(200, 8) },
    torn: { exactly: 0 },
    lost: { exactly: 0 },
    // Otherwise there was nothing to tear.
    acknowledged: { least: run.scale(5_000, 100) },
    // The median: the most is what else the machine was doing.
    restartP50Ms: { most: 2_000 },
    neverBack: { exactly: 0 },
  }),
  async run(run) {
    // Without its disk Redis is the one without a defence.
    const isDurable = run.isDefended
    const { mode, mutations } = run
    await using cluster = await openCluster({ mode, mutations, isDurable, acknowledges: true })
    // Awaited here: the cluster goes when this function returns.
    return await crash(cluster, run)
  },
}

async function crash(cluster: Cluster, run: Run): Promise<Figures> {
  const { first, redis } = cluster
  const kills = run.scale(200, 8)
  const counts = { torn: 0, lost: 0, acknowledged: 0, neverBack: 0 }
  const restarts: number[] = []
  let journeys: string[] = []
  let latest = new Map<string, number>()
  let done = 0
  for (; done < kills && (run.isDefended || counts.torn + counts.lost < 3); done += 1) {
    if (done % ROUNDS_OF_A_JOURNEY === 0) {
      const added = await first.addJourneys({ count: JOURNEYS })
      journeys = added.map(({ journeyId }) => journeyId)
      latest = new Map()
    }
    if (redis === null || done === 0) {
      first.process().onNote((note) => {
        const { journeyId, sequence } = note as { journeyId: string; sequence: number } // what it acknowledges
        latest.set(journeyId, Math.max(latest.get(journeyId) ?? 0, sequence))
        counts.acknowledged += 1
      })
    }
    const writing = first
      .drive({ journeys, perSecond: PER_SECOND, seconds: redis === null ? 60 : 0.4 })
      .catch(() => null)
    await wait(20 + run.random.next() * LONGEST_LIFE_MS)
    const restartMs = redis === null ? await killGateway(cluster) : await killRedis(cluster, writing, journeys)
    await writing
    if (restartMs === null) counts.neverBack += 1
    else restarts.push(restartMs)
    if (restartMs === null) break
    const inspected = new Map((await first.inspect(journeys)).map((whole) => [whole.journeyId, whole]))
    for (const [, { torn }] of inspected) {
      if (torn.length > 0) run.say(`G09: ${torn.join(', ')}`)
      counts.torn += torn.length > 0 ? 1 : 0
    }
    counts.lost += journeys.filter((id) => (inspected.get(id)?.sequence ?? 0) < (latest.get(id) ?? 1)).length
    if (done % 25 === 24) run.say(`G09: ${done + 1} kills, ${counts.acknowledged} acknowledged`)
  }
  return { kills: done, ...counts, restartP50Ms: percentile(restarts, 0.5), restartMostMs: Math.max(...restarts) }
}

async function killGateway({ first }: Cluster): Promise<number | null> {
  await first.kill()
  return first.restart().catch(() => null)
}

/** From when Redis is up again until the gateway's store answers: it has to find out and to connect. */
async function killRedis(
  { first, redis }: Cluster,
  writing: Promise<unknown>,
  journeys: readonly string[],
): Promise<number | null> {
  await redis?.kill()
  await writing
  // As whatever keeps a server running does; the first start may only cut its torn log.
  await redis?.restart().catch(() => redis.restart())
  const beganAt = performance.now()
  const answers = (): Promise<boolean> =>
    first.inspect(journeys).then(
      () => true,
      () => false,
    )
  while (!(await answers())) {
    if (performance.now() - beganAt > PATIENCE_MS) return null
    await wait(20)
  }
  return performance.now() - beganAt
}

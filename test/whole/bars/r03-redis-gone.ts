/**
 * R03: Redis stands still, then dies, and comes back after minutes: once without anything, once with all it had. Meanwhile
 * the gateways live on and answer what does not need it; what does need it is refused soon and by name. Afterwards every
 * subscriber knows how things stand, or was told that it cannot.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { type Bar, type Figures, percentile, type Run } from './harness/bar.ts'
import { type Cluster, openCluster } from './harness/cluster.ts'
import { openMixedLoad } from './harness/mixed-load.ts'
import { openReturners } from './harness/returner.ts'
import { openSpread } from './harness/spread.ts'
import { openWriter } from './harness/writer.ts'

const PER_SECOND = 50
const MEGABYTE = 1024 * 1024
/** How long a request may still feel what ended a moment ago. */
const EDGE_MS = 500

export const bar: Bar = {
  id: 'R03',
  name: 'Redis gone',
  modes: ['redis'],
  isTimed: true,
  // Commands wait for Redis for as long as it takes, and nobody catches the probe that fails.
  undefended: () => [
    { file: 'src/store/redis-connection.ts', from: '    this.#patience.sent(sending[0])\n', to: '' },
    {
      file: 'src/store/redis-watch.ts',
      from: "publisher.publish(probeChannel, '').catch(() => undefined)",
      to: "void publisher.publish(probeChannel, '')",
    },
  ],
  limits: ({ scale }) => ({
    dead: { exactly: 0 },
    unhandled: { exactly: 0 },
    freeFailures: { exactly: 0 },
    // Of a hundred samples, the 99th percentile is the worst.
    freeP99OverMs: { most: scale(50, 250) },
    refusedWorstMs: { most: 1_000 },
    otherRefusals: { exactly: 0 },
    denials: { exactly: 0 },
    refused: { least: 1 },
    rssGrowthMb: { most: 64 },
    convergedMs: { most: 10_000 },
    stranded: { exactly: 0 },
    silentGaps: { exactly: 0 },
    topicsLeft: { exactly: 0 },
    needlessResyncs: { exactly: 0 },
  }),
  async run(run) {
    const emptied = await play(run, false, { stoppedMs: run.scale(30_000, 2_000), deadMs: run.scale(120_000, 2_000) })
    const kept = await play(run, true, { stoppedMs: run.scale(15_000, 2_000), deadMs: run.scale(45_000, 2_000) })
    const worst = Object.keys(emptied).map((name) => [name, Math.max(emptied[name] ?? 0, kept[name] ?? 0)])
    return {
      ...Object.fromEntries(worst),
      emptiedConvergedMs: emptied.convergedMs ?? Number.NaN,
      keptConvergedMs: kept.convergedMs ?? Number.NaN,
    }
  },
}

async function play(
  { mode, mutations, scale, say }: Run,
  isDurable: boolean,
  { stoppedMs, deadMs }: { readonly stoppedMs: number; readonly deadMs: number },
): Promise<Figures> {
  await using cluster = await openCluster({ mode, replicas: 2, mutations, isDurable })
  const { redis, replicas } = cluster
  if (redis === null) throw new Error('there is no Redis')
  await using writer = await openWriter(cluster)
  await using spread = await openSpread(cluster, { journeys: scale(20, 6), followers: 4 })
  await using returners = openReturners(spread)
  await using load = await openMixedLoad(cluster, PER_SECOND)
  await using memory = watchMemory(cluster)
  const seconds = (stoppedMs + deadMs) / 1_000
  const calmMs = scale(10_000, 2_000)
  await wait(calmMs)
  memory.begin()
  load.begin('calm')
  // From outside, so that what the writer throws away is not counted as the gateways'.
  const driving = writer.drive({
    journeys: spread.journeys,
    perSecond: 20,
    seconds: seconds + calmMs / 1_000 + scale(15, 3),
  })
  await wait(calmMs)

  load.begin('gone')
  redis.pause()
  await wait(stoppedMs)
  await redis.kill()
  await wait(deadMs)
  load.begin('edge')
  await redis.restart()
  const backAt = performance.now()
  const convergedMs = await returners.untilConverged(isDurable, backAt, 30_000)
  await wait(EDGE_MS)
  load.begin('back')
  await driving
  // Time for the last of what was written.
  await wait(1_000)
  const [calm, gone, edge, back] = ['calm', 'gone', 'edge', 'back'].map(load.of)
  if (calm === undefined || gone === undefined || edge === undefined || back === undefined) throw new Error('no load')
  const journal = isDurable ? await cluster.first.readJournal(spread.journeys) : null
  if (journal !== null) await returners.untilCaughtUp(journal, 10_000)
  const { endedBy, resyncs, complaints, ...judged } = returners.judge(journal)
  say(`R03 ${isDurable ? 'with' : 'without'} its data: ended by ${JSON.stringify(endedBy)}, ${resyncs} resyncs`)
  const troubles = (await Promise.all(replicas.map((replica) => replica.troubles()))).flat()
  for (const trouble of [...troubles, ...load.complaints, ...complaints].slice(0, 10)) say(`R03: ${trouble}`)
  const rssGrowthMb = memory.growthBytes() / MEGABYTE
  await returners.leave()
  return {
    dead: replicas.filter((replica) => !replica.process().isRunning).length,
    unhandled: troubles.length,
    freeFailures: [calm, gone, edge, back].reduce((sum, { freeFailures }) => sum + freeFailures, 0),
    freeP99OverMs: percentile(gone.freeMs, 0.99) - percentile(calm.freeMs, 0.99),
    calmP99Ms: percentile(calm.freeMs, 0.99),
    goneP99Ms: percentile(gone.freeMs, 0.99),
    backP99Ms: percentile(back.freeMs, 0.99),
    longestStandstillMs: load.longestStandstillMs(),
    goneP50Ms: percentile(gone.freeMs, 0.5),
    refused: gone.refusedMs.length,
    refusedWorstMs: Math.max(0, ...gone.refusedMs),
    otherRefusals: gone.otherRefusals + edge.otherRefusals + back.otherRefusals,
    // An emptied Redis knows nobody, and says so truly.
    denials: calm.denied + gone.denied + (isDurable ? edge.denied + back.denied : 0),
    rssGrowthMb,
    convergedMs: convergedMs ?? Number.POSITIVE_INFINITY,
    ...judged,
    needlessResyncs: isDurable ? resyncs : 0,
    topicsLeft: await countTopics(cluster),
  }
}

/** Feeds still followed a moment after everybody has left. */
async function countTopics({ replicas }: Cluster): Promise<number> {
  const count = async (): Promise<number> =>
    (await Promise.all(replicas.map((replica) => replica.resources()))).reduce((sum, { topics }) => sum + topics, 0)
  for (let turn = 0; turn < 20 && (await count()) > 0; turn += 1) await wait(100)
  return count()
}

/** The most that any replica has grown since `begin`. */
function watchMemory({ replicas }: Cluster) {
  const before = new Map<number, number>()
  let growth = 0
  let isMeasuring = false
  const timer = setInterval(() => {
    for (const [index, replica] of replicas.entries()) {
      void replica.rss().then(
        (bytes) => {
          if (!isMeasuring || !before.has(index)) before.set(index, bytes)
          growth = isMeasuring ? Math.max(growth, bytes - (before.get(index) ?? bytes)) : 0
        },
        () => undefined,
      )
    }
  }, 250)
  return {
    begin() {
      isMeasuring = true
    },
    growthBytes: () => growth,
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
    },
  }
}

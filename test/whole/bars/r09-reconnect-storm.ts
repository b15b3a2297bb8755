/**
 * R09: every connection is reset at the same instant, things happen while nobody can connect, and then all come back at
 * once, on two replicas. They must be live and caught up soon, without a replica losing its breath, a call to Finpass, or
 * a replica fetching the same part of the journal for each of them.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { Bar } from './harness/bar.ts'
import { openCluster } from './harness/cluster.ts'
import { openCrowd } from './harness/crowd.ts'
import { toHeads, untilCaughtUp, untilDone } from './harness/live.ts'
import { judgeLogs } from './harness/spread.ts'
import { openWriter } from './harness/writer.ts'

const LONGEST_MS = 15_000
const PATIENCE_MS = 20_000
/** What everybody misses of their journey. */
const MISSED = 5

export const bar: Bar = {
  id: 'R09',
  name: 'reconnect storm',
  modes: ['redis'],
  isTimed: true,
  // Everybody has a topic of its own.
  undefended: () => [
    {
      file: 'src/journeys/topic-hub.ts',
      from: 'if (known !== undefined) return known',
      to: 'if (known === null) return known',
    },
  ],
  limits: ({ scale }) => ({
    cutOff: { exactly: scale(2_000, 200) },
    stranded: { exactly: 0 },
    caughtUpMs: { most: LONGEST_MS },
    lagP99Ms: { most: 200 },
    journalFetchesPerJourney: { most: 1 },
    upstreamCalls: { exactly: 0 },
    behind: { exactly: 0 },
    lost: { exactly: 0 },
    reordered: { exactly: 0 },
    duplicates: { exactly: 0 },
    otherFindings: { exactly: 0 },
    resyncs: { exactly: 0 },
  }),
  async run({ mode, mutations, scale, isDefended }) {
    await using cluster = await openCluster({ mode, replicas: 2, mutations })
    await using writer = await openWriter(cluster)
    const { replicas, balancer, sandbox } = cluster
    const journeys = (await writer.addJourneys({ count: scale(100, 20) })).map(({ journeyId }) => journeyId)
    await using crowd = await openCrowd(cluster, {
      journeys,
      count: scale(2_000, 200),
      pauseMs: 200,
      mayBeDeaf: !isDefended,
    })

    sandbox.calls.clear()
    await Promise.all(replicas.map((replica) => replica.lag()))
    const cutAt = performance.now()
    balancer.cut()
    await untilDone(() => writer.append({ journeys, count: MISSED }))
    // Until the replicas have noticed as well, so that none of them still follows what is being missed.
    await untilIdle(replicas)
    const cutOff = crowd.all.filter(({ closings }) => closings.length > 0).length
    await Promise.all(replicas.map((replica) => replica.journalReads()))
    balancer.restore()
    // Read by the writer: a replica's reads are counted.
    const heads = toHeads(new Map(Object.entries(await untilDone(() => writer.readJournal({ journeys })))))
    const stranded = await untilCaughtUp(crowd.all, crowd.follows, heads, LONGEST_MS + 5_000)
    const caughtUpMs = performance.now() - cutAt
    const lags = await Promise.all(replicas.map((replica) => replica.lag()))
    const reads = await Promise.all(replicas.map((replica) => replica.journalReads()))
    // One more for everybody: they are live.
    await untilDone(() => writer.append({ journeys }))
    return {
      cutOff,
      stranded,
      caughtUpMs,
      lagP99Ms: Math.max(...lags.map(({ p99Ms }) => p99Ms)),
      lagMostMs: Math.max(...lags.map(({ mostMs }) => mostMs)),
      journalFetchesPerJourney: Math.max(...reads.map(({ mostFetches }) => mostFetches)),
      errors: crowd.all.flatMap(({ errors }) => errors).length,
      journalReads: reads.reduce((total, each) => total + each.reads, 0),
      ...(await judgeLogs(crowd)),
      upstreamCalls: sandbox.calls.count(),
    }
  },
}

/** Goes on after a while in any case: who still follows something then is counted by what it costs. */
async function untilIdle(replicas: readonly { resources(): Promise<{ topics: number }> }[]): Promise<void> {
  for (const givenUpAt = performance.now() + PATIENCE_MS; performance.now() < givenUpAt; await wait(10)) {
    const resources = await Promise.all(replicas.map((replica) => replica.resources()))
    if (resources.every(({ topics }) => topics === 0)) return
  }
}

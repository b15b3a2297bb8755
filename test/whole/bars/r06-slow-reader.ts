/**
 * R06: readers that stop reading while transitions of 10 KB come. They are cut off (a WebSocket with 1013, which stock
 * clients come back from), cost next to no memory, slow nobody down, and on their return miss nothing. Then thousands of
 * transitions in one tick.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { type Bar, type Figures, percentile, type Run } from './harness/bar.ts'
import { type Cluster, openCluster } from './harness/cluster.ts'
import type { ServerClosing } from './harness/server-closing.ts'
import { checkLedger, countFindings } from './harness/ledger.ts'
import { nowMs, type Subscriber, toClientLog, type Transport } from './harness/subscriber.ts'
import { openSubscribers, type Subscribers } from './harness/subscribers.ts'

/** How long it may take until what the kernels hold for a reader that has stopped is full, and one look. */
const FILLING_MS = 8_000
/** How long after the last transition whoever stalls may still be there. */
const LOOKING_MS = 4_000
const MB = 1024 * 1024

interface Size {
  readonly stepBytes: number
  readonly perSecond: number
  readonly warmUp: number
  readonly events: number
  readonly stalled: number
  readonly healthy: number
  readonly stallMs: number
  readonly burst: number
}
const FULL: Size = {
  stepBytes: 10_000,
  perSecond: 300,
  warmUp: 10_000,
  events: 10_000,
  stalled: 10,
  healthy: 100,
  stallMs: 8_000,
  burst: 5_000,
}
/** Fewer and longer ones, so that what the kernels hold is full in no time. */
const QUICK: Size = {
  stepBytes: 40_000,
  perSecond: 200,
  warmUp: 200,
  events: 800,
  stalled: 4,
  healthy: 20,
  stallMs: 2_000,
  burst: 1_000,
}

export const bar: Bar = {
  id: 'R06',
  name: 'slow reader and burst',
  modes: ['embedded', 'redis'],
  isTimed: true,
  // Written as fast as it comes, whether or not it is taken; for streams the stall guard is set to an hour.
  undefended: () => [
    {
      file: 'src/server/websocket.ts',
      from: 'send: (data) => send(socket, data, stallMs),',
      to: 'send: (data) => void (stallMs > 0 && socket.readyState === socket.OPEN && socket.send(data)),',
    },
  ],
  limits: (run) => {
    const { stalled, burst } = run.scale(FULL, QUICK)
    return {
      alive: { exactly: 1 },
      webSocketsClosedWith1013: { exactly: stalled / 2 },
      webSocketsCut: { exactly: stalled / 2 },
      cutAfterMs: { most: FILLING_MS + 10_000 },
      streamsCut: { exactly: stalled / 2 },
      heldGrowthMb: { most: 32 },
      // In the quick variant the heap has not yet found its size.
      rssGrowthMb: { most: run.scale(32, 200) },
      healthyP99Ms: { most: run.scale(250, 3_000) },
      missed: { exactly: 0 },
      resyncs: { exactly: 0 },
      otherFindings: { exactly: 0 },
      burstInOrder: { exactly: burst },
      burstSeconds: { most: 5 },
      troubles: { exactly: 0 },
    }
  },
  async run(run) {
    const size = run.scale(FULL, QUICK)
    const journal = { maxEntries: 30_000 }
    const stallMs = run.isDefended ? size.stallMs : 3_600_000
    const tuning = { journal, longestReplay: 30_000, stallMs }
    await using cluster = await openCluster({ mode: run.mode, replicas: 2, mutations: run.mutations, tuning })
    const stalling = await stall(cluster, run, size)
    const burst = await burstInOneTick(cluster, size.burst)
    const troubles = await Promise.all(cluster.replicas.map((replica) => replica.troubles()))
    for (const trouble of troubles.flat().slice(0, 3)) run.say(`R06: ${trouble}`)
    const isAlive = cluster.replicas.every((replica) => replica.process().isRunning)
    return { ...stalling, ...burst, troubles: troubles.flat().length, alive: isAlive ? 1 : 0 }
  },
}

async function stall(cluster: Cluster, run: Run, size: Size): Promise<Figures> {
  await using subscribers = openSubscribers(cluster)
  const { first } = cluster
  const [big, small] = (await first.addJourneys({ count: 2 })).map(({ journeyId }) => journeyId)
  if (big === undefined || small === undefined) throw new Error('no journeys were added')
  // Straight to a gateway, so that only two kernels hold something for those who stop.
  const { url } = cluster.replicas.at(-1) ?? first
  const stalled = await subscribers.openEach(Array<string>(size.stalled).fill(big), { url })
  const healthy = await subscribers.openEach(Array<string>(size.healthy).fill(small))
  const isThere = await until(subscribers, 1)
  if (!isThere) throw new Error('not everybody could subscribe')

  // What serving them all takes when nobody stalls: growth is counted from the most that this took.
  let baseBytes = 0
  const sampler = setInterval(() => {
    void readRss(cluster).then((bytes) => {
      baseBytes = Math.max(baseBytes, bytes)
    })
  }, 200)
  const { perSecond, stepBytes } = size
  await first.drive({ journeys: [big], perSecond, seconds: size.warmUp / perSecond, stepBytes })
  clearInterval(sampler)
  await until(subscribers, 1 + size.warmUp, stalled)
  const heldBytes = await readHeld(cluster)
  // Written down from the first time of asking on.
  await Promise.all(cluster.replicas.map((replica) => replica.closings()))
  for (const subscriber of stalled) subscriber.pause()
  const pausedAt = nowMs()
  let mostBytes = 0
  let heldGrowth = 0
  const seconds = size.events / perSecond
  let writtenAt = Infinity
  let codes: readonly ServerClosing[] = []
  let lookedAt = 0
  let resumedAt = 0
  const sampling = (async () => {
    while (nowMs() - writtenAt < size.stallMs + LOOKING_MS) {
      mostBytes = Math.max(mostBytes, await readRss(cluster))
      codes = (await Promise.all(cluster.replicas.map((replica) => replica.closings()))).flat()
      if (codes.length === size.stalled) break
      await wait(200)
    }
    // Looking at what is held stops everything for a while.
    lookedAt = nowMs()
    heldGrowth = (await readHeld(cluster)) - heldBytes
    resumedAt = nowMs()
    for (const subscriber of stalled) subscriber.resume()
  })()
  const written = await Promise.all([
    first.drive({ journeys: [big], perSecond, seconds, stepBytes }).finally(() => {
      writtenAt = nowMs()
    }),
    first.drive({ journeys: [small], perSecond: 5, seconds }),
    sampling,
  ])
  const last = 1 + size.warmUp + written[0].acknowledged
  run.say(`R06: ${last} transitions are written, waiting for those who were cut off`)
  const patienceMs = run.isDefended ? 120_000 : 20_000
  await stalled[0]?.until(() => stalled.every(({ arrivals }) => arrivals.at(-1)?.sequence === last), patienceMs)
  const caughtUpMs = nowMs() - resumedAt

  const journal = await first.readJournal([big, small])
  const logs = [
    ...stalled.map((subscriber) => toClientLog(subscriber, [big])),
    ...healthy.map((subscriber) => toClientLog(subscriber, [small])),
  ]
  const counts = countFindings(checkLedger(journal, logs))
  const { missing, ...others } = counts
  const delays = healthy
    .flatMap(({ arrivals }) => arrivals)
    // The last second may have been held up by the look.
    .filter(({ observedAt }) => observedAt >= pausedAt && observedAt < lookedAt - 1_000)
    .map(({ arrivedAt, observedAt }) => arrivedAt - observedAt)
  const firstCodes = (transport: Transport): (number | undefined)[] =>
    stalled.filter((subscriber) => subscriber.transport === transport).map(({ closings }) => closings[0]?.code)
  return {
    webSocketsClosedWith1013: codes.filter(({ code }) => code === 1013).length,
    // It hears 1013 when it begins to read again soon, else that its connection is gone: stock clients take both as temporary.
    webSocketsCut: firstCodes('ws').filter((code) => code === 1013 || code === 1006).length,
    cutAfterMs: Math.max(pausedAt, ...codes.map(({ at }) => at)) - pausedAt,
    streamsCut: codes.filter(({ transport }) => transport === 'sse').length,
    rssGrowthMb: (mostBytes - baseBytes) / MB,
    heldGrowthMb: heldGrowth / MB,
    rssBaseMb: baseBytes / MB,
    healthyP99Ms: percentile(delays, 0.99),
    healthyP50Ms: percentile(delays, 0.5),
    missed: missing,
    resyncs: stalled.flatMap(({ arrivals }) => arrivals).filter(({ resync }) => resync).length,
    otherFindings: Object.values(others).reduce((sum, count) => sum + count, 0),
    caughtUpMs,
  }
}

function until({ all }: Subscribers, arrivals: number, some: readonly Subscriber[] = all): Promise<boolean> {
  const isThere = (subscriber: Subscriber): boolean => subscriber.arrivals.length >= arrivals
  return some[0]?.until(() => some.every(isThere), 20_000) ?? Promise.resolve(true)
}

/** Of the replica that has most. */
async function readRss({ replicas }: Cluster): Promise<number> {
  return Math.max(...(await Promise.all(replicas.map((replica) => replica.rss()))))
}

async function readHeld({ replicas }: Cluster): Promise<number> {
  const memories = await Promise.all(replicas.map((replica) => replica.memory()))
  return Math.max(...memories.map(({ heldBytes }) => heldBytes))
}

async function burstInOneTick(cluster: Cluster, count: number): Promise<Figures> {
  await using subscribers = openSubscribers(cluster)
  const [added] = await cluster.first.addJourneys({ count: 1 })
  if (added === undefined) throw new Error('no journey was added')
  const { journeyId } = added
  const all = await subscribers.openEach([journeyId, journeyId])
  await until(subscribers, 1)
  const beganAt = performance.now()
  await cluster.first.append({ journeys: [journeyId], count })
  await all[0]?.until(() => all.every(({ arrivals }) => arrivals.at(-1)?.sequence === count + 1), 30_000)
  const burstSeconds = (performance.now() - beganAt) / 1_000
  const inOrder = all.map(({ arrivals }) => arrivals.filter(({ sequence }, at) => sequence === at + 1).length - 1)
  return { burstInOrder: Math.min(...inOrder), burstSeconds }
}

/**
 * G05: five times as much as the gateway can do, from callers who do not wait for one another, with subscribers beside them.
 * It goes on doing what it can, says no to the rest at once, drops no stream, and is its old self soon after. Goodput counts
 * what is answered rightly within two seconds.
 */
import type { Bar, Figures } from './harness/bar.ts'
import { type Cluster, openCluster } from './harness/cluster.ts'
import { type Crowd, openCrowd } from './harness/crowd.ts'
import { toHeads, untilCaughtUp } from './harness/live.ts'
import { keepToCore, openLoadGenerator } from './harness/load.ts'
import { openUnderwriting } from './harness/underwriting.ts'

const TIMES = 5
/** Of the capacity, for what is normal. */
const CALM_SHARE = 0.3
const CLOSED_CALLERS = 16
/**
 * As the image starts in a container of 512 MiB: half of it for the heap. Without a bound V8 takes what the machine has; and
 * without the defence it would end in the middle.
 */
const IN_CONTAINER = { NODE_OPTIONS: '--max-old-space-size=256', MALLOC_ARENA_MAX: '2' }
/** So many calm seconds in a row: it is over. */
const CALM_SECONDS = 3

export const bar: Bar = {
  id: 'G05',
  name: 'overload',
  modes: ['embedded', 'redis'],
  isTimed: true,
  needs: ['taskset'],
  undefended: () => [
    { file: 'src/server/load/gate.ts', from: 'if (underWay >= mostNow) {', to: 'if (underWay < 0) {' },
  ],
  limits: ({ scale }) => ({
    goodputShare: { least: scale(0.7, 0.3) },
    refusedP99Ms: { most: scale(250, 2_500) },
    acceptedP99Ms: { most: scale(2_000, 4_000) },
    refused: { least: 100 },
    otherAnswers: { exactly: 0 },
    subscriptionsDropped: { exactly: 0 },
    subscriptionErrors: { exactly: 0 },
    behind: { exactly: 0 },
    backToCalmMs: { most: scale(10_000, 5_000) },
    rssMb: { most: 512 },
    troubles: { exactly: 0 },
  }),
  async run({ mode, mutations, scale, isDefended, say }) {
    await using cluster = await openCluster({
      mode,
      mutations,
      environment: { CONSENT_READS_PER_DAY: '1000000', ...(isDefended ? IN_CONTAINER : {}) },
    })
    const target = await openUnderwriting(cluster, scale(50, 10))
    const journeys = (await cluster.first.addJourneys({ count: scale(50, 10) })).map(({ journeyId }) => journeyId)
    await using crowd = await openCrowd(cluster, { journeys, count: scale(500, 40) })
    await using load = await openLoadGenerator({ port: cluster.first.port, ...target })
    keepToCore(cluster.first.process().pid, 0)
    keepToCore(load.pid, 1)

    await load.run({ callers: CLOSED_CALLERS, seconds: scale(5, 1) })
    const peak = await load.run({ callers: CLOSED_CALLERS, seconds: scale(10, 1) })
    const capacity = peak.goodPerSecond
    const calm = await load.run({ perSecond: CALM_SHARE * capacity, seconds: scale(10, 1) })
    using memory = watchMemory(cluster)
    const seconds = scale(60, 2)
    const driving = cluster.first.drive({ journeys, perSecond: 10, seconds })
    const over = await load.run({ perSecond: TIMES * capacity, seconds })
    const after = await load.run({ perSecond: CALM_SHARE * capacity, seconds: scale(15, 2) })
    await driving
    say(`G05: ${JSON.stringify({ peak, calm, over: { ...over, p99MsBySecond: [] }, after })}`)
    const troubles = await cluster.first.troubles()
    for (const trouble of troubles.slice(0, 5)) say(`G05: ${trouble}`)
    return {
      capacityPerSecond: capacity,
      offeredPerSecond: over.sent / seconds,
      goodputShare: over.goodPerSecond / capacity,
      refused: over.refused,
      refusedP99Ms: over.refusedP99Ms,
      acceptedP50Ms: over.acceptedP50Ms,
      acceptedP99Ms: over.acceptedP99Ms,
      otherAnswers: Object.values(over.others).reduce((sum, count) => sum + count, 0),
      calmP99Ms: calm.acceptedP99Ms,
      backToCalmMs: toBackMs(after.p99MsBySecond, calm.acceptedP99Ms),
      rssMb: memory.mostMb(),
      ...(await judgeCrowd(cluster, crowd, journeys)),
      troubles: troubles.length,
    }
  },
}

/**
 * When it was calm again: from then on what was accepted took about as long as before for some seconds in a row. Later on a
 * collection of garbage may make a slow second, as it does in calm.
 */
function toBackMs(p99MsBySecond: readonly number[], calmMs: number): number {
  const isCalm = (p99Ms: number): boolean => p99Ms <= Math.max(2 * calmMs, calmMs + 50)
  const wanted = Math.min(CALM_SECONDS, p99MsBySecond.length)
  const back = p99MsBySecond.findIndex((_, from) => {
    const seconds = p99MsBySecond.slice(from, from + wanted)
    return seconds.length === wanted && seconds.every(isCalm)
  })
  return 1_000 * (back < 0 ? p99MsBySecond.length : back)
}

async function judgeCrowd({ first }: Cluster, crowd: Crowd, journeys: readonly string[]): Promise<Figures> {
  const heads = toHeads(await first.readJournal(journeys))
  return {
    subscribers: crowd.all.length,
    behind: await untilCaughtUp(crowd.all, crowd.follows, heads, 10_000),
    subscriptionsDropped: crowd.all.filter(({ closings, isOver }) => closings.length > 0 || isOver).length,
    subscriptionErrors: crowd.all.flatMap(({ errors }) => errors).length,
  }
}

function watchMemory({ first }: Cluster): Disposable & { mostMb(): number } {
  let most = 0
  const timer = setInterval(() => {
    first.rss().then(
      (bytes) => {
        most = Math.max(most, bytes)
      },
      () => undefined,
    )
  }, 500)
  return { mostMb: () => most / 1_048_576, [Symbol.dispose]: () => clearInterval(timer) }
}

/**
 * UPE: a thousand subscribers of ten journeys, on three replicas, cost Finpass no more than one subscriber does, also when
 * all of them are cut off and come back; and each look that is due is taken once, by one replica. Held against the journal of
 * calls that the sandbox keeps, with answers as slow as Finpass's, so that two replicas could well ask at the same time.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { CallRecord } from '../../../src/sandbox/journal.ts'
import type { Bar } from './harness/bar.ts'
import { type Cluster, openCluster } from './harness/cluster.ts'
import { openCrowd } from './harness/crowd.ts'

const POLL_MS = 1_000
const ANSWER_MS = 300
const JOURNEYS = 10
const OPERATION = 'aa-bsa.status'

export const bar: Bar = {
  id: 'UPE',
  name: 'upstream economy',
  modes: ['redis'],
  // Every replica keeps a schedule of its own, and whoever subscribes has Finpass asked.
  undefended: () => [
    {
      file: 'src/gateway/gateway.ts',
      from: 'const schedule = redisUrl === null',
      to: "const schedule = redisUrl !== ''",
    },
    {
      file: 'src/gateway/gateway.ts',
      from: 'const follow = createFollow({ store: gathered, hub,',
      to: `const acquire: TopicHub['acquire'] = async (feed) => {
        const [followed] = feed.kind === 'journey' ? await store.readJourneys(feed.tenant, [feed.id]) : []
        if (followed) checker.check(followed, 'POLL').catch(() => undefined)
        return hub.acquire(feed)
      }
      const follow = createFollow({ store: gathered, hub: { ...hub, acquire },`,
    },
  ],
  limits: ({ scale }) => ({
    callsOfOne: { least: scale(200, 20) },
    callsOfMany: { least: scale(200, 20) },
    manyToOne: { most: 1.05 },
    callsPerDueTick: { most: 1.05 },
    otherCalls: { exactly: 0 },
  }),
  async run({ mode, mutations, scale }) {
    const environment = { POLL_INTERVAL_MS: String(POLL_MS) }
    await using cluster = await openCluster({ mode, replicas: 3, mutations, environment })
    const { sandbox, first } = cluster
    sandbox.faults.set({ match: OPERATION, kind: 'latency', ms: ANSWER_MS })
    const handles = Array.from({ length: JOURNEYS }, () => sandbox.seed('stuck-job', 'AA_BSA', 600_000))
    const journeys = (await first.addJourneys({ count: JOURNEYS, handles, dueInMs: 0 })).map(
      ({ journeyId }) => journeyId,
    )
    // What differs from the first look on: the first one finds something new.
    await wait(2 * (POLL_MS + ANSWER_MS))

    const one = await collectCalls(cluster, journeys.slice(0, 1), 1, scale(45_000, 5_000))
    const many = await collectCalls(cluster, journeys, scale(1_000, 90), scale(45_000, 5_000))
    return {
      callsOfOne: one.length,
      callsOfMany: many.length,
      manyToOne: toPerSecond(many) / toPerSecond(one),
      callsPerDueTick: Math.max(toPerDueTick(one), toPerDueTick(many)),
      otherCalls: sandbox.calls.count() - sandbox.calls.count(OPERATION),
    }
  },
}

/** The looks at Finpass while so many subscribe, follow, are cut off half way, and come back. */
async function collectCalls(cluster: Cluster, journeys: readonly string[], count: number, forMs: number) {
  const { sandbox, balancer } = cluster
  const known = new Set(sandbox.calls.list())
  await using crowd = await openCrowd(cluster, { journeys, count, pauseMs: 200 })
  await wait(forMs / 2)
  balancer.cut()
  await wait(200)
  balancer.restore()
  await wait(forMs / 2)
  if (crowd.all.some(({ connections }) => connections < 2)) throw new Error('somebody did not come back')
  return sandbox.calls.list().filter((call) => call.operation === OPERATION && !known.has(call))
}

/** How often each journey is looked at, from its first look to its last, so that where the time begins does not count. */
function toPerSecond(calls: readonly CallRecord[]): number {
  const rates = [...Map.groupBy(calls, ({ handle }) => handle).values()].map((own) => {
    const [from = 0, to = 0] = [own[0]?.at, own.at(-1)?.at]
    return (own.length - 1) / ((to - from) / 1_000)
  })
  return rates.reduce((total, rate) => total + rate, 0) / rates.length
}

/** A look that begins before the next one is due has been taken for a second time. */
function toPerDueTick(calls: readonly CallRecord[]): number {
  let ticks = 0
  for (const own of Map.groupBy(calls, ({ handle }) => handle).values()) {
    let lastAt = 0
    for (const { at } of own) {
      if (at - lastAt < 0.9 * POLL_MS) continue
      ticks += 1
      lastAt = at
    }
  }
  return calls.length / ticks
}

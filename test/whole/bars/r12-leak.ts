/**
 * R12: thousands of subscribers come and go, politely and without a word, before and after their first event, while
 * transitions are written. Afterwards nothing is left of them: no heap, no topic, no socket, no timer, no channel.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { Bar, Figures, Run } from './harness/bar.ts'
import { type Cluster, openCluster } from './harness/cluster.ts'
import type { AddedJourney } from './harness/driver.ts'
import type { Transport } from './harness/subscriber.ts'
import { openSubscriber } from './harness/subscribers.ts'

const SIDE_BY_SIDE = 20
const JOURNEYS = 50
const LONGEST_STAY_MS = 25
const MB = 1024 * 1024
const TRANSPORTS: readonly Transport[] = ['ws', 'sse']
const LEAVES = ['politely', 'abruptly', 'on sight'] as const

export const bar: Bar = {
  id: 'R12',
  name: 'leak',
  modes: ['embedded', 'redis'],
  undefended: () => [{ file: 'src/journeys/topic-hub.ts', from: 'held.followers -= 1', to: 'held.followers -= 0' }],
  limits: (run) => ({
    cycles: { exactly: run.scale(10_000, 600) },
    // Otherwise nobody was there long enough to leave anything.
    firstEvents: { least: run.scale(4_000, 240) },
    heapGrowthMb: { most: 5 },
    topics: { exactly: 0 },
    socketsMore: { most: 0 },
    timersMore: { most: 0 },
    channelsMore: { most: 0 },
    upstreamCalls: { exactly: 0 },
    troubles: { exactly: 0 },
  }),
  async run(run) {
    await using cluster = await openCluster({ mode: run.mode, replicas: 2, mutations: run.mutations })
    const added = await cluster.first.addJourneys({ count: JOURNEYS })
    const patienceMs = run.isDefended ? run.scale(60_000, 10_000) : 3_000
    // What is built once, on first use, is no leak.
    await cycle(cluster, run, added, run.scale(2_000, 300))
    const { state: before } = await settle(cluster, null, patienceMs)
    run.say(`R12: ${before.heapMb.toFixed(1)} MB before`)
    const counts = await cycle(cluster, run, added, run.scale(10_000, 600))
    const { state: after, settledMs } = await settle(cluster, before, patienceMs)
    return {
      ...counts,
      heapGrowthMb: after.heapMb - before.heapMb,
      heapMb: after.heapMb,
      topics: after.topics,
      socketsMore: after.sockets - before.sockets,
      timersMore: after.timers - before.timers,
      channelsMore: after.channels - before.channels,
      upstreamCalls: cluster.sandbox.calls.count(),
      troubles: after.troubles,
      settledMs,
    }
  },
}

async function cycle(cluster: Cluster, run: Run, added: readonly AddedJourney[], cycles: number): Promise<Figures> {
  const { random } = run
  let begun = 0
  let firstEvents = 0
  const writing = new AbortController()
  const journeys = added.map(({ journeyId }) => journeyId)
  const writer = (async () => {
    while (!writing.signal.aborted) {
      await cluster.first.append({ journeys: [random.pick(journeys)] })
      await wait(20)
    }
  })()
  async function comeAndGo(): Promise<void> {
    const { journeyId, applicantId } = random.pick(added)
    const isApplicant = random.below(2) === 0
    const name = `passing-${begun}`
    const subscriber = openSubscriber({
      name,
      transport: TRANSPORTS[begun % 2] ?? 'ws',
      url: cluster.url,
      headers: await cluster.headers(name),
      id: isApplicant ? applicantId : journeyId,
      isApplicant,
      attempts: 0,
    })
    const how = random.pick(LEAVES)
    // On sight: some leave before they are let in.
    if (how === 'on sight') await wait(random.next() * LONGEST_STAY_MS)
    else await subscriber.until(() => subscriber.arrivals.length > 0, 5_000)
    if (subscriber.arrivals.length > 0) firstEvents += 1
    await subscriber.leave(how === 'politely' ? 'politely' : 'abruptly')
  }
  const lanes = Array.from({ length: SIDE_BY_SIDE }, async () => {
    while (begun < cycles) {
      begun += 1
      await comeAndGo()
    }
  })
  await Promise.all(lanes)
  writing.abort()
  await writer
  return { cycles: begun, firstEvents }
}

interface State {
  readonly heapMb: number
  readonly topics: number
  readonly sockets: number
  readonly timers: number
  readonly channels: number
  readonly troubles: number
}

/**
 * Waits until as little is left as before, or until patience ends, and gives what there is then. Without a before: the
 * least that is seen, since a look of the load balancer may be under way.
 */
async function settle(cluster: Cluster, before: State | null, patienceMs: number) {
  const beganAt = performance.now()
  const states: State[] = []
  for (;;) {
    await wait(500)
    const state = await take(cluster)
    states.push(state)
    const settledMs = performance.now() - beganAt
    const isOver = settledMs >= patienceMs
    if (before === null) {
      const calm = states.filter(({ topics }) => topics === 0)
      const [least = state] = calm.toSorted((a, b) => a.sockets + a.timers - b.sockets - b.timers)
      if (calm.length >= 5 || isOver) return { state: least, settledMs }
    } else {
      const { topics, sockets, timers, channels } = state
      const isBack = sockets <= before.sockets && timers <= before.timers && channels <= before.channels
      if ((topics === 0 && isBack) || isOver) return { state, settledMs }
    }
  }
}

/** Over all replicas together. */
async function take({ replicas, redis }: Cluster): Promise<State> {
  const parts = await Promise.all(
    replicas.map(async (replica) => {
      const { counts, topics } = await replica.resources()
      const { heapBytes } = await replica.memory()
      const troubles = await replica.troubles()
      const sockets = counts.TCPSocketWrap ?? 0
      return { heap: heapBytes / MB, topics, sockets, timers: counts.Timeout ?? 0, troubles: troubles.length }
    }),
  )
  const sum = (read: (part: (typeof parts)[number]) => number): number =>
    parts.reduce((all, part) => all + read(part), 0)
  const channels = redis === null ? '' : await redis.send('PUBSUB', 'CHANNELS', '*')
  return {
    heapMb: sum(({ heap }) => heap),
    topics: sum(({ topics }) => topics),
    sockets: sum(({ sockets }) => sockets),
    timers: sum(({ timers }) => timers),
    troubles: sum(({ troubles }) => troubles),
    channels: Number(/^\*(\d+)/.exec(channels)?.[1] ?? 0),
  }
}

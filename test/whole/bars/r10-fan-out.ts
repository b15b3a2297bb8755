/**
 * R10: one transition to very many subscribers on two replicas through Redis, again and again. Counted from just before the
 * transition is written until a client has it, so the commit itself is part of it.
 */
import { type Bar, percentile } from './harness/bar.ts'
import { type Cluster, openCluster } from './harness/cluster.ts'
import { openSwarm, type Swarm } from './harness/swarm.ts'

const PATIENCE_MS = 10_000
/** The pages are given back by a thread of its own. */
const SETTLE_MS = 1_500

export const bar: Bar = {
  id: 'R10',
  name: 'fan-out',
  modes: ['redis'],
  isTimed: true,
  // Every subscriber reads the journal for itself, and asks which journal it is for every event.
  undefended: () => [
    {
      file: 'src/journeys/topic-hub.ts',
      from: 'if (known !== undefined) return known',
      to: 'if (known === null) return known',
    },
    { file: 'src/graph/subscriptions.ts', from: 'transition.sequence, epoch)', to: 'transition.sequence)' },
    {
      file: 'src/loaders/gathered-journeys.ts',
      from: 'if (id === undefined || others.length > 0) return',
      to: 'if (id !== null) return',
    },
  ],
  limits: ({ scale }) => ({
    manyP99Ms: { most: 250 },
    veryManyP99Ms: { most: 1_000 },
    undelivered: { exactly: 0 },
    errors: { exactly: 0 },
    closed: { exactly: 0 },
    fetchesPerTransition: { most: 1 },
    // Over few subscribers this says little: what a process keeps for its work alone is spread over them.
    rssKbPerSubscriber: { most: scale(60, 400) },
  }),
  async run({ mode, mutations, scale, say }) {
    await using cluster = await openCluster({ mode, replicas: 2, mutations })
    const [added] = await cluster.first.addJourneys({ count: 1 })
    if (added === undefined) throw new Error('no journey was added')
    await using swarm = openSwarm(cluster, added.journeyId)
    const counts = scale([1_000, 5_000] as const, [150, 300] as const)
    // Code is compiled, and the space for what lives briefly has grown, before anything is weighed.
    await swarm.grow(scale(100, 20))
    await fanOut(cluster, swarm, added.journeyId, scale(60, 20))
    const [rssBefore, sizeBefore] = [await readSettledRss(cluster), swarm.size]
    const toKbEach = (rss: number): number => (rss - rssBefore) / (swarm.size - sizeBefore) / 1024

    await swarm.grow(counts[0] - swarm.size)
    const many = await fanOut(cluster, swarm, added.journeyId, scale(50, 10))
    await swarm.grow(counts[1] - swarm.size)
    const connected = toKbEach(await readSettledRss(cluster))
    const veryMany = await fanOut(cluster, swarm, added.journeyId, scale(50, 10))
    const atWork = toKbEach(await readRss(cluster))
    const afterwards = toKbEach(await readSettledRss(cluster))
    say(`R10: RSS for each subscriber: connected ${Math.round(connected)} KB, afterwards ${Math.round(afterwards)} KB`)
    return {
      subscribers: swarm.size,
      manyP50Ms: percentile(many.delays, 0.5),
      manyP99Ms: percentile(many.delays, 0.99),
      veryManyP50Ms: percentile(veryMany.delays, 0.5),
      veryManyP99Ms: percentile(veryMany.delays, 0.99),
      undelivered: many.undelivered + veryMany.undelivered,
      errors: swarm.errors,
      closed: swarm.closed,
      fetchesPerTransition: Math.max(many.fetches, veryMany.fetches),
      rssKbPerSubscriber: Math.max(connected, afterwards),
      // Without a collection: mostly what V8 keeps to work with.
      rssKbAtWork: atWork,
    }
  },
}

interface FannedOut {
  readonly delays: readonly number[]
  readonly undelivered: number
  /** Reads of the journal for each transition, at the replica that read most. */
  readonly fetches: number
}

async function fanOut(
  { first, replicas }: Cluster,
  swarm: Swarm,
  journeyId: string,
  times: number,
): Promise<FannedOut> {
  const delays: number[] = []
  let undelivered = 0
  const journal = await first.readJournal([journeyId])
  const head = journal.get(journeyId)?.at(-1)?.sequence ?? 0
  await Promise.all(replicas.map((replica) => replica.journalReads()))
  for (let time = 1; time <= times; time += 1) {
    const arriving = swarm.takeDelays(head + time, PATIENCE_MS)
    await first.append({ journeys: [journeyId] })
    const taken = await arriving
    delays.push(...taken)
    undelivered += swarm.size - taken.length
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const reads = await Promise.all(replicas.map((replica) => replica.journalReads()))
  return { delays, undelivered, fetches: Math.max(...reads.map(({ fetches }) => fetches)) / times }
}

async function readRss({ replicas }: Cluster): Promise<number> {
  const sizes = await Promise.all(replicas.map((replica) => replica.rss()))
  return sizes.reduce((total, size) => total + size, 0)
}

/** What is left after a collection, once freed pages are given back. */
async function readSettledRss(cluster: Cluster): Promise<number> {
  await Promise.all(cluster.replicas.map((replica) => replica.memory()))
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
  return readRss(cluster)
}

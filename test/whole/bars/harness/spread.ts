/**
 * A crowd that follows the same journeys on every replica: each journey has followers on each, over WebSocket and over
 * server-sent events, connected to the replicas themselves so that no load balancer moves them. Transitions are written
 * by all replicas, each its share.
 */
import type { Cluster } from './cluster.ts'
import type { Appended, Drive } from './driver.ts'
import { checkLedger, countFindings } from './ledger.ts'
import { toHeads, untilCaughtUp, untilDone, untilLive } from './live.ts'
import { type Subscriber, toClientLog } from './subscriber.ts'
import { openSubscribers } from './subscribers.ts'

export interface SpreadOptions {
  readonly journeys: number
  /** For each journey, over all replicas. */
  readonly followers: number
}

export interface Spread extends AsyncDisposable {
  readonly cluster: Cluster
  /** Global ids. */
  readonly journeys: readonly string[]
  readonly all: readonly Subscriber[]
  /** The journey of a subscriber. */
  follows(subscriber: Subscriber): string
  /** Another stream of the same caller, at the same replica, behind its cursor. */
  reopen(subscriber: Subscriber, after: string | null): Promise<Subscriber>
  /** Writes to all journeys; every replica writes to those of its share. */
  drive(options: Omit<Drive, 'journeys'>): Promise<Appended>
}

/** Adds the journeys and waits until everybody has the first transition. */
export async function openSpread(cluster: Cluster, options: SpreadOptions): Promise<Spread> {
  const { replicas } = cluster
  const shares: string[][] = []
  for (const [index, replica] of replicas.entries()) {
    const count = Math.ceil((options.journeys - index) / replicas.length)
    shares.push((await replica.addJourneys({ count })).map(({ journeyId }) => journeyId))
  }
  const journeys = shares.flat()
  const subscribers = openSubscribers(cluster)
  const followed = new Map<Subscriber, { readonly id: string; readonly url: string }>()
  for (const [at, id] of journeys.entries()) {
    for (let index = 0; index < options.followers; index += 1) {
      const url = replicas[index % replicas.length]?.url ?? cluster.url
      // Both transports on every replica, whatever the numbers.
      const transport = (Math.floor(index / replicas.length) + at) % 2 === 0 ? 'ws' : 'sse'
      followed.set(await subscribers.open({ id, url, transport }), { id, url })
    }
  }
  const all = [...followed.keys()]
  await untilLive(all)
  return {
    cluster,
    journeys,
    all,
    follows: (subscriber) => followed.get(subscriber)?.id ?? '',
    async reopen(subscriber, after) {
      const place = followed.get(subscriber)
      if (place === undefined) throw new Error('this is none of ours')
      const { name, transport } = subscriber
      return subscribers.open({ ...place, name, transport, after })
    },
    async drive({ perSecond, ...rest }) {
      const written = await Promise.all(
        replicas.map((replica, index) => {
          const share = shares[index] ?? []
          return replica.drive({ ...rest, journeys: share, perSecond: (perSecond * share.length) / journeys.length })
        }),
      )
      const sum = (name: keyof Appended): number => written.reduce((total, each) => total + each[name], 0)
      return { acknowledged: sum('acknowledged'), refused: sum('refused'), failed: sum('failed') }
    },
    [Symbol.asyncDispose]: () => subscribers[Symbol.asyncDispose](),
  }
}

/** Waits a while for those who are behind, then holds what everybody saw against the journal. */
export async function judgeLogs(
  { cluster, journeys, all, follows }: Pick<Spread, 'cluster' | 'journeys' | 'all' | 'follows'>,
  patienceMs = 10_000,
) {
  const journal = await untilDone(() => cluster.first.readJournal(journeys))
  const behind = await untilCaughtUp(all, follows, toHeads(journal), patienceMs)
  const logs = all.map((subscriber) => toClientLog(subscriber, [follows(subscriber)]))
  const { missing, reorder, duplicate, ...others } = countFindings(checkLedger(journal, logs))
  return {
    behind,
    lost: missing,
    reordered: reorder,
    duplicates: duplicate,
    otherFindings: Object.values(others).reduce((total, count) => total + count, 0),
    resyncs: all.flatMap(({ arrivals }) => arrivals).filter(({ resync }) => resync).length,
  }
}

/** From the commit of a transition until it arrived, in milliseconds, for all but the first of each subscriber. */
export function toDelays({ all }: Pick<Spread, 'all'>, since = 0): number[] {
  return all.flatMap(({ arrivals }) =>
    arrivals
      .slice(1)
      .filter(({ observedAt }) => observedAt >= since)
      .map(({ arrivedAt, observedAt }) => arrivedAt - observedAt),
  )
}

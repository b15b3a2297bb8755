/**
 * R05: a transition is committed at a random instant of the subscribe handshake. Whoever subscribes at that moment gets
 * it, in the snapshot, replayed or live, once and in its place; half of them begin with a snapshot, half behind a cursor,
 * where no snapshot makes a lost hint good. The slow tick that would make a lost hint good within seconds is
 * off here, so that only the order of watching and reading can help.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { Bar, Run } from './harness/bar.ts'
import { percentile } from './harness/bar.ts'
import { type Cluster, openCluster } from './harness/cluster.ts'
import { forgeCursor, readEpochOf } from './harness/forged-cursor.ts'
import { checkLedger } from './harness/ledger.ts'
import { toClientLog, type Transport } from './harness/subscriber.ts'
import { openSubscribers, type Subscribers } from './harness/subscribers.ts'

const SIDE_BY_SIDE = 10
const PATIENCE_MS = 3_000
const TRANSPORTS: readonly Transport[] = ['ws', 'sse']

export const bar: Bar = {
  id: 'R05',
  name: 'subscribe race',
  modes: ['embedded', 'redis'],
  undefended: () => [
    // The journal is read before the feed is watched; the pause is what a round trip to a broker would be.
    {
      file: 'src/journeys/topic.ts',
      from: 'const unwatch = await store.watchFeed(feed, hear)',
      to: 'let unwatch = (): void => undefined',
    },
    {
      file: 'src/journeys/topic.ts',
      from: '  isOpen = true\n',
      to: `  await new Promise((resolve) => setTimeout(resolve, 10))
           unwatch = await store.watchFeed(feed, hear)
           isOpen = true\n`,
    },
  ],
  limits: (run) => ({
    exactlyOnce: { exactly: run.scale(2_000, 200) },
    findings: { exactly: 0 },
    // Otherwise the instants do not fall into the handshake.
    shareSeenLive: { least: 0.05 },
    shareInSnapshot: { least: 0.05 },
  }),
  async run(run) {
    const { mode, mutations } = run
    await using cluster = await openCluster({ mode, replicas: 2, mutations, tuning: { tickMs: 0 } })
    const { longestMs, epoch } = await measureHandshake(cluster)
    run.say(`R05: a handshake takes up to ${longestMs.toFixed(1)} ms`)
    const total = run.scale(2_000, 200)
    const counts = { exactlyOnce: 0, findings: 0, live: 0, inSnapshot: 0 }
    for (let done = 0; done < total; done += SIDE_BY_SIDE) {
      await using subscribers = openSubscribers(cluster)
      const added = await cluster.first.addJourneys({ count: SIDE_BY_SIDE })
      const moments = added.map(() => run.random.next() * longestMs)
      const results = await Promise.all(
        added.map(({ journeyId }, index) => {
          const transport = TRANSPORTS[index % 2] ?? 'ws'
          const hasCursor = index % 4 >= 2
          return race(cluster, subscribers, { journeyId, transport, inMs: moments[index] ?? 0, epoch, hasCursor })
        }),
      )
      for (const { isOnce, findings, wasLive } of results) {
        if (isOnce) counts.exactlyOnce += 1
        counts.findings += findings
        if (wasLive === true) counts.live += 1
        if (wasLive === false) counts.inSnapshot += 1
      }
      if (done % 500 === 0) run.say(`R05: ${done + SIDE_BY_SIDE} of ${total}, ${counts.exactlyOnce} as they should be`)
      if (isHopeless(run, done + SIDE_BY_SIDE, counts.exactlyOnce)) break
    }
    const { exactlyOnce, findings, live, inSnapshot } = counts
    const seen = live + inSnapshot
    return { exactlyOnce, findings, shareSeenLive: live / seen, shareInSnapshot: inSnapshot / seen, longestMs }
  },
}

/** Without the defence every loss costs the whole patience: some are enough. */
function isHopeless({ isDefended }: Run, done: number, exactlyOnce: number): boolean {
  return !isDefended && done - exactlyOnce >= 10
}

/** Until the snapshot is there, for most: the instants are spread over that. And the journal that cursors are of. */
async function measureHandshake(cluster: Cluster): Promise<{ longestMs: number; epoch: string }> {
  let times: number[] = []
  let epoch = ''
  for (let round = 0; round < 5; round += 1) {
    // The first rounds are slow for other reasons.
    if (round < 3) times = []
    await using subscribers = openSubscribers(cluster)
    const added = await cluster.first.addJourneys({ count: SIDE_BY_SIDE })
    await Promise.all(
      added.map(async ({ journeyId }, index) => {
        const beganAt = performance.now()
        const subscriber = await subscribers.open({ id: journeyId, transport: TRANSPORTS[index % 2] ?? 'ws' })
        await subscriber.until(() => subscriber.arrivals.length > 0, PATIENCE_MS)
        times.push(performance.now() - beganAt)
        epoch = readEpochOf(subscriber.cursor ?? '')
      }),
    )
  }
  return { longestMs: percentile(times, 0.9), epoch }
}

interface Race {
  readonly journeyId: string
  readonly transport: Transport
  readonly inMs: number
  readonly epoch: string
  readonly hasCursor: boolean
}

async function race(
  cluster: Cluster,
  subscribers: Subscribers,
  { journeyId, transport, inMs, epoch, hasCursor }: Race,
) {
  const name = `racing-${journeyId}`
  const after = hasCursor ? await forgeCursor({ subject: name, epoch, journeyId, sequence: 1 }) : null
  const headers = await cluster.headers(name)
  const subscriber = await subscribers.open({ name, headers, id: journeyId, transport, attempts: 0, after })
  await wait(inMs)
  // In Redis mode the writer is not the process that serves every second subscriber.
  await cluster.first.append({ journeys: [journeyId] })
  await subscriber.until(() => subscriber.arrivals.some(({ sequence }) => sequence === 2), PATIENCE_MS)
  await subscriber.leave()
  const journal = await cluster.first.readJournal([journeyId])
  const beganAfter = hasCursor ? new Map([[journeyId, 1]]) : undefined
  const findings = checkLedger(journal, [toClientLog(subscriber, [journeyId], beganAfter)])
  return {
    isOnce: subscriber.arrivals.filter(({ sequence }) => sequence === 2).length === 1 && findings.length === 0,
    findings: findings.length,
    /** Null when it cannot be told. */
    wasLive: hasCursor ? null : subscriber.arrivals.length > 1,
  }
}

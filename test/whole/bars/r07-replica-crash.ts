/**
 * R07: one of three replicas dies without a word under 500 stock clients. Those it had must come back through the load
 * balancer by themselves, on what they do by default, and miss nothing; and no resubscription may cost a call to Finpass.
 */
import type { Bar } from './harness/bar.ts'
import { openCluster } from './harness/cluster.ts'
import { checkLedger, countFindings } from './harness/ledger.ts'
import { toHeads, untilCaughtUp, untilLive, waitUntil } from './harness/live.ts'
import { nowMs, type Subscriber, toClientLog } from './harness/subscriber.ts'
import { openSubscribers } from './harness/subscribers.ts'
import { openWriter } from './harness/writer.ts'

/** What browsers wait before an EventSource comes back: Chromium 3 s, Firefox 5 s. */
const EVENT_SOURCE_MS = 5_000
const LONGEST_MS = 8_000

export const bar: Bar = {
  id: 'R07',
  name: 'replica crash',
  modes: ['redis'],
  // Whoever comes back is live at once and never gets what it missed.
  undefended: () => [
    {
      file: 'src/journeys/follow.ts',
      from: '? { over: true } : { position }',
      to: '? { over: true } : { position: topic.head }',
    },
  ],
  limits: ({ scale }) => ({
    cutOff: { least: scale(100, 10) },
    resubscribedMs: { most: LONGEST_MS },
    stranded: { exactly: 0 },
    lost: { exactly: 0 },
    reordered: { exactly: 0 },
    otherFindings: { exactly: 0 },
    resyncs: { exactly: 0 },
    upstreamCalls: { exactly: 0 },
  }),
  async run({ mode, mutations, random, scale, say }) {
    await using cluster = await openCluster({ mode, replicas: 3, mutations })
    await using writer = await openWriter(cluster)
    await using subscribers = openSubscribers(cluster)
    const journeys = (await writer.addJourneys({ count: scale(50, 10) })).map(({ journeyId }) => journeyId)
    const followed = new Map<Subscriber, string>()
    for (let index = 0; index < scale(500, 60); index += 1) {
      const id = journeys[index % journeys.length] ?? ''
      const isSse = Math.floor(index / journeys.length) % 2 === 1
      const kind = isSse ? { transport: 'sse' as const, pauseMs: EVENT_SOURCE_MS } : { transport: 'ws' as const }
      followed.set(await subscribers.open({ ...kind, id, attempts: 'default' }), id)
    }
    const all = [...followed.keys()]
    await untilLive(all)
    cluster.sandbox.calls.clear()

    const driving = writer.drive({ journeys, perSecond: scale(100, 20), seconds: scale(12, 8) })
    await new Promise((resolve) => setTimeout(resolve, 500 + random.below(1_000)))
    const killedAt = nowMs()
    await random.pick(cluster.replicas).kill()
    const written = await driving
    if (written.failed + written.refused > 0) throw new Error('the writer could not write')
    const victims = all.filter(({ closings }) => closings.some(({ at }) => at >= killedAt))
    const backAt = (victim: Subscriber): number | undefined => {
      const connection = victim.arrivals.findLast(({ arrivedAt }) => arrivedAt <= killedAt)?.connection ?? 0
      return victim.arrivals.find((arrival) => arrival.connection > connection)?.arrivedAt
    }
    await waitUntil(() => victims.every((victim) => backAt(victim) !== undefined), LONGEST_MS)
    const backAfterMs = victims.flatMap((victim) => {
      const at = backAt(victim)
      return at === undefined ? [] : [at - killedAt]
    })

    const survivor = cluster.replicas.find((replica) => replica.process().isRunning)
    if (survivor === undefined) throw new Error('only one replica was to die')
    const journal = await survivor.readJournal(journeys)
    const behind = await untilCaughtUp(all, (subscriber) => followed.get(subscriber) ?? '', toHeads(journal), 10_000)
    if (behind > 0) say(`R07: ${behind} subscribers are behind`)
    const logs = all.map((subscriber) => toClientLog(subscriber, [followed.get(subscriber) ?? '']))
    const { missing, reorder, ...others } = countFindings(checkLedger(journal, logs))
    return {
      cutOff: victims.length,
      resubscribedMs: Math.max(0, ...backAfterMs),
      stranded: victims.length - backAfterMs.length,
      lost: missing,
      reordered: reorder,
      otherFindings: Object.values(others).reduce((total, count) => total + count, 0),
      resyncs: all.flatMap(({ arrivals }) => arrivals).filter(({ resync }) => resync).length,
      upstreamCalls: cluster.sandbox.calls.count(),
      transitions: written.acknowledged,
    }
  },
}

/**
 * R07: one of three replicas dies without a word under 500 stock clients. Those it had must come back through the load
 * balancer by themselves, on what they do by default, and miss nothing; and no resubscription may cost a call to Finpass.
 */
import type { Bar } from './harness/bar.ts'
import { openCluster } from './harness/cluster.ts'
import { openCrowd } from './harness/crowd.ts'
import { waitUntil } from './harness/live.ts'
import { judgeLogs } from './harness/spread.ts'
import { nowMs, type Subscriber } from './harness/subscriber.ts'
import { openWriter } from './harness/writer.ts'

const LONGEST_MS = 8_000

export const bar: Bar = {
  id: 'R07',
  name: 'replica crash',
  modes: ['redis'],
  // Whoever comes back is live at once and never gets what it missed.
  undefended: () => [
    {
      file: 'src/journeys/follow.ts',
      from: 'if (missed < 0 || missed > longestReplay) return unproved',
      to: 'return { position: topic.head }',
    },
  ],
  limits: ({ scale }) => ({
    cutOff: { least: scale(100, 10) },
    resubscribedMs: { most: LONGEST_MS },
    stranded: { exactly: 0 },
    behind: { exactly: 0 },
    lost: { exactly: 0 },
    reordered: { exactly: 0 },
    duplicates: { exactly: 0 },
    otherFindings: { exactly: 0 },
    resyncs: { exactly: 0 },
    upstreamCalls: { exactly: 0 },
  }),
  async run({ mode, mutations, random, scale }) {
    await using cluster = await openCluster({ mode, replicas: 3, mutations })
    await using writer = await openWriter(cluster)
    const journeys = (await writer.addJourneys({ count: scale(50, 10) })).map(({ journeyId }) => journeyId)
    await using crowd = await openCrowd(cluster, { journeys, count: scale(500, 60) })
    cluster.sandbox.calls.clear()

    const driving = writer.drive({ journeys, perSecond: scale(100, 20), seconds: scale(12, 8) })
    await new Promise((resolve) => setTimeout(resolve, 500 + random.below(1_000)))
    const killedAt = nowMs()
    // The first one tells what the journal has.
    await random.pick(cluster.replicas.slice(1)).kill()
    const written = await driving
    if (written.failed + written.refused > 0) throw new Error('the writer could not write')
    const victims = crowd.all.filter(({ closings }) => closings.some(({ at }) => at >= killedAt))
    await waitUntil(() => victims.every((victim) => findReturn(victim, killedAt) !== null), LONGEST_MS)
    const returns = victims.map((victim) => findReturn(victim, killedAt)).filter((at) => at !== null)
    return {
      cutOff: victims.length,
      resubscribedMs: Math.max(0, ...returns.map((at) => at - killedAt)),
      stranded: victims.length - returns.length,
      ...(await judgeLogs(crowd)),
      upstreamCalls: cluster.sandbox.calls.count(),
      transitions: written.acknowledged,
    }
  },
}

/** When the first transition came over a new connection; null when none has. */
function findReturn({ arrivals }: Subscriber, killedAt: number): number | null {
  const lost = arrivals.findLast(({ arrivedAt }) => arrivedAt <= killedAt)?.connection ?? 0
  return arrivals.find(({ connection }) => connection > lost)?.arrivedAt ?? null
}

/** One user alone, with an upstream that takes 50 ms for every call: how much of it all does the waiting explain? */
import { printMs, quantile } from './figures.ts'
import { toTable } from './page.ts'
import { measureInTurns } from './round.ts'
import { BY_HAND, GATEWAY, MERCURIUS, openSystems, type Setting } from './setting.ts'
import type { Workload } from './workload.ts'

const LATENCY_MS = 50
const MOST_RATIO = 1.15

export async function measureAlone(setting: Setting, workload: Workload): Promise<string[]> {
  const { upstream, rounds, isQuick } = setting
  await using systems = await openSystems(setting, workload, [BY_HAND, GATEWAY, MERCURIUS])
  const shared = { upstream, systems: systems.all, ...(isQuick ? { mostWarmUpMs: 1_000 } : {}) }
  await measureInTurns({ ...shared, workload, rounds: 0, roundMs: 0 })
  await upstream.turn({ latency: LATENCY_MS })
  const measured = await measureInTurns({
    ...shared,
    workload: { ...workload, connections: 1, warmUp: 5 },
    rounds,
    roundMs: isQuick ? 500 : 1_500,
  })
  await upstream.turn({ latency: 0 })
  const rows = measured.map(({ name, rounds }) => {
    const times = rounds.flatMap((round) => round.times)
    const ratio = quantile(times, 0.5) / LATENCY_MS
    const isOurs = name === GATEWAY
    return [
      name,
      printMs(quantile(times, 0.5)),
      printMs(quantile(times, 0.99)),
      ratio.toFixed(2),
      isOurs ? `<= ${MOST_RATIO}` : '',
      isOurs ? (ratio <= MOST_RATIO ? 'held' : 'missed') : '',
    ]
  })
  return toTable(['system', 'p50', 'p99', `of ${LATENCY_MS} ms`, 'target', ''], rows)
}

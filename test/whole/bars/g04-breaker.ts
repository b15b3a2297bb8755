/**
 * G04: Finpass fails at every call for statements for half a minute and serves everything else. The breaker of that one
 * operation opens; while it is open callers are told at once, Finpass is asked once in ten seconds, tax returns are read
 * as if nothing was the matter, and soon after Finpass is back so are the statements.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { type Bar, type Figures, percentile, type Run } from './harness/bar.ts'
import { type Cluster, openCluster } from './harness/cluster.ts'
import { countCodes, openReadingLoad, type ReadAnswer, READING_ENVIRONMENT, wasLetIn } from './harness/reading-load.ts'

const FAILING = 'aa-bsa.statement-result'
const OPEN = 'FINPASS_CIRCUIT_OPEN'

export const bar: Bar = {
  id: 'G04',
  name: 'breaker',
  modes: ['embedded', 'redis'],
  isTimed: true,
  undefended: () => [
    {
      file: 'src/finpass/traffic/breaker.ts',
      from: 'if (failures < failuresToOpen) return',
      to: 'if (failures >= 0) return',
    },
  ],
  limits: ({ scale }) => ({
    callsToOpen: { most: 20 },
    refused: { least: scale(300, 20) },
    // The 99th percentile; of a few dozen the median.
    openOverMs: { most: 20 },
    mostProbesInTenSeconds: { most: 1 },
    otherErrors: { exactly: 0 },
    otherReads: { least: scale(600, 40) },
    // A probe comes at the latest one interval after Finpass is back, and a tenth of it for whoever asks.
    closesAfterMs: { most: scale(11_000, 1_600) },
  }),
  async run(run) {
    const { mode, mutations, scale } = run
    const tuning = { traffic: { probeEveryMs: toProbeEveryMs(run) } }
    await using cluster = await openCluster({ mode, mutations, tuning, environment: READING_ENVIRONMENT })
    return await play(cluster, run, scale(30_000, 2_500))
  },
}

function toProbeEveryMs({ scale }: Run): number {
  return scale(10_000, 1_000)
}

async function play(cluster: Cluster, run: Run, failingMs: number): Promise<Figures> {
  const { sandbox } = cluster
  const probeEveryMs = toProbeEveryMs(run)
  const failing = await openReadingLoad(cluster, { operation: FAILING, perSecond: 20 })
  const well = await openReadingLoad(cluster, { operation: 'itr.data', perSecond: 20 })
  const idle = await openReadingLoad(cluster, { operation: 'none', perSecond: 20 })
  await wait(1_000)
  const failsFrom = Date.now()
  sandbox.faults.set({ match: FAILING, kind: 'server-error' })
  await wait(failingMs)
  sandbox.faults.clear()
  const backAt = Date.now()
  await wait(probeEveryMs + 1_500)
  await Promise.all([failing.stop(), well.stop(), idle.stop()])
  run.say(`G04: ${countCodes(failing.answers)}; others ${countCodes(well.answers)}`)

  const calls = sandbox.calls.list().filter(({ operation, at }) => operation === FAILING && at >= failsFrom)
  const failed = calls.filter(({ at }) => at < backAt).map(({ at }) => at)
  const refused = failing.answers.filter(({ code, sentAt }) => code === OPEN && sentAt < backAt)
  // Up to the first pause that only an open breaker makes.
  const pause = failed.findIndex((at, index) => at - (failed[index - 1] ?? at) > probeEveryMs / 2)
  const opening = failed.slice(0, pause < 0 ? failed.length : pause)
  const probes = failed.slice(opening.length)
  const backAgain = failing.answers.filter(({ code, sentAt }) => code === null && sentAt >= backAt)
  return {
    callsToOpen: opening.length,
    refused: refused.length,
    // What a request takes that asks Finpass nothing is the machine's, and everybody's on it.
    openOverMs: toShare(refused, run) - toShare(idle.answers, run),
    openMs: toShare(refused, run),
    probes: probes.length,
    // By a tenth less than the interval, since these are two clocks.
    mostProbesInTenSeconds: Math.max(
      0,
      ...probes.map((at) => probes.filter((other) => other >= at && other < at + 0.9 * probeEveryMs).length),
    ),
    otherReads: well.answers.length,
    otherErrors: well.answers.filter((each) => each.code !== null && wasLetIn(each)).length,
    closesAfterMs: Math.min(99_999, ...backAgain.map(({ sentAt }) => sentAt - backAt)),
  }
}

function toShare(answers: readonly ReadAnswer[], { scale }: Run): number {
  return percentile(
    answers.map(({ tookMs }) => tookMs),
    scale(0.99, 0.5),
  )
}

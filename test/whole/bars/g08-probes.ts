/**
 * G08: what an orchestrator asks, while Redis and Finpass are both gone, then come and go, then are back; and from start to stop.
 * Liveness never wavers, since killing the process would help nobody; readiness falls once and rises once.
 */
import { get } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { Bar } from './harness/bar.ts'
import { type Cluster, openCluster } from './harness/cluster.ts'
import { openHttpLoad } from './harness/http-load.ts'

const PER_SECOND = 50
/** Long enough to be noticed, too short to be relied upon. */
const UP_MS = 1_300
const DOWN_MS = 900
const PROBE_MS = 1_000

export const bar: Bar = {
  id: 'G08',
  name: 'probes',
  modes: ['redis'],
  // Each check of the store counts for itself.
  undefended: () => [
    { file: 'src/server/readiness-watch.ts', from: 'const CHECKS_TO_RISE = 3', to: 'const CHECKS_TO_RISE = 1' },
    { file: 'src/server/readiness-watch.ts', from: 'const CHECKS_TO_FALL = 2', to: 'const CHECKS_TO_FALL = 1' },
  ],
  limits: ({ scale }) => ({
    readyMs: { most: scale(5_000, 15_000) },
    livenessSamples: { least: scale(120, 4) },
    livenessMissed: { most: scale(0, 2) },
    flaps: { exactly: 0 },
    fellMs: { most: 5_000 },
    roseMs: { most: scale(10_000, 8_000) },
    refusedAfterStopMs: { most: 1_000 },
    troubles: { exactly: 0 },
  }),
  async run({ mode, mutations, scale, say }) {
    await using cluster = await openCluster({
      mode,
      mutations,
      hasBrokerProxies: true,
      environment: { DRAIN_MS: '2000' },
    })
    const { first, sandbox } = cluster
    const broker = first.broker
    if (broker === null) throw new Error('there is no way to Redis')
    await first.kill()
    const beganAt = performance.now()
    await first.restart()
    if ((await waitUntilStatus(first.port, 200, 10_000)) === null) throw new Error('it never was ready')
    const readyMs = performance.now() - beganAt

    await using load = openHttpLoad({
      url: first.url,
      perSecond: PER_SECOND,
      headers: await cluster.headers('prober'),
      toBody: () => JSON.stringify({ query: '{ viewer { tenant } applicants(first: 1) { totalCount } }' }),
    })
    using probes = sampleProbes(first.port, scale(1_000, 500))
    sandbox.faults.set({ match: '*', kind: 'hang' })
    broker.drop()
    const fellMs = (await waitUntilStatus(first.port, 503, 10_000)) ?? Number.POSITIVE_INFINITY
    await wait(scale(60_000, 300))
    const endsAt = performance.now() + scale(60_000, 4_500)
    while (performance.now() < endsAt) {
      broker.heal()
      await wait(UP_MS)
      broker.drop()
      await wait(DOWN_MS)
    }
    broker.heal()
    sandbox.faults.clear()
    const roseMs = (await waitUntilStatus(first.port, 200, 15_000)) ?? Number.POSITIVE_INFINITY
    await wait(scale(2_000, 300))
    const { changes, ...samples } = probes.stop()
    await load.stop()
    say(
      `G08: readiness was ${changes.join(', ')}; ${load.sent} queries, failures ${JSON.stringify([...load.failures])}`,
    )
    const troubles = await first.troubles()
    for (const trouble of troubles.slice(0, 5)) say(`G08: ${trouble}`)
    return {
      readyMs,
      ...samples,
      // It fell and rose; every change beyond those is one too many.
      flaps: Math.max(0, changes.length - 3),
      fellMs,
      roseMs,
      refusedAfterStopMs: await measureStop(cluster),
      troubles: troubles.length,
    }
  },
}

async function measureStop({ first }: Cluster): Promise<number> {
  first.process().signal('SIGTERM')
  return (await waitUntilStatus(first.port, 503, 2_000)) ?? Number.POSITIVE_INFINITY
}

/** Milliseconds until `/readyz` answers so; null when it does not in time. */
async function waitUntilStatus(port: number, status: number, timeoutMs: number): Promise<number | null> {
  const beganAt = performance.now()
  for (;;) {
    const latest = await probe(port, '/readyz')
    const tookMs = performance.now() - beganAt
    if (latest === status) return tookMs
    if (tookMs > timeoutMs) return null
    await wait(20)
  }
}

/** Asks both, readiness four times as often, and notes every change of it. */
function sampleProbes(port: number, everyMs: number) {
  let [livenessSamples, livenessMissed, readinessMissed, turn, inOrder] = [0, 0, 0, 0, Promise.resolve()]
  const changes: number[] = []
  const timer = setInterval(() => {
    turn += 1
    if (turn % 4 === 0) {
      livenessSamples += 1
      void probe(port, '/livez').then((status) => {
        if (status !== 200) livenessMissed += 1
      })
    }
    const asked = probe(port, '/readyz')
    inOrder = inOrder.then(async () => {
      const status = await asked
      if (status === 0) readinessMissed += 1
      else if (changes.at(-1) !== status) changes.push(status)
    })
  }, everyMs / 4)
  const end = (): void => clearInterval(timer)
  return {
    stop() {
      end()
      return { livenessSamples, livenessMissed, readinessMissed, changes }
    },
    [Symbol.dispose]: end,
  }
}

/** The status; 0 without an answer in time. */
function probe(port: number, path: string): Promise<number> {
  return new Promise((resolve) => {
    const request = get({ port, host: '127.0.0.1', path, agent: false, timeout: PROBE_MS }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    request.on('timeout', () => request.destroy(new Error('timeout')))
    request.on('error', () => resolve(0))
  })
}

/**
 * R08: a deployment. Every replica in turn is told to stop, drains, ends, and comes back, while callers ask at a steady rate
 * and subscribers follow. Nobody may notice more than a close code that asks to come back; and a call that has been
 * waiting for Finpass for fifteen seconds still gets its answer from the replica that is going.
 */
import { get } from 'node:http'
import type { Bar } from './harness/bar.ts'
import { type Cluster, openCluster, type Replica } from './harness/cluster.ts'
import { openCrowd } from './harness/crowd.ts'
import { openHttpLoad, post } from './harness/http-load.ts'
import { waitUntil } from './harness/live.ts'
import { judgeLogs } from './harness/spread.ts'
import type { Transport } from './harness/subscriber.ts'
import { openWriter, type Writer } from './harness/writer.ts'

const MOST_EXIT_MS = 25_000
/** A moment that did not come; a figure must be finite to be written down. */
const NEVER_MS = 99_999
/** What a client may take for a reason to come back: the replica goes, or is restarted. */
const FRIENDLY = new Set([1001, 1012])

export const bar: Bar = {
  id: 'R08',
  name: 'rolling restart',
  modes: ['redis'],
  isTimed: true,
  // Ends at once, as a process does that has no drain.
  undefended: () => [{ file: 'src/gateway/gateway.ts', from: 'app.announceDrain()', to: 'process.exit(0)' }],
  limits: ({ scale }) => ({
    requests: { least: scale(4_000, 500) },
    failedRequests: { exactly: 0 },
    lost: { exactly: 0 },
    reordered: { exactly: 0 },
    duplicates: { exactly: 0 },
    otherFindings: { exactly: 0 },
    resyncs: { exactly: 0 },
    unfriendlyCloses: { exactly: 0 },
    brokenStreams: { exactly: 0 },
    behind: { exactly: 0 },
    unreadyMs: { most: 1_000 },
    exitMs: { most: MOST_EXIT_MS },
    badExits: { exactly: 0 },
    longCallMs: { least: scale(14_500, 3_500) },
    longCallsLost: { exactly: 0 },
  }),
  async run({ mode, mutations, scale, say }) {
    const environment = { DRAIN_MS: scale('2000', '800') }
    await using cluster = await openCluster({ mode, replicas: scale(3, 2), mutations, environment })
    await using writer = await openWriter(cluster)
    const journeys = (await writer.addJourneys({ count: scale(50, 10) })).map(({ journeyId }) => journeyId)
    await using crowd = await openCrowd(cluster, { journeys, count: scale(500, 60) })

    const traffic = new AbortController()
    const driving = driveUntil(traffic.signal, writer, journeys, scale(50, 20))
    await using load = openHttpLoad({
      url: cluster.url,
      perSecond: scale(200, 100),
      headers: await cluster.headers('asking'),
      toBody: (number) =>
        JSON.stringify({
          query: 'query($id: ID!) { journey(id: $id) { id status sequence } }',
          variables: { id: journeys[number % journeys.length] },
        }),
    })
    cluster.sandbox.faults.set({ match: 'aa-bsa.status', kind: 'latency', ms: scale(7_500, 2_000) })
    const goings: Going[] = []
    for (const replica of cluster.replicas) {
      goings.push(await restart(cluster, replica, await prepareLongCall(cluster, writer)))
    }
    await load.stop()
    traffic.abort()
    const unwritten = await driving
    if (unwritten > 0) say(`R08: ${unwritten} transitions could not be written`)

    for (const [what, count] of load.failures) say(`R08: ${count} requests failed: ${what}`)
    const closings = (transport: Transport) =>
      crowd.all.filter((each) => each.transport === transport).flatMap((each) => each.closings)
    return {
      requests: load.sent,
      failedRequests: load.failed,
      ...(await judgeLogs(crowd, 15_000)),
      wsCloses: closings('ws').length,
      unfriendlyCloses: closings('ws').filter(({ code }) => !FRIENDLY.has(code)).length,
      brokenStreams: closings('sse').filter(({ code }) => code === 1006).length,
      unreadyMs: Math.max(...goings.map(({ unreadyMs }) => unreadyMs)),
      exitMs: Math.max(...goings.map(({ exitMs }) => exitMs)),
      badExits: goings.filter(({ exit }) => exit !== 0).length,
      longCallMs: Math.min(...goings.map(({ longCallMs }) => longCallMs)),
      longCallsLost: goings.filter(({ isAnswered }) => !isAnswered).length,
    }
  },
}

/** How a replica went. */
interface Going {
  /** From SIGTERM until /readyz refused; `NEVER_MS` when it never did. */
  readonly unreadyMs: number
  readonly exitMs: number
  readonly exit: number | string
  readonly longCallMs: number
  readonly isAnswered: boolean
}

type LongCall = (replica: Replica) => Promise<boolean>

async function restart(cluster: Cluster, replica: Replica, call: LongCall): Promise<Going> {
  const calledAt = performance.now()
  let longCallMs = 0
  const answered = call(replica).finally(() => {
    longCallMs = performance.now() - calledAt
  })
  // It must be waiting for Finpass when the signal comes.
  await new Promise((resolve) => setTimeout(resolve, 300))
  const { exited, signal } = replica.process()
  const signalledAt = performance.now()
  signal('SIGTERM')
  const unreadyMs = await readUnreadyMs(replica, signalledAt)
  const exit = await Promise.race([
    exited,
    new Promise<string>((resolve) => setTimeout(resolve, 40_000, 'still there')),
  ])
  const exitMs = performance.now() - signalledAt
  const isAnswered = await answered
  await replica.kill()
  await replica.restart()
  if ((await waitUntil(() => cluster.balancer.healthy().includes(replica.port), 5_000)) === null) {
    throw new Error('the balancer does not find the replica that is back')
  }
  return { unreadyMs, exitMs, exit, longCallMs, isAnswered }
}

async function readUnreadyMs(replica: Replica, since: number): Promise<number> {
  while (replica.process().isRunning) {
    const status = await readReadiness(replica.port)
    if (status === 503) return performance.now() - since
    if (performance.now() - since > MOST_EXIT_MS) break
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return NEVER_MS
}

function readReadiness(port: number): Promise<number> {
  return new Promise((resolve) => {
    get({ port, host: '127.0.0.1', path: '/readyz', agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    }).on('error', () => resolve(0))
  })
}

/** Resolves with how many transitions could not be written: on a busy machine Redis may be late for one. */
async function driveUntil(over: AbortSignal, writer: Writer, journeys: readonly string[], perSecond: number) {
  let unwritten = 0
  while (!over.aborted) {
    const { failed, refused } = await writer.drive({ journeys, perSecond, seconds: 0.5 })
    unwritten += failed + refused
  }
  return unwritten
}

/** Two looks at Finpass, one after the other in one request, at journeys that nobody has looked at yet. */
async function prepareLongCall({ sandbox, headers }: Cluster, writer: Writer): Promise<LongCall> {
  const handles = [0, 1].map(() => sandbox.seed('stuck-job', 'AA_BSA', 600_000))
  const [one, other] = await writer.addJourneys({ count: 2, handles })
  const own = await headers('waiting')
  const ask = (id = ''): string =>
    `journeyRefresh(input: { journeyId: "${id}" }) { journey { status } userErrors { code } }`
  const query = `mutation { one: ${ask(one?.journeyId)} other: ${ask(other?.journeyId)} }`
  return (replica) =>
    post(replica.url, own, JSON.stringify({ query })).then(
      ({ status, text }) => status === 200 && text.match(/"journey":\{"status":"PROCESSING"\}/g)?.length === 2,
      () => false,
    )
}

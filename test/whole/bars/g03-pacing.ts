/**
 * G03: five thousand journeys are to be looked at while a crowd reads reports, and the fleet may make so many calls a second. The
 * looks are spread and get what reads leave; nobody who reads is refused. Then Finpass asks that statements be left alone
 * for three seconds, and they are.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { CallRecord } from '../../../src/sandbox/journal.ts'
import type { Bar, Figures, Run } from './harness/bar.ts'
import { type Cluster, openCluster } from './harness/cluster.ts'
import { waitUntil } from './harness/live.ts'
import { countCodes, openReadingLoad, READING_ENVIRONMENT, wasLetIn } from './harness/reading-load.ts'

const LOOK = 'aa-bsa.status'
const PAUSED = 'aa-bsa.statement-result'
const MOST_LOOKS = 50
const MOST_CALLS = 60
const READS_A_SECOND = 30
/** Journeys that are added in one go. */
const AT_ONCE = 100
/** What was sent before the answer came. */
const UNDER_WAY_MS = 100

export const bar: Bar = {
  id: 'G03',
  name: 'pacing',
  modes: ['embedded', 'redis'],
  isTimed: true,
  // Everything is sent as it comes, and a wish to be left alone is not heard.
  undefended: () => [
    {
      file: 'src/finpass/traffic/pacer.ts',
      from: 'if (pace === null && (pollPace === null || !isPoll)) return null',
      to: 'if (isPoll || !isPoll) return null',
    },
    {
      file: 'src/store/redis-check-queue.ts',
      from: 'limiter: toLimiter(mostPerSecond),',
      to: 'limiter: { max: 100_000, duration: toLimiter(mostPerSecond).duration },',
    },
    {
      file: 'src/finpass/traffic/gate.ts',
      from: 'pausedUntil = Math.max(pausedUntil,',
      to: 'pausedUntil = 0 * Math.max(pausedUntil,',
    },
  ],
  // What falls on the edges of two seconds weighs more than of thirty.
  limits: ({ scale, isQuick }) => ({
    looks: { least: scale(900, 60) },
    looksPerSecond: { most: MOST_LOOKS * (isQuick ? 1.1 : 1.02) },
    fullestSecondOfLooks: { most: 1.5 },
    callsPerSecond: { most: MOST_CALLS * (isQuick ? 1.1 : 1.02) },
    fullestSecondOfCalls: { most: 1.5 },
    reads: { least: scale(900, 50) },
    readsRefused: { exactly: 0 },
    // Looks are what gives way.
    looksPerSecondBesideReads: { most: (MOST_CALLS - READS_A_SECOND) * (isQuick ? 1.3 : 1.15) },
    callsInPause: { exactly: 0 },
    callsAfterPause: { least: 1 },
  }),
  async run(run) {
    const { mode, mutations, scale } = run
    const environment = {
      ...READING_ENVIRONMENT,
      POLL_INTERVAL_MS: '5000',
      POLLS_PER_SECOND: String(MOST_LOOKS),
      FINPASS_MAX_RPS: String(MOST_CALLS),
    }
    await using cluster = await openCluster({ mode, replicas: 2, mutations, environment })
    for (let added = 0; added < scale(5_000, 300); added += AT_ONCE) await addSome(cluster)
    return await play(cluster, run)
  },
}

/** Those of a part that the store did not take in time are left as they are; it is many that are wanted. */
async function addSome({ first, sandbox }: Cluster): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const handles = Array.from({ length: AT_ONCE }, () => sandbox.seed('stuck-job', 'AA_BSA', 600_000))
    const added = first.addJourneys({ count: AT_ONCE, isOneApplicant: true, handles, dueInMs: 0 })
    const isAdded = await added.then(
      () => true,
      (thrown: unknown) => {
        if (attempt === 3) throw thrown
        return false
      },
    )
    if (isAdded) return
  }
}

async function play(cluster: Cluster, run: Run): Promise<Figures> {
  const { sandbox } = cluster
  // Until the schedule has begun and the pace has settled.
  await waitUntil(() => sandbox.calls.count(LOOK) > 0, 20_000)
  await wait(run.scale(5_000, 500))
  const looking = await collect(cluster, run.scale(20_000, 2_000))
  const reading = await openReadingLoad(cluster, { operation: 'itr.data', perSecond: READS_A_SECOND })
  // Until the processes have told one another.
  await wait(run.scale(4_000, 1_000))
  const both = await collect(cluster, run.scale(30_000, 2_000))
  await reading.stop()
  run.say(`G03: reads ${countCodes(reading.answers)}`)
  const pausing = await pause(cluster, run)
  const looks = looking.filter(({ operation }) => operation === LOOK)
  const seconds = { looking: run.scale(20, 2), both: run.scale(30, 2) }
  return {
    looks: looks.length,
    looksPerSecond: looks.length / seconds.looking,
    fullestSecondOfLooks: toFullest(looks, seconds.looking),
    callsPerSecond: both.length / seconds.both,
    fullestSecondOfCalls: toFullest(both, seconds.both),
    looksPerSecondBesideReads: both.filter(({ operation }) => operation === LOOK).length / seconds.both,
    reads: reading.answers.length,
    readsRefused: reading.answers.filter((each) => each.code !== null && wasLetIn(each)).length,
    ...pausing,
    kept: sandbox.calls.count(),
  }
}

/** The calls that come within so long from now on. */
async function collect({ sandbox }: Cluster, forMs: number): Promise<readonly CallRecord[]> {
  const from = Date.now()
  await wait(forMs)
  return sandbox.calls.list().filter(({ at }) => at >= from && at < from + forMs)
}

/** The fullest second, as a multiple of the mean. */
function toFullest(calls: readonly CallRecord[], seconds: number): number {
  const [first] = calls
  const buckets = Map.groupBy(calls, ({ at }) => Math.floor((at - (first?.at ?? 0)) / 1_000))
  return Math.max(...[...buckets.values()].map((those) => those.length)) / (calls.length / seconds)
}

/** One answer asks for a pause; nobody has the operation asked before it is over. Each replica learns it for itself. */
async function pause(cluster: Cluster, run: Run): Promise<Figures> {
  const { sandbox } = cluster
  const pauseMs = run.scale(3_000, 1_000)
  const load = await openReadingLoad(cluster, { operation: PAUSED, perSecond: 10 })
  await wait(500)
  const rule = { match: PAUSED, kind: 'too-many-requests', retryAfterSeconds: pauseMs / 1_000, times: 1 } as const
  sandbox.faults.set(rule)
  await wait(pauseMs + run.scale(4_000, 700))
  await load.stop()
  run.say(`G03: statements ${countCodes(load.answers)}`)
  const calls = sandbox.calls.list().filter(({ operation }) => operation === PAUSED)
  const asked = calls.find(({ fault }) => fault === 'too-many-requests')?.at ?? Number.NaN
  const after = calls.filter(({ at }) => at > asked + UNDER_WAY_MS)
  return {
    callsInPause: after.filter(({ at }) => at < asked + pauseMs).length,
    callsAfterPause: after.filter(({ at }) => at >= asked + pauseMs).length,
    refusedInPause: load.answers.filter(({ code }) => code === 'FINPASS_RATE_LIMITED').length,
  }
}

/**
 * `npm run soak -- --minutes 60`: two replicas on a Redis of their own, requests at a steady rate, subscribers on journeys that
 * start and finish all along, and Finpass in trouble every few minutes. Fails when a promise is not kept. What it has found so
 * far is in `--out` after every minute, and SIGTERM ends it early with a report; `--write` puts the result into docs/performance.md.
 */
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { openCluster, type Cluster } from '../../test/whole/bars/harness/cluster.ts'
import { quantile } from '../figures.ts'
import { writeSection } from '../page.ts'
import { type FaultCycle, openFaultCycle, pause } from './fault-cycle.ts'
import { openReader } from './reader.ts'
import { judgeSoak, printSoak, type SoakResult } from './report.ts'
import { type Sample, takeSample } from './sample.ts'
import { createTally } from './tally.ts'
import { openTurnover } from './turnover.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    rate: { type: 'string', default: '50' },
    subscribers: { type: 'string', default: '500' },
    out: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
})
const minutes = Number(values.minutes)
const perSecond = Number(values.rate)
const isShort = minutes < 15
const READY_APPLICANTS = 40

await using cluster = await openCluster({
  mode: 'redis',
  replicas: 2,
  sandbox: { timeScale: 2 },
  environment: { CONSENT_READS_PER_DAY: '1000000' },
})
const applicants = await addReadyApplicants(cluster)
const ending = new AbortController()
let cycle: FaultCycle | null = null
const tally = createTally(() => cycle ?? { windows: [], mayHaveMet: () => false, ended: Promise.resolve() })
const turnover = openTurnover({ cluster, lanes: Number(values.subscribers) / 10, tally, signal: ending.signal })
const reader = await openReader({ cluster, perSecond, applicants, live: turnover.live, tally })
cycle = openFaultCycle({
  faults: cluster.sandbox.faults,
  calmMs: isShort ? 40_000 : 150_000,
  faultMs: isShort ? 20_000 : 90_000,
  graceMs: 45_000,
  signal: ending.signal,
})

const samples: Sample[] = []
const beganAt = performance.now()
const stopping = new AbortController()
// Whoever needs the machine gets a report of what there is.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())
const sampleMs = isShort ? 15_000 : 60_000
while (performance.now() - beganAt < minutes * 60_000 && !stopping.signal.aborted) {
  await pause(sampleMs, stopping.signal)
  samples.push(await look())
  console.log(JSON.stringify(samples.at(-1)))
  if (values.out !== undefined) await writeFile(values.out, printSoak(await toResult()).join('\n'))
}
ending.abort()
await cycle.ended
await reader.load.stop()
// Those under way come to their end: nobody may be left without one.
await turnover.ended
const result = await toResult()
const lines = printSoak(result)
console.log(lines.join('\n'))
console.log(tally.examples.join('\n'))
if (values.out !== undefined) await writeFile(values.out, [...lines, '', ...tally.examples].join('\n'))
if (values.write) await writeSection('soak', lines)
if (judgeSoak(result).some(({ isHeld }) => !isHeld)) process.exitCode = 1

async function look(): Promise<Sample> {
  const taken = reader.takeTimes()
  const held = await takeSample(cluster)
  return {
    minute: (performance.now() - beganAt) / 60_000,
    fault: cycle?.windows.find(({ to }) => to === null)?.kind ?? null,
    ...held,
    live: turnover.live.size,
    subscribers: turnover.subscribers,
    requests: taken.length,
    p50Ms: quantile(taken, 0.5),
    p99Ms: quantile(taken, 0.99),
  }
}

async function toResult(): Promise<SoakResult> {
  const troubles = await Promise.all(cluster.replicas.map((replica) => replica.troubles()))
  return {
    minutes: Math.round((performance.now() - beganAt) / 6_000) / 10,
    perSecond,
    requests: reader.load.sent,
    samples,
    windows: cycle?.windows ?? [],
    tally,
    troubles: troubles.flat(),
  }
}

/** People whose journeys are over, for those who read reports. */
async function addReadyApplicants({ first, sandbox }: Cluster): Promise<string[]> {
  const ids: string[] = []
  for (let number = 0; number < READY_APPLICANTS; number += 1) {
    const seed = (kind: 'ITR' | 'AA_BSA'): string => sandbox.seed('salaried-clean', kind, 86_400_000)
    const [bank] = await first.addJourneys({ count: 1, kind: 'AA_BSA', handles: [seed('AA_BSA')] })
    if (bank === undefined) throw new Error('one was asked for')
    const { applicantId, journeyId } = bank
    const [tax] = await first.addJourneys({ count: 1, kind: 'ITR', handles: [seed('ITR')], applicantId })
    await first.append({ journeys: [journeyId, tax?.journeyId ?? ''], status: 'COMPLETED' })
    ids.push(applicantId)
  }
  return ids
}

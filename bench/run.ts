/**
 * `npm run bench`: the gateway against what one would write by hand and against a GraphQL server without our checks, on the
 * same work and each on the same single core. Writes its tables into docs/performance.md.
 */
import { parseArgs } from 'node:util'
import { median, printMib, printMs, quantile, toThree } from './figures.ts'
import { openGatewayProcess, seedStore } from './gateway.ts'
import { findCores, openProgram, pinSelf } from './process.ts'
import { type Measured, measureInTurns } from './round.ts'
import { openUpstream } from './upstream-process.ts'
import { askByHand, askGateway, WORKLOADS } from './workload.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds ?? (values.quick ? 2 : 5))
const wanted = values.only?.split(',') ?? null
const cores = findCores()
const core = cores?.measured ?? null
if (cores !== null) pinSelf(cores.driving)

await using upstream = await openUpstream(cores?.driving ?? null)
console.log('upstream', performance.now())
await using seeded = await seedStore(upstream.url, core)
console.log('seeded', performance.now())
for (const workload of WORKLOADS) {
  if (wanted !== null && !wanted.includes(workload.id)) continue
  await using aggregator = await openProgram({ args: ['bench/baseline/aggregator.ts', upstream.url], core })
  await using cold = await openGatewayProcess(seeded, { upstreamUrl: upstream.url, core, cacheMs: 0 })
  const measured = await measureInTurns({
    workload,
    upstream,
    rounds,
    warmUpMs: values.quick ? 1_000 : 3_000,
    roundMs: values.quick ? 1_000 : workload.roundMs,
    systems: [
      { name: 'by hand', program: aggregator, url: aggregator.said, ask: askByHand(workload) },
      { name: 'gateway', program: cold.program, url: cold.url, ask: askGateway(workload, seeded) },
    ],
  })
  print(workload.id, measured)
}

function print(id: string, measured: readonly Measured[]): void {
  const [base] = measured
  for (const { name, rounds, peakBytes } of measured) {
    const pick = (read: (round: Measured['rounds'][number]) => number): number => median(rounds.map(read))
    const ratios = rounds.map(({ perSecond }, at) => perSecond / (base?.rounds[at]?.perSecond ?? Number.NaN))
    const cpu = rounds.map(({ cpuMsPerAnswer }, at) => (base?.rounds[at]?.cpuMsPerAnswer ?? Number.NaN) / cpuMsPerAnswer)
    console.log(
      id.padEnd(6),
      name.padEnd(12),
      `${toThree(pick(({ perSecond }) => perSecond))}/s`.padEnd(9),
      `ratio ${median(ratios).toFixed(2)} (cpu ${median(cpu).toFixed(2)})`,
      `p50 ${printMs(pick(({ times }) => quantile(times, 0.5)))}`,
      `p99 ${printMs(pick(({ times }) => quantile(times, 0.99)))}`,
      `calls ${pick(({ callsPerAnswer }) => callsPerAnswer).toFixed(2)}`,
      `cpu ${printMs(pick(({ cpuMsPerAnswer }) => cpuMsPerAnswer))}`,
      `busy ${pick(({ busy }) => busy).toFixed(2)}`,
      printMib(peakBytes),
    )
  }
}

/**
 * `npm run bench`: the gateway against what one would write by hand and against a GraphQL server without our checks, on the
 * same work and each on the same single core. Writes its tables into docs/performance.md.
 */
import { parseArgs } from 'node:util'
import { installMercurius } from './baseline/install.ts'
import { printMachine } from './figures.ts'
import { openGatewayProcess, seedStore } from './gateway.ts'
import { HEAD, toRows } from './measured-table.ts'
import { toTable, writeSection } from './page.ts'
import { findCores, openProgram, pinSelf } from './process.ts'
import { measureInTurns } from './round.ts'
import { openUpstream } from './upstream-process.ts'
import { askByHand, askGateway, askMercurius, WORKLOADS } from './workload.ts'

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

const hasMercurius = installMercurius()
await using upstream = await openUpstream(cores?.driving ?? null)
// A long statement is read whole to see whether it is there, so it is a short one as long as applicants are linked.
await upstream.turn({ lines: 1 })
await using seeded = await seedStore(upstream.url, core)
await upstream.turn({ lines: 0 })
for (const workload of WORKLOADS) {
  if (wanted !== null && !wanted.includes(workload.id)) continue
  await using aggregator = await openProgram({ args: ['bench/baseline/aggregator.ts', upstream.url], core })
  await using cold = await openGatewayProcess(seeded, { upstreamUrl: upstream.url, core, cacheMs: 0 })
  await using mercurius = hasMercurius
    ? await openProgram({
        args: ['bench/baseline/mercurius/server.ts', upstream.url],
        core,
        environment: { NODE_ENV: 'production' },
      })
    : null
  const measured = await measureInTurns({
    workload,
    upstream,
    rounds,
    warmUpMs: values.quick ? 1_000 : 3_000,
    roundMs: values.quick ? 1_000 : workload.roundMs,
    systems: [
      { name: 'by hand', program: aggregator, url: aggregator.said, ask: askByHand(workload) },
      { name: 'gateway', program: cold.program, url: cold.url, ask: askGateway(workload, seeded) },
      ...(mercurius === null
        ? []
        : [{ name: 'Mercurius', program: mercurius, url: mercurius.said, ask: askMercurius(workload) }]),
    ],
  })
  const rows = toRows(measured, workload.targets)
  console.log([workload.id, ...rows.map((cells) => cells.join('  '))].join('\n'))
  if (wanted === null && !values.quick) {
    await writeSection(workload.id, [`${printMachine()}; ${workload.title}.`, '', ...toTable(HEAD, rows)])
  }
}

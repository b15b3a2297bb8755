/**
 * `npm run bench:audit`: what the audit trail costs an underwriter's view: the same gateway with it and without, in turns, so that
 * whatever else the machine does meets both. Writes its table into bench/results.md.
 */
import { print } from 'graphql'
import { Pool } from 'undici'
import { UnderwriterViewDocument } from '../schema/typed/operations.ts'
import { median, printMachine, printMs } from './figures.ts'
import { type GatewayProcess, openGatewayProcess, openSandboxProcess } from './gateway.ts'
import { writeSection } from './results.ts'

const ROUNDS = 6
const ROUND_MS = 2_500
const CALLERS = [1, 8]
/** A gateway that notes nothing. */
const SILENT = [{ file: 'src/store/auditor.ts', from: 'if (fresh.size > 0) {', to: 'if (fresh.size < 0) {' }]

await using sandbox = await openSandboxProcess()
await using audited = await openGatewayProcess(sandbox, 60_000)
await using silent = await openGatewayProcess(sandbox, 60_000, ['--import', './test/whole/bars/harness/mutation.ts'], {
  BAR_MUTATIONS: JSON.stringify(SILENT),
})
const sides = [await toSide(audited), await toSide(silent)] as const
const rows: string[][] = [
  ['callers at once', 'median with', 'median without', 'answers per second with', 'without', 'ratio of medians'],
  ['---:', '---:', '---:', '---:', '---:', '---:'],
]
for (const side of sides) await load(side, 1, ROUND_MS)
for (const callers of CALLERS) {
  const times: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const at of round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      times[at].push(...(await load(sides[at], callers, ROUND_MS)))
    }
  }
  const [one, other] = times.map((all) => median(all.toSorted((a, b) => a - b)))
  const perSecond = times.map((all) => (all.length / ((ROUNDS * ROUND_MS) / 1_000)).toFixed(0))
  const ratio = ((one ?? 0) / (other ?? 1)).toFixed(2)
  rows.push([String(callers), printMs(one ?? 0), printMs(other ?? 0), ...perSecond, ratio])
}
const table = rows.map((cells) => `| ${cells.join(' | ')} |`)
await writeSection('audit', [
  `${printMachine()}; ${ROUNDS} rounds of ${ROUND_MS / 1_000} s each, in turns.`,
  '',
  ...table,
])
console.log(table.join('\n'))

interface Side {
  readonly gateway: GatewayProcess
  readonly body: string
}

async function toSide(gateway: GatewayProcess): Promise<Side> {
  const applicantId = await gateway.admit('salaried-clean', ['ITR', 'AA_BSA'])
  return { gateway, body: JSON.stringify({ query: print(UnderwriterViewDocument), variables: { applicantId } }) }
}

/** Keeps so many requests under way for a time; gives the milliseconds of each answer. Rejects at the first wrong one. */
async function load({ gateway, body }: Side, callers: number, durationMs: number): Promise<number[]> {
  const times: number[] = []
  const pool = new Pool(new URL(gateway.url).origin, { connections: callers, pipelining: 1 })
  const until = performance.now() + durationMs
  async function call(): Promise<void> {
    for (let startedAt = performance.now(); startedAt < until; startedAt = performance.now()) {
      const answer = await pool.request({ method: 'POST', path: '/graphql', headers: gateway.headers, body })
      const text = await answer.body.text()
      if (answer.statusCode !== 200 || text.includes('"errors"')) throw new Error(text.slice(0, 500))
      times.push(performance.now() - startedAt)
    }
  }
  await Promise.all(Array.from({ length: callers }, call))
  await pool.close()
  return times
}

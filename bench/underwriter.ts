/**
 * `npm run bench:underwriter`: the underwriter view over and over on a gateway that keeps its reports, at several numbers
 * of callers at once: answers per second, how long the middle and the slowest hundredth took, and what Finpass was asked.
 * Load, gateway and sandbox share the machine's cores. Writes its table into bench/results.md.
 */
import { print } from 'graphql'
import { Pool } from 'undici'
import { UnderwriterViewDocument } from '../schema/typed/operations.ts'
import { median, printMachine, printMib, printMs, quantile } from './figures.ts'
import { openGatewayProcess, openSandboxProcess } from './gateway.ts'
import { writeSection } from './results.ts'

const DURATION_MS = 5_000
const WARM_UP_MS = 2_000
const CALLERS = [1, 8, 32]

await using sandbox = await openSandboxProcess()
await using gateway = await openGatewayProcess(sandbox, 60_000)
const applicantId = await gateway.admit('salaried-clean', ['ITR', 'AA_BSA'])
const body = JSON.stringify({ query: print(UnderwriterViewDocument), variables: { applicantId } })
const { origin } = new URL(gateway.url)
await using pool = await openPool(origin, Math.max(...CALLERS))

await load(1, WARM_UP_MS)
const firstCalls = await sandbox.takeCallCount()
const rows: string[][] = [
  ['callers at once', 'answers per second', 'median', 'p99', 'calls to Finpass per answer'],
  ['---:', '---:', '---:', '---:', '---:'],
]
for (const callers of CALLERS) {
  const times = await load(callers, DURATION_MS)
  const calls = await sandbox.takeCallCount()
  rows.push([
    String(callers),
    (times.length / (DURATION_MS / 1000)).toFixed(0),
    printMs(median(times)),
    printMs(quantile(times, 0.99)),
    String(calls / times.length),
  ])
}
const table = rows.map((cells) => `| ${cells.join(' | ')} |`)
await writeSection('underwriter', [
  `${printMachine()}; ${DURATION_MS / 1000} s each; the very first answer took ${firstCalls} calls to Finpass, and the ` +
    `gateway held ${printMib(await gateway.program.readPeakMemory())} at most.`,
  '',
  ...table,
])
console.log(table.join('\n'))

async function openPool(to: string, connections: number): Promise<Pool & AsyncDisposable> {
  const opened = new Pool(to, { connections, pipelining: 1 })
  return Object.assign(opened, { [Symbol.asyncDispose]: () => opened.close() })
}

/** Keeps so many requests under way for a time; gives the milliseconds of each answer, sorted. Rejects at the first wrong one. */
async function load(callers: number, durationMs: number): Promise<number[]> {
  const times: number[] = []
  const until = performance.now() + durationMs
  async function call(): Promise<void> {
    for (let startedAt = performance.now(); startedAt < until; startedAt = performance.now()) {
      const answer = await pool.request({ method: 'POST', path: '/graphql', headers: gateway.headers, body })
      const text = await answer.body.text()
      if (answer.statusCode !== 200 || text.includes('"errors"') || !text.includes('MEERA NARAYAN IYER')) {
        throw new Error(`status ${answer.statusCode}: ${text.slice(0, 500)}`)
      }
      times.push(performance.now() - startedAt)
    }
  }
  await Promise.all(Array.from({ length: callers }, call))
  return times.toSorted((a, b) => a - b)
}

/**
 * `npm run bench`: the first page of a statement of 50,000 lines, with exact sums over all of them, against what a team
 * would write by hand and against the bare JSON.parse of the same body. Sandbox, gateways and the hand-written aggregator
 * run in processes of their own. Writes its table into bench/results.md.
 */
import { LargeStatementDocument } from '../schema/typed/operations.ts'
import { measureInTurn, median, printMachine, printMib, printMs, quantile } from './figures.ts'
import { type GatewayProcess, openGatewayProcess, openSandboxProcess, type SandboxProcess } from './gateway.ts'
import { openProgram, URL_PATTERN } from './process.ts'
import { writeSection } from './results.ts'

const PERSONA = 'huge-statement'
const KIND = 'ACCOUNT_AGGREGATOR'
const RUNS = 15
/** Enough for the compiler of Node to have seen the loops. */
const WARM_UP = 5

await using sandbox = await openSandboxProcess()
const finpassId = await sandbox.seed(PERSONA, KIND)
const body = await fetchBody(sandbox)

await using aggregator = await openProgram(['bench/aggregator.ts', sandbox.url], {}, URL_PATTERN)
await using coldGateway = await openGatewayProcess(sandbox, 0)
await using warmGateway = await openGatewayProcess(sandbox, 60_000)
const coldId = await coldGateway.admit(PERSONA, [KIND])
const warmId = await warmGateway.admit(PERSONA, [KIND])

// In turn, so that whatever else the machine does meets all of them alike.
const [parse, upstream, byHand, cold, warm] = await measureInTurn(RUNS, WARM_UP, [
  () => JSON.parse(body) as unknown,
  () => fetchBody(sandbox),
  () => askByHand(`${aggregator.said}/?id=${finpassId}`),
  () => askPage(coldGateway, coldId),
  () => askPage(warmGateway, warmId),
])
// Fetched directly, by hand and cold each time; warm only once.
const calls = await sandbox.takeCallCount()
const wanted = 3 * (RUNS + WARM_UP) + 1
if (calls !== wanted) throw new Error(`the sandbox was asked ${calls} times, not ${wanted}`)

const rows: readonly (readonly string[])[] = [
  ['what', 'median', 'fastest', 'against by hand', 'peak memory'],
  ['---', '---:', '---:', '---:', '---:'],
  row('`JSON.parse` of the body, nothing else', parse),
  row('fetching the body, nothing else', upstream),
  row('hand-written aggregator', byHand, await aggregator.readPeakMemory()),
  row('gateway, cold: report fetched for each request', cold, await coldGateway.program.readPeakMemory()),
  row('gateway, warm: report kept in memory', warm, await warmGateway.program.readPeakMemory()),
]
const table = rows.map((cells) => `| ${cells.join(' | ')} |`)
await writeSection('statement', [
  `${printMachine()}; body ${(body.length / 1e6).toFixed(1)} MB; median of ${RUNS} rounds after ${WARM_UP}, each round all of them in turn.`,
  '',
  ...table,
])
console.log(table.join('\n'))

function row(what: string, times: readonly number[] = [], peakBytes?: number | null): string[] {
  const ratio = median(times) / median(byHand ?? [])
  const memory = peakBytes === undefined ? '' : printMib(peakBytes)
  return [what, printMs(median(times)), printMs(quantile(times, 0)), `${ratio.toFixed(2)}×`, memory]
}

async function fetchBody({ url, headers }: SandboxProcess): Promise<string> {
  const answer = await fetch(`${url}/api/v1/services/account-aggregator/fetch-json-report`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ client_id: finpassId }),
  })
  return answer.text()
}

async function askByHand(address: string): Promise<void> {
  const answer = await fetch(address)
  // The aggregator beside this file, whose shape is known.
  const { accounts } = (await answer.json()) as { accounts: { totalCount: number; nodes: unknown[] }[] }
  expectPage(accounts[0]?.totalCount, accounts[0]?.nodes.length)
}

async function askPage(gateway: GatewayProcess, applicantId: string): Promise<void> {
  const { applicant } = await gateway.ask(LargeStatementDocument, { applicantId })
  const page = applicant?.bankAccounts?.[0]?.transactions
  expectPage(page?.totalCount, page?.nodes.length)
}

/** A benchmark of a wrong answer is worth nothing. */
function expectPage(totalCount: unknown, count: unknown): void {
  if (totalCount !== 50_000 || count !== 50) throw new Error(`${String(count)} lines of ${String(totalCount)}`)
}

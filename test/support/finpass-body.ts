/**
 * The sandbox's own bodies, read without any code of the gateway, so that a sum can be checked against where it comes
 * from. Money is turned into whole paise from its decimal text.
 */
import type { TestGateway } from './gateway.ts'
import { toDemoApplicant } from '../../src/gateway/demo.ts'
import type { JourneyKind } from '../../src/domain/journey.ts'

/** A ledger line as Finpass sent it. */
export interface BodyLine {
  /** `YYYY-MM-DD`. */
  readonly date: string
  readonly type: 'CREDIT' | 'DEBIT'
  readonly paise: bigint
  readonly mode: string | null
  readonly narration: string
  /** Null in a body without ids. */
  readonly id: string | null
}

/** Lines of each account in the order of the body of a seeded AA-BSA journey. */
export async function readStatementBody(test: TestGateway, persona: string): Promise<BodyLine[][]> {
  const { data } = await readStatementAnswer(test, persona)
  return data.accounts.map(({ statement }: Json) =>
    statement.transactions.map((line: Json): BodyLine => {
      const [day, month, year] = line.txn_date.split('-')
      const isCredit = line.txn_type === 'Cr.'
      const paise = toPaise(isCredit ? line.credit : line.debit)
      const type = isCredit ? 'CREDIT' : 'DEBIT'
      return { date: `${year}-${month}-${day}`, type, paise, mode: null, narration: line.description, id: null }
    }),
  )
}

/** The whole body of a seeded AA-BSA journey's statements, for a test that spoils it. */
export async function readStatementAnswer(test: TestGateway, persona: string): Promise<Json> {
  const query = new URLSearchParams({ client_id: await readHandle(test, persona, 'AA_BSA') }).toString()
  return ask(test, `/api/v1/aa-bsa-journey/statement-result?${query}`, null)
}

/** The same of a seeded Account Aggregator journey. */
export async function readAggregatorAnswer(test: TestGateway, persona: string): Promise<Json> {
  const client_id = await readHandle(test, persona, 'ACCOUNT_AGGREGATOR')
  return ask(test, '/api/v1/services/account-aggregator/fetch-json-report', { client_id })
}

/** Lines of each account in the order of the body of a seeded Account Aggregator journey. */
export async function readAggregatorBody(test: TestGateway, persona: string): Promise<BodyLine[][]> {
  const { data } = await readAggregatorAnswer(test, persona)
  return data.account_aggregator_json.map(({ transaction_data }: Json) =>
    transaction_data.transaction_details.map(
      (line: Json): BodyLine => ({
        date: line.value_date.slice(0, 10),
        type: line.type,
        paise: toPaise(line.amount),
        mode: line.mode,
        narration: line.narration,
        id: line.transaction_id,
      }),
    ),
  )
}

/** Sums as the graph prints them. */
export function addUp(lines: readonly BodyLine[]): object {
  const credits = lines.filter(({ type }) => type === 'CREDIT')
  const debits = lines.filter(({ type }) => type === 'DEBIT')
  const [moneyIn, moneyOut] = [credits, debits].map((some) => some.reduce((sum, { paise }) => sum + paise, 0n))
  return {
    credits: printPaise(moneyIn ?? 0n),
    debits: printPaise(moneyOut ?? 0n),
    net: printPaise((moneyIn ?? 0n) - (moneyOut ?? 0n)),
    creditCount: credits.length,
    debitCount: debits.length,
  }
}

/** The same by month, newest first. */
export function addUpMonthly(lines: readonly BodyLine[]): object[] {
  const months = Map.groupBy(lines, ({ date }) => date.slice(0, 7))
  return [...months.keys()]
    .toSorted()
    .toReversed()
    .map((month) => ({ month, ...addUp(months.get(month) ?? []) }))
}

export function printPaise(paise: bigint): string {
  const digits = String(paise < 0n ? -paise : paise).padStart(3, '0')
  return `${paise < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** Whatever `JSON.parse` gives: bodies are reached into by name and compared with what the graph says. */
type Json = ReturnType<typeof JSON.parse>

function toPaise(amount: number | string): bigint {
  const [whole = '', fraction = ''] = String(amount).split('.')
  if (fraction.length > 2) throw new Error('the sandbox sends whole paise')
  return BigInt(whole + fraction.padEnd(2, '0'))
}

async function readHandle(test: TestGateway, persona: string, kind: JourneyKind): Promise<string> {
  const { tenant, id } = toDemoApplicant(persona)
  const journeys = await test.gateway.store.readJourneysByApplicant(tenant, [id])
  const journey = journeys.find((candidate) => candidate.kind === kind)
  const handle = journey && (await test.gateway.store.readHandle(tenant, journey.id))
  if (!handle) throw new Error(`${persona} has no journey of kind ${kind}`)
  return handle
}

/** Asks the sandbox; the call is not counted as one of the gateway's. */
async function ask({ sandbox }: TestGateway, path: string, body: object | null): Promise<Json> {
  const response = await fetch(`${sandbox.url}${path}`, {
    method: body === null ? 'GET' : 'POST',
    headers: { 'x-api-key': sandbox.apiKey, 'x-api-secret': sandbox.apiSecret, 'content-type': 'application/json' },
    ...(body === null ? {} : { body: JSON.stringify(body) }),
  })
  const answer = await response.json()
  sandbox.calls.clear()
  return answer
}

/**
 * The bodies that the benchmark's upstream answers with: made once by the sandbox, so that they have Finpass's real shapes,
 * then kept as bytes with a gap where the id of the journey stands.
 */
import { openSandbox } from '../src/sandbox/sandbox.ts'
import { STARTED_AT, SUBJECTS, toHandles } from './person.ts'

/** The bytes before, between and after the places where the id stands. */
export interface Template {
  readonly pieces: readonly Buffer[]
  readonly status: number
}

export const OPERATIONS = {
  '/api/v1/itr-analyzer/status': 'ITR',
  '/api/v1/itr-analyzer/data': 'ITR',
  '/api/v1/aa-bsa-journey/status': 'AA_BSA',
  '/api/v1/aa-bsa-journey/statement-result': 'AA_BSA',
  '/api/v1/aa-bsa-journey/analysis-json': 'AA_BSA',
  '/api/v1/services/account-aggregator/fetch-json-report': 'ACCOUNT_AGGREGATOR',
} as const
export type Path = keyof typeof OPERATIONS
export const LONG_STATEMENT: Path = '/api/v1/services/account-aggregator/fetch-json-report'

/** Asks a sandbox once for everything. Rejects when it refuses something. */
export async function makeTemplates(): Promise<ReadonlyMap<string, Template>> {
  // A day later every journey is over.
  await using sandbox = await openSandbox({ now: () => STARTED_AT + 86_400_000 })
  const headers = { 'x-api-key': sandbox.apiKey, 'x-api-secret': sandbox.apiSecret, 'content-type': 'application/json' }
  const { ITR, AA_BSA, ACCOUNT_AGGREGATOR } = toHandles(0)
  const templates = new Map<string, Template>()
  for (const [path, kind] of Object.entries(OPERATIONS)) {
    const handle = { ITR, AA_BSA, ACCOUNT_AGGREGATOR }[kind]
    const answer =
      path === LONG_STATEMENT
        ? await fetch(`${sandbox.url}${path}`, { method: 'POST', headers, body: JSON.stringify({ client_id: handle }) })
        : await fetch(`${sandbox.url}${path}?${kind === 'ITR' ? 'job_id' : 'client_id'}=${handle}`, { headers })
    const text = await answer.text()
    if (answer.status !== 200 || !text.includes(handle)) throw new Error(`${path} of ${SUBJECTS[kind]}: ${text}`)
    templates.set(path, toTemplate(text, handle))
  }
  return templates
}

function toTemplate(text: string, handle: string): Template {
  return { pieces: text.split(handle).map((piece) => Buffer.from(piece)), status: 200 }
}

/** The long statement with its last lines alone. */
export function shorten(template: Template, lines: number): Template {
  const handle = toHandles(0).ACCOUNT_AGGREGATOR
  // The sandbox's own, whose shape is known.
  const body = JSON.parse(template.pieces.map(String).join(handle)) as {
    data: { account_aggregator_json: { transaction_data: { transaction_details: unknown[] } }[] }
  }
  for (const { transaction_data } of body.data.account_aggregator_json) {
    transaction_data.transaction_details = transaction_data.transaction_details.slice(-lines)
  }
  return toTemplate(JSON.stringify(body), handle)
}

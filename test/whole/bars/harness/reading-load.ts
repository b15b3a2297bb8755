/**
 * Callers that each read one report of one applicant at a steady rate, so that every request is one call to Finpass unless it
 * is refused; what they were told is kept.
 */
import type { Cluster } from './cluster.ts'
import { openHttpLoad } from './http-load.ts'

export interface ReadAnswer {
  readonly sentAt: number
  readonly tookMs: number
  /** Null when it went well. */
  readonly code: string | null
}

export interface ReadingLoad {
  readonly answers: readonly ReadAnswer[]
  /** Sends no more; resolves once all are answered. */
  stop(): Promise<void>
}

const READS = {
  'aa-bsa.statement-result': { kind: 'AA_BSA', field: 'bankAccounts { bankName }' },
  'aa-bsa.analysis-json': { kind: 'AA_BSA', field: 'bsaAnalysis { period { from } }' },
  'itr.data': { kind: 'ITR', field: 'taxProfile { name }' },
  none: { kind: 'ITR', field: 'reference' },
} as const

/** As the sandbox calls them; `none` asks Finpass nothing. */
export type ReadOperation = keyof typeof READS

/** As many applicants as may be waited for at a time, so that no two requests share a call. */
const APPLICANTS = 60

export async function openReadingLoad(
  cluster: Cluster,
  { operation, perSecond }: { readonly operation: ReadOperation; readonly perSecond: number },
): Promise<ReadingLoad> {
  const { first, sandbox } = cluster
  const { kind, field } = READS[operation]
  const handles = Array.from({ length: APPLICANTS }, () => sandbox.seed('salaried-clean', kind, 3_600_000))
  const added = await first.addJourneys({ count: APPLICANTS, kind, handles })
  await first.append({ journeys: added.map(({ journeyId }) => journeyId), status: 'COMPLETED' })
  const headers = await cluster.headers(`reader of ${operation}`)
  const answers: ReadAnswer[] = []
  const query = `query($id: ID!) { applicant(id: $id) { ${field} } }`
  const load = openHttpLoad({
    url: first.url,
    perSecond,
    headers,
    toBody: (number) => JSON.stringify({ query, variables: { id: added[number % APPLICANTS]?.applicantId } }),
    onAnswer({ sentAt, tookMs, text }) {
      const code = text.startsWith('{"data":') && !text.includes('"errors"') ? null : /"code":"(\w+)"/.exec(text)?.[1]
      answers.push({ sentAt, tookMs, code: code === undefined ? 'BROKEN' : code })
    },
  })
  return { answers, stop: () => load.stop() }
}

/** For these figures every read must be one call, and nothing else is one. */
export const READING_ENVIRONMENT = {
  REPORT_CACHE_MS: '0',
  CONSENT_READS_PER_DAY: '1000000',
  POLL_INTERVAL_MS: '3600000',
} as const

/** Let in by the gateway: whom a busy machine turns away is G05's. */
export function wasLetIn({ code }: ReadAnswer): boolean {
  return code !== 'GATEWAY_OVERLOADED'
}

export function countCodes(answers: readonly ReadAnswer[]): string {
  const counts = new Map<string, number>()
  for (const { code } of answers) counts.set(code ?? 'OK', (counts.get(code ?? 'OK') ?? 0) + 1)
  return [...counts].map((each) => each.join(' ')).join(', ')
}

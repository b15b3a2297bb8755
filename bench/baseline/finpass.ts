/**
 * How both baselines ask Finpass: one undici Pool, JSON in and out, on trust. No time-outs, no limits, no checks: what one
 * writes when nothing has gone wrong yet.
 */
import { Pool } from 'undici'
import { PERSONS, toHandles } from '../person.ts'
import type { Analyses, AggregatorReport, Envelope, ItrData, ItrStatus, Statements } from './wire.ts'

const HANDLES = new Map(Array.from({ length: PERSONS }, (_, person) => [`person-${person}`, toHandles(person)]))

export interface Finpass {
  itrStatus(applicant: string): Promise<ItrStatus>
  itrData(applicant: string): Promise<Envelope<ItrData>>
  statements(applicant: string): Promise<Envelope<Statements>>
  analysis(applicant: string): Promise<Envelope<Analyses>>
  aggregatorReport(applicant: string): Promise<Envelope<AggregatorReport>>
}

/** Connects when first asked; rejects when an answer is not 200, or for an applicant nobody knows. */
export function createFinpass(baseUrl: string): Finpass {
  const pool = new Pool(baseUrl, { connections: 64, pipelining: 1 })
  const headers = { accept: 'application/json', 'x-api-key': 'bench-key', 'x-api-secret': 'bench-secret' }

  async function get<Answer>(path: string): Promise<Answer> {
    const { statusCode, body } = await pool.request({ method: 'GET', path, headers })
    if (statusCode !== 200) throw new Error(`Finpass answered ${statusCode}`)
    return (await body.json()) as Answer // on trust, as one writes it by hand
  }
  async function post<Answer>(path: string, input: object): Promise<Answer> {
    const { statusCode, body } = await pool.request({
      method: 'POST',
      path,
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    })
    if (statusCode !== 200) throw new Error(`Finpass answered ${statusCode}`)
    return (await body.json()) as Answer // on trust, as one writes it by hand
  }
  function handlesOf(applicant: string) {
    const handles = HANDLES.get(applicant)
    if (handles === undefined) throw new Error('no such applicant')
    return handles
  }
  return {
    itrStatus: (who) => get(`/api/v1/itr-analyzer/status?job_id=${handlesOf(who).ITR}`),
    itrData: (who) => get(`/api/v1/itr-analyzer/data?job_id=${handlesOf(who).ITR}`),
    statements: (who) => get(`/api/v1/aa-bsa-journey/statement-result?client_id=${handlesOf(who).AA_BSA}`),
    analysis: (who) => get(`/api/v1/aa-bsa-journey/analysis-json?client_id=${handlesOf(who).AA_BSA}`),
    aggregatorReport: (who) =>
      post('/api/v1/services/account-aggregator/fetch-json-report', { client_id: handlesOf(who).ACCOUNT_AGGREGATOR }),
  }
}

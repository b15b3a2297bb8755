/** A small body cannot cost much: lists are bounded before a schema sees them, answers about progress are short. */
import { describe, expect, it } from 'vitest'
import { parseAaBsaAnalysis } from '../../../src/finpass/aa-bsa/aa-bsa-analysis.normalise.ts'
import { parseAaBsaStatement } from '../../../src/finpass/aa-bsa/aa-bsa-statement.normalise.ts'
import { parseAccountAggregatorReport } from '../../../src/finpass/account-aggregator/aa-report.normalise.ts'
import { isSuccess } from '../../../src/finpass/envelope.ts'
import { parseItrData } from '../../../src/finpass/itr/itr-data.normalise.ts'
import {
  answer,
  clientOf,
  codeOf,
  failureOf,
  HANDLE,
  openUpstream,
  recorded,
  recordedData,
  sendJson,
} from './support.ts'

const fives = (length: number) => Array<unknown>(length).fill(5)
const keys = Object.fromEntries(fives(1_001).map((five, at) => [`k${at}`, five]))

describe('a list that is too long', () => {
  it.each([
    ['accounts of a report', () => parseAccountAggregatorReport({ account_aggregator_json: fives(2_000_000) })],
    ['accounts of a statement', () => parseAaBsaStatement({ accounts: fives(501) })],
    ['lines', () => parseAaBsaStatement({ accounts: [{ transactions: fives(500_001) }] })],
    ['accounts of an analysis', () => parseAaBsaAnalysis({ accounts: fives(501) })],
    ['EMI accounts', () => parseAaBsaAnalysis({ obligations: { emi_accounts: fives(5_001) } })],
    ['modes', () => parseAaBsaAnalysis({ accounts: [{ analysis_json: { summary_card: { mode_breakdown: keys } } }] })],
    ['filings', () => parseItrData({ filings: fives(201) })],
    ['records', () => parseItrData({ itr_records: fives(201) })],
    ['entries of Form 26AS', () => parseItrData({ filings: [], tds_26as: fives(5_001) })],
    ['entries of a history', () => parseItrData({ filings: [{ itr_status: fives(5_001) }] })],
    ['demands', () => parseItrData({ filings: [], outstanding_demands: fives(5_001) })],
  ])('of %s is refused', (_, read) => {
    expect(failureOf(read).code).toBe('FINPASS_TOO_LARGE')
  })

  it('costs no place and one issue while it is within bounds', () => {
    const data = recordedData('aa-fetch-json.observed')
    const [account] = data.account_aggregator_json as unknown as unknown[]
    const reading = parseAccountAggregatorReport({ account_aggregator_json: [...fives(499), account] })
    if (!reading.isReady) throw new Error('not ready')
    expect(reading.report.issues).toEqual([
      { path: 'account_aggregator_json[*]', problem: 'is not of the kind that belongs here', count: 499 },
    ])
    expect(reading.observation.accounts.map(({ index }) => index)).toEqual([499])
  })
})

describe('an answer about progress', () => {
  it('is read up to a mebibyte, while a report may be longer', async () => {
    const filler = 'x'.repeat(1024 * 1024)
    await using upstream = await openUpstream((response, { url }) =>
      sendJson(response, {
        ...recorded(url.includes('itr') ? 'itr-status.observed' : 'aa-bsa-status.observed'),
        filler,
      }),
    )
    const client = clientOf(upstream)
    const { signal } = new AbortController()
    expect(await codeOf(client.fetchAaBsaStatus(HANDLE, signal))).toBe('FINPASS_TOO_LARGE')
    expect(await codeOf(client.fetchItrStatus(HANDLE, signal))).toBe('FINPASS_TOO_LARGE')
    expect(await codeOf(client.fetchItrData(HANDLE, signal))).toBe('FINPASS_SHAPE')
    await client.close()
  })
})

describe('success', () => {
  it.each([false, 'false', 'False', ' FALSE ', 0, '0'])('is denied by %j', (success) => {
    expect(isSuccess(answer({ success, data: {} }))).toBe(false)
  })

  it.each([true, 'true', undefined, null, 1])('is not denied by %j', (success) => {
    expect(isSuccess(answer({ success, data: {} }))).toBe(true)
  })
})

describe('an Aadhaar', () => {
  it('stands whole in no text of any report', () => {
    const bodies: [string, (payload: Record<string, unknown>) => unknown][] = [
      ['itr-data.observed', parseItrData],
      ['itr-data.documented', parseItrData],
      ['aa-bsa-analysis.observed', parseAaBsaAnalysis],
      ['aa-bsa-analysis.documented', parseAaBsaAnalysis],
      ['aa-fetch-json.observed', parseAccountAggregatorReport],
    ]
    // In every text that is neither a handle, a state nor a type, which the reading goes by.
    const kept =
      /^(client_id|bsa_client_id|account_id|job_id|doc_id|status|type|itr_type|.*_year|.*date.*|amount|month)$/
    for (const [name, parse] of bodies) {
      const body = JSON.parse(JSON.stringify(recordedData(name)), (key, value: unknown) =>
        typeof value === 'string' && !kept.test(key) && !/^[\d.]+$/.test(value) ? `x 2341-23412346 ${key}` : value,
      ) as Record<string, unknown> // parsed from an object
      const printed = JSON.stringify(parse(body), (_, value: unknown) =>
        typeof value === 'bigint' ? String(value) : value,
      )
      expect(printed).toContain('XXXX XXXX 2346')
      expect(printed).not.toContain('23412346')
    }
  })
})

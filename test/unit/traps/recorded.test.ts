/** Traps of the recorded bodies that no test of a single reader shows: what is kept as stated, and what is not looked at. */
import { describe, expect, it } from 'vitest'
import { parseAccountAggregatorReport } from '../../../src/finpass/account-aggregator/aa-report.normalise.ts'
import { parseItrData } from '../../../src/finpass/itr/itr-data.normalise.ts'
import { parseItrStart } from '../../../src/finpass/itr/itr-start.wire.ts'
import { parseItrStatus } from '../../../src/finpass/itr/itr-status.normalise.ts'
import { readFiles } from '../../guards/source.ts'
import { clientOf, HANDLE, openUpstream, recorded, recordedData, sendJson } from '../finpass/support.ts'

function readLines() {
  const report = parseAccountAggregatorReport(recordedData('aa-fetch-json.observed'))
  if (!report.isReady) throw new Error('not ready')
  return { issues: report.report.issues, lines: report.report.value[0]?.transactions ?? [] }
}

describe('the recorded ledger', () => {
  // Trap 30.
  it('keeps the balances as stated, although they do not chain, and calls that no issue', () => {
    const { issues, lines } = readLines()
    const stated = lines.map(({ balance }) => balance)
    expect(stated).toEqual([9_726_543n, stated[1], 9_726_543n, 9_726_543n, 9_726_543n, 9_726_543n])
    // Only the first two chain.
    const chains = lines.slice(1).map(({ type, amount, balance }, at) => {
      const before = stated[at] ?? 0n
      return balance === (type === 'CREDIT' ? before + amount : before - amount)
    })
    expect(chains).toEqual([true, false, false, false, false])
    expect(issues).toEqual([])
  })

  // Trap 29.
  it('takes the direction from the type, whatever the narration says', () => {
    const [line] = readLines().lines.slice(4)
    expect([line?.type, line?.narration.slice(0, 7)]).toEqual(['CREDIT', 'UPI/DR/'])
  })

  // Trap 31.
  it('keeps lines that lie behind the end of the statement', () => {
    const { lines } = readLines()
    expect(lines.filter(({ date }) => date > '2025-07-23').map(({ date }) => date)).toEqual([
      '2025-08-10',
      '2025-08-11',
    ])
  })
})

describe('an answer that names another client', () => {
  // Trap 43.
  it('is read like any other: the echo is not the id that was sent', async () => {
    const body = recorded('aa-fetch-json.observed')
    expect(JSON.stringify(body)).not.toContain(HANDLE)
    await using upstream = await openUpstream((response) => sendJson(response, body))
    const client = clientOf(upstream)
    const answer = await client.fetchAccountAggregatorReport(HANDLE, new AbortController().signal)
    expect(answer).toMatchObject({ isReady: true })
    await client.close()
  })
})

describe('the PAN that comes with an ITR job', () => {
  const PAN = /[A-Z]{5}(?:\d{4}|\*{4})[A-Z]/

  // Trap 46.
  it('goes no further, masked by the start and unmasked by the status', () => {
    const status = recordedData('itr-status.documented')
    const start = recordedData('itr-init.documented')
    expect([PAN.test(JSON.stringify(status)), PAN.test(JSON.stringify(start))]).toEqual([true, true])
    const read = [parseItrStatus(status), parseItrStart(start)]
    expect(JSON.stringify(read)).not.toMatch(PAN)
    expect(JSON.stringify(read)).toContain('status')
  })
})

describe('a word with four meanings', () => {
  // Trap 4.
  it('is read in its own place: job, account of the portal, ready account, person', () => {
    expect(parseItrStatus(recorded('itr-status.observed')).status).toBe('PROCESSING')
    const { value } = parseItrData(recordedData('itr-data.observed'))
    expect(value.profile?.status).toBe('Active')
    const report = parseAccountAggregatorReport(recordedData('aa-fetch-json.observed'))
    expect(report.isReady && report.report.value[0]?.status).toBe('ACTIVE')
    expect(report.observation.status).toBe('COMPLETED')
  })
})

describe('the credentials of Finpass’s own samples', () => {
  /** A header of Finpass with something behind it that could be a key; the placeholders of this project are words. */
  const CREDENTIAL = /x-api-(?:key|secret)["']?\s*[:=]\s*["']?(?=[\w-]*\d)[\w-]{16,}/i

  // Trap 47.
  it('are in no file of this project', () => {
    expect(CREDENTIAL.test(`X-API-KEY: ${'a1b2'.repeat(6)}`)).toBe(true)
    const folders = ['src', 'test', 'schema', 'docs', 'scripts', 'bench']
    const files = ['.ts', '.json', '.graphql', '.md'].flatMap((ending) =>
      folders.flatMap((folder) => readFiles(folder, ending)),
    )
    expect(files.length).toBeGreaterThan(200)
    expect(files.filter(({ text }) => CREDENTIAL.test(text)).map(({ path }) => path)).toEqual([])
  })
})

/** Reports for the whole process: one call for all, kept for a short and bounded time, never across tenants. */
import { describe, expect, it } from 'vitest'
import type { BankAccount } from '../../../src/domain/bank-account.ts'
import type { Reading } from '../../../src/domain/reading.ts'
import { bankAccount } from '../../support/ledger.ts'
import { failure, observation, reading } from '../../support/finpass.ts'
import { OTHER_TENANT } from '../../support/store-record.ts'
import { completed, openReader, stay, type TestReader } from './support.ts'

type Statements = Reading<readonly BankAccount[]>

const JOURNEY = completed('j1', 'AA_BSA')

/** A reader whose next statement call is answered by hand. */
function openWithHeldCall(options: Parameters<typeof openReader>[0] = {}) {
  const test = openReader(options)
  const { promise, resolve, reject } = Promise.withResolvers<Statements>()
  let heldSignal: AbortSignal | null = null
  test.finpass.script(
    'fetchAaBsaStatements',
    (_handle, signal) => {
      heldSignal = signal
      return promise
    },
    reading([]),
  )
  return { ...test, finish: resolve, fail: reject, signal: () => heldSignal }
}

function readStatements({ reader }: TestReader, journey = JOURNEY) {
  return reader.read('aaBsaStatements', journey, stay())
}

describe('a report reader', () => {
  it('gives the report with its journey and the time of reading, asked for by its handle', async () => {
    const test = openReader()
    const accounts = [bankAccount([])]
    test.finpass.script('fetchAaBsaStatements', { ...reading(accounts), issues: [] })
    const report = await readStatements(test)
    expect(report).toEqual({ ...reading(accounts), journey: JOURNEY, readAt: test.clock.now() })
    expect(test.finpass.calls).toEqual([{ operation: 'fetchAaBsaStatements', input: 'handle-of-j1' }])
  })

  it('asks each report of its own endpoint, and keeps them apart', async () => {
    const { reader, finpass } = openReader()
    finpass.script('fetchItrData', reading({ filings: [] } as never)) // its size is all that is read of it
    finpass.script('fetchAaBsaStatements', reading([]))
    finpass.script('fetchAaBsaAnalysis', reading({ accounts: [] } as never)) // as above
    const ready = { isReady: true, report: reading([]), observation: observation() } as const
    finpass.script('fetchAccountAggregatorReport', ready)
    for (let round = 0; round < 2; round += 1) {
      await reader.read('itrData', completed('i', 'ITR'), stay())
      await reader.read('aaBsaStatements', JOURNEY, stay())
      await reader.read('aaBsaAnalysis', JOURNEY, stay())
      await reader.read('accountAggregatorReport', completed('a', 'ACCOUNT_AGGREGATOR'), stay())
    }
    expect(finpass.calls.map(({ operation }) => operation)).toEqual([
      'fetchItrData',
      'fetchAaBsaStatements',
      'fetchAaBsaAnalysis',
      'fetchAccountAggregatorReport',
    ])
  })

  it('makes one call for all who ask at once', async () => {
    const test = openWithHeldCall({ cacheMs: 0 })
    const answers = [readStatements(test), readStatements(test), readStatements(test)]
    await test.clock.settle()
    test.finish(reading([]))
    const [first, ...others] = await Promise.all(answers)
    for (const other of others) expect(other).toBe(first)
    expect(test.finpass.count('fetchAaBsaStatements')).toBe(1)
  })

  it('ends the call when the only one who asked leaves', async () => {
    const test = openWithHeldCall()
    const leaving = new AbortController()
    const answer = test.reader.read('aaBsaStatements', JOURNEY, leaving.signal)
    await test.clock.settle()
    leaving.abort()
    await expect(answer).rejects.toMatchObject({ code: 'REQUEST_CANCELLED' })
    expect(test.signal()?.aborted).toBe(true)
    // What comes all the same is nobody's, and not kept.
    test.finish(reading([]))
    await test.clock.settle()
    await readStatements(test)
    expect(test.finpass.count('fetchAaBsaStatements')).toBe(2)
  })

  it('has nothing for a journey without a handle, and asks Finpass nothing', async () => {
    const { reader, finpass } = openReader()
    const answer = reader.read('itrData', completed('lost', 'ITR'), stay())
    await expect(answer).rejects.toMatchObject({ code: 'FINPASS_NOT_FOUND' })
    expect(finpass.calls).toEqual([])
  })

  it.each([
    ['FINPASS_INCOMPLETE', null],
    ['FINPASS_DATA_NOT_FOUND', 'FINPASS_DATA_NOT_FOUND'],
  ] as const)('rejects with %s when the Account Aggregator gives none (%s)', async (code, reported) => {
    const { reader, finpass } = openReader()
    const facts = reported === null ? null : { code: reported, retryAfter: null }
    finpass.script('fetchAccountAggregatorReport', { isReady: false, observation: observation({ failure: facts }) })
    const answer = reader.read('accountAggregatorReport', completed('a', 'ACCOUNT_AGGREGATOR'), stay())
    await expect(answer).rejects.toMatchObject({ code })
  })
})

describe('a kept report', () => {
  it('is the same until its time is over, and then asked for again', async () => {
    const test = openReader({ cacheMs: 1000 })
    test.finpass.script('fetchAaBsaStatements', reading([]))
    const first = await readStatements(test)
    await test.clock.advance(1000)
    expect(await readStatements(test)).toBe(first)
    expect(test.finpass.count('fetchAaBsaStatements')).toBe(1)
    await test.clock.advance(1)
    const second = await readStatements(test)
    expect(second.readAt).toBe(first.readAt + 1001)
    expect(test.finpass.count('fetchAaBsaStatements')).toBe(2)
  })

  it('does not stay longer for being read', async () => {
    const test = openReader({ cacheMs: 1000 })
    test.finpass.script('fetchAaBsaStatements', reading([]))
    for (let times = 0; times < 5; times += 1) {
      await readStatements(test)
      await test.clock.advance(400)
    }
    expect(test.finpass.count('fetchAaBsaStatements')).toBe(2)
  })

  it('does not exist when the time is 0', async () => {
    const test = openReader({ cacheMs: 0 })
    test.finpass.script('fetchAaBsaStatements', reading([]))
    await readStatements(test)
    await readStatements(test)
    expect(test.finpass.count('fetchAaBsaStatements')).toBe(2)
  })

  it('is never a failure', async () => {
    const test = openReader()
    test.finpass.script('fetchAaBsaStatements', failure('FINPASS_TIMEOUT'), reading([]))
    await expect(readStatements(test)).rejects.toMatchObject({ code: 'FINPASS_TIMEOUT' })
    await expect(readStatements(test)).resolves.toMatchObject({ value: [] })
  })

  it("is not another journey's, nor another tenant's journey of the same id", async () => {
    const test = openReader()
    test.finpass.script('fetchAaBsaStatements', reading([]))
    const journeys = [JOURNEY, completed('j2', 'AA_BSA'), completed('j1', 'AA_BSA', OTHER_TENANT)]
    for (const journey of journeys) expect((await readStatements(test, journey)).journey).toBe(journey)
    expect(test.finpass.count('fetchAaBsaStatements')).toBe(3)
  })

  it('makes room for others when the memory is used up, the least lately read first', async () => {
    const lines = Array.from({ length: 100 }, () => ({ date: '2025-04-01' }))
    // Each is reckoned at 80,000 bytes, so two fit.
    const test = openReader({ cacheBytes: 200_000 })
    test.finpass.script('fetchAaBsaStatements', reading([bankAccount(lines)]))
    const [one, two, three] = [JOURNEY, completed('j2', 'AA_BSA'), completed('j3', 'AA_BSA')]
    for (const journey of [one, two, one, three]) await readStatements(test, journey)
    expect(test.finpass.count('fetchAaBsaStatements')).toBe(3)
    await readStatements(test, one)
    expect(test.finpass.count('fetchAaBsaStatements')).toBe(3)
    await readStatements(test, two)
    expect(test.finpass.count('fetchAaBsaStatements')).toBe(4)
  })

  it('is not kept at all when it alone is too large, and still given', async () => {
    const test = openReader({ cacheBytes: 10_000 })
    test.finpass.script('fetchAaBsaStatements', reading([bankAccount([{ date: '2025-04-01' }])]))
    for (let times = 0; times < 2; times += 1) expect((await readStatements(test)).value).toHaveLength(1)
    expect(test.finpass.count('fetchAaBsaStatements')).toBe(2)
  })
})

describe('forget', () => {
  it('drops what is kept of that journey, and of no other', async () => {
    const test = openReader()
    test.finpass.script('fetchAaBsaStatements', reading([]))
    const others = [completed('j10', 'AA_BSA'), completed('j1', 'AA_BSA', OTHER_TENANT)]
    for (const journey of [JOURNEY, ...others]) await readStatements(test, journey)
    test.reader.forget(JOURNEY.tenant, JOURNEY.id)
    for (const journey of others) await readStatements(test, journey)
    expect(test.finpass.count('fetchAaBsaStatements')).toBe(3)
    await readStatements(test)
    expect(test.finpass.count('fetchAaBsaStatements')).toBe(4)
  })

  it('ends a running call and keeps its answer out, should it come all the same', async () => {
    const test = openWithHeldCall()
    const answer = readStatements(test).catch(() => null)
    await test.clock.settle()
    test.reader.forget(JOURNEY.tenant, JOURNEY.id)
    expect(test.signal()?.aborted).toBe(true)
    test.finish(reading([bankAccount([])]))
    await answer
    expect((await readStatements(test)).value).toEqual([])
    expect(test.finpass.count('fetchAaBsaStatements')).toBe(2)
  })
})

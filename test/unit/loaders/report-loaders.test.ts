/** Reports as one request asks for them: once each, and `settle` knows how they went without asking for any. */
import { describe, expect, it } from 'vitest'
import type { BankAccount } from '../../../src/domain/bank-account.ts'
import type { Reading } from '../../../src/domain/reading.ts'
import { createReportLoaders, type ReportOutcome } from '../../../src/loaders/report-loaders.ts'
import type { Auditor } from '../../../src/store/auditor.ts'
import { failure, reading } from '../../support/finpass.ts'
import { completed, openReader, stay } from './support.ts'

const JOURNEY = completed('j1', 'AA_BSA')

/** What is recorded is looked at elsewhere. */
const NOBODY_ASKS: Auditor = { note: () => Promise.resolve(), settle: () => Promise.resolve() }

function openLoaders(signal = stay()) {
  // Nothing is kept between requests, so that every call shows.
  const test = openReader({ cacheMs: 0 })
  test.finpass.script('fetchAaBsaStatements', reading([]))
  test.finpass.script('fetchAaBsaAnalysis', reading({ accounts: [] } as never)) // its size is all that is read of it
  return { ...test, loaders: createReportLoaders(test.reader, NOBODY_ASKS, signal, () => true) }
}

function toCode(outcome: ReportOutcome | undefined): string {
  if (outcome === undefined) return 'none'
  return outcome instanceof Error ? outcome.code : 'read'
}

describe('load', () => {
  it('asks Finpass once per report, journey and request, however often it is called', async () => {
    const { loaders, finpass, reader } = openLoaders()
    const first = loaders.load('aaBsaStatements', JOURNEY)
    await Promise.all([first, loaders.load('aaBsaStatements', JOURNEY), loaders.load('aaBsaAnalysis', JOURNEY)])
    expect(await loaders.load('aaBsaStatements', { ...JOURNEY })).toBe(await first)
    await loaders.load('aaBsaStatements', completed('j2', 'AA_BSA'))
    expect(finpass.calls.map(({ operation, input }) => `${operation} ${String(input)}`)).toEqual([
      'fetchAaBsaStatements handle-of-j1',
      'fetchAaBsaAnalysis handle-of-j1',
      'fetchAaBsaStatements handle-of-j2',
    ])
    await createReportLoaders(reader, NOBODY_ASKS, stay(), () => true).load('aaBsaStatements', JOURNEY)
    expect(finpass.calls).toHaveLength(4)
  })

  it('does not ask again in the same request after a failure', async () => {
    const { loaders, finpass } = openLoaders()
    finpass.script('fetchAaBsaStatements', failure('FINPASS_TIMEOUT'), reading([]))
    for (let times = 0; times < 2; times += 1) {
      await expect(loaders.load('aaBsaStatements', JOURNEY)).rejects.toMatchObject({ code: 'FINPASS_TIMEOUT' })
    }
    expect(finpass.calls).toHaveLength(1)
  })

  it('gives all reports of a request fifteen seconds together, and others who wait for the same call their own', async () => {
    const { loaders, finpass, reader, clock } = openLoaders()
    const signals: AbortSignal[] = []
    finpass.script(
      'fetchAaBsaStatements',
      () => new Promise((resolve) => clock.after(10_000, () => resolve(reading([])))),
    )
    finpass.script('fetchAaBsaAnalysis', (_handle, signal) => {
      signals.push(signal)
      return new Promise(() => undefined)
    })
    const first = loaders.load('aaBsaStatements', JOURNEY)
    await clock.advance(10_000)
    await first
    const second = loaders.load('aaBsaAnalysis', JOURNEY).catch((thrown: unknown) => thrown)
    const other = completed('j2', 'AA_BSA')
    const third = loaders.load('aaBsaAnalysis', other).catch((thrown: unknown) => thrown)
    await clock.settle()
    const neighbour = createReportLoaders(reader, NOBODY_ASKS, stay(), () => true)
    void neighbour.load('aaBsaAnalysis', other)
    await clock.advance(4_900)
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false])
    await clock.advance(100)
    expect(await second).toMatchObject({ code: 'FINPASS_TIMEOUT' })
    expect(await third).toMatchObject({ code: 'FINPASS_TIMEOUT' })
    // Nobody waits for the one any more; for the other the neighbour does.
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false])
    expect(clock.pending()).toBe(0)
  })

  it('gives what is at hand when the time is over, and calls nobody late who has left', async () => {
    const { reader, finpass, clock } = openReader({ cacheMs: 60_000 })
    finpass.script('fetchAaBsaStatements', reading([]))
    const left = new AbortController()
    const loaders = createReportLoaders(reader, NOBODY_ASKS, left.signal, () => true)
    await loaders.load('aaBsaStatements', JOURNEY)
    await clock.advance(1_000)
    finpass.script('fetchAaBsaAnalysis', () => new Promise(() => undefined))
    const analysis = loaders.load('aaBsaAnalysis', JOURNEY).catch((thrown: unknown) => thrown)
    await clock.settle()
    left.abort()
    expect(await analysis).toMatchObject({ code: 'REQUEST_CANCELLED' })

    const patient = createReportLoaders(reader, NOBODY_ASKS, stay(), () => true)
    await patient.load('aaBsaStatements', JOURNEY)
    finpass.script('fetchAaBsaStatements', reading([]))
    await createReportLoaders(reader, NOBODY_ASKS, stay(), () => true).load(
      'aaBsaStatements',
      completed('j3', 'AA_BSA'),
    )
    await clock.advance(20_000)
    await expect(patient.load('aaBsaStatements', completed('j3', 'AA_BSA'))).resolves.toBeDefined()
    await expect(patient.load('aaBsaAnalysis', JOURNEY)).rejects.toMatchObject({ code: 'FINPASS_TIMEOUT' })
  })

  it('fails for one journey without failing for another of the same batch', async () => {
    const { loaders, finpass } = openLoaders()
    finpass.script('fetchAaBsaStatements', async (handle) => {
      if (handle === 'handle-of-j1') throw failure('FINPASS_UNAVAILABLE')
      return reading([])
    })
    const answers = [
      loaders.load('aaBsaStatements', JOURNEY),
      loaders.load('aaBsaStatements', completed('j2', 'AA_BSA')),
    ]
    const [failed, read] = await Promise.allSettled(answers)
    expect(failed).toMatchObject({ reason: { code: 'FINPASS_UNAVAILABLE' } })
    expect(read).toMatchObject({ value: { journey: { id: 'j2' } } })
  })

  it('is cancelled when the caller leaves', async () => {
    const leaving = new AbortController()
    const { loaders, finpass, clock } = openLoaders(leaving.signal)
    finpass.script('fetchAaBsaStatements', () => new Promise(() => undefined))
    const answer = loaders.load('aaBsaStatements', JOURNEY).catch((thrown: unknown) => thrown)
    await clock.settle()
    leaving.abort()
    expect(await answer).toMatchObject({ code: 'REQUEST_CANCELLED' })
  })

  it('hides a defect behind INTERNAL', async () => {
    const { loaders, finpass } = openLoaders()
    finpass.script('fetchAaBsaStatements', () => Promise.reject(new TypeError('undefined is not a function')))
    await expect(loaders.load('aaBsaStatements', JOURNEY)).rejects.toMatchObject({ code: 'INTERNAL' })
  })
})

describe('settle', () => {
  it('asks for nothing itself', async () => {
    const { loaders, finpass } = openLoaders()
    expect(await loaders.settle(JOURNEY)).toEqual([])
    expect(finpass.calls).toEqual([])
  })

  it('tells how each report went that was asked for, of this journey only', async () => {
    const { loaders, finpass } = openLoaders()
    finpass.script('fetchAaBsaAnalysis', failure('FINPASS_SHAPE'))
    const asked = Promise.allSettled([
      loaders.load('aaBsaStatements', JOURNEY),
      loaders.load('aaBsaAnalysis', JOURNEY),
      loaders.load('aaBsaAnalysis', completed('j2', 'AA_BSA')),
    ])
    const outcomes = await loaders.settle(JOURNEY)
    await asked
    expect(outcomes.map(toCode)).toEqual(['read', 'FINPASS_SHAPE'])
    expect(outcomes[0]).toMatchObject({ journey: JOURNEY, value: [] })
  })

  it('waits for a report on its way, and for the one that is asked for only when that has arrived', async () => {
    const { loaders, finpass, clock } = openLoaders()
    const { promise, resolve } = Promise.withResolvers<Reading<readonly BankAccount[]>>()
    finpass.script('fetchAaBsaStatements', () => promise)
    const nested = loaders.load('aaBsaStatements', JOURNEY).then(() => loaders.load('aaBsaAnalysis', JOURNEY))
    let outcomes: readonly ReportOutcome[] | null = null
    const settled = loaders.settle(JOURNEY).then((each) => {
      outcomes = each
    })
    await clock.settle()
    expect(outcomes).toBeNull()
    resolve(reading([]))
    await Promise.all([settled, nested])
    expect(outcomes).toHaveLength(2)
  })

  it('hears of what is asked for in the same turn', async () => {
    const { loaders } = openLoaders()
    const settled = loaders.settle(JOURNEY)
    const asked = loaders.load('aaBsaStatements', JOURNEY)
    expect((await settled).map(toCode)).toEqual(['read'])
    await asked
  })
})

describe('a report that the caller is not granted', () => {
  it('is refused by name, left out of all, and costs no call', async () => {
    const { reader, finpass } = openLoaders()
    const loaders = createReportLoaders(reader, NOBODY_ASKS, stay(), (scope) => scope !== 'analysis:read')
    await expect(loaders.load('aaBsaAnalysis', JOURNEY)).rejects.toMatchObject({ code: 'AUTH_SCOPE' })
    expect(await loaders.loadAll(JOURNEY)).toHaveLength(1)
    expect(finpass.calls.map(({ operation }) => operation)).toEqual(['fetchAaBsaStatements'])
  })
})

describe('loadAll', () => {
  it('asks for every report of the kind, and tells how each went', async () => {
    const { loaders, finpass } = openLoaders()
    finpass.script('fetchAaBsaStatements', failure('FINPASS_TIMEOUT'))
    expect((await loaders.loadAll(JOURNEY)).map(toCode).toSorted()).toEqual(['FINPASS_TIMEOUT', 'read'])
    expect(finpass.calls.map(({ operation }) => operation).toSorted()).toEqual([
      'fetchAaBsaAnalysis',
      'fetchAaBsaStatements',
    ])
    expect(await loaders.loadAll(completed('b', 'BANK_STATEMENT'))).toEqual([])
    expect(finpass.calls).toHaveLength(2)
  })
})

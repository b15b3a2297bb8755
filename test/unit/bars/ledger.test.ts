/** The checker under the bars is itself checked: whatever is done to a faithful log, it notices. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Arrival,
  checkLedger,
  type ClientLog,
  countFindings,
  type FindingKind,
} from '../../whole/bars/harness/ledger.ts'
import type { JournalEntry } from '../../whole/bars/harness/reader.ts'

const RUNS = { numRuns: 500, seed: 20_250_728 }

function toEntry(sequence: number, isLast: boolean): JournalEntry {
  return { sequence, status: isLast ? 'COMPLETED' : 'PROCESSING', step: `step-${sequence}`, percent: sequence % 90 }
}

/** A journal of one to three journeys, and a client that saw all of it, over several connections with some overlap. */
const faithful = fc
  .record({
    lengths: fc.array(fc.integer({ min: 4, max: 25 }), { minLength: 1, maxLength: 3 }),
    cutEvery: fc.integer({ min: 2, max: 9 }),
    overlap: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ lengths, cutEvery, overlap }) => {
    const journal = new Map(
      lengths.map((length, index) => [
        `journey-${index}`,
        Array.from({ length }, (_, at) => toEntry(at + 1, at === length - 1)),
      ]),
    )
    const arrivals: Arrival[] = []
    for (const [journeyId, entries] of journal) {
      let connection = 0
      for (const [at, entry] of entries.entries()) {
        const isCut = at > 0 && at % cutEvery === 0
        if (isCut) connection += 1
        const again = isCut ? entries.slice(Math.max(0, at - overlap), at) : []
        for (const seen of [...again, entry]) arrivals.push({ ...seen, journeyId, connection, resync: false })
      }
    }
    const log: ClientLog = { name: 'client', entitled: new Set(journal.keys()), arrivals }
    return { journal, log }
  })

/** A faithful log, and the place in it that is tampered with: not one that a reconnect brings again. */
const tampered = fc
  .tuple(faithful, fc.nat())
  .map(([{ journal, log }, chosen]) => {
    const keyOf = ({ journeyId, sequence }: Arrival): string => `${journeyId}/${sequence}`
    const counts = Map.groupBy(log.arrivals, keyOf)
    const places = log.arrivals.flatMap((arrival, at) => {
      const next = log.arrivals[at + 1]
      // Its neighbour must be of the same journey and connection, and both must come once.
      const isFit =
        arrival.sequence > 1 &&
        next?.journeyId === arrival.journeyId &&
        next.connection === arrival.connection &&
        counts.get(keyOf(arrival))?.length === 1 &&
        counts.get(keyOf(next))?.length === 1
      return isFit ? [at] : []
    })
    return { journal, log, at: places[chosen % Math.max(1, places.length)] }
  })
  .filter(({ at }) => at !== undefined)

function kindsOf(journal: ReadonlyMap<string, readonly JournalEntry[]>, log: ClientLog): FindingKind[] {
  return [...new Set(checkLedger(journal, [log]).map(({ kind }) => kind))]
}

/** Changes the log at the place and gives the kinds of findings. */
function tamper(change: (arrivals: Arrival[], at: number) => void) {
  return ({
    journal,
    log,
    at = 0,
  }: typeof tampered extends fc.Arbitrary<infer Value> ? Value : never): FindingKind[] => {
    const arrivals = [...log.arrivals]
    change(arrivals, at)
    return kindsOf(journal, { ...log, arrivals })
  }
}

describe('the ledger', () => {
  it('finds nothing wrong with a faithful log', () => {
    fc.assert(
      fc.property(faithful, ({ journal, log }) => {
        expect(checkLedger(journal, [log])).toEqual([])
      }),
      RUNS,
    )
  })

  const mutations: readonly [string, FindingKind, (arrivals: Arrival[], at: number) => void][] = [
    ['one that was dropped', 'missing', (arrivals, at) => arrivals.splice(at, 1)],
    [
      'two that were swapped',
      'reorder',
      (arrivals, at) => arrivals.splice(at, 2, ...arrivals.slice(at, at + 2).toReversed()),
    ],
    ['one that came twice', 'duplicate', (arrivals, at) => arrivals.splice(at, 0, ...arrivals.slice(at, at + 1))],
    [
      'one that nobody wrote',
      'invented',
      (arrivals, at) => arrivals.splice(at, 0, ...arrivals.slice(at, at + 1).map((it) => ({ ...it, sequence: 999 }))),
    ],
    [
      'one of somebody else',
      'foreign',
      (arrivals, at) =>
        arrivals.splice(at, 0, ...arrivals.slice(at, at + 1).map((it) => ({ ...it, journeyId: 'other' }))),
    ],
    [
      'one with other content',
      'fork',
      (arrivals, at) => arrivals.splice(at, 1, ...arrivals.slice(at, at + 1).map((it) => ({ ...it, percent: 99 }))),
    ],
  ]
  it.each(mutations)('sees %s', (_what, kind, change) => {
    fc.assert(
      fc.property(tampered, (input) => {
        expect(tamper(change)(input)).toContain(kind)
      }),
      RUNS,
    )
  })

  it('sees a hole in the journal and what follows an end', () => {
    const hole = [toEntry(1, false), toEntry(3, false)]
    const beyond = [toEntry(1, true), toEntry(2, false)]
    const found = checkLedger(
      new Map([
        ['a', hole],
        ['b', beyond],
      ]),
      [],
    )
    expect(found.map(({ kind, journeyId, sequence }) => [kind, journeyId, sequence])).toEqual([
      ['hole', 'a', 3],
      ['after-terminal', 'b', 2],
    ])
  })

  it('sees what was received after the end', () => {
    const entries = [toEntry(1, false), toEntry(2, true), toEntry(3, false)]
    const arrivals = entries.map((entry) => ({ ...entry, journeyId: 'a', connection: 0, resync: false }))
    const log = { name: 'client', entitled: new Set(['a']), arrivals }
    expect(countFindings(checkLedger(new Map([['a', entries]]), [log]))).toMatchObject({ 'after-terminal': 2 })
  })

  it('lets a gap be that was told of, and no other', () => {
    const entries = [1, 2, 3, 4, 5].map((sequence) => toEntry(sequence, false))
    const see = (sequence: number, connection: number, resync: boolean): Arrival => ({
      ...toEntry(sequence, false),
      journeyId: 'a',
      connection,
      resync,
    })
    const log = (...arrivals: Arrival[]): ClientLog => ({ name: 'client', entitled: new Set(['a']), arrivals })
    const journal = new Map([['a', entries]])
    expect(kindsOf(journal, log(see(1, 0, false), see(4, 1, true), see(5, 1, false)))).toEqual([])
    expect(kindsOf(journal, log(see(1, 0, false), see(4, 1, false), see(5, 1, false)))).toEqual(['missing'])
  })

  it('sees that a client got nothing, and what it lacks behind its cursor', () => {
    const journal = new Map([['a', [1, 2, 3].map((sequence) => toEntry(sequence, false))]])
    const nobody: ClientLog = { name: 'client', entitled: new Set(['a']), arrivals: [] }
    expect(countFindings(checkLedger(journal, [nobody])).missing).toBe(1)
    const resumed: ClientLog = { ...nobody, beganAfter: new Map([['a', 1]]) }
    expect(countFindings(checkLedger(journal, [resumed])).missing).toBe(2)
  })
})

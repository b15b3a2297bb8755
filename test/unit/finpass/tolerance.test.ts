/** Whatever is wrong with a body, reading it gives a value or a `Failure`, and what was not touched is still there. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Failure } from '../../../src/domain/failure.ts'
import { parseAaBsaAnalysis } from '../../../src/finpass/aa-bsa/aa-bsa-analysis.normalise.ts'
import { parseAaBsaStatement } from '../../../src/finpass/aa-bsa/aa-bsa-statement.normalise.ts'
import { parseAaBsaStatus } from '../../../src/finpass/aa-bsa/aa-bsa-status.normalise.ts'
import { parseAccountAggregatorReport } from '../../../src/finpass/account-aggregator/aa-report.normalise.ts'
import { DataIssues } from '../../../src/finpass/data-issues.ts'
import { parseItrData } from '../../../src/finpass/itr/itr-data.normalise.ts'
import { parseItrStatus } from '../../../src/finpass/itr/itr-status.normalise.ts'
import { list, scalar } from '../../../src/finpass/leaf.wire.ts'
import { readTolerantly } from '../../../src/finpass/read-tolerantly.ts'
import { failureOf, recorded, recordedData } from './support.ts'

type Payload = Record<string, unknown>

const STATEMENT = (): Payload => ({
  accounts: [
    {
      account_index: 0,
      statement: { account_info: { ifsc: 'X' }, transactions: [{ txn_date: '05-08-2025', txn_type: 'Dr.', debit: 1 }] },
    },
  ],
})
const BODIES: readonly (readonly [string, () => Payload, (payload: Payload) => unknown])[] = [
  ['itr-data.observed', () => recordedData('itr-data.observed'), parseItrData],
  ['itr-data.documented', () => recordedData('itr-data.documented'), parseItrData],
  ['itr-status.observed', () => recorded('itr-status.observed'), parseItrStatus],
  ['aa-bsa-status.observed', () => recorded('aa-bsa-status.observed'), parseAaBsaStatus],
  ['aa-bsa-analysis.observed', () => recordedData('aa-bsa-analysis.observed'), parseAaBsaAnalysis],
  ['aa-bsa-analysis.documented', () => recordedData('aa-bsa-analysis.documented'), parseAaBsaAnalysis],
  ['aa-fetch-json.observed', () => recordedData('aa-fetch-json.observed'), parseAccountAggregatorReport],
  ['a statement', STATEMENT, parseAaBsaStatement],
]

/** Every place below the root. */
function placesOf(json: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof json !== 'object' || json === null) return path.length === 0 ? [] : [path]
  const below = Object.entries(json).flatMap(([key, value]) => placesOf(value, [...path, key]))
  return path.length === 0 ? below : [path, ...below]
}

function put(json: unknown, path: readonly string[], value: unknown): void {
  let node = json as Payload // places come from this very body
  for (const key of path.slice(0, -1)) {
    if (typeof node !== 'object' || node === null) return
    node = node[key] as Payload
  }
  if (typeof node === 'object' && node !== null) node[path.at(-1) as string] = value
}

const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(
    null,
    '',
    ' ',
    -1,
    1e300,
    1e-9,
    '1e5',
    '2025-13-45',
    '99-99-9999',
    'NaN',
    true,
    [],
    {},
    [[]],
    { __proto__: null },
  ),
)

describe.each(BODIES)('reading %s', (_, body, parse) => {
  it('gives a value or a Failure, whatever is put wherever', () => {
    const places = placesOf(body())
    expect(places.length).toBeGreaterThan(2)
    const change = fc.tuple(fc.nat(places.length - 1), anything)
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const payload = body()
        for (const [at, value] of changes) put(payload, places[at] as string[], structuredClone(value))
        try {
          parse(payload)
        } catch (thrown) {
          if (!(thrown instanceof Failure) || thrown.code !== 'FINPASS_SHAPE') throw thrown
        }
      }),
      { numRuns: 150 },
    )
  })

  it('survives null, a list and an object in every single place', () => {
    const strange: unknown[] = []
    for (const place of placesOf(body())) {
      for (const value of [null, [], {}, [null], 'x', 7]) {
        const payload = body()
        put(payload, place, structuredClone(value))
        try {
          parse(payload)
        } catch (thrown) {
          if (!(thrown instanceof Failure)) strange.push([place.join('.'), value, thrown])
        }
      }
    }
    expect(strange).toEqual([])
  })
})

describe('a ledger', () => {
  it('loses at most the lines that were touched, and counts them', () => {
    const change = fc.record({
      line: fc.nat(5),
      key: fc.constantFrom('amount', 'type', 'value_date', 'narration', 'mode', 'x'),
      value: anything,
    })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 5 }), (changes) => {
        const data = recordedData('aa-fetch-json.observed')
        const whole = parseAccountAggregatorReport(recordedData('aa-fetch-json.observed'))
        const accounts = data.account_aggregator_json as unknown as {
          transaction_data: { transaction_details: Payload[] }
        }[]
        for (const { line, key, value } of changes)
          Object.assign(accounts[0]?.transaction_data.transaction_details[line] ?? {}, { [key]: value })
        const reading = parseAccountAggregatorReport(data)
        if (!reading.isReady || !whole.isReady) throw new Error('not ready')
        const touched = new Set(changes.map(({ line }) => line))
        const untouched = (whole.report.value[0]?.transactions ?? []).filter(({ index }) => !touched.has(index))
        const kept = reading.report.value[0]?.transactions ?? []
        expect(kept.map(({ index }) => index)).toEqual(kept.map((_, position) => position))
        for (const { index: _, ...line } of untouched) expect(kept).toContainEqual(expect.objectContaining(line))
        const leftOut = reading.report.issues.find(({ problem }) => problem.startsWith('was left out'))?.count ?? 0
        expect(kept.length + leftOut).toBe(6)
      }),
      { numRuns: 150 },
    )
  })
})

describe('the tolerant reader', () => {
  const schema = z.looseObject({
    name: scalar,
    lines: list(z.looseObject({ amount: scalar })),
    deep: z.looseObject({ flag: scalar }).nullish(),
  })

  it('takes out what does not fit, counts it by place, and keeps the rest', () => {
    const issues = new DataIssues()
    const wire = readTolerantly(
      schema,
      { name: ['a'], lines: [{ amount: {} }, 'x', { amount: 1, extra: true }, { amount: [] }], deep: 3, other: 1 },
      issues,
    )
    expect(wire).toEqual({
      name: undefined,
      lines: [{ amount: undefined }, undefined, { amount: 1, extra: true }, { amount: undefined }],
      deep: undefined,
      other: 1,
    })
    const problem = 'is not of the kind that belongs here'
    expect(issues.list()).toEqual([
      { path: 'name', problem, count: 1 },
      { path: 'lines[*].amount', problem, count: 2 },
      { path: 'lines[*]', problem, count: 1 },
      { path: 'deep', problem, count: 1 },
    ])
  })

  it('does not print keys that look like data', () => {
    const issues = new DataIssues()
    readTolerantly(
      z.looseObject({ modes: z.record(z.string(), scalar).nullish() }),
      { modes: { '234123412346': {}, 'a b': [] } },
      issues,
    )
    expect(issues.list()).toEqual([{ path: 'modes.*', problem: 'is not of the kind that belongs here', count: 2 }])
  })

  it('gives up on a root that is none, and on a shape that no repair can fit', () => {
    expect(failureOf(() => readTolerantly(schema, 'x', new DataIssues())).code).toBe('FINPASS_SHAPE')
    const strict = z.object({ name: z.string() })
    expect(failureOf(() => readTolerantly(strict, { name: 7 }, new DataIssues())).code).toBe('FINPASS_SHAPE')
  })
})

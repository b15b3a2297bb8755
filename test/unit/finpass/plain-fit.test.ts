/** A body is said to fit exactly when zod says so, and then zod's copy of it is equal. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { documentedAaBsaAnalysis, observedAaBsaAnalysis } from '../../../src/finpass/aa-bsa/aa-bsa-analysis.wire.ts'
import { aaBsaStatement } from '../../../src/finpass/aa-bsa/aa-bsa-statement.wire.ts'
import { observedAaBsaStatus } from '../../../src/finpass/aa-bsa/aa-bsa-status.wire.ts'
import { accountAggregatorReport } from '../../../src/finpass/account-aggregator/aa-report.wire.ts'
import { documentedItrData, observedItrData } from '../../../src/finpass/itr/itr-data.wire.ts'
import { observedItrStatus } from '../../../src/finpass/itr/itr-status.wire.ts'
import { anyList, anyObject, flag, list, scalar } from '../../../src/finpass/leaf.wire.ts'
import { fitsPlainly } from '../../../src/finpass/plain-fit.ts'
import { recorded, recordedData } from './support.ts'

type Json = Record<string, unknown>

const STATEMENT: Json = {
  client_id: 'x',
  accounts: [{ account_index: 0, statement: { account_info: { ifsc: 'X' }, transactions: [{ debit: 1 }] } }, null],
}
const BODIES: readonly (readonly [string, z.ZodType, () => Json])[] = [
  ['itr-data.observed', observedItrData, () => recordedData('itr-data.observed')],
  ['itr-data.documented', documentedItrData, () => recordedData('itr-data.documented')],
  ['itr-status.observed', observedItrStatus, () => recorded('itr-status.observed')],
  ['aa-bsa-status.observed', observedAaBsaStatus, () => recorded('aa-bsa-status.observed')],
  ['aa-bsa-analysis.observed', observedAaBsaAnalysis, () => recordedData('aa-bsa-analysis.observed')],
  ['aa-bsa-analysis.documented', documentedAaBsaAnalysis, () => recordedData('aa-bsa-analysis.documented')],
  ['aa-fetch-json.observed', accountAggregatorReport, () => recordedData('aa-fetch-json.observed')],
  ['a statement', aaBsaStatement, () => structuredClone(STATEMENT)],
]

/** Every place below the root. */
function placesOf(json: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof json !== 'object' || json === null) return [path]
  return [path, ...Object.entries(json).flatMap(([key, value]) => placesOf(value, [...path, key]))].filter(
    ({ length }) => length > 0,
  )
}

function put(json: unknown, path: readonly string[], value: unknown): void {
  const parent = path.slice(0, -1).reduce<unknown>((node, key) => Reflect.get(node as object, key), json) // places are of this body
  Reflect.set(parent as object, path.at(-1) ?? '', value) // likewise
}

const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(null, undefined, '', 0, -0, Number.POSITIVE_INFINITY, [], {}, [null], { a: [] }, true),
)

function expectAgreement(schema: z.ZodType, body: unknown): void {
  const parsed = schema.safeParse(body)
  const isPlain = fitsPlainly(schema, body)
  // zod leaves this key out of its copy, so it has to be asked wherever the key stands.
  const isStrange = JSON.stringify(body)?.includes('"__proto__"') ?? false
  if (isPlain || !isStrange) expect(isPlain).toBe(parsed.success)
  if (isStrange && !isPlain) return
  if (parsed.success) expect(parsed.data).toEqual(body)
}

describe('a body', () => {
  it.each(BODIES)('as recorded fits: %s', (_, schema, make) => {
    expect(fitsPlainly(schema, make())).toBe(true)
  })

  it.each(BODIES)('fits or not, with anything anywhere, as zod has it: %s', (_, schema, make) => {
    const places = placesOf(make())
    expect(places.length).toBeGreaterThan(3)
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...places), anything), { minLength: 1, maxLength: 2 }),
        (changes) => {
          const body = make()
          const [[path, value] = [], [otherPath, otherValue] = []] = changes
          if (path !== undefined) put(body, path, value)
          // Into the whole of it: the first change may have taken its place away.
          if (otherPath?.length === 1) put(body, otherPath, otherValue)
          expectAgreement(schema, body)
        },
      ),
      { numRuns: 150 },
    )
  })

  it.each([
    ['scalar', scalar],
    ['flag', flag],
    ['anyObject', anyObject],
    ['anyList', anyList],
    ['list', list(z.looseObject({ a: scalar }))],
    ['a union with an object', z.union([z.string(), z.looseObject({ date: scalar })]).nullish()],
    ['a record of objects', z.record(z.string(), z.looseObject({ count: scalar }).nullish()).nullish()],
  ])('of one leaf fits as zod has it: %s', (_, schema) => {
    fc.assert(fc.property(anything, (body) => expectAgreement(schema, body)))
  })

  it('with a key that would become its prototype is left to zod, which leaves that out', () => {
    const body: unknown = JSON.parse('{"accounts":[{"__proto__":{"account_index":7}}]}')
    expect(fitsPlainly(aaBsaStatement, body)).toBe(false)
    expect(aaBsaStatement.parse(body).accounts[0]?.account_index).toBeUndefined()
  })

  it('of a schema that asks for more than kinds is left to zod', () => {
    for (const schema of [z.string().min(1), z.strictObject({}), z.object({}), z.literal('x'), z.tuple([])]) {
      expect(fitsPlainly(schema, 'x')).toBe(false)
      expect(fitsPlainly(schema, {})).toBe(false)
    }
  })
})

/** A body whose sections are left as text gives what the same body parsed whole gives: value, issues, failure. */
import { inspect } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Reading } from '../../../src/domain/reading.ts'
import type { BsaAnalysis } from '../../../src/domain/bsa-analysis.ts'
import { parseAaBsaAnalysis } from '../../../src/finpass/aa-bsa/aa-bsa-analysis.normalise.ts'
import { observedAaBsaAnalysis, SECTIONS_LEFT } from '../../../src/finpass/aa-bsa/aa-bsa-analysis.wire.ts'
import { parseSectionBody } from '../../../src/finpass/section-text/section-body.ts'
import { planSections } from '../../../src/finpass/section-text/section-plan.ts'
import { openAll, openSection, SectionText } from '../../../src/finpass/section-text/section-text.ts'
import { Failure } from '../../../src/domain/failure.ts'
import { recorded } from './support.ts'

type Json = Record<string, unknown>
const PLAN = planSections(observedAaBsaAnalysis, SECTIONS_LEFT)
const observed = (): Json => recorded('aa-bsa-analysis.observed')
const BODIES = [observed, (): Json => recorded('aa-bsa-analysis.documented'), both, (): Json => observed().data as Json]

/** Sections over all accounts and accounts of their own, with more than one account. */
function both(): Json {
  const data = observed().data as Json & { accounts: unknown[] }
  const documented: Json = recorded('aa-bsa-analysis.documented').data ?? {}
  return {
    success: true,
    data: { ...documented, ...data, accounts: [...data.accounts, null, ...data.accounts] },
  }
}

function read(text: string | Buffer): { readonly body: unknown } | null {
  return parseSectionBody(Buffer.from(text), PLAN)
}

/** All that can be known of a reading, or how it failed. */
function told(body: unknown): unknown {
  try {
    const { data } = body as { data?: Json } // an envelope, or what is in one
    const reading: Reading<BsaAnalysis> = parseAaBsaAnalysis(data ?? (body as Json)) // likewise
    const accounts = reading.value.accounts.map((account) => ({
      ...account,
      healthScore: account.healthScore === null ? null : { ...account.healthScore },
    }))
    return { ...reading, value: { ...reading.value, accounts }, issues: reading.issues }
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown.code
    throw thrown
  }
}

function expectSame(text: string): 'left' | 'whole' {
  const left = read(text)
  if (left === null) return 'whole'
  const whole: unknown = JSON.parse(text)
  expect(told(read(text)?.body)).toEqual(told(JSON.parse(text)))
  openAll(left)
  // Down to the order of keys.
  expect(JSON.stringify(left.body)).toBe(JSON.stringify(whole))
  return 'left'
}

function placesOf(json: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof json !== 'object' || json === null) return [path]
  return [path, ...Object.entries(json).flatMap(([key, value]) => placesOf(value, [...path, key]))].filter(
    ({ length }) => length > 0,
  )
}

function change(json: unknown, path: readonly string[], { key, value }: Change): void {
  const parent = path.slice(0, -1).reduce<unknown>((node, step) => Reflect.get(node as object, step), json) // places are of this body
  if (typeof parent === 'object' && parent !== null)
    Reflect.set(parent, key ?? path.at(-1) ?? '', structuredClone(value))
}

interface Change {
  readonly key: string | null
  readonly value: unknown
}
const LEAVES: readonly unknown[] = [null, '', 0, -0, 1e21, 1e-7, -12.5, true, 'a "b" \\', 'ü', '2341 2341 2346']
const BRANCHES: readonly unknown[] = [{}, [], [null], [1, [2]], { score: 1 }, { count: 'x' }, { summary: [] }]
const BREAKDOWN = { bounces: { count: 1.5, penalty: 'much' } }
const changes: fc.Arbitrary<Change> = fc.record({
  key: fc.option(fc.constantFrom('score', 'breakdown', 'new key', '7', 'constructor', 'details'), { freq: 3 }),
  value: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...LEAVES, ...BRANCHES, BREAKDOWN) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  ),
})

describe('a body with sections left as text', () => {
  it('as recorded is read so, and says the same', () => {
    for (const make of BODIES) expect(expectSame(JSON.stringify(make()))).toBe('left')
    const { body } = read(JSON.stringify(observed())) as { body: { data: { accounts: { analysis_json: Json }[] } } } // as recorded
    const sections = body.data.accounts[0]?.analysis_json ?? {}
    expect(sections.summary_card).toBeInstanceOf(SectionText)
    expect((sections.health_score as Json).details).toBeInstanceOf(SectionText)
    expect((sections.health_score as Json).score).toBe(100)
  })

  it('says the same with anything anywhere', () => {
    let left = 0
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.tuple(fc.nat(), changes), { maxLength: 3 }), (which, all) => {
        const body = BODIES[which % BODIES.length]?.() ?? {}
        for (const [at, each] of all) {
          const places = placesOf(body)
          change(body, places[at % places.length] ?? [], each)
        }
        if (expectSame(JSON.stringify(body)) === 'left') left += 1
      }),
      { numRuns: 400 },
    )
    expect(left).toBeGreaterThan(60)
  })

  it('is not taken for JSON when it is none', () => {
    const text = JSON.stringify(observed())
    const byte = fc.constantFrom(...Buffer.from('{}[]":,\\ 0e-.tn\u0001a'))
    let broken = 0
    fc.assert(
      fc.property(fc.nat(text.length - 1), byte, fc.constantFrom(0, 1, 2), (at, code, removed) => {
        const bytes = Buffer.from(text)
        const changed = Buffer.concat([
          bytes.subarray(0, at),
          Buffer.from([code]),
          bytes.subarray(at + removed),
        ]).toString()
        try {
          JSON.parse(changed)
        } catch {
          broken += 1
          expect(read(changed)).toBeNull()
          return
        }
        expectSame(changed)
      }),
      { numRuns: 1_500 },
    )
    expect(broken).toBeGreaterThan(500)
    for (const end of ['', ' ', text.slice(0, -1), `${text}}`, `${text},`, '"', '-', '01', 'nul'])
      expect(read(end)).toBeNull()
  })

  it.each([
    ['an escape', (text: string) => text.replace('"federal"', '"feder\\u0061l"')],
    ['an escape in a key', (text: string) => text.replace('"days"', '"d\\u0061ys"')],
    ['a letter that is no ASCII', (text: string) => text.replace('"federal"', '"fédéral"')],
    ['an exponent', (text: string) => text.replace('"days":', '"days":1e3,"x":')],
    ['a space', (text: string) => text.replace('"days":', '"days": ')],
    ['a number beyond all', (text: string) => text.replace('"days":', `"days":${'9'.repeat(400)},"x":`)],
    ['a key of all objects', (text: string) => text.replace('"days":', '"__proto__":{"days":1},"x":')],
    [
      'a section of another kind',
      (text: string) => text.replace('"statement_period":{', '"statement_period":[1],"x":{'),
    ],
    [
      'a breakdown of a thousand',
      (text: string) => text.replace('"mode_breakdown":{', `"mode_breakdown":{${keys(1_001)}`),
    ],
    [
      'a section without a bottom',
      (text: string) => text.replace('"days":', `"x":${'['.repeat(5_000)}${']'.repeat(5_000)},"days":`),
    ],
  ])('is parsed whole when it has %s', (_, edit) => {
    const text = edit(JSON.stringify(observed()))
    expect(text).not.toBe(JSON.stringify(observed()))
    expect(read(text)).toBeNull()
  })

  it('says the same when a key stands twice, or none in its usual place', () => {
    const text = JSON.stringify(observed())
    for (const edited of [
      text.replace('"days":', '"days":"many","days":'),
      text.replace('"score":', '"score":7,"score":'),
      text.replace('"summary_card":', '"summary_card":null,"summary_card":'),
      text.replace('"entity_type":"individual",', '').replace('"health_score":', '"z":[],"health_score":'),
    ]) {
      expect(edited).not.toBe(text)
      expect(expectSame(edited)).toBe('left')
    }
  })

  it('keeps nothing in memory of a body but the sections and texts that are kept', () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void // what --expose-gc gives every new context
    const text = JSON.stringify(observed())
    const kept: unknown[] = []
    const keep = (): void => {
      const { body } = read(`${text.slice(0, -1)},"rest":"${'x'.repeat(2 ** 19)}"}`) as { body: { data: Json } } // as recorded
      const [account] = body.data.accounts as { analysis_json: Json }[] // likewise
      kept.push(account?.analysis_json.summary_card, body.data.client_id)
    }
    keep()
    collect()
    const before = process.memoryUsage().heapUsed
    for (let time = 0; time < 20; time += 1) keep()
    collect()
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(4 * 2 ** 20)
    expect(kept).toHaveLength(42)
    expect(kept[0]).toBeInstanceOf(SectionText)
  })

  it('shows nothing of a section that was left', () => {
    const section = new SectionText('{"customer_name":"ASHA"}')
    expect(openSection<unknown>(section)).toEqual({ customer_name: 'ASHA' })
    expect(`${JSON.stringify(section)} ${inspect(section, { showHidden: true, depth: 9 })}`).not.toContain('ASHA')
    expect(Object.entries(section)).toEqual([])
  })
})

function keys(count: number): string {
  return Array.from({ length: count }, (_, at) => `"k${at}":null,`).join('')
}

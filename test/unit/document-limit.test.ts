/** What a document may be: each rule by itself, at its bound and one beyond, and what it must let through. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema, type DocumentNode, getIntrospectionQuery, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS, type LimitName } from '../../src/domain/limit.ts'
import { encodeGlobalId } from '../../src/domain/ids.ts'
import { REPORTS_OF, reckonCost } from '../../src/server/document/cost.ts'
import { findCredentialFields, findShapeExcess } from '../../src/server/document/limit.ts'
import { findVariableExcess } from '../../src/server/document/variable-size.ts'

const SCHEMA_DIRECTORY = join(import.meta.dirname, '../../schema')
const schema = buildSchema(readFileSync(join(SCHEMA_DIRECTORY, 'schema.graphql'), 'utf8'))
const credentials = findCredentialFields(schema)
const read = (file: string): string => readFileSync(join(SCHEMA_DIRECTORY, 'operations', file), 'utf8')
const operations = readdirSync(join(SCHEMA_DIRECTORY, 'operations')).filter((file) => file.endsWith('.graphql'))

function findCode(document: DocumentNode, limits: Partial<Record<LimitName, number>> = {}): string | null {
  return findShapeExcess(document, { ...DEFAULT_LIMITS, ...limits }, credentials)?.code ?? null
}
const repeat = (text: string, times: number): string =>
  Array.from({ length: times }, (_, index) => text.replaceAll('#', String(index))).join(' ')
/** `viewer` at the given depth, by fragments that each add one. */
const nest = (depth: number): string => '{ a '.repeat(depth - 1) + '{ a }' + ' }'.repeat(depth - 1)

describe('the shape of a document', () => {
  it.each([
    ['LIMIT_DEPTH', 'depth', nest(10), nest(11)],
    [
      'LIMIT_DEPTH',
      'depth',
      `{ ...A } fragment A on Q ${nest(10)}`,
      `{ a { ...A } } fragment A on Q { a { ...B } } fragment B on Q ${nest(9)}`,
    ],
    ['LIMIT_DEPTH', 'introspectionDepth', `{ __schema ${nest(15)} }`, `{ __type(name: "Q") ${nest(16)} }`],
    ['LIMIT_ALIASES', 'aliases', `{ a { ${repeat('x#: a', 50)} } }`, `{ a { ${repeat('x#: a', 51)} } }`],
    [
      'LIMIT_ALIASES',
      'aliases',
      `{ a { ...A } b { ...A } } fragment A on Q { ${repeat('x#: a', 25)} }`,
      `{ a { ...A } b { ...A } } fragment A on Q { ${repeat('x#: a', 26)} }`,
    ],
    [
      'LIMIT_ROOT_FIELDS',
      'rootFields',
      `{ ${repeat('a#', 20)} }`,
      `{ ${repeat('a#', 15)} ... { ...A } } fragment A on Q { ${repeat('b#', 6)} }`,
    ],
    ['LIMIT_DIRECTIVES', 'directives', `{ b { ${'a @x '.repeat(30)} } }`, `query ${'@x '.repeat(31)} { a }`],
    ['LIMIT_FIELDS', 'fields', `{ a { ${repeat('a#', 499)} } }`, `{ a { ${repeat('a#', 500)} } }`],
    [
      'LIMIT_REPEATS',
      'repeats',
      `{ a { ${'a '.repeat(50)} } }`,
      `{ a { ${'a '.repeat(25)} } a { ...A } } fragment A on Q { ${'a '.repeat(26)} }`,
    ],
    [
      'LIMIT_CREDENTIALS',
      'credentials',
      'mutation { itrJourneyStart journeyRefresh }',
      'mutation { ...A } fragment A on Mutation { itrJourneyStart x: journeyLink }',
    ],
    [
      'LIMIT_CREDENTIALS',
      'credentials',
      'mutation A { itrJourneyStart } mutation B { journeyRefresh }',
      'mutation A { itrJourneyStart } mutation B { itrJourneyStart }',
    ],
  ] as const)('is refused with %s one beyond the bound, and only by that rule', (code, limit, within, beyond) => {
    expect(findCode(parse(within))).toBeNull()
    expect(findCode(parse(beyond))).toBe(code)
    expect(findCode(parse(beyond), { [limit]: 1_000_000 })).toBeNull()
  })

  it('says how much is allowed', () => {
    for (const text of [nest(11), `{ ${repeat('a#', 21)} }`, `{ a { ${repeat('x#: a', 51)} } }`]) {
      expect(findShapeExcess(parse(text), DEFAULT_LIMITS, credentials)?.message).toMatch(/\bat most (10|20|50)\b/)
    }
  })

  it('is told of fragments that contain themselves or double with each level in no time', () => {
    const levels = repeat('fragment F# on Q { x: a { ...G# } y: a { ...G# } } fragment G# on Q { a { ...F#n } }', 60)
    const doubling = levels.replace(/F(\d+)n/g, (_, level) => `F${Number(level) + 1}`)
    // Followed one by one, they would take years.
    expect(findCode(parse(`{ ...F0 } ${doubling}`), { depth: 1_000 })).toBe('LIMIT_ALIASES')
    expect(findCode(parse(`{ ...F0 } ${doubling}`), { depth: 1_000, aliases: 1e300 })).toBe('LIMIT_FIELDS')
    expect(findCode(parse('{ ...A } fragment A on Q { a { ...B } } fragment B on Q { ...A }'))).toBe('LIMIT_DEPTH')
  })

  it('is told of spreads that double and end in a fragment that is not there', () => {
    const doubling = Array.from(
      { length: 60 },
      (_, level) => `fragment F${level} on Q { ...F${level + 1} ...F${level + 1} }`,
    )
    expect(findCode(parse(`{ ...F0 } ${doubling.join(' ')}`))).toBe('LIMIT_FIELDS')
  })

  it('lets introspection through as GraphiQL sends it', () => {
    const query = getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true, oneOf: true })
    expect(findCode(parse(query))).toBeNull()
  })

  it.each(operations)('lets the saved operation %s through', (file) => {
    expect(findCode(parse(read(file)))).toBeNull()
  })

  it('knows every mutation with a secret in its input', () => {
    expect([...credentials].toSorted()).toEqual(['itrJourneyStart', 'journeyLink'])
  })
})

describe('the cost of an operation', () => {
  const cost = (text: string, variables: Record<string, unknown> = {}, operationName?: string): number =>
    reckonCost({ schema, document: parse(text), operationName, variables })
  const id = (number: number): string => encodeGlobalId('Applicant', `app_${number}`)
  const line = (journey: string, number: number): string => encodeGlobalId('Transaction', `${journey}.acc.${number}`)

  it('knows only fields that exist', () => {
    expect(Object.keys(REPORTS_OF).length).toBeGreaterThan(8)
    for (const name of Object.keys(REPORTS_OF)) {
      const [type = '', field = ''] = name.split('.')
      expect(schema.getType(type)?.toConfig(), name).toHaveProperty(['fields', field])
    }
  })

  it.each(operations)('of the saved operation %s is within the limit', (file) => {
    const variables = file === 'viewer.graphql' ? {} : JSON.parse(read(file.replace('.graphql', '.variables.json')))
    expect(cost(read(file), variables)).toBeLessThanOrEqual(DEFAULT_LIMITS.cost)
  })

  it('is nothing where nothing is read from Finpass', () => {
    expect(cost('{ applicants(first: 200) { nodes { name sources { status } journeys { status } } } }')).toBe(0)
    expect(cost('{ viewer { subject } }')).toBe(0)
    expect(cost(read('applicant-list.graphql'), { first: 200 })).toBe(0)
  })

  it('is the default of a variable that is named like what every object has', () => {
    const list = 'query ($toString: Int = 200) { applicants(first: $toString) { nodes { taxProfile { name } } } }'
    expect(cost(list)).toBe(200)
    const ids = JSON.stringify(Array.from({ length: 30 }, (_, number) => id(number)))
    const nodes = `query ($constructor: [ID!]! = ${ids}) { nodes(ids: $constructor) { ... on Applicant { taxProfile { name } } } }`
    expect(cost(nodes)).toBe(30)
  })

  it('is one call for each journey whose accounts are named', () => {
    const accountIds = [1, 2, 3, 4].map((number) => encodeGlobalId('BankAccount', `jny_${number % 3}.acc`))
    const text =
      'query ($where: TransactionFilter) { applicant(id: "x") { transactions(where: $where) { totalCount } } }'
    expect(cost(text, { where: { accountIds } })).toBe(3)
    expect(cost(text, { where: { accountIds: accountIds[0] } })).toBe(1)
    expect(cost(text, { where: { accountIds: null } })).toBe(2)
    const literal = `{ applicant(id: "x") { transactions(where: { accountIds: ${JSON.stringify(accountIds)} }) { totalCount } } }`
    expect(cost(literal)).toBe(3)
  })

  it('is one call for each report of an applicant, however many fields are of it', () => {
    expect(cost('{ applicant(id: "x") { taxProfile { name } itrFilings { id } taxCredits { amount } } }')).toBe(1)
    expect(cost('{ applicant(id: "x") { bankAccounts { id } transactions { totalCount } } }')).toBe(2)
    expect(cost(read('underwriter-view.graphql'), { applicantId: id(1) })).toBe(4)
    expect(
      cost(
        '{ applicant(id: "x") { ...A journeys { applicant { ...A } } } } fragment A on Applicant { bsaAnalysis { isComplete } }',
      ),
    ).toBe(1)
  })

  it('grows with the page, and a work-list of 20 with the health score is let through', () => {
    const list = `query($first: Int) { applicants(first: $first) { edges { node { bsaAnalysis { accounts { healthScore { score } } } } } nodes { name } } }`
    expect(cost(list, { first: 20 })).toBe(20)
    expect(cost(list)).toBe(50)
    expect(cost(list, { first: 100_000 })).toBe(200)
    expect(cost(list.replace('$first: Int', '$first: Int = 7'))).toBe(7)
    expect(cost('{ applicants(last: 3) { nodes { bankAccounts { id } } } }')).toBe(6)
  })

  it('grows with ids, of which those of one journey are read together', () => {
    const nodes = 'query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Applicant { itrFilings { id } } } }'
    expect(cost(nodes, { ids: [id(1), id(2), id(2)] })).toBe(2)
    expect(
      cost('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: Array.from({ length: 100 }, (_, n) => id(n)) }),
    ).toBe(0)
    expect(
      cost('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
        ids: Array.from({ length: 100 }, (_, n) => line('j', n)),
      }),
    ).toBe(1)
    expect(
      cost('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
        ids: Array.from({ length: 100 }, (_, n) => line(`j${n}`, 1)),
      }),
    ).toBe(100)
    expect(cost(nodes, { ids: ['nonsense', 7, null] })).toBe(0)
  })

  it('grows with aliases unless they ask for the same', () => {
    const one = (name: string, of: string): string => `${name}: applicant(id: "${of}") { itrFilings { id } }`
    expect(cost(`{ ${one('a', '1')} ${one('b', '2')} ${one('c', '2')} }`)).toBe(2)
    const start = (name: string): string => `${name}: journeyRefresh(input: { journeyId: "x" }) { userErrors { code } }`
    expect(cost(`mutation { ${start('a')} ${start('b')} }`)).toBe(2)
  })

  it('is that of the operation that runs, without what is left out of it', () => {
    const two =
      'query A($no: Boolean!) { applicant(id: "x") { bankAccounts @include(if: $no) { id } } } query B { applicant(id: "x") { bankAccounts { id } } }'
    expect(cost(two, { no: false }, 'A')).toBe(0)
    expect(cost(two, { no: true }, 'A')).toBe(2)
    expect(cost(two, {}, 'B')).toBe(2)
    expect(cost(two, {}, 'C')).toBe(0)
  })
})

describe('the size of variables', () => {
  const code = (variables: unknown): string | null => findVariableExcess(variables, DEFAULT_LIMITS)?.code ?? null

  it('is bounded by list, in all, and in depth', () => {
    expect(code({ ids: Array.from({ length: 500 }, String) })).toBeNull()
    expect(code({ input: { ids: Array.from({ length: 501 }, String) } })).toBe('LIMIT_LIST')
    expect(code(Object.fromEntries(Array.from({ length: 5_001 }, (_, n) => [n, n])))).toBe('LIMIT_VARIABLES')
    expect(code(JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`))).toBe('LIMIT_VARIABLES')
    expect(code(undefined)).toBeNull()
    expect(code('text')).toBeNull()
  })
})

/** A document that is read once for all requests costs with each one's variables what a walk with these variables finds. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema, parse } from 'graphql'
import { expect, it } from 'vitest'
import { encodeGlobalId } from '../../src/domain/ids.ts'
import { createReckonCost, reckonCost } from '../../src/server/document/cost.ts'
import { toOperations } from '../../src/server/document/shape.ts'
import { createMadeUpSchema, makeUpQuery } from '../support/made-up-query.ts'
import { walkCost } from '../support/walked-cost.ts'

const schema = buildSchema(readFileSync(join(import.meta.dirname, '../../schema/schema.graphql'), 'utf8'))

/** The same numbers at every run. */
function createRandom(seed: number): (most: number) => number {
  let state = seed * 2_654_435_761
  return (most) => {
    state = (Math.imul(state ^ (state >>> 15), 1 | state) + 0x6d2b79f5) | 0
    return ((state ^ (state >>> 14)) >>> 0) % most
  }
}

const DIRECTIVES = [
  '',
  '',
  '',
  '@skip(if: $a)',
  '@include(if: $a)',
  '@skip(if: $b) @include(if: $a)',
  '@skip(if: true)',
  '@include(if: true)',
  '@include(if: false)',
  '@skip(if: $constructor)',
]
const FIELDS = [
  'taxProfile { name }',
  'itrFilings { id }',
  'bankAccounts { id }',
  'bankAccounts { analysis { account { id } } }',
  'bsaAnalysis { accounts { account { id } } }',
  'transactions(first: 1) { totalCount }',
  'transactions(where: $where) { totalCount }',
  'transactions(where: { accountIds: $accounts }) { totalCount }',
  'transactions(where: { minimumAmount: "1.00" }) { totalCount }',
  'sources { status }',
  'sources { asOf }',
  'name',
  'nothing { of: it }',
  '__typename',
]

/** A document that leads to applicants in every way there is. */
function makeUp(seed: number): string {
  const random = createRandom(seed)
  const pick = (list: readonly string[]): string => list[random(list.length)] ?? ''
  const directive = (): string => pick(DIRECTIVES)
  // Between a field's name and what is selected in it.
  const field = (): string =>
    pick(FIELDS).replace(/^(\w+(?:\([^)]*\))?)(.*)$/, (_all, head, rest) => `${head} ${directive()}${rest}`)
  const some = (make: () => string): string => Array.from({ length: 1 + random(4) }, make).join(' ')
  const part = (): string =>
    [
      field,
      field,
      () => `... ${directive()} { ${some(field)} }`,
      () => `... on Applicant ${directive()} { ${some(field)} }`,
      () => `...F ${directive()}`,
      () => `journeys { applicant ${directive()} { ${some(field)} } }`,
    ][random(6)]?.() ?? ''
  const ways = [
    () => `applicant(id: ${pick(['$id', '"x"'])})`,
    () => `applicantByReference(reference: "x")`,
    () => `applicants(first: ${pick(['$first', '3', '1000'])})`,
    () => 'applicants(last: 4)',
    () => 'applicants',
    () => `node(id: ${pick(['$id', JSON.stringify(encodeGlobalId('Transaction', 'jny_1.acc.7'))])})`,
    () => 'nodes(ids: $ids)',
  ]
  const top = (_: unknown, at: number): string => {
    const way = ways[random(ways.length)]?.() ?? ''
    const inner = way.startsWith('applicants') ? `nodes { ${some(part)} }` : some(part)
    const selection = way.startsWith('node') ? `... on Applicant ${directive()} { ${inner} }` : inner
    return `a${at}: ${way} ${directive()} { ${selection} }`
  }
  const tops = Array.from({ length: 1 + random(4) }, top).join(' ')
  const mutations = `x: journeyRefresh(input: $id) ${directive()} { journey { applicant { ${some(part)} } } } consentRevoke { a }`
  const head = '($a: Boolean! = true, $b: Boolean, $constructor: Boolean = false, $first: Int = 7, $id: ID = "x")'
  const body =
    random(5) === 0
      ? `mutation ${head} { ${mutations} ${mutations.replace('x:', 'y:')} }`
      : `query ${head} { ${tops} ...Q }`
  const fragments = `fragment F on Applicant { ${some(field)} } fragment Q on Query ${directive()} { b${tops} }`
  return `${body} ${fragments} query Other { viewer { subject } }`
}

function makeUpVariables(seed: number): Record<string, unknown> {
  const random = createRandom(seed + 7)
  const accounts = [1, 2, 3].map((number) => encodeGlobalId('BankAccount', `jny_${random(3)}.acc${number}`))
  const ids = [
    encodeGlobalId('Applicant', 'app_1'),
    encodeGlobalId('Applicant', 'app_2'),
    encodeGlobalId('Journey', 'jny_1'),
    encodeGlobalId('Transaction', 'jny_1.acc.1'),
    encodeGlobalId('ItrFiling', 'jny_2.2024'),
    'nonsense',
    7,
    null,
  ]
  const all: Record<string, unknown> = {
    a: random(2) === 0,
    b: [true, false, null][random(3)],
    constructor: random(2) === 0,
    first: [0, 5, null, 'x', 500][random(5)],
    id: ids[random(ids.length)],
    ids: [ids.slice(random(4), 1 + random(8)), ids[0], null][random(3)],
    where: [{ accountIds: accounts }, { accountIds: accounts[0] }, { accountIds: null }, {}, null][random(5)],
    accounts: [accounts, null, [], accounts[1]][random(4)],
  }
  return Object.fromEntries(Object.entries(all).filter(() => random(4) > 0))
}

it('costs what a walk with the same variables finds, of documents that lead to applicants in every way', () => {
  const costs = new Set<number>()
  for (let seed = 0; seed < 600; seed += 1) {
    const text = makeUp(seed)
    const document = parse(text)
    const [operation] = toOperations(document)
    if (operation === undefined) throw new Error('there is one')
    const reckon = createReckonCost(schema, document, operation)
    for (let time = 0; time < 8; time += 1) {
      const variables = makeUpVariables(seed * 8 + time)
      const walked = walkCost({ schema, document, variables })
      expect([text, variables, reckon(variables)]).toEqual([text, variables, walked])
      costs.add(walked)
    }
    for (const operationName of ['Other', 'Nobody', '']) {
      const asked = { schema, document, operationName, variables: {} }
      expect(reckonCost(asked)).toBe(walkCost(asked))
    }
  }
  expect(costs.size).toBeGreaterThan(20)
})

it('does so of queries that nobody would write', () => {
  const madeUp = createMadeUpSchema()
  let dear = 0
  for (let seed = 0; seed < 300; seed += 1) {
    const document = parse(makeUpQuery(madeUp, seed))
    for (const variables of [{}, { yes: false }, { no: true, first: 2 }]) {
      const asked = { schema: madeUp, document, variables }
      expect(reckonCost(asked)).toBe(walkCost(asked))
      if (reckonCost(asked) > 0) dear += 1
    }
  }
  expect(dear).toBeGreaterThan(50)
})

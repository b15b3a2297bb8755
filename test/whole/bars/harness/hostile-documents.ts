/** Forty requests that nobody sends who means well, each with the code it must be refused with, whichever way it comes. */
import { encodeGlobalId } from '../../../../src/domain/ids.ts'

export interface HostileRequest {
  readonly name: string
  /** What refuses it. */
  readonly code: `LIMIT_${string}`
  /** The variable of the environment that moves the rule. */
  readonly variable: `LIMIT_${string}`
  readonly query: string
  readonly variables?: object
}

const repeat = (text: string, times: number): string =>
  Array.from({ length: times }, (_, index) => text.replaceAll('#', String(index))).join(' ')
const id = (number: number): string => encodeGlobalId('Applicant', `app_${number}`)
const one = (selection: string): string => `{ applicant(id: "${id(1)}") { ${selection} } }`
/** An applicant through its journeys, again and again: two levels a turn. */
const round = (turns: number, inner: string): string =>
  'journeys { applicant { '.repeat(turns) + inner + ' } }'.repeat(turns)

const START = 'itrJourneyStart(input: $input) { userErrors { code } }'
const credential = { applicantId: id(1), username: 'SALPI0001A', password: 'not-a-password', consent: true }
const INPUT = '($input: ItrJourneyStartInput!)'
/** Each level is in the one above it as often as it says. */
const levels = (count: number, toBody: (next: string) => string, last: string): string =>
  Array.from({ length: count }, (_, n) => `fragment F${n} on Applicant { ${toBody(`...F${n + 1}`)} }`).join(' ') +
  ` fragment F${count} on Applicant { ${last} }`
const numbers = (count: number): string[] => Array.from({ length: count }, (_, index) => id(index))

type Row = readonly [name: string, query: string, variables?: object]

const ROWS: Readonly<Record<`LIMIT_${string}`, readonly Row[]>> = {
  LIMIT_DOCUMENT: [
    ['a long comment', `{ viewer { subject } } # ${'x'.repeat(17_000)}`],
    ['a long text', `{ applicantByReference(reference: "${'x'.repeat(17_000)}") { id } }`],
    ['a megabyte', `{ ${'viewer { subject } '.repeat(50_000)} }`],
    ['white space', `{ viewer { subject }${' '.repeat(17_000)} }`],
  ],
  LIMIT_TOKENS: [
    ['many fields', `{ viewer { ${'tenant '.repeat(2_000)} } }`],
    ['a long list', `{ nodes(ids: [${'"x" '.repeat(2_000)}]) { id } }`],
    ['an object without end', `{ viewer(a: ${'{a:'.repeat(700)}1${'}'.repeat(700)}) { subject } }`],
    ['many operations', repeat('query Q# { viewer { a } }', 300)],
  ],
  LIMIT_DEPTH: [
    ['one level too many', one(round(5, 'id'))],
    ['four hundred levels', one(round(190, 'id'))],
    ['levels in fragments', `${one('...F0')} ${levels(6, (next) => `journeys { applicant { ${next} } }`, 'id')}`],
    [
      'levels in inline fragments',
      one(`... { ${'... on Applicant { journeys { applicant { '.repeat(5)} id ${'} } }'.repeat(5)} }`),
    ],
    ['a fragment that contains itself', `${one('...A')} fragment A on Applicant { journeys { applicant { ...A } } }`],
    [
      'fragments in a circle',
      `${one('...A')} fragment A on Applicant { id ...B } fragment B on Applicant { id ...C } fragment C on Applicant { ...A }`,
    ],
    [
      'a circle that nobody uses',
      `{ viewer { subject } } fragment A on Applicant { ...B } fragment B on Applicant { ...A }`,
    ],
  ],
  LIMIT_INTROSPECTION_DEPTH: [
    ['introspection in a circle', `{ __schema { types ${'{ fields { type '.repeat(9)} { name } ${'} }'.repeat(9)} } }`],
  ],
  LIMIT_ALIASES: [
    ['one alias too many', one(repeat('x#: name', 51))],
    ['three hundred aliases', one(repeat('x#: name', 300))],
    [
      'aliases in a fragment',
      `${one('...A journeys { applicant { ...A } }')} fragment A on Applicant { ${repeat('x#: name', 30)} }`,
    ],
    [
      'aliases that double',
      `${one('...F0')} ${levels(3, (next) => `a: journeys { applicant { ${next} } } b: journeys { applicant { ${next} } } c: journeys { applicant { ${next} } } d: journeys { applicant { ${next} } }`, 'x: id')}`,
    ],
  ],
  LIMIT_ROOT_FIELDS: [
    ['one field too many', `{ ${repeat('x#: viewer { subject }', 21)} }`],
    [
      'fields in fragments',
      `{ ...A ...B } fragment A on Query { ${repeat('a#: viewer { subject }', 15)} } fragment B on Query { ${repeat('b#: viewer { subject }', 15)} }`,
    ],
  ],
  LIMIT_DIRECTIVES: [
    ['on many fields', one('name @include(if: true) '.repeat(31))],
    ['on one field', one(`name ${'@skip(if: false) '.repeat(200)}`)],
    [
      'in a fragment',
      `${one('...A journeys { applicant { ...A } }')} fragment A on Applicant { ${'name @include(if: true) '.repeat(16)} }`,
    ],
  ],
  LIMIT_FIELDS: [
    [
      'fragments that double',
      `${one('...F0')} ${levels(2, (next) => `journeys { applicant { ${next} } } sources { journey { applicant { ${next} } } }`, 'id '.repeat(130))}`,
    ],
    [
      'a fragment in twenty places',
      `{ ${repeat(`a#: applicant(id: "${id(1)}") { ...A }`, 20)} } fragment A on Applicant { ${'id name '.repeat(15)} }`,
    ],
    ['six hundred fields', one(`journeys { ${'id kind status percent step '.repeat(120)} }`)],
  ],
  LIMIT_REPEATS: [
    ['the same field', one('name '.repeat(60))],
    ['the same field with all that is in it', one('journeys { id status } '.repeat(60))],
    ['fields that contradict each other', one(repeat('journeys(kinds: []) { id } journeys { id }', 40))],
    [
      'in several fragments',
      `${one('...A ...B')} fragment A on Applicant { ${'name '.repeat(30)} } fragment B on Applicant { ${'name '.repeat(30)} }`,
    ],
  ],
  LIMIT_CREDENTIALS: [
    ['two logins', `mutation${INPUT} { a: ${START} b: ${START} }`, { input: credential }],
    [
      'logins in fragments',
      `mutation${INPUT} { ...A ...B } fragment A on Mutation { a: ${START} } fragment B on Mutation { b: ${START} }`,
      { input: credential },
    ],
  ],
  LIMIT_COST: [
    ['a long list', '{ applicants(first: 100) { nodes { bsaAnalysis { isComplete } } } }'],
    [
      'a list by variable',
      'query($first: Int) { applicants(first: $first) { nodes { itrFilings { id } } } }',
      { first: 26 },
    ],
    [
      'many ids',
      'query($ids: [ID!]!) { nodes(ids: $ids) { ... on Applicant { itrFilings { id } } } }',
      { ids: numbers(26) },
    ],
  ],
  LIMIT_LIST: [
    [
      'a hundred thousand ids',
      'query($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      { ids: Array.from({ length: 100_000 }, () => 'x') },
    ],
  ],
  LIMIT_VARIABLES: [
    [
      'many values',
      'query($a: String) { viewer { subject } }',
      Object.fromEntries(Array.from({ length: 5_100 }, (_, n) => [`k${n}`, 1])),
    ],
    [
      'values in values',
      'query($a: String) { viewer { subject } }',
      { a: JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`) },
    ],
  ],
}

export const HOSTILE_REQUESTS: readonly HostileRequest[] = Object.entries(ROWS).flatMap(([variable, rows]) =>
  rows.map(([name, query, variables = {}]) => ({
    name,
    variable: variable as `LIMIT_${string}`, // the keys of the table above
    code: variable === 'LIMIT_INTROSPECTION_DEPTH' ? 'LIMIT_DEPTH' : (variable as `LIMIT_${string}`), // likewise
    query,
    variables,
  })),
)

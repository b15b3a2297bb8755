/**
 * What a caller gets wrong in a document is answered with a code, a place and advice, and with no value that stands in it.
 * Suggestions would tell what the schema has to somebody who may not ask.
 */
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { FailureCode } from '../../src/domain/failure.ts'
import { BIRD, CANARY, expectCoded } from '../support/canary.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'

const APPLICANT = '{ applicant(id: "x") { transactions(USE) { totalCount } } }'
/** A value or a name in the document: names may be told, the developer wrote them there. */
const IN_DOCUMENTS: readonly (readonly [name: string, query: string, code: FailureCode, message?: string])[] = [
  ['money that is none', APPLICANT.replace('USE', `where: { minAmount: "${CANARY}" }`), 'INPUT_MONEY'],
  ['money as a number', APPLICANT.replace('USE', 'where: { minAmount: 98765432.5 }'), 'INPUT_MONEY'],
  ['a date that is none', APPLICANT.replace('USE', `where: { from: "${CANARY}" }`), 'INPUT_DATE'],
  [
    'a word that the enum has not',
    APPLICANT.replace('USE', `orderBy: ${BIRD}`),
    'GRAPHQL_VALIDATION',
    'A value of type "TransactionOrder" is wanted here.',
  ],
  [
    'a word that the enum nearly has',
    APPLICANT.replace('USE', 'orderBy: DATE_DES'),
    'GRAPHQL_VALIDATION',
    'A value of type "TransactionOrder" is wanted here.',
  ],
  [
    'a text for an enum',
    APPLICANT.replace('USE', `orderBy: "${CANARY}"`),
    'GRAPHQL_VALIDATION',
    'A value of type "TransactionOrder" is wanted here.',
  ],
  [
    'a text for an Int',
    APPLICANT.replace('USE', `first: "${CANARY}"`),
    'GRAPHQL_VALIDATION',
    'A value of type "Int" is wanted here.',
  ],
  [
    'an Int out of range',
    APPLICANT.replace('USE', 'first: 9876543210'),
    'GRAPHQL_VALIDATION',
    'A value of type "Int" is wanted here.',
  ],
  [
    'an object for a text',
    `{ applicantByReference(reference: { x: "${CANARY}" }) { id } }`,
    'GRAPHQL_VALIDATION',
    'A value of type "String!" is wanted here.',
  ],
  [
    'a list for a text',
    `{ applicantByReference(reference: ["${CANARY}"]) { id } }`,
    'GRAPHQL_VALIDATION',
    'A value of type "String!" is wanted here.',
  ],
  [
    'an entry of a list',
    `{ nodes(ids: ["a", { x: "${CANARY}" }]) { id } }`,
    'GRAPHQL_VALIDATION',
    'A value of type "ID!" is wanted here.',
  ],
  [
    'an input without a field',
    `mutation { applicantRegister(input: { name: "${CANARY}" }) { userErrors { code } } }`,
    'GRAPHQL_VALIDATION',
    'Type "ApplicantRegisterInput" needs its field "reference".',
  ],
  [
    'an input with a field too many',
    `mutation { applicantRegister(input: { reference: "${CANARY}", nam: "${CANARY}" }) { userErrors { code } } }`,
    'GRAPHQL_VALIDATION',
    'There is no field "nam" in type "ApplicantRegisterInput".',
  ],
  [
    'a field that does not exist',
    '{ viewer { tenan } }',
    'GRAPHQL_VALIDATION',
    'Cannot query field "tenan" on type "Viewer".',
  ],
  [
    'an argument that does not exist',
    `{ node(idd: "${CANARY}", id: "x") { id } }`,
    'GRAPHQL_VALIDATION',
    'Unknown argument "idd" on field "Query.node".',
  ],
  [
    'a type that does not exist',
    'query($v: Strin) { node(id: $v) { id } }',
    'GRAPHQL_VALIDATION',
    'Unknown type "Strin".',
  ],
  ['a variable that is not declared', '{ node(id: $v) { id } }', 'GRAPHQL_VALIDATION', 'Variable "$v" is not defined.'],
  [
    'a value for a condition',
    `{ viewer @include(if: "${CANARY}") { tenant } }`,
    'GRAPHQL_VALIDATION',
    'A value of type "Boolean!" is wanted here.',
  ],
  ['a document that breaks off', '{ viewer { tenant', 'GRAPHQL_PARSE', 'Syntax Error: Expected Name, found <EOF>.'],
  [
    'a text where a name belongs',
    `{ viewer "${CANARY}" }`,
    'GRAPHQL_PARSE',
    'Syntax Error: Expected Name, found String.',
  ],
  ['a name where none belongs', `{ viewer(${BIRD}) }`, 'GRAPHQL_PARSE', 'Syntax Error: Expected ":", found ")".'],
  ['a word that begins nothing', BIRD, 'GRAPHQL_PARSE', 'Syntax Error: Unexpected Name.'],
  ['a text without an end', `{ node(id: "${CANARY}) { id } }`, 'GRAPHQL_PARSE', 'Syntax Error: Unterminated string.'],
  ['a character that begins nothing', '{ viewer ? }', 'GRAPHQL_PARSE', 'The document is not valid GraphQL.'],
  ['a bad escape', `{ node(id: "\\u{${BIRD}}") { id } }`, 'GRAPHQL_PARSE', 'The document is not valid GraphQL.'],
  ['nothing but a comment', `# ${CANARY}`, 'GRAPHQL_PARSE', 'Syntax Error: Unexpected <EOF>.'],
]

describe('a mistake in a document', () => {
  let test: TestGateway
  beforeAll(async () => {
    test = await openTestGateway()
  })
  afterAll(() => test[Symbol.asyncDispose]())

  const cases = IN_DOCUMENTS.map(([name, query, code, message]) => [name, { query, code, message }] as const)
  it.each(cases)('is coded, without any value: %s', async (_name, { query, code, message }) => {
    expectCoded(test, await test.ask(query), code, message)
  })

  it('is found again in a document that was seen before', async () => {
    const query = APPLICANT.replace('USE', `orderBy: ${BIRD}, first: 3`)
    for (let time = 0; time < 3; time += 1) {
      const message = 'A value of type "TransactionOrder" is wanted here.'
      expectCoded(test, await test.ask(query), 'GRAPHQL_VALIDATION', message)
    }
  })
})

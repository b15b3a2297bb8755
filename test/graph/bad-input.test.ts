/**
 * What a caller gets wrong in a document or its variables is answered with a code, a place and advice, and with nothing
 * of what was sent: a value may be a password. Suggestions would tell what the schema has to somebody who may not ask.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FAILURES, type FailureCode } from '../../src/domain/failure.ts'
import { encodeGlobalId } from '../../src/domain/ids.ts'
import { type GraphqlAnswer, openTestGateway, type TestGateway } from '../support/gateway.ts'
import { expectNothingPersonal } from '../support/personal.ts'

const CANARY = 'Canary-s3cr3t'
const BIRD = 'CANARY'
const NUMBER = 98_765_432.5
const WHOLE = 9_876_543_210

function ofLines(type: string, use: string): string {
  return `query($id: ID!, $v: ${type}) { applicant(id: $id) { transactions(${use}) { totalCount } } }`
}
const START = 'mutation($v: ItrJourneyStartInput!) { itrJourneyStart(input: $v) { userErrors { code } } }'
const COMPLETE = { applicantId: 'x', username: 'x', password: CANARY, consent: true }
const { username: _username, ...INCOMPLETE } = COMPLETE

/** A value in a variable: where it goes, what is sent, and what comes back. */
const IN_VARIABLES: readonly (readonly [
  name: string,
  query: string,
  value: unknown,
  code: FailureCode,
  message?: string,
])[] = [
  ['money that is none', ofLines('Money', 'where: { minAmount: $v }'), CANARY, 'INPUT_MONEY'],
  ['money as a number', ofLines('Money', 'where: { minAmount: $v }'), NUMBER, 'INPUT_MONEY'],
  ['money as an object', ofLines('Money', 'where: { minAmount: $v }'), { [BIRD]: CANARY }, 'INPUT_MONEY'],
  ['money below a paisa', ofLines('Money', 'where: { minAmount: $v }'), '98765.432', 'INPUT_MONEY'],
  ['money inside a filter', ofLines('TransactionFilter', 'where: $v'), { minAmount: CANARY }, 'INPUT_MONEY'],
  ['a date that is none', ofLines('Date', 'where: { from: $v }'), CANARY, 'INPUT_DATE'],
  ['a day that does not exist', ofLines('Date', 'where: { from: $v }'), '2026-02-30', 'INPUT_DATE'],
  [
    'an instant without a zone',
    'query($v: DateTime) { applicants(where: { createdFrom: $v }) { totalCount } }',
    '2026-02-03T04:05:06',
    'INPUT_DATE',
  ],
  [
    'a word that the enum has not',
    ofLines('TransactionOrder', 'orderBy: $v'),
    BIRD,
    'INPUT_INVALID',
    'Variable "$v" must be of type "TransactionOrder".',
  ],
  [
    'a word that the enum nearly has',
    ofLines('TransactionOrder', 'orderBy: $v'),
    'DATE_DES',
    'INPUT_INVALID',
    'Variable "$v" must be of type "TransactionOrder".',
  ],
  [
    'a number for an enum',
    ofLines('TransactionOrder', 'orderBy: $v'),
    NUMBER,
    'INPUT_INVALID',
    'Variable "$v" must be of type "TransactionOrder".',
  ],
  ['a text for an Int', ofLines('Int', 'first: $v'), CANARY, 'INPUT_INVALID', 'Variable "$v" must be of type "Int".'],
  ['an Int out of range', ofLines('Int', 'first: $v'), WHOLE, 'INPUT_INVALID', 'Variable "$v" must be of type "Int".'],
  [
    'a number for a text',
    'query($v: String!) { applicantByReference(reference: $v) { id } }',
    NUMBER,
    'INPUT_INVALID',
    'Variable "$v" must be of type "String!".',
  ],
  [
    'an object for an id',
    'query($v: ID!) { node(id: $v) { id } }',
    { [BIRD]: CANARY },
    'INPUT_INVALID',
    'Variable "$v" must be of type "ID!".',
  ],
  [
    'an entry of a list',
    'query($v: [ID!]!) { nodes(ids: $v) { id } }',
    ['a', [CANARY]],
    'INPUT_INVALID',
    'Variable "$v" at "v[1]" must be of type "ID!".',
  ],
  [
    'null in a list',
    'query($v: [ID!]!) { nodes(ids: $v) { id } }',
    ['a', null],
    'INPUT_INVALID',
    'Variable "$v" at "v[1]" must be of type "ID!".',
  ],
  [
    'nothing',
    'query($v: ID!) { node(id: $v) { id } }',
    undefined,
    'INPUT_INVALID',
    'Variable "$v" of required type "ID!" was not provided.',
  ],
  [
    'null',
    'query($v: ID!) { node(id: $v) { id } }',
    null,
    'INPUT_INVALID',
    'Variable "$v" of non-null type "ID!" must not be null.',
  ],
  ['a text for an input', START, CANARY, 'INPUT_INVALID', 'Variable "$v" must be of type "ItrJourneyStartInput!".'],
  [
    'an input without a field',
    START,
    INCOMPLETE,
    'INPUT_INVALID',
    'Variable "$v" needs the field "username" of type "ItrJourneyStartInput".',
  ],
  [
    'an input with a field too many',
    START,
    { ...COMPLETE, passwrd: CANARY },
    'INPUT_INVALID',
    'Variable "$v" has a field that type "ItrJourneyStartInput" does not know.',
  ],
  [
    'an input with a strange key',
    START,
    { ...COMPLETE, [`${BIRD} at "v.consent"; `]: CANARY },
    'INPUT_INVALID',
    'Variable "$v" has a field that type "ItrJourneyStartInput" does not know.',
  ],
  [
    'a field of an input',
    START,
    { ...COMPLETE, consent: CANARY },
    'INPUT_INVALID',
    'Variable "$v" at "v.consent" must be of type "Boolean!".',
  ],
  [
    'a secret that is null',
    START,
    { ...COMPLETE, password: null },
    'INPUT_INVALID',
    'Variable "$v" at "v.password" must be of type "Secret!".',
  ],
  ['a secret that is a number', START, { ...COMPLETE, password: NUMBER }, 'INPUT_INVALID', 'A Secret is a text.'],
  [
    'an id that does not exist',
    'query($v: ID!) { applicant(id: $v) { id } }',
    encodeGlobalId('Applicant', BIRD),
    'APPLICANT_NOT_FOUND',
  ],
  ['an id that is malformed', 'query($v: ID!) { applicant(id: $v) { id } }', CANARY, 'ID_MALFORMED'],
  [
    'an id of another type',
    'query($v: ID!) { applicant(id: $v) { id } }',
    encodeGlobalId('Journey', BIRD),
    'ID_WRONG_TYPE',
    'This id is of a Journey; an Applicant is wanted here.',
  ],
  [
    'an id in another spelling',
    'query($v: ID!) { node(id: $v) { id } }',
    `${encodeGlobalId('Applicant', 'x')}=`,
    'ID_MALFORMED',
  ],
  ['a cursor that is none', ofLines('String', 'after: $v'), CANARY, 'CURSOR_INVALID'],
  ['a negative page', ofLines('Int', 'first: $v'), -1, 'PAGE_SIZE', 'first is -1; it must be 1 to 200.'],
  ['too large a page', ofLines('Int', 'first: $v'), 201, 'PAGE_SIZE', 'first is 201; it must be 1 to 200.'],
  [
    'a year that is none',
    'query($id: ID!, $v: [String!]) { applicant(id: $id) { itrFilings(assessmentYears: $v) { id } } }',
    [CANARY],
    'INPUT_YEAR',
  ],
]

const APPLICANT = '{ applicant(id: "x") { transactions(USE) { totalCount } } }'
/** A value or a name in the document. `names` is what of the document may be named: the developer wrote it there. */
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

describe('a mistake', () => {
  let test: TestGateway
  let id: string
  beforeAll(async () => {
    test = await openTestGateway()
    id = await test.seed('salaried-clean', ['ITR', 'AA_BSA'])
    // The report is in memory from here on, so that a cursor can be looked at without a call.
    await test.ask('query($id: ID!) { applicant(id: $id) { bankAccounts { id } } }', { id })
    test.takeCalls()
  })
  afterAll(() => test[Symbol.asyncDispose]())

  function expectCoded({ text, errors, status }: GraphqlAnswer, code: FailureCode, message: string | undefined): void {
    expect(errors.length).toBeGreaterThan(0)
    for (const error of errors) {
      expect(error.message).toBe(message ?? FAILURES[code].message)
      expect(error.extensions).toMatchObject({ code, advice: FAILURES[code].advice, requestId: expect.any(String) })
      expect(error).toHaveProperty('locations')
    }
    // A mistake of the caller's is never told as one of ours.
    expect(status).toBeLessThan(500)
    expect(text).not.toMatch(/canary|98765|DATE_DES\b|passwrd|Did you mean/i)
    expect(test.takeCalls()).toEqual([])
    expectNothingPersonal(test, [CANARY, BIRD, '98765', 'passwrd'])
  }

  it.each(IN_VARIABLES)(
    'in a variable, %s, is coded without what was sent',
    async (_name, query, value, code, message) => {
      expectCoded(await test.ask(query, value === undefined ? { id } : { id, v: value }), code, message)
    },
  )

  it.each(IN_DOCUMENTS)('in a document, %s, is coded without what was sent', async (_name, query, code, message) => {
    expectCoded(await test.ask(query), code, message)
  })

  it('in a document is found again in a document that was seen before', async () => {
    const query = APPLICANT.replace('USE', `orderBy: ${BIRD}, first: 3`)
    for (let time = 0; time < 3; time += 1) {
      expectCoded(await test.ask(query), 'GRAPHQL_VALIDATION', 'A value of type "TransactionOrder" is wanted here.')
    }
  })
})

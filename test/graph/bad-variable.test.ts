/**
 * What a caller gets wrong in variables is answered with a code, a place and advice, and with nothing of what was sent: a
 * value may be a password.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FailureCode } from '../../src/domain/failure.ts'
import { encodeGlobalId } from '../../src/domain/ids.ts'
import { BIRD, CANARY, expectCoded, NUMBER, WHOLE } from '../support/canary.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'

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
    'This is not an instant with a time zone.',
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

describe('a mistake in a variable', () => {
  let test: TestGateway
  let id: string
  beforeAll(async () => {
    test = await openTestGateway()
    id = await test.seed('salaried-clean', ['ITR', 'AA_BSA'])
    // The report is in memory from here on, so that a cursor can be looked at without a call.
    await test.ask('query($id: ID!) { applicant(id: $id) { bankAccounts { id } } }', { id })
    expect(test.takeCalls()).toEqual(['aa-bsa.statement-result'])
  })
  afterAll(() => test[Symbol.asyncDispose]())

  const cases = IN_VARIABLES.map(
    ([name, query, value, code, message]) => [name, { query, value, code, message }] as const,
  )
  it.each(cases)('is coded, without what was sent: %s', async (_name, { query, value, code, message }) => {
    expectCoded(test, await test.ask(query, value === undefined ? { id } : { id, v: value }), code, message)
  })
})

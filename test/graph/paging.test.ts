/** What a page may be asked for, and which cursors a list takes. A page that cannot be given costs no call to Finpass. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { expectNothingPersonal } from '../support/personal.ts'

const PAGE = '$first: Int, $after: String, $last: Int, $before: String'
const PASSED = 'first: $first, after: $after, last: $last, before: $before'
const APPLICANTS = `query(${PAGE}, $orderBy: ApplicantOrder) { applicants(${PASSED}, orderBy: $orderBy) { nodes { id } pageInfo { endCursor } } }`
const LINES = `query($id: ID!, ${PAGE}, $orderBy: TransactionOrder, $where: TransactionFilter) {
  applicant(id: $id) { transactions(${PASSED}, orderBy: $orderBy, where: $where) { nodes { id } pageInfo { endCursor } } }
}`
const ACCOUNT_LINES = `query($id: ID!, ${PAGE}, $orderBy: TransactionOrder) {
  node(id: $id) { ... on BankAccount { transactions(${PASSED}, orderBy: $orderBy) { nodes { id } pageInfo { endCursor } } } }
}`

const REFUSED: readonly [string, object, string][] = [
  ['first 0', { first: 0 }, 'PAGE_SIZE'],
  ['first -1', { first: -1 }, 'PAGE_SIZE'],
  ['first 201', { first: 201 }, 'PAGE_SIZE'],
  ['last 0', { last: 0 }, 'PAGE_SIZE'],
  ['last 201', { last: 201 }, 'PAGE_SIZE'],
  ['first and last together', { first: 5, last: 5 }, 'PAGE_DIRECTION'],
  ['after with last', { last: 5, after: 'x' }, 'PAGE_DIRECTION'],
  ['before with first', { first: 5, before: 'x' }, 'PAGE_DIRECTION'],
  ['before alone', { before: 'x' }, 'PAGE_DIRECTION'],
]

describe('a page', () => {
  let test: TestGateway
  let id: string
  let accountIds: string[]
  beforeAll(async () => {
    test = await openTestGateway()
    id = await test.seed('several-banks', ['AA_BSA'])
    const { data } = await test.ask('query($id: ID!) { applicant(id: $id) { bankAccounts { id } } }', { id })
    accountIds = data.applicant.bankAccounts.map((account: { id: string }) => account.id)
    test.takeCalls()
  })
  afterAll(() => test[Symbol.asyncDispose]())
  afterEach(() => {
    expect(test.takeCalls()).toEqual([])
    expectNothingPersonal(test)
  })

  async function cursorOf(query: string, variables: object): Promise<string> {
    const { data } = await test.ask(query, { first: 3, ...variables })
    const list = data.applicants ?? (data.applicant ?? data.node).transactions
    return list.pageInfo.endCursor
  }
  async function codesOf(query: string, variables: object): Promise<string[]> {
    const { errors } = await test.ask(query, variables)
    return errors.map(({ extensions }) => extensions.code)
  }

  it.each(REFUSED)('is refused with %s', async (_name, page, code) => {
    expect(await codesOf(APPLICANTS, page)).toEqual([code])
    expect(await codesOf(LINES, { id, ...page })).toEqual([code])
    expect(await codesOf(ACCOUNT_LINES, { id: accountIds[0], ...page })).toEqual([code])
  })

  it('is refused before Finpass is asked', async () => {
    const fresh = await test.seed('emi-bounces', ['AA_BSA'])
    expect(await codesOf(LINES, { id: fresh, first: 201 })).toEqual(['PAGE_SIZE'])
  })

  it('says what may be asked for', async () => {
    const { data, errors } = await test.ask(APPLICANTS, { first: 201 })
    expect(data).toBeNull()
    expect(errors).toMatchObject([
      {
        message: 'first is 201; it must be 1 to 200.',
        path: ['applicants'],
        extensions: { advice: 'Ask for 1 to 200 with first or last.' },
      },
    ])
  })

  it('has 50 entries when no size is named', async () => {
    const { data } = await test.ask(LINES, { id })
    expect(data.applicant.transactions.nodes).toHaveLength(50)
  })

  it('takes no cursor of another order, list or account', async () => {
    const byDate = await cursorOf(LINES, { id, orderBy: 'DATE_DESC' })
    expect(await codesOf(LINES, { id, after: byDate, orderBy: 'DATE_DESC' })).toEqual([])
    expect(await codesOf(LINES, { id, after: byDate, orderBy: 'DATE_ASC' })).toEqual(['CURSOR_INVALID'])
    expect(await codesOf(LINES, { id, after: byDate, orderBy: 'AMOUNT_DESC' })).toEqual(['CURSOR_INVALID'])
    expect(await codesOf(APPLICANTS, { after: byDate })).toEqual(['CURSOR_INVALID'])
    const ofFirst = await cursorOf(ACCOUNT_LINES, { id: accountIds[0] })
    expect(await codesOf(ACCOUNT_LINES, { id: accountIds[0], after: ofFirst })).toEqual([])
    expect(await codesOf(ACCOUNT_LINES, { id: accountIds[1], after: ofFirst })).toEqual(['CURSOR_INVALID'])
    const where = { accountIds: [accountIds[1]] }
    expect(await codesOf(LINES, { id, where, after: ofFirst })).toEqual(['CURSOR_INVALID'])
    const ofApplicants = await cursorOf(APPLICANTS, {})
    expect(await codesOf(APPLICANTS, { after: ofApplicants })).toEqual([])
    expect(await codesOf(APPLICANTS, { after: ofApplicants, orderBy: 'CREATED_ASC' })).toEqual(['CURSOR_INVALID'])
    expect(await codesOf(LINES, { id, after: ofApplicants })).toEqual(['CURSOR_INVALID'])
  })

  it('takes no cursor that was made or changed by somebody else', async () => {
    const cursor = await cursorOf(LINES, { id })
    const plain = Buffer.from(cursor, 'base64url').toString().split('~')
    const changed = plain.map((_part, at) => plain.with(at, at === 2 ? '99999' : 'x').join('~'))
    const forged = [...changed, plain.with(2, '-1').join('~'), plain.with(2, '1.5').join('~'), '', '~~~']
    const cursors = [
      ...forged.map((text) => Buffer.from(text).toString('base64url')),
      `${cursor}=`,
      `${cursor} `,
      'ü',
      cursor.slice(1),
      'A'.repeat(5000),
    ]
    for (const each of cursors) expect(await codesOf(LINES, { id, after: each })).toEqual(['CURSOR_INVALID'])
    const ofApplicants = await cursorOf(APPLICANTS, {})
    const [order = '', , last = ''] = Buffer.from(ofApplicants, 'base64url').toString().split('~')
    for (const text of [
      `${order}~someday~${last}`,
      `${order}~NaN~${last}`,
      `${order}~~${last}`,
      `${order}~1e999~${last}`,
    ]) {
      const each = Buffer.from(text).toString('base64url')
      expect(await codesOf(APPLICANTS, { after: each }), text).toEqual(['CURSOR_INVALID'])
    }
  })

  it('is empty, with a count, behind the last entry', async () => {
    const { data } = await test.ask(
      'query($id: ID!) { applicant(id: $id) { transactions(last: 1) { pageInfo { endCursor } } } }',
      { id },
    )
    const after = data.applicant.transactions.pageInfo.endCursor
    const { data: behind, errors } = await test.ask(
      'query($id: ID!, $after: String) { applicant(id: $id) { transactions(first: 5, after: $after) { totalCount nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }',
      { id, after },
    )
    expect(errors).toEqual([])
    expect(behind.applicant.transactions).toEqual({
      totalCount: 376,
      nodes: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null },
    })
  })
})

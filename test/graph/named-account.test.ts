/** Accounts that a caller names by their ids: only the applicant's own are asked for, and each journey is counted. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeGlobalId, encodeGlobalId } from '../../src/domain/ids.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'

const LINES =
  'query($id: ID!, $where: TransactionFilter) { applicant(id: $id) { transactions(where: $where) { totalCount } } }'

describe('accounts named by where.accountIds', () => {
  let test: TestGateway
  let own: string
  let foreign: string
  beforeAll(async () => {
    test = await openTestGateway()
    own = await test.seed('salaried-clean', ['AA_BSA'])
    foreign = await test.seed('several-banks', ['AA_BSA'])
    test.takeCalls()
  })
  afterAll(() => test[Symbol.asyncDispose]())

  it('cause no call to Finpass when they are of another applicant', async () => {
    const { data } = await test.ask('query($id: ID!) { applicant(id: $id) { journeys { id } } }', { id: foreign })
    const journey = decodeGlobalId(data.applicant.journeys[0].id).key
    const where = { accountIds: [encodeGlobalId('BankAccount', `${journey}.any`)] }
    const answer = await test.ask(LINES, { id: own, where })
    expect(answer.errors).toEqual([])
    expect(answer.data.applicant.transactions).toEqual({ totalCount: 0 })
    expect(test.takeCalls()).toEqual([])
  })

  it('are refused when they are of more journeys than an operation may ask for', async () => {
    const accountIds = Array.from({ length: 26 }, (_, at) => encodeGlobalId('BankAccount', `jny_${at}.any`))
    const { errors } = await test.ask(LINES, { id: own, where: { accountIds } })
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['LIMIT_COST'])
  })
})

/** Errors that nobody expected: the caller learns a code and a request id, the log the place, and nobody the message. */
import { execute, GraphQLInt, GraphQLObjectType, GraphQLSchema, parse } from 'graphql'
import { describe, expect, it, vi } from 'vitest'
import { isDefect, toPublicError } from '../../src/server/mask.ts'
import { CANARY } from '../support/canary.ts'
import { openTestGateway } from '../support/gateway.ts'
import { expectNothingPersonal } from '../support/personal.ts'

describe('a defect', () => {
  it('is told as INTERNAL and logged by its place alone', async () => {
    await using test = await openTestGateway()
    const id = await test.seed('salaried-clean', [])
    vi.spyOn(test.gateway.store, 'readApplicants').mockRejectedValue(new TypeError(CANARY))
    const { data, errors, text, status } = await test.ask(
      'query($id: ID!) { applicant(id: $id) { id } viewer { tenant } }',
      { id },
    )
    expect(status).toBe(200)
    expect(data).toEqual({ applicant: null, viewer: { tenant: 'demo' } })
    expect(errors).toMatchObject([
      {
        message: 'Something went wrong on our side.',
        path: ['applicant'],
        extensions: { code: 'INTERNAL', advice: 'Tell the operator, with the request id.' },
      },
    ])
    expect(text).not.toMatch(/canary|TypeError|stack/i)
    const lines = test.logged.map((line) => JSON.parse(line)).filter(({ event }) => event === 'defect')
    expect(lines).toMatchObject([
      { requestId: errors[0]?.extensions.requestId, errorName: 'TypeError', stack: expect.any(String) },
    ])
    expect(test.takeCalls()).toEqual([])
    expectNothingPersonal(test, [CANARY])
  })

  it('of the store is told as STORE_UNAVAILABLE, which may be tried again', async () => {
    await using test = await openTestGateway()
    const id = await test.seed('salaried-clean', [])
    const readApplicants = vi.spyOn(test.gateway.store, 'readApplicants')
    await test.gateway.store.close()
    const { errors } = await test.ask('query($id: ID!) { applicant(id: $id) { id } }', { id })
    expect(readApplicants).toHaveBeenCalledOnce()
    expect(errors).toMatchObject([{ path: ['applicant'], extensions: { code: 'STORE_UNAVAILABLE', retryable: true } }])
    expect(test.takeCalls()).toEqual([])
    expectNothingPersonal(test)
  })

  it('in the result of a field is not taken for a mistake of the caller’s, and does not quote the result', async () => {
    const fields = { lines: { type: GraphQLInt, resolve: () => 98_765_432_100 } }
    const schema = new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields }) })
    const { errors } = await execute({ schema, document: parse('{ lines }') })
    const [error] = errors ?? []
    if (error === undefined) throw new Error('GraphQL has no error for an Int that is none')
    expect(error.message).toContain('98765432100')
    expect(isDefect(error)).toBe(true)
    expect(toPublicError(error, 'request-1', { code: 'INPUT_INVALID' }).toJSON()).toMatchObject({
      message: 'Something went wrong on our side.',
      path: ['lines'],
      extensions: { code: 'INTERNAL', requestId: 'request-1' },
    })
  })
})

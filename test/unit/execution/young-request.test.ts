/** Nothing of a request, and of what was read for it, outlives the request until the whole heap is collected. */
import { getOperationAST, getVariableValues, parse } from 'graphql'
import { expect, it } from 'vitest'
import { encodeGlobalId } from '../../../src/domain/ids.ts'
import { toLedger } from '../../../src/domain/ledger.ts'
import { compileQuery } from '../../../src/execution/compile.ts'
import { executeQuery } from '../../../src/execution/execution.ts'
import { createSchema } from '../../../src/graph/schema.ts'
import { bankAccount } from '../../support/ledger.ts'
import { createBallast, measureLeftBehind } from '../../support/young-heap.ts'

/** What twenty rounds of twenty would leave behind are 6 MB; what the machinery itself leaves is a tenth of that. */
const [ROUNDS, MOST_BYTES] = [20, 2_000_000]

it('lets a ledger go with its account', async () => {
  const left = await measureLeftBehind(ROUNDS, () =>
    toLedger(bankAccount([{ date: '2025-04-01' }], { ballast: createBallast() } as object)),
  )
  expect(left).toBeLessThan(MOST_BYTES)
})

it('lets a request go whose fields needed scopes', async () => {
  const schema = createSchema()
  const operation = getOperationAST(parse('query ($id: ID!) { applicant(id: $id) { name journeys { id } } }'))
  if (operation == null) throw new Error('there is no operation')
  const variables = { id: encodeGlobalId('Applicant', 'a') }
  const { variableValues } = getVariableValues(schema, operation.variableDefinitions ?? [], variables)
  const plan = compileQuery({ schema, operation, fragments: new Map(), switches: {} })
  if (plan === null || variableValues === undefined) throw new Error('it was not compiled')
  const left = await measureLeftBehind(ROUNDS, async () => {
    const ballast = createBallast()
    const contextValue = {
      ballast,
      principal: { scopes: new Set(['applicants:read']), applicant: null },
      loaders: { loadApplicant: async () => ({ id: 'a', name: 'A', ballast }), loadJourneysOf: async () => [] },
    }
    const { text } = await executeQuery({ schema, plan, fragments: {}, variableValues, contextValue })
    expect(text).toBe('{"applicant":{"name":"A","journeys":[]}}')
  })
  expect(left).toBeLessThan(MOST_BYTES)
})

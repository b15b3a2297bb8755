/** Which queries are kept ready, and how many. */
import { buildSchema, type OperationDefinitionNode, parse } from 'graphql'
import { expect, it } from 'vitest'
import { createPreparedQueries, type PreparedOptions, type PreparedQueries } from '../../src/server/prepared-query.ts'

// Nothing is run here, so nothing else is asked for.
const options = { schema: buildSchema('type Query { a: Int, b: Int }') } as PreparedOptions

function add(prepared: PreparedQueries, query: string): void {
  const document = parse(query)
  prepared.add({ query }, document, document.definitions[0] as OperationDefinitionNode) // which each of them begins with
}
const keeps = (prepared: PreparedQueries, query: string): boolean => prepared.find({ query }) !== undefined

/** Some fifty words and signs, and as many fields. */
const toLong = (name: string): string => `{ ${Array.from({ length: 16 }, (_, at) => `${name}${at}: a`).join(' ')} }`

it('keeps few that are long, so that nobody can fill the memory with queries', () => {
  const prepared = createPreparedQueries(options, 200)
  for (const name of ['p', 'q', 'r', 's', 't']) add(prepared, toLong(name))
  expect(['p', 'q', 'r', 's', 't'].map((name) => keeps(prepared, toLong(name)))).toEqual([
    false,
    false,
    expect.any(Boolean),
    true,
    true,
  ])
  // It leaves room again for whatever comes.
  for (let time = 0; time < 20; time += 1) add(prepared, toLong(`u${time}x`))
  expect(keeps(prepared, toLong('u19x'))).toBe(true)
})

it('keeps what is asked for, whatever somebody else asks once', () => {
  const prepared = createPreparedQueries(options, 300)
  add(prepared, '{ a }')
  for (let time = 0; time < 50; time += 1) {
    expect(keeps(prepared, '{ a }')).toBe(true)
    add(prepared, toLong(`v${time}x`))
  }
})

it('keeps no mutation, whose text may hold a password', () => {
  const prepared = createPreparedQueries(options)
  add(prepared, 'mutation { a }')
  expect(keeps(prepared, 'mutation { a }')).toBe(false)
})

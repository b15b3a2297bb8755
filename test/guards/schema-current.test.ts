/** What is generated is what is committed, and the schema keeps the promises of its committed history. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { createGeneratedFiles, findDrift, printSortedSchema } from '../../scripts/generated.ts'
import { SCHEMA_PATH } from '../../scripts/schema-history.ts'
import { checkSchemaPromise } from '../../scripts/schema-promise.ts'
import { createTypedOperations } from '../../scripts/typed-operations.ts'
import { createSchema } from '../../src/graph/schema.ts'
import { ROOT } from './source.ts'

describe('the committed files', () => {
  it('are what the code gives', async () => {
    const files = await createGeneratedFiles(ROOT, createSchema())
    expect(files.map(({ path }) => path)).toEqual([
      SCHEMA_PATH,
      'schema/typed/operations.ts',
      'examples/web/src/operations.ts',
      'schema/documents/saved.json',
      'docs/errors.md',
    ])
    expect(findDrift(ROOT, files)).toEqual([])
  })

  it('break no promise that is not given up on purpose', async () => {
    const { problems } = await checkSchemaPromise(ROOT, printSortedSchema(createSchema()))
    expect(problems).toEqual([])
  })

  it('hold a schema that a client can build', () => {
    const schema = buildSchema(readFileSync(join(ROOT, SCHEMA_PATH), 'utf8'))
    expect(Object.keys(schema.getTypeMap()).length).toBeGreaterThan(40)
  })
})

describe('the guard', () => {
  const schema = buildSchema('"Root." type Query { b: Money a(id: ID!): String } scalar Money')

  it('sees a file that is missing or differs', () => {
    expect(findDrift(ROOT, [{ path: 'no/such/file', text: '' }])).toEqual(['no/such/file'])
    expect(findDrift(ROOT, [{ path: 'package.json', text: '{}' }])).toEqual(['package.json'])
    expect(findDrift(ROOT, [{ path: 'package.json', text: readFileSync(join(ROOT, 'package.json'), 'utf8') }])).toEqual(
      [],
    )
  })

  it('prints the schema sorted and with its descriptions', () => {
    expect(printSortedSchema(schema)).toBe(
      'scalar Money\n\n"""Root."""\ntype Query {\n  a(id: ID!): String\n  b: Money\n}\n',
    )
  })

  it('types an operation with its result and variables', async () => {
    const text = await createTypedOperations(schema, [
      { path: 'a.graphql', text: 'query Look($id: ID!) { a(id: $id) b }' },
    ])
    expect(text).toContain('export type LookQuery = { readonly a: string | null, readonly b: string | null }')
    expect(text).toMatch(/LookQueryVariables = Exact<\{\s+id: string;/)
    expect(text).toContain('as unknown as DocumentNode<LookQuery, LookQueryVariables>')
  })

  it('refuses a scalar without a TypeScript type, and an operation that does not fit', async () => {
    const odd = buildSchema('type Query { a: Odd } scalar Odd')
    await expect(createTypedOperations(odd, [{ path: 'a.graphql', text: 'query Look { a }' }])).rejects.toThrow('Odd')
    await expect(createTypedOperations(schema, [{ path: 'a.graphql', text: 'query Look { c }' }])).rejects.toThrow('c')
  })
})

/** Every saved operation fits the committed schema and is called what its file is called. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema, type GraphQLSchema, Kind, type OperationDefinitionNode, parse, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { readSavedOperations } from '../../scripts/generated.ts'
import { SCHEMA_PATH } from '../../scripts/schema-history.ts'
import type { SavedOperation } from '../../scripts/typed-operations.ts'
import { ROOT } from './source.ts'

function toFileName(operationName: string): string {
  return `${operationName.replaceAll(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-').toLowerCase()}.graphql`
}

function judge(schema: GraphQLSchema, { path, text }: SavedOperation): string[] {
  const document = parse(text)
  const operations = document.definitions.filter(
    (each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION,
  )
  const name = operations[0]?.name?.value
  if (operations.length !== 1 || name === undefined) return [`${path} must hold one operation, with a name`]
  const complaints = validate(schema, document).map(({ message }) => `${path}: ${message}`)
  if (!path.endsWith(`/${toFileName(name)}`))
    complaints.push(`${path} holds ${name}: call the file ${toFileName(name)}`)
  return complaints
}

describe('schema/operations', () => {
  it('holds operations that fit the schema, one to a file', () => {
    const schema = buildSchema(readFileSync(join(ROOT, SCHEMA_PATH), 'utf8'))
    const operations = readSavedOperations(ROOT)
    expect(operations.length).toBeGreaterThan(2)
    expect(operations.flatMap((operation) => judge(schema, operation))).toEqual([])
  })
})

describe('the guard', () => {
  const schema = buildSchema('type Query { a: Int }')

  it.each([
    ['query Look { b }', 'look.graphql', 'Cannot query field'],
    ['{ a }', 'look.graphql', 'one operation, with a name'],
    ['query Look { a } query Other { a }', 'look.graphql', 'one operation, with a name'],
    ['query LookTwice { a }', 'look.graphql', 'call the file look-twice.graphql'],
    ['query StartITRJourney { a }', 'x.graphql', 'call the file start-itr-journey.graphql'],
  ])('refuses %s in %s', (text, file, complaint) => {
    expect(judge(schema, { path: `schema/operations/${file}`, text }).join('\n')).toContain(complaint)
  })

  it('lets an operation be that fits', () => {
    expect(judge(schema, { path: 'schema/operations/look-twice.graphql', text: 'query LookTwice { a }' })).toEqual([])
  })
})

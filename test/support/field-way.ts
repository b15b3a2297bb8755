/** Every field of the published schema by itself: which there are, and a query that reads one of an applicant and nothing else. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  buildSchema,
  type GraphQLObjectType,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql'

export const SCHEMA = buildSchema(readFileSync(join(import.meta.dirname, '../../schema/schema.graphql'), 'utf8'))

export const TYPES = Object.values(SCHEMA.getTypeMap()).filter(
  (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
)

/** The shortest way from an applicant to each type, as a selection with `%` for what is read there. */
export function findWays(): ReadonlyMap<string, string> {
  const ways = new Map([['Applicant', '%']])
  // A Map goes on with what is added to it while it is walked.
  for (const [name, way] of ways) {
    const type = TYPES.find((each) => each.name === name)
    for (const field of Object.values(type?.getFields() ?? {})) {
      const next = getNamedType(field.type)
      if (!isObjectType(next) || ways.has(next.name) || field.args.some(isRequiredArgument)) continue
      ways.set(next.name, way.replace('%', `${field.name} { % }`))
    }
  }
  return ways
}

export interface SchemaField {
  /** Like `Applicant.name`. */
  readonly coordinate: string
  readonly type: string
  readonly field: string
}

/** The leaves of these types that need no argument. */
export function listFields(types: readonly GraphQLObjectType[]): readonly SchemaField[] {
  return types.flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => isLeafType(getNamedType(field.type)) && !field.args.some(isRequiredArgument))
      .map((field) => ({ coordinate: `${type.name}.${field.name}`, type: type.name, field: field.name })),
  )
}

/** Reads that field of the applicant `$id`, by the way that `findWays` has found to its type. */
export function toQuery(ways: ReadonlyMap<string, string>, type: string, field: string): string {
  return `query($id: ID!) { applicant(id: $id) { ${(ways.get(type) ?? '%').replace('%', field)} } }`
}

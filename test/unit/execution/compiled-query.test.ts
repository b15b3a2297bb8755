import fc from 'fast-check'
import {
  execute,
  getOperationAST,
  getVariableValues,
  type GraphQLError,
  type GraphQLSchema,
  parse,
  validate,
} from 'graphql'
import { describe, expect, it } from 'vitest'
import { compileQuery } from '../../../src/execution/compile.ts'
import { executeQuery } from '../../../src/execution/execution.ts'
import { toFragments } from '../../../src/execution/selection.ts'
import { createMadeUpSchema, makeUpQuery, type MakingUp, type Mishaps } from '../../support/made-up-query.ts'

interface Asked {
  readonly schema: GraphQLSchema
  readonly text: string
  readonly variables: Record<string, unknown>
  readonly contextValue: MakingUp
}

interface Outcome {
  readonly data: string
  readonly errors: readonly string[]
}

async function runCompiled({ schema, text, variables, contextValue }: Asked): Promise<Outcome> {
  const document = parse(text)
  const operation = getOperationAST(document)
  if (operation == null) throw new Error('there is no operation')
  const { variableValues } = getVariableValues(schema, operation.variableDefinitions ?? [], variables)
  if (variableValues === undefined) throw new Error('these are no variables')
  const fragments = toFragments(document)
  const plan = compileQuery({ schema, operation, fragments, switches: variableValues.coerced })
  if (plan === null) throw new Error('it was not compiled')
  const own = Object.fromEntries(fragments)
  const output = await executeQuery({ schema, plan, fragments: own, variableValues, contextValue })
  return { data: output.text, errors: toFacts(JSON.parse(output.text), output.errors) }
}

async function runGeneral({ schema, text, variables, contextValue }: Asked): Promise<Outcome> {
  const { data, errors = [] } = await execute({
    schema,
    document: parse(text),
    variableValues: variables,
    contextValue,
  })
  return { data: JSON.stringify(data), errors: toFacts(data, errors) }
}

/**
 * Words of the engine's own are its own; those of a resolver are the same. Of several errors that take one thing along, each may
 * tell as many as it has met.
 */
function toFacts(data: unknown, errors: readonly GraphQLError[]): readonly string[] {
  const facts = errors.map(({ message, path = [], locations }) => {
    let found = data
    for (const [at, key] of path.entries()) {
      if (found === null) return `somewhere in ${path.slice(0, at).join('.')}`
      found = (found as Readonly<Record<string, unknown>>)[key]
    }
    return JSON.stringify([path, locations, message.startsWith('thrown at') ? message : 'of the engine'])
  })
  return [...new Set(facts)].toSorted()
}

const MISHAPS: readonly (readonly [string, Mishaps])[] = [
  ['that goes well, at once', { thrown: 0, empty: 0, wrong: 0, late: 0 }],
  ['that goes well, in part later', { thrown: 0, empty: 10, wrong: 0, late: 30 }],
  ['that fails here and there', { thrown: 4, empty: 10, wrong: 2, late: 0 }],
  ['that fails here and there, in part later', { thrown: 2, empty: 5, wrong: 1, late: 30 }],
  ['whose fields are null wherever they may be', { thrown: 0, empty: 60, wrong: 0, late: 10 }],
]

describe('a compiled query', () => {
  const schema = createMadeUpSchema()

  it.each(MISHAPS)('gives what the engine gives of one %s', async (_name, mishaps) => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.boolean(), async (seed, yes) => {
        const text = makeUpQuery(schema, seed)
        // One that asks for two things under one name is refused before it is run.
        fc.pre(validate(schema, parse(text)).length === 0)
        const asked = { schema, text, variables: { yes }, contextValue: { ...mishaps, seed } }
        expect(await runCompiled(asked)).toEqual(await runGeneral(asked))
      }),
      { numRuns: 30 },
    )
  })

  it.each([
    ['a mutation', 'mutation { applicantErase(applicantId: "x", reason: "y") { receiptId } }'],
    ['the schema', '{ __schema { queryType { name } } }'],
    ['an argument that does not fit', '{ applicant(id: [1, 2]) { id } }'],
    ['a directive that nobody knows', '{ viewer @what(if: true) { subject } }'],
  ])('leaves %s to the engine', (_name, text) => {
    const operation = getOperationAST(parse(text))
    if (operation == null) throw new Error('there is no operation')
    expect(compileQuery({ schema, operation, fragments: new Map(), switches: {} })).toBeNull()
  })
})

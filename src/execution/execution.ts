/** One run of a compiled query: on whose behalf, with which variables, and what went wrong in it. */
import {
  type FragmentDefinitionNode,
  getArgumentValues,
  GraphQLError,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql'
import { writeField } from './write-object.ts'
import type { Arguments, Execution, FieldPlan, QueryPlan } from './plan.ts'
import { Writing } from './writing.ts'

export interface ExecutionOptions {
  readonly schema: GraphQLSchema
  readonly plan: QueryPlan
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>
  readonly variableValues: GraphQLResolveInfo['variableValues']
  readonly contextValue: unknown
}

/** What a query gave. */
export interface QueryOutput {
  /** Its `data` as JSON. */
  readonly text: string
  /** True when a field at the top is not null. */
  readonly hasData: boolean
  readonly errors: readonly GraphQLError[]
}

class QueryExecution implements Execution {
  readonly schema: GraphQLSchema
  readonly operation: OperationDefinitionNode
  readonly fragments: GraphQLResolveInfo['fragments']
  readonly variableValues: GraphQLResolveInfo['variableValues']
  readonly contextValue: unknown
  readonly errors: GraphQLError[] = []
  readonly #arguments: Arguments[] = []

  constructor({ schema, plan, fragments, variableValues, contextValue }: ExecutionOptions) {
    this.schema = schema
    this.operation = plan.operation
    this.fragments = fragments
    this.variableValues = variableValues
    this.contextValue = contextValue
  }

  argumentsOf({ number, definition, nodes }: FieldPlan): Arguments {
    return (this.#arguments[number] ??= getArgumentValues(definition, nodes[0], this.variableValues))
  }
}

/** Runs a compiled query. Never rejects: what fails is in `errors`, and takes its field or what is around it along. */
export async function executeQuery(options: ExecutionOptions): Promise<QueryOutput> {
  const execution = new QueryExecution(options)
  const { errors } = execution
  const writing = new Writing('{')
  let hasData = false
  const look = (written: string): string => {
    hasData ||= written !== 'null'
    return written
  }
  try {
    for (const field of options.plan.root.fields) {
      writing.addText(field.head)
      const written = 'text' in field ? field.text : writeField(execution, field, undefined, undefined)
      writing.add(typeof written === 'string' ? look(written) : written.then(look))
    }
    return { text: await writing.end('}'), hasData, errors }
  } catch (thrown) {
    await writing.settle()
    const error = thrown instanceof GraphQLError ? thrown : new GraphQLError('', { cause: thrown })
    return { text: 'null', hasData: false, errors: [...errors, error] }
  }
}

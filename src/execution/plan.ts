/**
 * What an operation is compiled into: for each object type the fields to write, each with how its value becomes JSON. A
 * plan is made once for a document and used by many requests, so nothing in it belongs to one of them: each run of it brings
 * an `Execution`.
 */
import type {
  FieldNode,
  GraphQLError,
  GraphQLField,
  GraphQLObjectType,
  GraphQLResolveInfo,
  OperationDefinitionNode,
} from 'graphql'
import type { Path } from 'graphql/jsutils/Path'

/** JSON text; a promise only where a resolver gave one. */
export type Written = string | Promise<string>

/**
 * Writes what a resolver gave as JSON; `null` where there is none. Throws, or rejects, when it is nothing of its type. `outer`
 * and `key` say where it stands: a path is made of them only by who needs one.
 */
export type Write = (
  execution: Execution,
  field: FieldPlan,
  value: unknown,
  outer: Path | undefined,
  key: string | number,
) => Written

export type Resolve = NonNullable<GraphQLField<unknown, unknown>['resolve']>
export type Arguments = Readonly<Record<string, unknown>>

export interface FieldPlan {
  /** Its name in the answer. */
  readonly key: string
  /** What stands before its value: its name as JSON, and a comma where it is not the first. */
  readonly head: string
  readonly nodes: readonly [FieldNode, ...FieldNode[]]
  readonly definition: GraphQLField<unknown, unknown>
  readonly parentType: GraphQLObjectType
  readonly resolve: Resolve
  /** Null when they depend on variables; then they stand under `number` in each execution. */
  readonly fixedArguments: Arguments | null
  readonly number: number
  readonly isNullable: boolean
  readonly write: Write
}

/** One run of a plan, as it is handed down from field to field. */
export interface Execution extends Pick<GraphQLResolveInfo, 'schema' | 'operation' | 'fragments' | 'variableValues'> {
  readonly contextValue: unknown
  /** What went wrong so far. */
  readonly errors: GraphQLError[]
  /** The arguments of a field that depend on variables: the same for all objects that it is asked of. */
  argumentsOf(field: FieldPlan): Arguments
}

/** A field whose value is known beforehand, `__typename`, is its text alone. */
export interface ObjectPlan {
  readonly fields: readonly (FieldPlan | FixedField)[]
}

export interface FixedField {
  readonly head: string
  readonly text: string
}

export interface QueryPlan {
  readonly operation: OperationDefinitionNode
  readonly root: ObjectPlan
  /** How large it is: fields, each as often as there are types it may be asked of. */
  readonly fieldCount: number
}

/** What a resolver is told of its field. Most never look, so what takes work is made when it is asked for. */
import type { FieldNode, GraphQLResolveInfo } from 'graphql'
import type { Path } from 'graphql/jsutils/Path'
import type { Execution, FieldPlan } from './plan.ts'

export class FieldInfo implements GraphQLResolveInfo {
  readonly #execution: Execution
  readonly #field: FieldPlan
  readonly #outer: Path | undefined

  constructor(execution: Execution, field: FieldPlan, outer: Path | undefined) {
    this.#execution = execution
    this.#field = field
    this.#outer = outer
  }

  get fieldName(): string {
    return this.#field.definition.name
  }
  get fieldNodes(): readonly FieldNode[] {
    return this.#field.nodes
  }
  get returnType(): GraphQLResolveInfo['returnType'] {
    return this.#field.definition.type
  }
  get parentType(): GraphQLResolveInfo['parentType'] {
    return this.#field.parentType
  }
  get path(): Path {
    const { key, parentType } = this.#field
    return { prev: this.#outer, key, typename: parentType.name }
  }
  get schema(): GraphQLResolveInfo['schema'] {
    return this.#execution.schema
  }
  get fragments(): GraphQLResolveInfo['fragments'] {
    return this.#execution.fragments
  }
  get rootValue(): unknown {
    return undefined
  }
  get operation(): GraphQLResolveInfo['operation'] {
    return this.#execution.operation
  }
  get variableValues(): GraphQLResolveInfo['variableValues'] {
    return this.#execution.variableValues
  }
  getAbortSignal(): AbortSignal | undefined {
    return undefined
  }
  getAsyncHelpers(): ReturnType<GraphQLResolveInfo['getAsyncHelpers']> {
    return { promiseAll: (values) => Promise.all(values), track: () => undefined }
  }
}

/**
 * Compiles a query that was validated: all that is the same for every request is done here, once. What it cannot, it leaves to
 * the engine that runs everything else: mutations and subscriptions, introspection, and directives it does not know.
 */
import {
  defaultFieldResolver,
  type FieldNode,
  type FragmentDefinitionNode,
  getArgumentValues,
  type GraphQLObjectType,
  type GraphQLSchema,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  visit,
} from 'graphql'
import { createWrite } from './completion.ts'
import type { Arguments, FieldPlan, FixedField, ObjectPlan, QueryPlan } from './plan.ts'
import { collectFields, NotCompiled } from './selection.ts'

export interface CompileOptions {
  readonly schema: GraphQLSchema
  readonly operation: OperationDefinitionNode
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  /** The coerced variables that `@skip` and `@include` ask for: the plan is for these alone. */
  readonly switches: Readonly<Record<string, unknown>>
}

/** The plan; null when the operation is not for compiling. */
export function compileQuery(options: CompileOptions): QueryPlan | null {
  const { schema, operation, fragments, switches } = options
  const root = schema.getQueryType()
  if (operation.operation !== OperationTypeNode.QUERY || root == null) return null
  let argumentCount = 0
  let fieldCount = 0

  function planObject(type: GraphQLObjectType, selections: readonly FieldNode[]): ObjectPlan {
    const sets = selections.flatMap(({ selectionSet }) => selectionSet ?? [])
    const fields = collectFields({ schema, fragments, switches }, type, sets)
    return { fields: [...fields].map(([key, nodes], at) => planField(type, key, nodes, at === 0)) }
  }

  function planField(
    parentType: GraphQLObjectType,
    key: string,
    nodes: FieldPlan['nodes'],
    isFirst: boolean,
  ): FieldPlan | FixedField {
    const name = nodes[0].name.value
    fieldCount += 1
    const head = `${isFirst ? '' : ','}${JSON.stringify(key)}:`
    if (name === '__typename') return { head, text: JSON.stringify(parentType.name) }
    const definition = parentType.getFields()[name]
    if (definition === undefined) throw new NotCompiled()
    const fixedArguments = hasVariable(nodes[0]) ? null : (getArgumentValues(definition, nodes[0]) as Arguments)
    if (fixedArguments === null) argumentCount += 1
    return {
      head,
      key,
      nodes,
      definition,
      parentType,
      resolve: definition.resolve ?? defaultFieldResolver,
      fixedArguments,
      number: argumentCount,
      isNullable: !isNonNullType(definition.type),
      write: createWrite(
        definition.type,
        (type) => planObject(type, nodes),
        (type) => schema.getPossibleTypes(type),
      ),
    }
  }

  try {
    const top = collectFields({ schema, fragments, switches }, root, [operation.selectionSet])
    const fields = [...top].map(([key, nodes], at) => planField(root, key, nodes, at === 0))
    return { operation, root: { fields }, fieldCount }
  } catch {
    // An argument that does not fit is complained of by the engine, in its place.
    return null
  }
}

function hasVariable({ arguments: given = [] }: FieldNode): boolean {
  let isFound = false
  for (const each of given) {
    visit(each, {
      [Kind.VARIABLE]() {
        isFound = true
      },
    })
  }
  return isFound
}

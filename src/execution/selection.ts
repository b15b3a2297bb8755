/** Which fields an object type is asked for, once fragments are written out and `@skip` and `@include` are settled. */
import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql'

/** The document around an operation, with the variables that decide what is left out. */
export interface Selecting {
  readonly schema: GraphQLSchema
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  readonly switches: Readonly<Record<string, unknown>>
}

/** Thrown for what is not compiled but run by the engine itself. */
export class NotCompiled extends Error {}

export function toFragments({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]))
}

/** The fields by their names in the answer, in its order. Throws `NotCompiled` for directives other than those two. */
export function collectFields(
  selecting: Selecting,
  type: GraphQLObjectType,
  selections: readonly SelectionSetNode[],
): ReadonlyMap<string, [FieldNode, ...FieldNode[]]> {
  const fields = new Map<string, [FieldNode, ...FieldNode[]]>()
  const visited = new Set<string>()
  for (const each of selections) visit(each)
  return fields

  function visit({ selections: own }: SelectionSetNode): void {
    for (const selection of own) {
      if (!isIncluded(selection.directives ?? [], selecting.switches)) continue
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value
        const same = fields.get(key)
        if (same === undefined) fields.set(key, [selection])
        else same.push(selection)
        continue
      }
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        if (fits(selection.typeCondition?.name.value)) visit(selection.selectionSet)
        continue
      }
      const name = selection.name.value
      if (visited.has(name)) continue
      const fragment = selecting.fragments.get(name)
      if (fragment === undefined) throw new NotCompiled()
      visited.add(name)
      if (fits(fragment.typeCondition.name.value)) visit(fragment.selectionSet)
    }
  }

  function fits(name: string | undefined): boolean {
    if (name === undefined || name === type.name) return true
    const condition = selecting.schema.getType(name)
    return isAbstractType(condition) && selecting.schema.isSubType(condition, type)
  }
}

function isIncluded(directives: readonly DirectiveNode[], switches: Readonly<Record<string, unknown>>): boolean {
  return directives.every(({ name, arguments: given = [] }) => {
    const [condition] = given
    if ((name.value !== 'skip' && name.value !== 'include') || condition === undefined) throw new NotCompiled()
    return valueFromASTUntyped(condition.value, switches) === (name.value === 'include')
  })
}

/** The variables that decide what an operation leaves out. */
export function findSwitches(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): readonly string[] {
  const found = new Set<string>()
  const pending: SelectionSetNode[] = [operation.selectionSet]
  // Those of fragments that are not used do no harm: there are few.
  for (const { selectionSet } of fragments.values()) pending.push(selectionSet)
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const selection of next.selections) {
      for (const { arguments: given = [] } of selection.directives ?? []) {
        for (const { value } of given) if (value.kind === Kind.VARIABLE) found.add(value.name.value)
      }
      if (selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet !== undefined)
        pending.push(selection.selectionSet)
    }
  }
  return [...found].toSorted()
}

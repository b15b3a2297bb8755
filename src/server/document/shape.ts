/**
 * How large an operation is once its fragments are written out, reckoned without writing them out: each fragment is
 * measured once, so that what would be exponentially large takes no longer than what it is written in.
 */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'

export interface Shape {
  /** Infinite for a fragment that contains itself. */
  readonly depth: number
  /** Below `__schema` and `__type`. */
  readonly introspectionDepth: number
  readonly aliases: number
  readonly directives: number
  readonly fields: number
  /** Fields at the top, and those among them that carry a credential. */
  readonly rootFields: number
  readonly credentials: number
}

const EMPTY: Shape = {
  depth: 0,
  introspectionDepth: 0,
  aliases: 0,
  directives: 0,
  fields: 0,
  rootFields: 0,
  credentials: 0,
}
/** A fragment that is not there counts as a field, so that whatever is spread has a size and no document can be all spreads. */
const MISSING: Shape = { ...EMPTY, fields: 1 }
const ENDLESS: Shape = { ...EMPTY, depth: Number.POSITIVE_INFINITY }

/** The fragments of a document by name; of two with the same name the last. */
export function toFragments({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]))
}

export function toOperations({ definitions }: DocumentNode): readonly OperationDefinitionNode[] {
  return definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
}

/** The name under which a field stands in the answer. */
export function toResponseName({ alias, name }: FieldNode): string {
  return alias?.value ?? name.value
}

/** The shapes of all operations and fragments of a document; `credentials` names the fields that carry one. */
export function measure(document: DocumentNode, credentials: ReadonlySet<string>): readonly Shape[] {
  const fragments = toFragments(document)
  const known = new Map<string, Shape>()
  const open = new Set<string>()

  function measureFragment(name: string): Shape {
    const fragment = fragments.get(name)
    if (fragment === undefined) return MISSING
    if (open.has(name)) return ENDLESS
    const measured = known.get(name)
    if (measured !== undefined) return measured
    open.add(name)
    const shape = addDirectives(measureSelections(fragment.selectionSet), fragment)
    open.delete(name)
    known.set(name, shape)
    return shape
  }

  function measureField(field: FieldNode): Shape {
    const { name, alias, directives = [], selectionSet } = field
    const inner = selectionSet === undefined ? EMPTY : measureSelections(selectionSet)
    const isIntrospection = name.value === '__schema' || name.value === '__type'
    return {
      depth: isIntrospection ? 1 : inner.depth + 1,
      introspectionDepth: isIntrospection ? inner.depth + 1 : inner.introspectionDepth,
      aliases: inner.aliases + (alias === undefined ? 0 : 1),
      directives: inner.directives + directives.length,
      fields: inner.fields + 1,
      rootFields: 1,
      credentials: credentials.has(name.value) ? 1 : 0,
    }
  }

  function measureSelections({ selections }: SelectionSetNode): Shape {
    return selections.map(measureSelection).reduce(add, EMPTY)
  }

  function measureSelection(selection: SelectionSetNode['selections'][number]): Shape {
    if (selection.kind === Kind.FIELD) return measureField(selection)
    const inner =
      selection.kind === Kind.INLINE_FRAGMENT
        ? measureSelections(selection.selectionSet)
        : measureFragment(selection.name.value)
    return addDirectives(inner, selection)
  }

  const operations = toOperations(document).map((operation) => {
    const { selectionSet, variableDefinitions = [] } = operation
    const shape = addDirectives(measureSelections(selectionSet), operation)
    return variableDefinitions.reduce(addDirectives, shape)
  })
  return [...operations, ...fragments.keys().map(measureFragment)]
}

function add(one: Shape, other: Shape): Shape {
  return {
    depth: Math.max(one.depth, other.depth),
    introspectionDepth: Math.max(one.introspectionDepth, other.introspectionDepth),
    aliases: one.aliases + other.aliases,
    directives: one.directives + other.directives,
    fields: one.fields + other.fields,
    rootFields: one.rootFields + other.rootFields,
    credentials: one.credentials + other.credentials,
  }
}

function addDirectives(
  shape: Shape,
  { directives = [] }: { readonly directives?: readonly unknown[] | undefined },
): Shape {
  return directives.length === 0 ? shape : { ...shape, directives: shape.directives + directives.length }
}

/**
 * How often the most repeated field stands in one place of the answer. Two of the same name are compared with all that is
 * in them, so that this grows with the square. Only for documents whose fragments are few when written out.
 */
export function countRepeats(document: DocumentNode): number {
  const fragments = toFragments(document)

  function collect({ selections }: SelectionSetNode, into: Map<string, FieldNode[]>): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const name = toResponseName(selection)
        const known = into.get(name)
        if (known === undefined) into.set(name, [selection])
        else known.push(selection)
      } else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet, into)
      else {
        const fragment = fragments.get(selection.name.value)
        if (fragment !== undefined) collect(fragment.selectionSet, into)
      }
    }
  }

  function countIn(sets: readonly SelectionSetNode[]): number {
    const fields = new Map<string, FieldNode[]>()
    for (const set of sets) collect(set, fields)
    return Math.max(
      0,
      ...[...fields.values()].map((those) =>
        Math.max(those.length, countIn(those.flatMap(({ selectionSet }) => selectionSet ?? []))),
      ),
    )
  }
  const sets = [...toOperations(document), ...fragments.values()].map(({ selectionSet }) => [selectionSet])
  return Math.max(0, ...sets.map(countIn))
}

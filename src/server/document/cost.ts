/**
 * How many calls to Finpass an operation can need, reckoned from its text and variables alone, before anything is run. The
 * model, and what it leaves out, is in docs/decisions/cost-in-finpass-calls.md. A document is walked once; what is left
 * open is what its variables decide.
 */
import {
  type DocumentNode,
  type FieldNode,
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql'
import { findNamedJourneys, type GivenVariables, toReach, toValues } from './reach.ts'
import { toFragments, toOperations, toResponseName } from './shape.ts'

export interface Operation {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly operationName?: string | null | undefined
  readonly variables: Readonly<Record<string, unknown>>
}

type Report = 'itr' | 'statements' | 'aggregator' | 'analysis'

/** The reports that a field reads, of the applicant it is about. Each is asked for once in a request. */
export const REPORTS_OF: Readonly<Record<string, readonly Report[]>> = {
  'Applicant.taxProfile': ['itr'],
  'Applicant.itrFilings': ['itr'],
  'Applicant.taxCredits': ['itr'],
  'Applicant.outstandingDemands': ['itr'],
  'Applicant.bankAccounts': ['statements', 'aggregator'],
  'Applicant.transactions': ['statements', 'aggregator'],
  'Applicant.bsaAnalysis': ['analysis'],
  'BankAccountAnalysis.account': ['statements'],
  'BankAccount.analysis': ['analysis'],
  'Source.asOf': ['itr', 'statements', 'aggregator', 'analysis'],
  'Source.isMock': ['itr', 'statements', 'aggregator', 'analysis'],
  'Source.issues': ['itr', 'statements', 'aggregator', 'analysis'],
}

/** Mutations that ask Finpass. */
const STARTS: ReadonlySet<string> = new Set([
  'itrJourneyStart',
  'aaBsaJourneyStart',
  'accountAggregatorJourneyStart',
  'journeyLink',
  'journeyRefresh',
])

/** The calls that an operation can need at most with these variables. */
export type ReckonCost = (variables: Readonly<Record<string, unknown>>) => number

/** The calls it can need at most; 0 when there is no such operation. */
export function reckonCost({ schema, document, operationName, variables }: Operation): number {
  const operations = toOperations(document)
  const operation = operationName == null ? operations[0] : operations.find(({ name }) => name?.value === operationName)
  return operation === undefined ? 0 : createReckonCost(schema, document, operation)(variables)
}

/** Leaves a selection out when the variable has this value. */
interface Condition {
  readonly variable: string
  readonly isOutAt: boolean
}

/** A field that reads reports, and in which cases it is selected. */
interface Reading {
  readonly conditions: readonly Condition[]
  readonly reports: readonly Report[]
  /** Set where accounts may be named, which are then read instead. */
  readonly naming: FieldNode | null
}

/** A field at the top with all that is selected in it. */
interface Top {
  readonly field: FieldNode
  readonly conditions: readonly Condition[]
  readonly own: number
  readonly readings: Reading[]
}

/** What is read of those whom one field at the top leads to. */
interface Read {
  readonly top: Top
  readonly reports: Set<Report>
  /** Journeys whose accounts are asked for by their ids: one call each, whichever applicant they are of. */
  readonly named: Set<string>
}

/** Walks the operation once, whose document was found valid; what is given then reckons with any variables. */
export function createReckonCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): ReckonCost {
  const tops = toTops(schema, document, operation)
  const isMutation = operation.operation === 'mutation'
  const defaults = (operation.variableDefinitions ?? []).map(
    ({ variable, defaultValue }) => [variable.name.value, defaultValue && valueFromASTUntyped(defaultValue)] as const,
  )
  // What is asked for twice in a query is read once; every mutation is done.
  const toName = ({ field }: Top): string => (isMutation ? toResponseName(field) : field.name.value)
  const isEachOnce = new Set(tops.map(toName)).size === tops.length
  const toKey = (top: Top, given: GivenVariables): string =>
    isMutation || isEachOnce ? toName(top) : JSON.stringify([toName(top), toValues(top.field, given)])

  return (variables) => {
    const given: GivenVariables = { __proto__: null }
    for (const [name, value] of defaults) given[name] = Object.hasOwn(variables, name) ? variables[name] : value
    const isOut = ({ variable, isOutAt }: Condition): boolean => given[variable] === isOutAt
    const reads = new Map<string, Read>()
    for (const top of tops) {
      if (top.conditions.some(isOut)) continue
      const key = toKey(top, given)
      let read = reads.get(key)
      if (read === undefined) reads.set(key, (read = { top, reports: new Set(), named: new Set() }))
      for (const { conditions, reports, naming } of top.readings) {
        if (conditions.some(isOut)) continue
        const named = naming === null ? null : findNamedJourneys(naming, given)
        if (named === null) for (const report of reports) read.reports.add(report)
        else for (const journey of named) read.named.add(journey)
      }
    }
    let sum = 0
    for (const { top, reports, named } of reads.values()) {
      const { applicants, own } = toReach(top.field, given)
      sum += top.own + own + applicants * reports.size + named.size
    }
    return sum
  }
}

function toTops(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): readonly Top[] {
  const root = schema.getRootType(operation.operation)
  const fragments = toFragments(document)
  const tops: Top[] = []

  function visitSelections(
    { selections }: SelectionSetNode,
    type: GraphQLNamedType,
    outer: readonly Condition[],
    top: Top | null,
  ): void {
    for (const selection of selections) {
      const conditions = toConditions(selection, outer)
      if (conditions === null) continue
      if (selection.kind === Kind.FIELD) {
        visitField(selection, type, conditions, top)
        continue
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)
      if (fragment === undefined) continue
      const condition = fragment.typeCondition && schema.getType(fragment.typeCondition.name.value)
      visitSelections(fragment.selectionSet, condition ?? type, conditions, top)
    }
  }

  function visitField(
    field: FieldNode,
    type: GraphQLNamedType,
    conditions: readonly Condition[],
    outer: Top | null,
  ): void {
    if (!isObjectType(type) && !isInterfaceType(type)) return
    const name = field.name.value
    const definition = type.getFields()[name]
    if (definition === undefined) return
    const own = operation.operation === 'mutation' && STARTS.has(name) ? 1 : 0
    const top = outer ?? { field, conditions, own, readings: [] }
    if (outer === null) tops.push(top)
    const reports = REPORTS_OF[`${type.name}.${name}`]
    if (reports !== undefined) addReading(top, { conditions, reports, naming: hasAccounts(type, field) ? field : null })
    const inner = getNamedType(definition.type)
    if (field.selectionSet !== undefined && isCompositeType(inner)) {
      visitSelections(field.selectionSet, inner, conditions, top)
    }
  }

  if (root) visitSelections(operation.selectionSet, root, [], null)
  return tops
}

/** What is read whatever the variables are need not be said twice. */
function addReading({ readings }: Top, reading: Reading): void {
  const { conditions, reports, naming } = reading
  const isKnown =
    naming === null &&
    conditions.length === 0 &&
    readings.some((each) => each.reports === reports && each.naming === null && each.conditions.length === 0)
  if (!isKnown) readings.push(reading)
}

/** True where accounts may be named by their ids. */
function hasAccounts(type: GraphQLNamedType, { name, arguments: given = [] }: FieldNode): boolean {
  return type.name === 'Applicant' && name.value === 'transactions' && given.some((each) => each.name.value === 'where')
}

/** Those of `outer` and the selection's own; null when it is left out whatever the variables are. */
function toConditions(
  { directives = [] }: SelectionSetNode['selections'][number],
  outer: readonly Condition[],
): readonly Condition[] | null {
  const own: Condition[] = []
  for (const { name, arguments: given = [] } of directives) {
    const [argument] = given
    if (argument === undefined || (name.value !== 'skip' && name.value !== 'include')) continue
    const isOutAt = name.value === 'skip'
    const { value } = argument
    if (value.kind === Kind.VARIABLE) own.push({ variable: value.name.value, isOutAt })
    else if (value.kind === Kind.BOOLEAN && value.value === isOutAt) return null
  }
  return own.length === 0 ? outer : [...outer, ...own]
}

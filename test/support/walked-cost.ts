/**
 * What an operation costs, reckoned in one walk through its document with the variables at hand: what the gateway's own way, which
 * reads a document once and leaves open what its variables decide, is held to.
 */
import {
  type FieldNode,
  getNamedType,
  type GraphQLNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql'
import {
  type BankAccountId,
  decodeGlobalId,
  type ItrFilingId,
  journeyOfKey,
  type NodeType,
} from '../../src/domain/ids.ts'
import { type Operation, REPORTS_OF } from '../../src/server/document/cost.ts'
import { toFragments, toOperations, toResponseName } from '../../src/server/document/shape.ts'

type Report = 'itr' | 'statements' | 'aggregator' | 'analysis'

/** A page when neither `first` nor `last` is given, and the largest there is. */
const DEFAULT_PAGE = 50
const LARGEST_PAGE = 200

/** What one field at the top leads to: so many applicants, and of each of them these reports. */
interface Reach {
  applicants: number
  /** Calls whatever is selected: the one of a mutation, or those that find what an id names. */
  own: number
  readonly reports: Set<Report>
  /** Journeys whose accounts are asked for by their ids: one call each, whichever applicant they are of. */
  readonly named: Set<string>
}

/** The calls it can need at most; 0 when there is no such operation. */
export function walkCost({ schema, document, operationName, variables }: Operation): number {
  const operations = toOperations(document)
  const operation = operationName == null ? operations[0] : operations.find(({ name }) => name?.value === operationName)
  const root = operation && schema.getRootType(operation.operation)
  if (operation === undefined || !root) return 0
  const fragments = toFragments(document)
  // Of no prototype, and looked up as its own: a variable may be named like what every object has.
  const given: Record<string, unknown> = { __proto__: null }
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    const name = variable.name.value
    given[name] = Object.hasOwn(variables, name) ? variables[name] : defaultValue && valueFromASTUntyped(defaultValue)
  }
  const reaches = new Map<string, Reach>()

  function visitSelections({ selections }: SelectionSetNode, type: GraphQLNamedType, reach: Reach | null): void {
    for (const selection of selections) {
      if (isLeftOut(selection, given)) continue
      if (selection.kind === Kind.FIELD) {
        visitField(selection, type, reach)
        continue
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)
      if (fragment === undefined) continue
      const condition = fragment.typeCondition && schema.getType(fragment.typeCondition.name.value)
      visitSelections(fragment.selectionSet, condition ?? type, reach)
    }
  }

  function visitField(field: FieldNode, type: GraphQLNamedType, outer: Reach | null): void {
    if (!isObjectType(type) && !isInterfaceType(type)) return
    const definition = type.getFields()[field.name.value]
    if (definition === undefined) return
    const reach = outer ?? reachOf(field)
    const named = findNamedJourneys(type, field)
    for (const journey of named ?? []) reach.named.add(journey)
    // Accounts that are named are read instead of the applicant's latest.
    const reports = named === null ? REPORTS_OF[`${type.name}.${field.name.value}`] : []
    for (const report of reports ?? []) reach.reports.add(report)
    const inner = getNamedType(definition.type)
    if (field.selectionSet !== undefined && isCompositeType(inner)) visitSelections(field.selectionSet, inner, reach)
  }

  /** The journeys of the accounts that `where.accountIds` names; null where nothing does. */
  function findNamedJourneys(type: GraphQLNamedType, field: FieldNode): readonly string[] | null {
    if (type.name !== 'Applicant' || field.name.value !== 'transactions') return null
    const { where } = toValues(field, given)
    const { accountIds } = (where ?? {}) as { readonly accountIds?: unknown } // any value has properties
    if (accountIds == null) return null
    return toDecoded([accountIds].flat()).map(({ key }) => journeyOfKey(key as BankAccountId)) // what else it is finds nothing
  }

  function reachOf(field: FieldNode): Reach {
    const values = toValues(field, given)
    // What is asked for twice in a query is read once; every mutation is done.
    const key = operation?.operation === 'mutation' ? toResponseName(field) : JSON.stringify([field.name.value, values])
    const known = reaches.get(key)
    if (known !== undefined) return known
    const reach: Reach = { ...toReach(field.name.value, values), reports: new Set(), named: new Set() }
    if (operation?.operation === 'mutation' && STARTS.has(field.name.value)) reach.own = 1
    reaches.set(key, reach)
    return reach
  }

  visitSelections(operation.selectionSet, root, null)
  return [...reaches.values()].reduce(
    (sum, { applicants, own, reports, named }) => sum + own + applicants * reports.size + named.size,
    0,
  )
}

/** Mutations that ask Finpass. */
const STARTS: ReadonlySet<string> = new Set([
  'itrJourneyStart',
  'aaBsaJourneyStart',
  'accountAggregatorJourneyStart',
  'journeyLink',
  'journeyRefresh',
])

function toReach(name: string, values: Readonly<Record<string, unknown>>): Pick<Reach, 'applicants' | 'own'> {
  if (name === 'applicants') return { applicants: toPageSize(values.first ?? values.last), own: 0 }
  if (name !== 'node' && name !== 'nodes') return { applicants: 1, own: 0 }
  const ids = name === 'node' ? [values.id] : Array.isArray(values.ids) ? values.ids : [values.ids]
  return reachByIds(ids)
}

/** What is found through a report is found by one call for each journey; the others need none to be found. */
function reachByIds(ids: readonly unknown[]): Pick<Reach, 'applicants' | 'own'> {
  const owners = new Set<string>()
  const calls = new Set<string>()
  for (const { type, key } of toDecoded(ids)) {
    const isOwner = type === 'Applicant' || type === 'Journey'
    const owner = isOwner ? key : journeyOfKey(key as ItrFilingId) // the three kinds are made alike
    owners.add(owner)
    if (!isOwner) calls.add(`${type === 'ItrFiling' ? 'itr' : 'ledger'} ${owner}`)
  }
  return { applicants: owners.size, own: calls.size }
}

/** What the ids name, without those that are none. */
function toDecoded(ids: readonly unknown[]): readonly { readonly type: NodeType; readonly key: string }[] {
  return ids.flatMap((id) => {
    try {
      return typeof id === 'string' ? decodeGlobalId(id) : []
    } catch {
      return []
    }
  })
}

function toPageSize(size: unknown): number {
  return typeof size === 'number' && size >= 0 ? Math.min(size, LARGEST_PAGE) : DEFAULT_PAGE
}

function toValues({ arguments: given = [] }: FieldNode, variables: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(given.map(({ name, value }) => [name.value, valueFromASTUntyped(value, variables)]))
}

function isLeftOut({ directives = [] }: SelectionSetNode['selections'][number], variables: Record<string, unknown>) {
  return directives.some(({ name, arguments: given = [] }) => {
    const value = given[0] && valueFromASTUntyped(given[0].value, variables)
    return name.value === 'skip' ? value === true : name.value === 'include' && value === false
  })
}

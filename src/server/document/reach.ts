/** How many applicants a field at the top of a query leads to, and what finding them costs: from its name and arguments alone. */
import { type FieldNode, valueFromASTUntyped } from 'graphql'
import { type BankAccountId, decodeGlobalId, type ItrFilingId, journeyOfKey, type NodeType } from '../../domain/ids.ts'

/** Values of variables. Of no prototype, and looked up as its own: one may be named like what every object has. */
export type GivenVariables = Record<string, unknown>

/** So many applicants, and so many calls to find them, whatever is selected. */
export interface Reach {
  readonly applicants: number
  readonly own: number
}

/** A page when neither `first` nor `last` is given, and the largest there is. */
const DEFAULT_PAGE = 50
const LARGEST_PAGE = 200

const ONE: Reach = { applicants: 1, own: 0 }
/** Fields whose arguments say whom they lead to; every other one leads to a single applicant. */
const READS_ARGUMENTS: ReadonlySet<string> = new Set(['applicants', 'node', 'nodes'])

/** Where a field at the top leads to with these variables. */
export function toReach(field: FieldNode, given: GivenVariables): Reach {
  const name = field.name.value
  if (!READS_ARGUMENTS.has(name)) return ONE
  const values = toValues(field, given)
  if (name === 'applicants') return { applicants: toPageSize(values.first ?? values.last), own: 0 }
  if (name === 'node') return reachByIds([values.id])
  return reachByIds(Array.isArray(values.ids) ? values.ids : [values.ids])
}

/** What is found through a report is found by one call for each journey; the others need none to be found. */
function reachByIds(ids: readonly unknown[]): Reach {
  const owners = new Set<string>()
  let calls: Set<string> | null = null
  for (const { type, key } of toDecoded(ids)) {
    const isOwner = type === 'Applicant' || type === 'Journey'
    const owner = isOwner ? key : journeyOfKey(key as ItrFilingId) // the three kinds are made alike
    owners.add(owner)
    if (!isOwner) (calls ??= new Set()).add(`${type === 'ItrFiling' ? 'itr' : 'ledger'} ${owner}`)
  }
  return { applicants: owners.size, own: calls?.size ?? 0 }
}

/** The journeys of the accounts that `where.accountIds` of a list of transactions names; null where nothing does. */
export function findNamedJourneys(field: FieldNode, given: GivenVariables): readonly string[] | null {
  const { where } = toValues(field, given)
  const { accountIds } = (where ?? {}) as { readonly accountIds?: unknown } // any value has properties
  if (accountIds == null) return null
  return toDecoded([accountIds].flat()).map(({ key }) => journeyOfKey(key as BankAccountId)) // what else it is finds nothing
}

/** What the ids name, without those that are none. */
function toDecoded(ids: readonly unknown[]): { readonly type: NodeType; readonly key: string }[] {
  const decoded: { readonly type: NodeType; readonly key: string }[] = []
  for (const id of ids) {
    if (typeof id !== 'string') continue
    try {
      decoded.push(decodeGlobalId(id))
    } catch {
      // It names nothing.
    }
  }
  return decoded
}

function toPageSize(size: unknown): number {
  return typeof size === 'number' && size >= 0 ? Math.min(size, LARGEST_PAGE) : DEFAULT_PAGE
}

/** The arguments of a field by their names. */
export function toValues({ arguments: given = [] }: FieldNode, variables: GivenVariables): Record<string, unknown> {
  return Object.fromEntries(given.map(({ name, value }) => [name.value, valueFromASTUntyped(value, variables)]))
}

/** Ledger lines by page, with what the whole match adds up to. */
import { hash } from 'node:crypto'
import type { Applicant } from '../domain/applicant.ts'
import { Failure } from '../domain/failure.ts'
import { journeyOfKey, parseGlobalId } from '../domain/ids.ts'
import { toLedger } from '../domain/ledger.ts'
import {
  createStatement,
  type Statement,
  type StatementEntry,
  type TransactionFilter,
  type TransactionOrder,
} from '../domain/statement.ts'
import { type AccountNode, findAccount, loadAccountsOfApplicant, toAccountKey } from './account-node.ts'
import { builder } from './builder.ts'
import type { GraphContext } from './context.ts'
import { decodeCursor, encodeCursor, type PageArguments, PageInfoRef, parsePage } from './paging.ts'
import { takeTurn } from './turn.ts'
import { MonthlySummaryRef, TransactionRef, TransactionTotalsRef } from './transaction.ts'
import type { TransactionNode } from './transaction-node.ts'

interface FilterInput extends Partial<{ [Key in keyof TransactionFilter]: TransactionFilter[Key] | undefined }> {
  readonly accountIds?: readonly string[] | null | undefined
}
export interface TransactionPageArguments extends PageArguments {
  readonly where?: FilterInput | null | undefined
  readonly orderBy?: TransactionOrder | null | undefined
}

interface TransactionConnection {
  readonly statement: Statement
  readonly order: TransactionOrder
  readonly nodes: readonly TransactionNode[]
  readonly start: number
}
interface TransactionEdge {
  readonly node: TransactionNode
  readonly order: TransactionOrder
}

const TransactionEdgeRef = builder.objectRef<TransactionEdge>('TransactionEdge')
TransactionEdgeRef.implement({
  description: 'A ledger line in a list.',
  fields: (t) => ({
    cursor: t.string({ description: 'Names this place in the list.', resolve: toCursor }),
    node: t.expose('node', { type: TransactionRef, description: 'The line.' }),
  }),
})

export const TransactionConnectionRef = builder.objectRef<TransactionConnection>('TransactionConnection')
TransactionConnectionRef.implement({
  description:
    'A page of ledger lines. totalCount, totals and monthly speak of everything that matches, not of the page.',
  fields: (t) => ({
    edges: t.field({
      type: [TransactionEdgeRef],
      description: 'The lines of this page with their cursors.',
      resolve: ({ nodes, order }) => nodes.map((node) => ({ node, order })),
    }),
    nodes: t.field({
      type: [TransactionRef],
      description: 'The lines of this page.',
      resolve: ({ nodes }) => nodes,
    }),
    pageInfo: t.field({
      type: PageInfoRef,
      description: 'Where this page stands.',
      resolve({ nodes, order, start, statement }) {
        const [first, last] = [nodes[0], nodes.at(-1)]
        return {
          hasNextPage: start + nodes.length < statement.length,
          hasPreviousPage: start > 0,
          startCursor: first === undefined ? null : toCursor({ node: first, order }),
          endCursor: last === undefined ? null : toCursor({ node: last, order }),
        }
      },
    }),
    totalCount: t.int({ description: 'How many lines match.', resolve: ({ statement }) => statement.length }),
    totals: t.field({
      type: TransactionTotalsRef,
      description: 'Exact sums over every line that matches.',
      resolve: ({ statement }) => statement.totals(),
    }),
    monthly: t.field({
      type: [MonthlySummaryRef],
      description: 'The same by calendar month, newest month first.',
      resolve: ({ statement }) => statement.monthly(),
    }),
  }),
})

/** A check on what stands at the place, so that a cursor into a ledger that has changed is refused, not misread. */
function toCheck({ date, amount, type, narration }: TransactionNode['line']): string {
  return hash('sha256', [date, amount, type, narration].join('\u0000'), 'base64url').slice(0, 8)
}

function toCursor({ node: { node, line }, order }: TransactionEdge): string {
  return encodeCursor(order, toAccountKey(node), String(line.index), toCheck(line))
}

function parseCursor(cursor: string, order: TransactionOrder, accounts: readonly AccountNode[]): StatementEntry {
  const [, key, index, check] = decodeCursor(cursor, order, 4)
  const node = accounts.find((candidate) => toAccountKey(candidate) === key)
  const line = node?.account.transactions[Number(index)]
  if (node === undefined || line === undefined || toCheck(line) !== check) throw new Failure('CURSOR_INVALID')
  return { ledger: toLedger(node.account), line }
}

/** Throws `PAGE_…` and `CURSOR_INVALID`; `CURRENCY_MIXED` rather than add up unlike money. */
function toConnection(accounts: readonly AccountNode[], input: TransactionPageArguments): TransactionConnection {
  if (new Set(accounts.map(({ account }) => account.currency)).size > 1) throw new Failure('CURRENCY_MIXED')
  const page = parsePage(input)
  const order = input.orderBy ?? 'DATE_DESC'
  const statement = createStatement(
    accounts.map(({ account }) => toLedger(account)),
    order,
    toFilter(input.where),
  )
  const entry = page.cursor === null ? null : parseCursor(page.cursor, order, accounts)
  const before = entry === null ? null : statement.countBefore(entry)
  // Forward a page begins behind the entry, if that entry is itself in the list.
  const isListed = entry !== null && before !== null && statement.slice(before, before + 1)[0]?.line === entry.line
  const end = page.isBackward ? (before ?? statement.length) : statement.length
  const start = page.isBackward ? Math.max(0, end - page.size) : (before ?? 0) + (isListed ? 1 : 0)
  const nodesByLedger = new Map(accounts.map((node) => [toLedger(node.account), node]))
  const nodes: TransactionNode[] = []
  for (const { ledger, line } of statement.slice(start, Math.min(end, start + page.size))) {
    const node = nodesByLedger.get(ledger)
    if (node !== undefined) nodes.push({ node, line })
  }
  return { statement, order, nodes, start }
}

/** Null when nothing narrows the list, so that a whole ledger is known to be one. */
function toFilter(where: FilterInput | null | undefined): TransactionFilter | null {
  const {
    from = null,
    to = null,
    type = null,
    modes = null,
    minAmount = null,
    maxAmount = null,
    text = null,
  } = where ?? {}
  const filter = { from, to, type, modes, minAmount, maxAmount, text }
  return Object.values(filter).every((value) => value === null) ? null : filter
}

/** The ledger of one account; `where.accountIds` narrows it to all or nothing. Throws or rejects with `PAGE_…` and `CURSOR_INVALID`. */
export function loadAccountTransactions(
  node: AccountNode,
  input: TransactionPageArguments,
  context: GraphContext,
): TransactionConnection | Promise<TransactionConnection> {
  const keys = input.where?.accountIds?.map((id) => parseGlobalId('BankAccount', id))
  const isWanted = keys?.includes(toAccountKey(node)) ?? true
  return isWanted ? connectInTurn([node], input, context) : toConnection([], input)
}

function connectInTurn(
  accounts: readonly AccountNode[],
  input: TransactionPageArguments,
  context: GraphContext,
): TransactionConnection | Promise<TransactionConnection> {
  const lines = accounts.reduce((sum, { account }) => sum + account.transactions.length, 0)
  const turn = takeTurn(context, lines)
  return turn === null ? toConnection(accounts, input) : turn.then(() => toConnection(accounts, input))
}

/**
 * The ledgers of an applicant's accounts together; null until a source is READY. Rejects rather than give part of a sum, and
 * with `CURRENCY_MIXED` when the accounts are not all of one currency.
 */
export async function loadApplicantTransactions(
  applicant: Applicant,
  input: TransactionPageArguments,
  context: GraphContext,
): Promise<TransactionConnection | null> {
  // Refused before Finpass is asked.
  parsePage(input)
  const ids = input.where?.accountIds
  if (ids != null) {
    // An account that is named twice is still counted once.
    const keys = new Set(ids.map((id) => parseGlobalId('BankAccount', id)))
    const journeys = new Set((await context.loaders.loadJourneysOf(applicant.id)).map((journey) => journey.id))
    // Of somebody else's account nothing is asked, not even of Finpass.
    const own = [...keys].filter((key) => journeys.has(journeyOfKey(key)))
    const found = await Promise.all(own.map((key) => findAccount(key, context)))
    return connectInTurn(
      found.filter((node) => node !== null),
      input,
      context,
    )
  }
  const accounts = await loadAccountsOfApplicant(applicant, context)
  if (accounts === null) return null
  const [failure] = accounts.failures
  if (failure !== undefined) throw failure
  return connectInTurn(accounts.nodes, input, context)
}

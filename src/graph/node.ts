/** Everything with a global id, and finding it again by that id. */
import type { Applicant } from '../domain/applicant.ts'
import { Failure } from '../domain/failure.ts'
import {
  type ApplicantId,
  decodeGlobalId,
  type ItrFilingId,
  type BankAccountId,
  type JourneyId,
  type NodeType,
  type TransactionId,
} from '../domain/ids.ts'
import type { Journey } from '../domain/journey.ts'
import { type AccountNode, findAccount } from './account-node.ts'
import { builder } from './builder.ts'
import type { GraphContext } from './context.ts'
import { type FilingNode, findFiling } from './filing-node.ts'
import { findTransaction, type TransactionNode } from './transaction-node.ts'

type NodeValue = Applicant | Journey | FilingNode | AccountNode | TransactionNode

export const NodeRef = builder.interfaceRef<NodeValue>('Node')
NodeRef.implement({
  description: 'Anything that can be found again by its id.',
  fields: (t) => ({
    id: t.id({
      description: 'Opaque and unique in the whole graph.',
      // Every type that implements this gives its own.
      resolve: () => '',
    }),
  }),
  resolveType: toNodeType,
})

/** Told by what only that type has. */
function toNodeType(value: NodeValue): NodeType {
  if ('filing' in value) return 'ItrFiling'
  if ('line' in value) return 'Transaction'
  if ('account' in value) return 'BankAccount'
  return 'sequence' in value ? 'Journey' : 'Applicant'
}

async function findNode(id: string, context: GraphContext): Promise<NodeValue> {
  const { type, key } = decodeGlobalId(id)
  const find = {
    Applicant: () => context.loaders.loadApplicant(key as ApplicantId),
    Journey: () => context.loaders.loadJourney(key as JourneyId),
    ItrFiling: () => findFiling(key as ItrFilingId, context),
    BankAccount: () => findAccount(key as BankAccountId, context),
    Transaction: () => findTransaction(key as TransactionId, context),
  } satisfies Record<typeof type, () => Promise<NodeValue | null>>
  const node = await find[type]()
  if (node === null) throw new Failure('NODE_NOT_FOUND')
  return node
}

builder.queryFields((t) => ({
  node: t.field({
    type: NodeRef,
    nullable: true,
    description: 'The node with this id. Null, with the error NODE_NOT_FOUND, when there is none for this caller.',
    authScopes: { scope: 'applicants:read' },
    args: { id: t.arg.id({ required: true, description: 'An id exactly as the graph returned it.' }) },
    resolve: (_root, { id }, context) => findNode(id, context),
  }),
  nodes: t.field({
    type: [NodeRef],
    nullable: { list: false, items: true },
    description:
      'The nodes with these ids, in the same order; at most 200. Null, with an error, in the place of one that does not exist.',
    authScopes: { scope: 'applicants:read' },
    args: { ids: t.arg.idList({ required: true, description: 'Ids exactly as the graph returned them.' }) },
    resolve(_root, { ids }, context) {
      if (ids.length > 200)
        throw new Failure('PAGE_SIZE', { message: `At most 200 ids at a time; there are ${ids.length}.` })
      return ids.map((id) => findNode(id, context))
    },
  }),
}))

/** A ledger line with its account, which its global id needs, and how to find it by that id. */
import { type BankAccountId, createGlobalIds, joinKey, type TransactionId } from '../domain/ids.ts'
import { toLedger } from '../domain/ledger.ts'
import { createMemo } from '../domain/memo.ts'
import type { Transaction } from '../domain/transaction.ts'
import { type AccountNode, findAccount, toAccountKey } from './account-node.ts'
import type { GraphContext } from './context.ts'

export interface TransactionNode {
  readonly node: AccountNode
  readonly line: Transaction
}

export function toTransactionId({ node, line }: TransactionNode): string {
  return toLineIds(node)(line)
}

/** The ids of the lines of one account: a page asks for fifty of them. */
const toLineIds = createMemo((node: AccountNode) => {
  const { keyOf } = toLedger(node.account)
  const toId = createGlobalIds('Transaction', joinKey(toAccountKey(node), ''))
  return (line: Transaction) => toId(keyOf(line))
})

/** Null when the account is not the caller's or has no such line. */
export async function findTransaction(key: TransactionId, context: GraphContext): Promise<TransactionNode | null> {
  const at = key.lastIndexOf('.')
  const node = await findAccount(key.slice(0, at) as BankAccountId, context)
  if (node === null) return null
  const line = toLedger(node.account).find(key.slice(at + 1))
  return line === null ? null : { node, line }
}

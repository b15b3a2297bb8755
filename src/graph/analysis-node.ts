/**
 * Which analysis belongs to which account. Matched by Finpass's per-account id, else by position within the journey;
 * never by masked number, which differs between Finpass's endpoints for one and the same account.
 */
import type { BankAccount } from '../domain/bank-account.ts'
import type { BankAccountAnalysis } from '../domain/bsa-analysis.ts'
import type { Journey } from '../domain/journey.ts'
import { type AccountNode, loadAccountsOf } from './account-node.ts'
import type { GraphContext } from './context.ts'

export interface AnalysisNode {
  readonly journey: Journey
  readonly analysis: BankAccountAnalysis
}

function isSameAccount(account: BankAccount, analysis: BankAccountAnalysis): boolean {
  if (account.analysisHandle !== null && account.analysisHandle === analysis.analysisHandle) return true
  return account.index === analysis.index
}

/** The analysis of an account, or null; rejects when the analysis cannot be read. */
export async function findAnalysisOf(
  { journey, account }: AccountNode,
  { loaders }: GraphContext,
): Promise<AnalysisNode | null> {
  if (journey.kind !== 'AA_BSA') return null
  const { value } = await loaders.reports.load('aaBsaAnalysis', journey)
  const analysis = value.accounts.find((candidate) => isSameAccount(account, candidate))
  return analysis === undefined ? null : { journey, analysis }
}

/** The account of an analysis, or null; rejects when the accounts cannot be read. */
export async function findAccountOf(
  { journey, analysis }: AnalysisNode,
  context: GraphContext,
): Promise<AccountNode | null> {
  const nodes = await loadAccountsOf(journey, context)
  return nodes.find(({ account }) => isSameAccount(account, analysis)) ?? null
}

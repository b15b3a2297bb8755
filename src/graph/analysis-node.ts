/**
 * Which analysis belongs to which account. Matched by Finpass's per-account id, else by the number that Finpass gives the
 * account within the journey; never by its place in a list, and never by masked number, which differs between Finpass's
 * endpoints for one and the same account.
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

type Named = Pick<BankAccount | BankAccountAnalysis, 'analysisHandle' | 'index'>

/** The id first, over all of them: the number may be that of another one that comes earlier in the list. */
function findSame<Candidate extends Named>(
  { analysisHandle, index }: Named,
  all: readonly Candidate[],
): Candidate | null {
  const byHandle = analysisHandle === null ? undefined : all.find((each) => each.analysisHandle === analysisHandle)
  return byHandle ?? (index === null ? undefined : all.find((each) => each.index === index)) ?? null
}

/** The analysis of an account, or null; rejects when the analysis cannot be read. */
export async function findAnalysisOf(
  { journey, account }: AccountNode,
  { loaders }: GraphContext,
): Promise<AnalysisNode | null> {
  if (journey.kind !== 'AA_BSA') return null
  const { value } = await loaders.reports.load('aaBsaAnalysis', journey)
  const analysis = findSame(account, value.accounts)
  return analysis === null ? null : { journey, analysis }
}

/** The account of an analysis, or null; rejects when the accounts cannot be read. */
export async function findAccountOf(
  { journey, analysis }: AnalysisNode,
  context: GraphContext,
): Promise<AccountNode | null> {
  const nodes = await loadAccountsOf(journey, context)
  const account = findSame(
    analysis,
    nodes.map((node) => node.account),
  )
  return account === null ? null : { journey, account }
}

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

/**
 * The id first, over all of them: the number may be that of another one that comes earlier in the list. What names more than one,
 * among the candidates or among those they are sought for, names none.
 */
function findSame<Candidate extends Named>(
  sought: Named,
  all: readonly Candidate[],
  others: readonly Named[],
): Candidate | null {
  for (const name of ['analysisHandle', 'index'] as const) {
    const value = sought[name]
    if (value === null) continue
    const found = all.filter(
      (each) => each[name] === value && (name === 'analysisHandle' || !isNamedBy(each.analysisHandle, others)),
    )
    if (found.length === 0) continue
    const isShared = others.filter((each) => each[name] === value).length > 1
    return found.length === 1 && !isShared ? (found[0] ?? null) : null
  }
  return null
}

/** True when the id is that of another one, to whom the number must not add a second. */
function isNamedBy(handle: string | null, others: readonly Named[]): boolean {
  return handle !== null && others.some((each) => each.analysisHandle === handle)
}

/** The analysis of an account, or null; rejects when the analysis cannot be read. */
export async function findAnalysisOf(
  { journey, account }: AccountNode,
  context: GraphContext,
): Promise<AnalysisNode | null> {
  if (journey.kind !== 'AA_BSA') return null
  const [{ value }, nodes] = await Promise.all([
    context.loaders.reports.load('aaBsaAnalysis', journey),
    loadAccountsOf(journey, context),
  ])
  const accounts = nodes.map((node) => node.account)
  const analysis = findSame(account, value.accounts, accounts)
  return analysis === null ? null : { journey, analysis }
}

/** The account of an analysis, or null; rejects when the accounts cannot be read. */
export async function findAccountOf(
  { journey, analysis }: AnalysisNode,
  context: GraphContext,
): Promise<AccountNode | null> {
  const [{ value }, nodes] = await Promise.all([
    context.loaders.reports.load('aaBsaAnalysis', journey),
    loadAccountsOf(journey, context),
  ])
  const account = findSame(
    analysis,
    nodes.map((node) => node.account),
    value.accounts,
  )
  return account === null ? null : { journey, account }
}

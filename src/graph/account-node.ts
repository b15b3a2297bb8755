/** An account with the journey it came from, which its global id needs, and how accounts are reached. */
import type { Applicant } from '../domain/applicant.ts'
import type { BankAccount } from '../domain/bank-account.ts'
import { type Failure, toFailure } from '../domain/failure.ts'
import { type BankAccountId, encodeGlobalId, journeyOfKey, joinKey } from '../domain/ids.ts'
import type { Journey } from '../domain/journey.ts'
import { toSource } from '../domain/source.ts'
import type { GraphContext } from './context.ts'

export interface AccountNode {
  readonly journey: Journey
  readonly account: BankAccount
}

/** The kinds of journey that give accounts, with the report that has them. */
const ACCOUNT_REPORTS = { AA_BSA: 'aaBsaStatements', ACCOUNT_AGGREGATOR: 'accountAggregatorReport' } as const

export function toAccountKey({ journey, account }: AccountNode): BankAccountId {
  return joinKey(journey.id, account.key) as BankAccountId
}

export function toAccountId(node: AccountNode): string {
  return encodeGlobalId('BankAccount', toAccountKey(node))
}

/** The accounts of one journey; none when it has not completed or is of a kind without accounts. Rejects as the report does. */
export async function loadAccountsOf(journey: Journey, { loaders }: GraphContext): Promise<readonly AccountNode[]> {
  if (journey.status !== 'COMPLETED') return []
  if (journey.kind !== 'AA_BSA' && journey.kind !== 'ACCOUNT_AGGREGATOR') return []
  const { value } = await loaders.reports.load(ACCOUNT_REPORTS[journey.kind], journey)
  return value.map((account) => ({ journey, account }))
}

/** Null when the journey is not the caller's, has not completed, or has no such account. */
export async function findAccount(key: BankAccountId, context: GraphContext): Promise<AccountNode | null> {
  const journey = await context.loaders.loadJourney(journeyOfKey(key))
  if (journey === null) return null
  const nodes = await loadAccountsOf(journey, context)
  return nodes.find((node) => toAccountKey(node) === key) ?? null
}

/** What could be read of an applicant's accounts, and what could not. */
export interface ApplicantAccounts {
  readonly nodes: readonly AccountNode[]
  readonly failures: readonly Failure[]
}

/** The accounts of an applicant from every source that is READY, side by side; null when none is. */
export async function loadAccountsOfApplicant(
  { id }: Applicant,
  context: GraphContext,
): Promise<ApplicantAccounts | null> {
  const journeys = await context.loaders.loadJourneysOf(id)
  const ready = (['AA_BSA', 'ACCOUNT_AGGREGATOR'] as const)
    .map((kind) => toSource(kind, journeys))
    .flatMap(({ status, journey }) => (status === 'READY' && journey !== null ? [journey] : []))
  if (ready.length === 0) return null
  const outcomes = await Promise.all(ready.map((journey) => loadAccountsOf(journey, context).catch(toFailure)))
  return {
    nodes: outcomes.flatMap((outcome) => (outcome instanceof Error ? [] : outcome)),
    failures: outcomes.filter((outcome) => outcome instanceof Error),
  }
}

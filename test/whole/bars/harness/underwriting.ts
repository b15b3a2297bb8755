/** Applicants with finished journeys of both kinds, and the query of an underwriter's screen for each of them in turn. */
import { readOperation } from '../../../support/operation.ts'
import type { Cluster } from './cluster.ts'
import type { LoadTarget } from './load-process.ts'

/** Long enough for every journey of the sandbox to be over. */
const DAY_MS = 86_400_000

export type HandleOf = (kind: 'AA_BSA' | 'ITR', applicant: number) => string

/** `handleOf` gives Finpass's ids where something else than the sandbox answers for it. */
export async function openUnderwriting(
  cluster: Cluster,
  applicants: number,
  handleOf: HandleOf = (kind) => cluster.sandbox.seed('salaried-clean', kind, DAY_MS),
): Promise<Omit<LoadTarget, 'port'>> {
  const { first } = cluster
  const { query } = await readOperation('underwriter-view')
  const handles = (kind: 'AA_BSA' | 'ITR'): string[] =>
    Array.from({ length: applicants }, (_, applicant) => handleOf(kind, applicant))
  const accounts = await first.addJourneys({ count: applicants, kind: 'AA_BSA', handles: handles('AA_BSA') })
  const returns: string[] = []
  for (const [index, handle] of handles('ITR').entries()) {
    const { applicantId } = accounts[index] ?? {}
    if (applicantId === undefined) throw new Error('one was asked for')
    for (const { journeyId } of await first.addJourneys({ count: 1, kind: 'ITR', handles: [handle], applicantId }))
      returns.push(journeyId)
  }
  await first.append({ journeys: [...accounts.map(({ journeyId }) => journeyId), ...returns], status: 'COMPLETED' })
  return {
    headers: await cluster.headers('underwriter'),
    bodies: accounts.map(({ applicantId }) => JSON.stringify({ query, variables: { applicantId } })),
  }
}

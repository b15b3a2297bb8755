/** What is asked of every system, and how: the same screens with the same applicants, each in its own way of asking. */
import type { OperationName, Seeded } from './gateway.ts'
import { toRequest } from './load.ts'
import type { Target } from './target.ts'
import { PERSONS } from './person.ts'

export interface Workload {
  readonly id: string
  readonly title: string
  readonly operation: OperationName
  /** Requests under way at once; not more than the gateway lets in however late its event loop is. */
  readonly connections: number
  /** Milliseconds of load per system and round. */
  readonly roundMs: number
  /** So many answers before anything counts, for the compiler to have seen the code; or ten seconds of them. */
  readonly warmUp: number
  /** Also on a gateway that keeps reports as long as it does by default. */
  readonly isKept: boolean
  /** By the name of the system. */
  readonly targets: Readonly<Record<string, Target>>
  /** Which applicants the request with this number is about. */
  readonly pick: (number: number) => readonly number[]
}

/** The applicants of a request, as one system knows them. */
export type Ask = (persons: readonly number[]) => Buffer

export const WORKLOADS: readonly Workload[] = [
  {
    id: 'W1',
    title: 'underwriter view: tax profile, 3 returns, 2 accounts with 50 lines each of 237 and 118, analysis',
    operation: 'underwriter',
    connections: 8,
    roundMs: 2_500,
    warmUp: 1_500,
    isKept: true,
    targets: { gateway: { leastRatio: 0.75, aheadOf: 'Mercurius' }, 'gateway, reports kept': { leastRatio: 2 } },
    pick: (number) => [number % PERSONS],
  },
  {
    id: 'W2',
    title: 'work-list of 20 applicants, each with the status of the tax journey and the health scores',
    operation: 'work-list',
    connections: 8,
    roundMs: 2_500,
    warmUp: 600,
    isKept: false,
    targets: { gateway: { leastRatio: 1, aheadOf: 'Mercurius' } },
    pick: (number) => Array.from({ length: 20 }, (_, at) => (number * 20 + at) % PERSONS),
  },
  {
    id: 'W2dup',
    title: 'the same list naming 4 applicants 5 times each',
    operation: 'work-list',
    connections: 8,
    roundMs: 2_500,
    warmUp: 1_000,
    isKept: false,
    targets: { gateway: { leastRatio: 1, aheadOf: 'Mercurius' } },
    pick: (number) => Array.from({ length: 20 }, (_, at) => (number * 4 + (at % 4)) % PERSONS),
  },
  {
    id: 'W3',
    title: 'the newest 50 of 50,000 transactions, with the sums of all',
    operation: 'statement',
    connections: 4,
    roundMs: 3_500,
    warmUp: 25,
    isKept: true,
    targets: {
      gateway: { leastRatio: 0.9, mostMemory: 1.2, aheadOf: 'Mercurius' },
      'gateway, reports kept': { leastRatio: 20 },
    },
    pick: (number) => [number % PERSONS],
  },
]

/** What the answers depend on. */
export function toKey(persons: readonly number[]): string {
  return persons.join(' ')
}

export function askByHand({ operation }: Workload): Ask {
  return (persons) => toRequest(`/${operation}`, {}, toVariables(operation, persons.map(toName)))
}

export function askGateway({ operation }: Workload, { documents, headers, persons, shops }: Seeded): Ask {
  const ids = operation === 'statement' ? shops : persons
  return (numbers) =>
    toRequest('/graphql', headers, {
      documentId: documents[operation],
      variables: toVariables(
        operation,
        numbers.map((number) => ids[number] ?? ''),
      ),
    })
}

/** As Mercurius asks for a persisted query. A shop has its name for itself, since one schema serves both. */
export function askMercurius({ operation }: Workload): Ask {
  const name = (person: number): string => `${operation === 'statement' ? 'shop' : 'person'}-${person}`
  return (persons) =>
    toRequest(
      '/graphql',
      {},
      {
        query: operation,
        persisted: true,
        variables: toVariables(operation, persons.map(name)),
      },
    )
}

function toVariables(operation: OperationName, ids: readonly string[]): object {
  return operation === 'work-list' ? { applicantIds: ids } : { applicantId: ids[0] }
}

/** How both baselines know an applicant. */
function toName(person: number): string {
  return `person-${person}`
}

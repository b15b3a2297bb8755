/** Operations of all kinds on a cluster whose processes die, each with what it must leave in the audit trail if it was answered. */
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { decodeGlobalId } from '../../../../src/domain/ids.ts'
import type { Cluster } from './cluster.ts'
import type { Random } from './random.ts'

export interface AuditedPerson {
  /** Global ids. */
  readonly applicantId: string
  readonly journeyId: string
  readonly kind: 'ITR' | 'AA_BSA'
}

/** One operation that was sent. */
export interface Sent {
  readonly requestId: string
  /** `kind applicant` of every record it must leave; of one that lists, known from its answer. */
  readonly expected: readonly string[]
  readonly isAnswered: boolean
}

/** What no store may have in clear: who asks, and why. */
export const SUBJECT = 'officer.of.the.bar@lender.example'
export const REASON = 'a-reason-that-names-somebody'

const APPLICANT = 'query($id: ID!, $journey: ID!) { journey(id: $journey) { status } applicant(id: $id)'
const OPERATIONS = {
  identity: { query: `${APPLICANT} { name reference } }`, kinds: ['IDENTITY_READ'] },
  unmasked: { query: `${APPLICANT} { pan mobile } }`, kinds: ['IDENTITY_READ', 'IDENTITY_UNMASKED'] },
  tax: {
    query: `${APPLICANT} { itrFilings { assessmentYear } taxCredits { name } } }`,
    kinds: ['IDENTITY_READ', 'TAX_RETURN_READ'],
  },
  bank: {
    query: `${APPLICANT} { one: transactions(first: 200) { nodes { amount } } two: transactions(first: 5) { totalCount } } }`,
    kinds: ['IDENTITY_READ', 'BANK_DATA_READ'],
  },
  analysis: {
    query: `${APPLICANT} { bsaAnalysis { accounts { bankName } } } }`,
    kinds: ['IDENTITY_READ', 'ANALYSIS_READ'],
  },
  trail: {
    query: 'query($id: ID!) { auditTrail(applicantId: $id, first: 1) { nodes { kind } } }',
    kinds: ['AUDIT_READ'],
  },
  progress: { query: 'query($journey: ID!) { journey(id: $journey) { status percent } }', kinds: [] },
  viewer: { query: '{ viewer { tenant } }', kinds: [] },
  list: { query: 'query { applicants(first: 3) { nodes { id } } }', kinds: [] },
} as const
type Operation = keyof typeof OPERATIONS
const OF_KIND: Record<AuditedPerson['kind'], readonly Operation[]> = {
  ITR: ['identity', 'unmasked', 'tax', 'trail', 'progress', 'viewer', 'list'],
  AA_BSA: ['identity', 'unmasked', 'bank', 'analysis', 'trail', 'progress', 'viewer', 'list'],
}

export interface MixOptions {
  readonly people: readonly AuditedPerson[]
  /** How many must be answered. */
  readonly count: number
  /** How often a process is killed and started again meanwhile. */
  readonly crashes: number
  readonly random: Random
}

/** Sends them, several side by side, while one process after the other is killed. */
export async function runAuditMix(cluster: Cluster, { people, count, crashes, random }: MixOptions): Promise<Sent[]> {
  const headers = await cluster.headers(SUBJECT)
  const sent: Sent[] = []
  let answered = 0
  const workers = Array.from({ length: 6 }, async () => {
    while (answered < count && sent.length < 3 * count) {
      const outcome = await send(cluster.url, headers, random.pick(people), random)
      sent.push(outcome)
      if (outcome.isAnswered) answered += 1
      // A process that is away refuses at once.
      else await wait(200)
    }
  })
  function isDue(crash: number): boolean {
    return sent.length >= 3 * count || answered >= (count * crash) / (crashes + 1)
  }
  for (let crash = 1; crash <= crashes; crash += 1) {
    while (!isDue(crash)) await wait(2)
    const replica = cluster.replicas[crash % cluster.replicas.length] ?? cluster.first
    await replica.kill()
    await replica.restart()
  }
  await Promise.all(workers)
  return sent
}

async function send(
  url: string,
  headers: Readonly<Record<string, string>>,
  { applicantId, journeyId, kind }: AuditedPerson,
  random: Random,
): Promise<Sent> {
  const operation = random.pick(OF_KIND[kind])
  const { query, kinds } = OPERATIONS[operation]
  const requestId = randomUUID()
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': requestId, ...headers },
      body: JSON.stringify({
        query,
        variables: { id: applicantId, journey: journeyId },
        extensions: { reason: REASON },
      }),
      signal: AbortSignal.timeout(10_000),
    })
    const { data, errors } = (await response.json()) as Answer // what our own gateway answers
    const expected =
      operation === 'list'
        ? (data?.applicants?.nodes ?? []).map(({ id }) => toExpected('IDENTITY_READ', id))
        : kinds.map((each) => toExpected(each, applicantId))
    return { requestId, expected, isAnswered: response.status === 200 && errors === undefined }
  } catch {
    return { requestId, expected: [], isAnswered: false }
  }
}

interface Answer {
  readonly data?: { readonly applicants?: { readonly nodes: readonly { readonly id: string }[] } }
  readonly errors?: readonly unknown[]
}

function toExpected(kind: string, applicantId: string): string {
  return `${kind} ${decodeGlobalId(applicantId).key}`
}

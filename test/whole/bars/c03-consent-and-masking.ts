/**
 * C03: every state of a consent, asked for with the wrong purpose and more often than agreed, on two replicas: Finpass is
 * asked for nothing without a live and matching consent. And ten thousand lines of statements through the real parser:
 * no Aadhaar number comes out whole, and hardly any account or reference is taken for one.
 */
import type { JourneyStatus } from '../../../src/domain/journey.ts'
import { TENANT } from '../../support/store-record.ts'
import { tokenHeaders } from '../../support/token.ts'
import type { Bar, Run } from './harness/bar.ts'
import { askOnce, type Reply } from './harness/ask-once.ts'
import { type Cluster, openCluster } from './harness/cluster.ts'
import { countMasked } from './harness/masked-lines.ts'

const READS_PER_DAY = 3
const READ = 'query($id: ID!) { applicant(id: $id) { bankAccounts { id } bsaAnalysis { journey { id } } } }'
const SAY = (name: string, more = ''): string =>
  `mutation($id: ID!) { ${name}(input: { journeyId: $id${more} }) { journey { consent { state } } userErrors { code } } }`

interface Case {
  readonly name: string
  readonly status: JourneyStatus
  readonly words?: readonly string[]
  /** Claim of the token. */
  readonly purpose?: string
  readonly times?: number
  /** Data calls that consent allows at most. */
  readonly allowed: number
}

const REVOKE = SAY('consentRevoke', ', reason: "asked for"')
const CASES: readonly Case[] = [
  { name: 'active', status: 'COMPLETED', allowed: 2 },
  { name: 'active, asked too often', status: 'COMPLETED', times: 10, allowed: READS_PER_DAY },
  { name: 'resumed', status: 'COMPLETED', words: [SAY('consentPause'), SAY('consentResume')], allowed: 2 },
  { name: 'pending', status: 'CONSENT_PENDING', times: 3, allowed: 0 },
  { name: 'paused', status: 'COMPLETED', words: [SAY('consentPause')], times: 3, allowed: 0 },
  { name: 'revoked', status: 'COMPLETED', words: [REVOKE], times: 3, allowed: 0 },
  { name: 'expired', status: 'EXPIRED', times: 3, allowed: 0 },
  { name: 'rejected', status: 'CONSENT_DENIED', times: 3, allowed: 0 },
]
const WRONG = { purpose: 'LOAN_MONITORING', allowed: 0 } as const

export const bar: Bar = {
  id: 'C03',
  name: 'consent and masking',
  modes: ['embedded', 'redis'],
  undefended: () => [
    {
      file: 'src/loaders/consent-guard.ts',
      from: 'if (refusal !== null) throw new Failure(refusal)',
      to: '',
    },
    { file: 'src/loaders/consent-guard.ts', from: 'if (count > terms.readsPerDay)', to: 'if (count < 0)' },
  ],
  limits: () => ({
    cases: { exactly: 2 * CASES.length },
    callsWithoutConsent: { exactly: 0 },
    // Or nothing at all would be read, and nothing be shown.
    callsWithConsent: { least: 5 },
    refusalsWithoutCode: { exactly: 0 },
    unmasked: { exactly: 0 },
    wronglyMaskedPercent: { most: 1 },
  }),
  async run(run) {
    await using cluster = await openCluster({
      mode: run.mode,
      replicas: 2,
      mutations: run.mutations,
      environment: { CONSENT_READS_PER_DAY: String(READS_PER_DAY), REPORT_CACHE_MS: '0' },
    })
    const cases = [...CASES, ...CASES.map((each) => ({ ...each, ...WRONG, name: `${each.name}, wrong purpose` }))]
    let [without, withConsent, uncoded] = [0, 0, 0]
    for (const each of cases) {
      const { calls, answers } = await tryCase(cluster, each)
      without += Math.max(0, calls - each.allowed)
      withConsent += Math.min(calls, each.allowed)
      if (calls > each.allowed) run.say(`${each.name}: ${calls} calls, ${each.allowed} allowed`)
      uncoded += answers.filter((answer) => isSilent(each, answer)).length
    }
    return {
      cases: cases.length,
      callsWithoutConsent: without,
      callsWithConsent: withConsent,
      refusalsWithoutCode: uncoded,
      ...countMasked(run.random, sizeOf(run)),
    }
  },
}

function sizeOf({ scale }: Run): number {
  return scale(10_000, 2_000)
}

/** What was read is not the borrower's to be read, and nothing says why. A journey that has not completed has no data. */
function isSilent({ status, allowed }: Case, { data, codes }: Reply): boolean {
  if (allowed > 0) return false
  const isEmpty = (JSON.stringify(data) ?? '').includes('"bankAccounts":null')
  return !isEmpty || (status === 'COMPLETED' && !codes.some((code) => code.startsWith('CONSENT_')))
}

async function tryCase(cluster: Cluster, { status, words = [], purpose, times = 1 }: Case) {
  const { sandbox, first, replicas } = cluster
  const handle = sandbox.seed('salaried-clean', 'AA_BSA', 600_000)
  const [added] = await first.addJourneys({ count: 1, handles: [handle] })
  const { journeyId = '', applicantId = '' } = added ?? {}
  await first.append({ journeys: [journeyId], status })
  const staff = await tokenHeaders({ tenant: TENANT, expiresIn: 3_600 })
  for (const document of words)
    await askOnce({ url: first.url, headers: staff }, { query: document, variables: { id: journeyId } })
  const claims = purpose === undefined ? {} : { purpose }
  const caller = await tokenHeaders({ tenant: TENANT, expiresIn: 3_600, claims })
  const answers: Reply[] = []
  for (let time = 0; time < times; time += 1) {
    const { url } = replicas[time % replicas.length] ?? first
    answers.push(await askOnce({ url, headers: caller }, { query: READ, variables: { id: applicantId } }))
  }
  const calls = sandbox.calls.list().filter((call) => call.handle === handle && !call.operation.endsWith('.status'))
  return { calls: calls.length, answers }
}

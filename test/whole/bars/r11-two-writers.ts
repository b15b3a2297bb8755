/**
 * R11: a thousand journeys, each wanted at once by its schedule and by Finpass's calls, which come twice and to either of
 * two replicas. Every look may be had once, and what is found is written once: no forks, no holes, one end for each
 * journey, and the same order for everybody who follows.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { Bar, Run } from './harness/bar.ts'
import { type Cluster, openCluster } from './harness/cluster.ts'
import type { JournalEntry } from './harness/reader.ts'
import { checkLedger, countFindings } from './harness/ledger.ts'
import { untilLive, waitUntil } from './harness/live.ts'
import { type Subscriber, toClientLog } from './harness/subscriber.ts'
import { openSubscribers, type Subscribers } from './harness/subscribers.ts'

const STATUS = 'aa-bsa.status'
const TERMINAL = 'COMPLETED'
/** Journeys of one applicant, whose followers see one order of all of them. */
const GROUP = 50
/** A look comes at least five seconds after the one before, whoever asked for it. */
const TWICE_MS = 4_500

interface Group {
  readonly applicantId: string
  readonly journeys: readonly string[]
  readonly followers: readonly Subscriber[]
}

export const bar: Bar = {
  id: 'R11',
  name: 'two writers',
  modes: ['redis'],
  // Every replica looks for itself, as if it were alone.
  undefended: () => [
    {
      file: 'src/gateway/gateway.ts',
      from: 'redisUrl === null ? openSchedule(alone)',
      to: 'true ? openSchedule(alone)',
    },
  ],
  limits: () => ({
    unfinished: { exactly: 0 },
    otherThanOneEnd: { exactly: 0 },
    forks: { exactly: 0 },
    holes: { exactly: 0 },
    otherFindings: { exactly: 0 },
    otherOrders: { exactly: 0 },
    pollsPerTick: { most: 1.05 },
    byWebhook: { least: 1 },
    byTimer: { least: 1 },
    unhandled: { exactly: 0 },
  }),
  async run(run) {
    const groupCount = run.scale(20, 2)
    await using cluster = await openCluster({
      mode: run.mode,
      replicas: 2,
      mutations: run.mutations,
      environment: { POLL_INTERVAL_MS: '5000', POLLS_PER_SECOND: '400' },
      // Two minutes of a journey in one, or in a quarter of one.
      sandbox: { timeScale: run.scale(2, 8), webhooks: 'duplicate' },
    })
    await using subscribers = openSubscribers(cluster)
    const groups: Group[] = []
    for (let index = 0; index < groupCount; index += 1) groups.push(await openGroup(cluster, subscribers, index, run))
    await untilLive(groups.flatMap(({ followers }) => followers))
    const journeys = groups.flatMap((group) => group.journeys)
    await untilFinished(groups, run.scale(180_000, 45_000))
    // For what is on its way to followers.
    await wait(3_000)
    const journal = await cluster.first.readJournal(journeys)
    return {
      ...judge(journal, groups),
      ...countPolls(cluster),
      journeys: journeys.length,
      unhandled: (await Promise.all(cluster.replicas.map((replica) => replica.troubles()))).flat().length,
    }
  },
}

/** Starts journeys at Finpass, adds them, and opens followers of their applicant at both replicas. */
async function openGroup(cluster: Cluster, subscribers: Subscribers, index: number, { seed }: Run): Promise<Group> {
  const { replicas, sandbox, url } = cluster
  const owner = replicas[index % replicas.length] ?? cluster.first
  const webhookTokens = Array.from({ length: GROUP }, (_, number) => `${seed}-webhook-${index}-${number}`)
  const handles = await Promise.all(
    webhookTokens.map((token) => startAtFinpass(sandbox, `${url}/webhooks/finpass/${token}`)),
  )
  const added = await owner.addJourneys({ count: GROUP, isOneApplicant: true, handles, webhookTokens, dueInMs: 1_000 })
  const applicantId = added[0]?.applicantId ?? ''
  const followers: Subscriber[] = []
  for (const replica of replicas) {
    for (const transport of ['ws', 'sse'] as const) {
      followers.push(await subscribers.open({ id: applicantId, isApplicant: true, transport, url: replica.url }))
    }
  }
  return { applicantId, journeys: added.map(({ journeyId }) => journeyId), followers }
}

async function startAtFinpass({ url, apiKey, apiSecret }: Cluster['sandbox'], webhookUrl: string): Promise<string> {
  const response = await fetch(`${url}/aa-bsa-journey/init`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-api-key': apiKey,
      'x-api-secret': apiSecret,
      'x-sandbox-dialect': 'documented',
    },
    body: JSON.stringify({ mobile_number: '9000000001', webhook_url: webhookUrl }),
  })
  const { data } = (await response.json()) as { data: { client_id: string } } // the documented answer
  return data.client_id
}

/** Waits until a follower of each applicant has seen the end of every journey. */
async function untilFinished(groups: readonly Group[], timeoutMs: number): Promise<void> {
  await waitUntil(
    () =>
      groups.every(({ followers: [one], journeys }) => {
        const ended = (one?.arrivals ?? []).filter(({ status }) => status === TERMINAL)
        return new Set(ended.map(({ journeyId }) => journeyId)).size === journeys.length
      }),
    timeoutMs,
  )
}

function judge(journal: ReadonlyMap<string, readonly JournalEntry[]>, groups: readonly Group[]) {
  const logs = groups.flatMap(({ followers, journeys }) => followers.map((each) => toClientLog(each, journeys)))
  const { fork, hole, ...others } = countFindings(checkLedger(journal, logs))
  const ends = [...journal.values()].map((entries) => entries.filter(({ status }) => status === TERMINAL).length)
  const origins = [...journal.values()].flat().map(({ origin }) => origin)
  return {
    byWebhook: origins.filter((origin) => origin === 'WEBHOOK').length,
    byTimer: origins.filter((origin) => origin === 'POLL').length,
    forks: fork,
    holes: hole,
    otherFindings: Object.values(others).reduce((sum, count) => sum + count, 0),
    unfinished: ends.filter((count) => count === 0).length,
    otherThanOneEnd: ends.filter((count) => count !== 1).length,
    otherOrders: groups.reduce((sum, { followers }) => sum + new Set(followers.map(toOrder)).size - 1, 0),
    deliveries: logs.reduce((sum, { arrivals }) => sum + arrivals.length, 0),
  }
}

/** What came behind the snapshot, in the order of its coming. */
function toOrder({ arrivals }: Subscriber): string {
  return arrivals
    .filter(({ sequence }) => sequence > 1)
    .map(({ journeyId, sequence }) => `${journeyId} ${sequence}`)
    .join('\n')
}

/** Calls that follow another about the same journey too soon are not another tick's. */
function countPolls({ sandbox }: Cluster) {
  const calls = sandbox.calls.list().filter(({ operation }) => operation === STATUS)
  let doubles = 0
  for (const those of Map.groupBy(calls, ({ handle }) => handle).values()) {
    const moments = those.map(({ at }) => at).toSorted((a, b) => a - b)
    for (const [index, at] of moments.entries()) if (at - (moments[index - 1] ?? 0) < TWICE_MS) doubles += 1
  }
  return { polls: calls.length, doublePolls: doubles, pollsPerTick: calls.length / (calls.length - doubles) }
}

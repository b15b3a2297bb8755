/**
 * C01: applicants are erased on one of two replicas while both are read and their journeys followed. Within a minute nothing
 * of them is left in the store, nothing is given any more by either replica, whoever followed was told, and a receipt says
 * when. And once its retention is over, a record is gone; a tombstone is there on day 366 and gone after its own time.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { tokenHeaders } from '../../support/token.ts'
import { TENANT } from '../../support/store-record.ts'
import { askGraph } from './harness/ask-graph.ts'
import type { Bar } from './harness/bar.ts'
import { type Cluster, openCluster } from './harness/cluster.ts'
import { waitUntil } from './harness/live.ts'
import { openStreamOf } from './harness/raw-stream.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const READ = 'query($id: ID!) { applicant(id: $id) { name bankAccounts { id } } }'
const REGISTER =
  'mutation($input: ApplicantRegisterInput!) { applicantRegister(input: $input) { applicant { id } userErrors { code } } }'
const ERASE = 'mutation($input: ApplicantEraseInput!) { applicantErase(input: $input) { receipt { id } } }'
const RECEIPT = 'query($id: String!) { erasureReceipt(id: $id) { id } }'
const FOLLOW = 'subscription($id: ID!) { applicantProgressed(applicantId: $id) { sequence } }'

export const bar: Bar = {
  id: 'C01',
  name: 'retention and erasure',
  modes: ['embedded', 'redis'],
  // Nothing is recalled, and nobody is told that there was an erasure.
  undefended: () => [
    {
      file: 'src/loaders/erased.ts',
      from: 'return erasure !== null && reaches',
      to: 'return erasure === undefined && reaches',
    },
    {
      file: 'src/journeys/absence.ts',
      from: 'if (erasure !== null && mayKnow',
      to: 'if (erasure === undefined && mayKnow',
    },
  ],
  limits: ({ scale, mode }) => ({
    erased: { exactly: scale(40, 8) },
    notToldErased: { exactly: 0 },
    // The bytes of the embedded store's files are looked at by its own tests.
    ...(mode === 'redis' ? { canariesInStore: { exactly: 0 } } : {}),
    streamsNotEnded: { exactly: 0 },
    endedAfterMs: { most: 60_000 },
    answersAfterwards: { exactly: 0 },
    receiptsLost: { exactly: 0 },
    receiptsOnDay366: { exactly: scale(40, 8) },
    receiptsOnDay401: { exactly: 0 },
    journeysAfterRetention: { exactly: 0 },
    unhandled: { exactly: 0 },
  }),
  async run(run) {
    await using cluster = await openCluster({ mode: run.mode, replicas: 2, mutations: run.mutations })
    const { first, replicas } = cluster
    const staff = await tokenHeaders({ tenant: TENANT, expiresIn: 3_600 })
    const count = run.scale(40, 8)
    const other = replicas.at(-1) ?? first
    const subjects = await Promise.all(Array.from({ length: count }, (_, index) => add(cluster, staff, index)))
    const streams = await Promise.all(
      subjects.map(({ id }, index) =>
        openStreamOf((replicas[index % replicas.length] ?? first).url, staff, FOLLOW, { id }),
      ),
    )
    await waitUntil(() => streams.every(({ text }) => text().includes('"sequence"')), 10_000)
    const reading = new AbortController()
    const load = keepReading(cluster, staff, subjects, reading.signal)
    await wait(500)
    const beganAt = Date.now()
    const receipts: string[] = []
    for (const { id } of subjects) {
      const { data } = await askGraph(first.url, staff, ERASE, { input: { applicantId: id, reason: 'asked for' } })
      receipts.push((data as { applicantErase: { receipt: { id: string } } }).applicantErase.receipt.id) // what was asked for
    }
    await waitUntil(() => streams.every(({ isOver }) => isOver()), 10_000)
    const endedAfterMs = Date.now() - beganAt
    reading.abort()
    await load
    const after = await Promise.all(
      subjects.flatMap(({ id }) => [first, other].map(({ url }) => askGraph(url, staff, READ, { id }))),
    )
    const countReceipts = async (): Promise<number> => {
      const found = await Promise.all(receipts.map((id) => askGraph(other.url, staff, RECEIPT, { id })))
      return found.filter(({ text }) => text.includes('"id":"ers_')).length
    }
    const canariesInStore = await countInStore(
      cluster,
      subjects.map(({ name }) => name),
    )
    const kept = await countReceipts()
    const [old] = await first.addJourneys({ count: 1 })
    await first.append({ journeys: [old?.journeyId ?? ''], status: 'COMPLETED' })
    await first.expire(Date.now() + 366 * DAY_MS)
    const onDay366 = await countReceipts()
    await first.expire(Date.now() + 401 * DAY_MS)
    const [gone] = await first.inspect([old?.journeyId ?? '']).catch(() => [])
    return {
      erased: receipts.length,
      notToldErased: after.filter(({ codes }) => !codes.includes('APPLICANT_ERASED')).length,
      answersAfterwards: after.filter(({ text }) => text.includes('Canary')).length,
      ...(canariesInStore === null ? {} : { canariesInStore }),
      streamsNotEnded: streams.filter(({ isOver, text }) => !isOver() || !text().includes('APPLICANT_ERASED')).length,
      endedAfterMs,
      receiptsLost: count - kept,
      receiptsOnDay366: onDay366,
      receiptsOnDay401: await countReceipts(),
      journeysAfterRetention:
        gone === undefined ? 0 : (await first.readJournal([old?.journeyId ?? ''])).values().toArray().flat().length,
      unhandled: (await Promise.all(replicas.map((replica) => replica.troubles()))).flat().length,
    }
  },
}

interface Subject {
  readonly id: string
  readonly name: string
}

async function add(cluster: Cluster, staff: { authorization: string }, index: number): Promise<Subject> {
  const name = `Canary Person ${index}`
  const input = { reference: `CANARY-${index}`, name }
  const { data } = await askGraph(cluster.first.url, staff, REGISTER, { input })
  const { id } = (data as { applicantRegister: { applicant: { id: string } } }).applicantRegister.applicant // what was asked for
  const handle = cluster.sandbox.seed('salaried-clean', 'AA_BSA', 600_000 + index)
  const [added] = await cluster.first.addJourneys({ count: 1, handles: [handle], applicantId: id })
  await cluster.first.append({ journeys: [added?.journeyId ?? ''], status: 'COMPLETED' })
  return { id, name }
}

/** Reads of all of them on both replicas, so that reports are in memory, and on their way, when they are erased. */
async function keepReading(
  { replicas }: Cluster,
  staff: { authorization: string },
  subjects: readonly Subject[],
  signal: AbortSignal,
) {
  while (!signal.aborted) {
    await Promise.all(
      subjects
        .slice(0, 10)
        .flatMap(({ id }) => replicas.map(({ url }) => askGraph(url, staff, READ, { id }).catch(() => null))),
    )
    await wait(20)
  }
}

/** How many of the texts are anywhere in Redis; null where there is none. */
async function countInStore({ redis }: Cluster, names: readonly string[]): Promise<number | null> {
  if (redis === null) return null
  const { Redis } = await import('ioredis')
  const client = new Redis(redis.url)
  let dump = ''
  for (const key of await client.keys('*')) {
    dump += key + String(await client.call('OBJECT', 'ENCODING', key)) + String(await client.dumpBuffer(key))
  }
  client.disconnect()
  return [...names, 'CANARY-'].filter((name) => dump.includes(name)).length
}

/**
 * C02: a thousand operations of all kinds while the gateway's processes are killed one after the other. Every answer that
 * showed somebody's data has exactly one record of each kind, every transition has one, nobody is named in clear in the
 * store, the chain holds and shows every damage; and who was affected in a time is told from a million records within a
 * minute.
 */
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { createSystemClock } from '../../../src/platform/clock.ts'
import { createSeal } from '../../../src/platform/seal.ts'
import { type Instant, toInstant } from '../../../src/domain/date.ts'
import { decodeGlobalId, type TenantId } from '../../../src/domain/ids.ts'
import type { AuditLine } from '../../../src/store/audit.ts'
import { openEmbeddedStore } from '../../../src/store/embedded.ts'
import { openRedisStore } from '../../../src/store/redis.ts'
import type { Store } from '../../../src/store/store.ts'
import { applicantId, TENANT } from '../../support/store-record.ts'
import { type Damage, damageFile, damageRedis } from './harness/audit-damage.ts'
import { type AuditedPerson, REASON, runAuditMix, type Sent, SUBJECT } from './harness/audit-mix.ts'
import type { Bar, Run } from './harness/bar.ts'
import { type Cluster, CLUSTER_KEY, openCluster } from './harness/cluster.ts'

const ROOT = join(import.meta.dirname, '../../..')
const CROWD = 'lender-with-many' as TenantId // any text is one
const DAMAGES: readonly Damage[] = ['alter', 'remove', 'swap']
/** Whom the driver's applicants are made to be. */
const PERSON = ['AAAPM1234K', '9812345670', 'Meera Narayanan']

export const bar: Bar = {
  id: 'C02',
  name: 'audit trail',
  modes: ['embedded', 'redis'],
  // Whoever reads an identity is answered without a record of it.
  undefended: () => [
    { file: 'src/loaders/loaders.ts', from: "await this.#options.auditor.note('IDENTITY_READ', subjects)", to: '' },
  ],
  limits: ({ scale }) => ({
    answered: { least: scale(1_000, 60) },
    missing: { exactly: 0 },
    doubled: { exactly: 0 },
    unexpected: { exactly: 0 },
    transitions: { least: scale(300, 20) },
    transitionsMissing: { exactly: 0 },
    transitionsDoubled: { exactly: 0 },
    inClear: { exactly: 0 },
    broken: { exactly: 0 },
    damagesFound: { exactly: DAMAGES.length },
    reportedRecords: { exactly: scale(1_000_000, 5_000) },
    reportSeconds: { most: 60 },
  }),
  async run(run) {
    const directory = await mkdtemp(join(tmpdir(), 'finpass-graph-audit-'))
    try {
      const own = run.mode === 'embedded' ? { DATA_DIR: directory } : {}
      await using cluster = await openCluster({
        mode: run.mode,
        replicas: 2,
        mutations: run.mutations,
        isDurable: true,
        environment: { POLL_INTERVAL_MS: '1000', ...own },
      })
      return await measure(run, cluster, directory)
    } finally {
      await rm(directory, { recursive: true, force: true })
    }
  },
}

async function measure(run: Run, cluster: Cluster, directory: string) {
  const { scale, random, say } = run
  const people = await addPeople(cluster, scale(20, 2))
  const driven = (await cluster.first.addJourneys({ count: scale(20, 2) })).map(({ journeyId }) => journeyId)
  const stop = drive(cluster, driven, scale(20, 10))
  const sent = await runAuditMix(cluster, { people, count: scale(1_000, 60), crashes: scale(10, 1), random })
  await stop()
  const journal = await cluster.first.readJournal([...driven, ...people.map(({ journeyId }) => journeyId)])
  for (const replica of cluster.replicas) await replica.kill()
  await using opened = new AsyncDisposableStack()
  const store = await openOwn(cluster, directory)
  opened.defer(() => store.close())
  const lines: AuditLine[] = []
  for await (const page of store.audit.scan({
    tenant: TENANT,
    from: 0 as Instant,
    before: toInstant(Date.now() + 1),
  })) {
    lines.push(...page)
  }
  say(`${sent.length} operations sent, ${lines.length} records`)
  const { broken, number } = await store.audit.verify(TENANT)
  return {
    ...judgeAnswers(sent, lines),
    ...judgeTransitions(journal, lines),
    inClear: await countInClear(cluster, directory),
    broken: broken ?? 0,
    records: lines.length,
    damagesFound: broken === null ? await tryDamages(store, cluster, directory, number) : 0,
    ...(await report(store, cluster, directory, run)),
  }
}

/** Applicants with a finished journey each. */
async function addPeople({ first, sandbox }: Cluster, count: number): Promise<AuditedPerson[]> {
  const people: AuditedPerson[] = []
  for (const [kind, persona] of [
    ['ITR', 'salaried-clean'],
    ['AA_BSA', 'several-banks'],
  ] as const) {
    const handles = Array.from({ length: count }, () => sandbox.seed(persona, kind, 3_600_000))
    const added = await first.addJourneys({ count, kind, handles, dueInMs: 0 })
    people.push(...added.map((each) => ({ ...each, kind })))
  }
  const ids = people.map(({ journeyId }) => journeyId)
  for (let look = 0; look < 200; look += 1) {
    const journal = await first.readJournal(ids)
    if ([...journal.values()].every((entries) => entries.at(-1)?.status === 'COMPLETED')) return people
    await wait(100)
  }
  throw new Error('the journeys did not complete')
}

/** Appends transitions until it is told to stop, whichever process is there to write them. */
function drive({ replicas }: Cluster, journeys: readonly string[], pauseMs: number): () => Promise<void> {
  const end = new AbortController()
  const work = (async () => {
    for (let turn = 0; !end.signal.aborted; turn += 1) {
      const replica = replicas[turn % replicas.length]
      await replica?.append({ journeys }).catch(() => undefined)
      await wait(pauseMs)
    }
  })()
  return () => {
    end.abort()
    return work
  }
}

function openOwn({ redis }: Cluster, directory: string): Promise<Store> {
  const kept = { seal: createSeal([CLUSTER_KEY]), clock: createSystemClock() }
  return redis === null
    ? openEmbeddedStore({ path: join(directory, 'gateway.db'), ...kept })
    : openRedisStore({ url: redis.url, commandTimeoutMs: 20_000, ...kept })
}

function judgeAnswers(sent: readonly Sent[], lines: readonly AuditLine[]) {
  const byRequest = Map.groupBy(
    lines.filter(({ subjectHash }) => subjectHash !== null),
    (line) => line.open().requestId,
  )
  let [missing, doubled, unexpected] = [0, 0, 0]
  for (const { requestId, expected, isAnswered } of sent) {
    const records = (byRequest.get(requestId) ?? []).map(({ kind, applicantId: id }) => `${kind} ${id}`)
    doubled += records.length - new Set(records).size
    if (!isAnswered) continue
    missing += expected.filter((each) => !records.includes(each)).length
    unexpected += records.filter((each) => !expected.includes(each)).length
  }
  return { answered: sent.filter(({ isAnswered }) => isAnswered).length, missing, doubled, unexpected }
}

function judgeTransitions(journal: ReadonlyMap<string, readonly { sequence: number }[]>, lines: readonly AuditLine[]) {
  const wanted = [...journal].flatMap(([id, entries]) =>
    entries.map(({ sequence }) => `${decodeGlobalId(id).key} ${sequence}`),
  )
  const recorded = lines
    .filter(({ kind }) => kind === 'JOURNEY_TRANSITION')
    .map(({ journeyId, sequence }) => `${journeyId} ${sequence}`)
  const known = new Set(recorded)
  return {
    transitions: wanted.length,
    transitionsMissing: wanted.filter((each) => !known.has(each)).length,
    transitionsDoubled: recorded.length - known.size,
  }
}

/** How often anybody is named in what is on disk. */
async function countInClear({ redis }: Cluster, directory: string): Promise<number> {
  if (redis !== null) {
    await redis.send('CONFIG', 'SET', 'rdbcompression', 'no')
    await redis.send('SAVE')
  }
  const folder = redis?.directory ?? directory
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const files = await Promise.all(names.map((entry) => readFile(join(entry.parentPath, entry.name))))
  // That what may stand there is found shows that the right files are read.
  if (!files.some((bytes) => bytes.includes('JOURNEY_TRANSITION'))) throw new Error('the store was not found on disk')
  return files.flatMap((bytes) => [SUBJECT, REASON, ...PERSON].filter((text) => bytes.includes(text))).length
}

/** From the end of the chain to its beginning, so that each is the first that a walk meets. */
async function tryDamages(store: Store, { redis }: Cluster, directory: string, last: number): Promise<number> {
  let found = 0
  for (const [index, damage] of DAMAGES.entries()) {
    const number = Math.floor(last * (0.75 - 0.25 * index))
    if (redis === null) damageFile(join(directory, 'gateway.db'), TENANT, damage, number)
    else await damageRedis(redis, TENANT, damage, number)
    if ((await store.audit.verify(TENANT)).broken === number) found += 1
  }
  return found
}

/** The breach report as an operator asks for it: the command, in a process of its own. */
async function report(store: Store, { redis }: Cluster, directory: string, { scale, say }: Run) {
  const count = scale(1_000_000, 5_000)
  const at = Date.UTC(2026, 0, 1)
  const nothing = { journeyId: null, sequence: null, status: null, reason: null }
  for (let from = 0; from < count; from += 5_000) {
    const entries = Array.from({ length: 5_000 }, (_, index) => ({
      ...nothing,
      at: toInstant(at + (from + index) * 2),
      kind: 'BANK_DATA_READ' as const,
      applicantId: applicantId(`app_${(from + index) % 10_000}`),
      subject: `officer-${index % 50}`,
      requestId: `request-${from + index}`,
    }))
    await store.audit.append(CROWD, entries)
  }
  say(`${count} records written`)
  const beganAt = performance.now()
  const { stdout } = await promisify(execFile)(
    join(ROOT, 'node_modules/.bin/node'),
    ['src/command/audit.ts', '--from', '2026-01-01', '--to', '2026-02-01', '--tenant', CROWD, '--json'],
    { cwd: ROOT, maxBuffer: 2 ** 28, env: toEnvironment(redis?.url ?? null, directory) },
  )
  const reportSeconds = (performance.now() - beganAt) / 1_000
  const rows = stdout.trim().split('\n')
  const affected = rows.map((row) => JSON.parse(row) as { kinds: { BANK_DATA_READ: number } }) // what the command prints
  return { reportSeconds, reportedRecords: affected.reduce((sum, { kinds }) => sum + kinds.BANK_DATA_READ, 0) }
}

function toEnvironment(redisUrl: string | null, directory: string): Record<string, string> {
  const { PATH = '' } = process.env
  const keys = `${CLUSTER_KEY.name}:${CLUSTER_KEY.key.toString('base64')}`
  return { PATH, DATA_DIR: directory, SEALING_KEYS: keys, ...(redisUrl === null ? {} : { REDIS_URL: redisUrl }) }
}

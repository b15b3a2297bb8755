/**
 * What the stores take for a record: applicants with a journey of six steps each, then audit records of reads, through the store's own
 * interface. Redis is asked for its memory; of SQLite the file is weighed. The gateway of the benchmark has no part in it.
 */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AuditEntry } from '../src/domain/audit.ts'
import type { ApplicantId, JourneyId } from '../src/domain/ids.ts'
import { openEmbeddedStore } from '../src/store/embedded.ts'
import { openRedisStore } from '../src/store/redis.ts'
import type { Store } from '../src/store/store.ts'
import { openRedisServer } from '../test/support/redis-server.ts'
import {
  appended,
  applicant,
  at,
  firstTransition,
  fixedClock,
  journey,
  TENANT,
  testSeal,
  withHandle,
} from '../test/support/store-record.ts'
import { toTable } from './page.ts'
import type { Setting } from './setting.ts'

const STEPS = 6
/** Records of a request are written together. */
const TOGETHER = 4

export async function measureStoreSize({ isQuick }: Pick<Setting, 'isQuick'>): Promise<string[]> {
  const [journeys, records] = isQuick ? [200, 2_000] : [2_000, 20_000]
  const folder = await mkdtemp(join(tmpdir(), 'finpass-graph-size-'))
  try {
    await using redis = await openRedisServer()
    const used = async (): Promise<number> =>
      Number(/^used_memory:(\d+)/m.exec(await redis.send('INFO', 'memory'))?.[1])
    const path = join(folder, 'gateway.db')
    const written = async (): Promise<number> => (await stat(path)).size
    const options = { seal: testSeal(), clock: fixedClock }
    const rows: string[][] = []
    for (const [name, open, weigh] of [
      ['Redis, memory', () => openRedisStore({ url: redis.url, ...options }), used],
      ['SQLite, file', () => openEmbeddedStore({ path, ...options }), written],
    ] as const) {
      // The file has all of it only once it is closed.
      await withStore(open, async () => undefined)
      const empty = await weigh()
      await withStore(open, (store) => addJourneys(store, journeys))
      const filled = await weigh()
      await withStore(open, (store) => addRecords(store, records))
      const recorded = await weigh()
      rows.push([
        name,
        `${((filled - empty) / journeys / 1_024).toFixed(1)} KiB`,
        `${Math.round((recorded - filled) / records)} B`,
      ])
    }
    return toTable(['store', `applicant with a journey of ${STEPS} steps`, 'audit record of a read'], rows)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function withStore(open: () => Promise<Store>, work: (store: Store) => Promise<void>): Promise<void> {
  const store = await open()
  try {
    await work(store)
  } finally {
    await store.close()
  }
}

async function addJourneys(store: Store, count: number): Promise<void> {
  for (let number = 0; number < count; number += 100) {
    await Promise.all(
      Array.from({ length: Math.min(100, count - number) }, async (_, index) => {
        const owner = await store.addApplicant(applicant())
        const begun = journey(owner)
        const keys = withHandle(`client_${number + index}_${begun.id}`)
        await store.addJourney(begun, firstTransition(begun), keys)
        for (let sequence = 2; sequence <= STEPS; sequence += 1) {
          const status = sequence === STEPS ? 'COMPLETED' : 'PROCESSING'
          await store.appendTransition(appended(begun, sequence, status))
        }
      }),
    )
  }
}

async function addRecords(store: Store, count: number): Promise<void> {
  for (let number = 0; number < count; number += TOGETHER) {
    const entries = Array.from({ length: TOGETHER }, (_, index): AuditEntry => toEntry(number + index))
    await store.audit.append(TENANT, entries)
  }
}

/** As long as those of a gateway: ids of its making, a subject, and no reason, as most callers give none. */
function toEntry(number: number): AuditEntry {
  const [applicantId, journeyId] = [randomUUID() as ApplicantId, randomUUID() as JourneyId] // made here
  const requestId = randomUUID()
  const subject = 'officer-17@lender.example'
  const none = { sequence: null, status: null, reason: null }
  return { at: at(number), kind: 'BANK_DATA_READ', applicantId, journeyId, subject, requestId, ...none }
}

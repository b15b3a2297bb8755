/**
 * Both stores under `kill -9`: whatever was acknowledged is there afterwards, and nothing is half written. This shows what
 * the death of a process can do; that a write also survives a power cut rests on SQLite's `synchronous=FULL` and Redis's
 * `appendfsync always`.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import type { Applicant } from '../../src/domain/applicant.ts'
import type { Store } from '../../src/store/store.ts'
import { openEmbeddedDirectory } from '../support/embedded-directory.ts'
import { openRedisServer } from '../support/redis-server.ts'
import { applicantId, at, journeyId, TENANT } from '../support/store-record.ts'
import { openStoreAt, type WriterLine, writtenApplicant, writtenHandle } from '../support/store-writer.ts'

const ROOT = join(import.meta.dirname, '../..')
const KILLS = 14
const LONGEST_OPENING_MS = 2000

/** The same kill points in every run (a linear congruential generator). */
function createRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return Math.floor((state / 2 ** 31) * below)
  }
}

/** Lets a writer run until it has said `lines` lines, does `kill`, and gives every line it said. */
async function writeAndKill(
  place: string,
  round: number,
  lines: number,
  kill: (writer: ChildProcess) => void = (writer) => void writer.kill('SIGKILL'),
): Promise<WriterLine[]> {
  const writer: ChildProcess = spawn(
    join(ROOT, 'node_modules/.bin/node'),
    [join(ROOT, 'test/support/store-writer.ts'), place, `round${round}`],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const exited = once(writer, 'exit')
  if (writer.stdout === null) throw new Error('stdout was asked to be a pipe')
  const said: WriterLine[] = []
  for await (const line of createInterface({ input: writer.stdout })) {
    said.push(JSON.parse(line) as WriterLine) // said by our own writer
    if (said.length === lines) kill(writer)
  }
  expect(await exited).toEqual([null, 'SIGKILL'])
  return said
}

/** Every acknowledged write is there, unless its applicant was erased; every acknowledged erasure has happened. */
async function expectAcknowledged(store: Store, said: readonly WriterLine[]): Promise<void> {
  const erasing = new Set(said.flatMap((line) => (line.kind === 'erasing' ? [line.id] : [])))
  const isKept = (id: string): boolean => !erasing.has(id.replace('journey-', ''))
  for (const line of said) {
    if (line.kind === 'applicant' && isKept(line.id)) {
      expect(await store.readApplicants(TENANT, [applicantId(line.id)])).toEqual([writtenApplicant(line.id)])
    } else if (line.kind === 'journey' && isKept(line.id)) {
      expect(await store.readJourneys(TENANT, [journeyId(line.id)])).toMatchObject([{ applicantId: line.applicantId }])
    } else if (line.kind === 'transition' && isKept(line.journeyId)) {
      const transitions = await store.readTransitions(TENANT, [journeyId(line.journeyId)])
      expect(transitions[line.sequence - 1]).toMatchObject({ sequence: line.sequence })
    } else if (line.kind === 'key' && isKept(line.journeyId)) {
      const claim = await store.claimKey(TENANT, line.key, 'input', at(1))
      expect(claim).toEqual({ outcome: 'FOUND', journeyId: line.journeyId })
    } else if (line.kind === 'erased') {
      expect(await store.readApplicants(TENANT, [applicantId(line.id)])).toEqual([])
    }
  }
}

/** Every record there is, acknowledged or not, is whole. Gives the number of journeys. */
async function expectWhole(store: Store): Promise<number> {
  const everybody: Applicant[] = await store.listApplicants({ tenant: TENANT, order: 'CREATED_ASC', limit: 100_000 })
  for (const each of everybody) expect(each).toEqual(writtenApplicant(each.id))
  const journeys = await store.readJourneysByApplicant(
    TENANT,
    everybody.map(({ id }) => id),
  )
  for (const { id, sequence, status } of journeys) {
    const transitions = await store.readTransitions(TENANT, [id])
    expect(transitions.map((transition) => transition.sequence)).toEqual(
      Array.from({ length: sequence }, (_, index) => index + 1),
    )
    expect(transitions.at(-1)?.status).toBe(status)
    const feed = await store.readFeed({ kind: 'journey', tenant: TENANT, id }, 0, sequence + 1)
    expect(feed).toMatchObject({ head: sequence, oldest: 1 })
    expect(feed?.entries.map((entry) => entry.transition)).toEqual(transitions)
    expect(await store.readHandle(TENANT, id)).toBe(writtenHandle(id))
  }
  for (const { id } of everybody) {
    const feed = await store.readFeed({ kind: 'applicant', tenant: TENANT, id }, 0, 1000)
    expect(feed?.entries.map(({ position }) => position)).toEqual(
      Array.from({ length: feed?.head ?? -1 }, (_, index) => index + 1),
    )
  }
  return journeys.length
}

/** How many lines a writer may say in a round: one kill in five comes while the store is being opened. */
function toLines(round: number, random: (below: number) => number): number {
  return round % 5 === 0 ? 1 : 2 + random(40)
}

async function expectAll(store: Store, all: readonly WriterLine[]): Promise<void> {
  await expectAcknowledged(store, all)
  expect(await expectWhole(store)).toBeGreaterThan(KILLS)
  expect(all.filter(({ kind }) => kind === 'transition').length).toBeGreaterThan(100)
  expect(all.filter(({ kind }) => kind === 'erased').length).toBeGreaterThan(0)
}

it(`keeps every acknowledged write and tears none over ${KILLS} kills`, { timeout: 60_000 }, async () => {
  using directory = openEmbeddedDirectory()
  const random = createRandom(20_250_728)
  const all: WriterLine[] = []
  for (let round = 0; round < KILLS; round += 1) {
    // The first kill of all comes while the file is being made.
    const said = await writeAndKill(directory.path, round, toLines(round, random))
    const beganMs = performance.now()
    const store = await openStoreAt(directory.path)
    expect(performance.now() - beganMs).toBeLessThan(LONGEST_OPENING_MS)
    await expectAcknowledged(store, said)
    await expectWhole(store)
    await store.close()
    all.push(...said)
  }
  const last = await openStoreAt(directory.path)
  await expectAll(last, all)
  await last.close()

  const db = new DatabaseSync(directory.path)
  expect(db.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
  expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([])
  db.close()
})

it(`keeps every acknowledged write and its epoch over ${KILLS} kills of the gateway or of Redis`, {
  timeout: 60_000,
}, async () => {
  await using server = await openRedisServer({ isDurable: true })
  const random = createRandom(20_250_729)
  const all: WriterLine[] = []
  const epochs = new Set<string>()
  for (let round = 0; round < KILLS; round += 1) {
    const isRedisKilled = round % 2 === 1
    const killBoth = (writer: ChildProcess): void => {
      // Redis first, in the midst of whatever it is doing; the writer hears of it or not.
      void server.kill()
      writer.kill('SIGKILL')
    }
    const said = await writeAndKill(server.url, round, toLines(round, random), isRedisKilled ? killBoth : undefined)
    const beganMs = performance.now()
    if (isRedisKilled) await server.restart()
    const store = await openStoreAt(server.url)
    expect(performance.now() - beganMs).toBeLessThan(LONGEST_OPENING_MS)
    epochs.add(await store.readEpoch())
    await expectAcknowledged(store, said)
    await expectWhole(store)
    await store.close()
    all.push(...said)
  }
  const last = await openStoreAt(server.url)
  await expectAll(last, all)
  await last.close()
  expect(epochs.size).toBe(1)
})

/**
 * The embedded store under `kill -9`: whatever was acknowledged is there afterwards, and nothing is half written. This shows
 * what the death of the process can do; that a write also survives a power cut rests on `synchronous=FULL`.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import type { Applicant } from '../../src/domain/applicant.ts'
import { openEmbeddedStore } from '../../src/store/embedded.ts'
import type { Store } from '../../src/store/store.ts'
import { openEmbeddedDirectory } from '../support/embedded-directory.ts'
import { applicantId, at, fixedClock, journeyId, TENANT, testSeal } from '../support/store-record.ts'
import { type WriterLine, writtenApplicant, writtenHandle } from '../support/store-writer.ts'

const ROOT = join(import.meta.dirname, '../..')
const KILLS = 20
const LONGEST_OPENING_MS = 2000

/** The same kill points in every run (a linear congruential generator). */
function createRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return Math.floor((state / 2 ** 31) * below)
  }
}

/** Lets a writer run until it has said `lines` lines, kills it, and gives every line it said. */
async function writeAndKill(path: string, round: number, lines: number): Promise<WriterLine[]> {
  const writer: ChildProcess = spawn(
    join(ROOT, 'node_modules/.bin/node'),
    [join(ROOT, 'test/support/store-writer.ts'), path, `round${round}`],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const exited = once(writer, 'exit')
  if (writer.stdout === null) throw new Error('stdout was asked to be a pipe')
  const said: WriterLine[] = []
  for await (const line of createInterface({ input: writer.stdout })) {
    said.push(JSON.parse(line) as WriterLine) // said by our own writer
    if (said.length === lines) writer.kill('SIGKILL')
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
    expect(await store.readHandle(TENANT, id)).toBe(writtenHandle(id))
  }
  return journeys.length
}

it(`keeps every acknowledged write and tears none over ${KILLS} kills`, { timeout: 60_000 }, async () => {
  using directory = openEmbeddedDirectory()
  const random = createRandom(20_250_728)
  const all: WriterLine[] = []
  for (let round = 0; round < KILLS; round += 1) {
    // One kill in five comes while the file is being opened; the first of all while it is being made.
    const said = await writeAndKill(directory.path, round, round % 5 === 0 ? 1 : 2 + random(40))
    const beganMs = performance.now()
    const store = await openEmbeddedStore({ path: directory.path, seal: testSeal(), clock: fixedClock })
    expect(performance.now() - beganMs).toBeLessThan(LONGEST_OPENING_MS)
    await expectAcknowledged(store, said)
    await expectWhole(store)
    await store.close()
    all.push(...said)
  }
  const last = await openEmbeddedStore({ path: directory.path, seal: testSeal(), clock: fixedClock })
  await expectAcknowledged(last, all)
  expect(await expectWhole(last)).toBeGreaterThan(KILLS)
  await last.close()
  expect(all.filter(({ kind }) => kind === 'transition').length).toBeGreaterThan(100)
  expect(all.filter(({ kind }) => kind === 'erased').length).toBeGreaterThan(0)

  const db = new DatabaseSync(directory.path)
  expect(db.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
  expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([])
  db.close()
})

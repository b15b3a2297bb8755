/** What the embedded store remembers of its records: the same as it would read, and for a short while only. */
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import type { ApplicantId, JourneyId, TenantId } from '../../src/domain/ids.ts'
import { isTerminal, type Journey } from '../../src/domain/journey.ts'
import type { Seal } from '../../src/platform/seal.ts'
import { openEmbeddedStore } from '../../src/store/embedded.ts'
import { createEmbeddedCache } from '../../src/store/embedded-cache.ts'
import { migrate } from '../../src/store/embedded-migration.ts'
import { toApplicant, toJourney } from '../../src/store/row.ts'
import { openHandle } from '../../src/store/sealed-record.ts'
import type { Store } from '../../src/store/store.ts'
import { createFakeClock } from '../support/clock.ts'
import { openEmbeddedDirectory } from '../support/embedded-directory.ts'
import {
  appended,
  applicant,
  at,
  CONTRACT_RETENTION,
  DAY_MS,
  firstTransition,
  fixedClock,
  journey,
  looked,
  OTHER_TENANT,
  TENANT,
  testSeal,
} from '../support/store-record.ts'

const SEEDS = [1, 2, 3]
const STEPS = 80

describe('what the embedded store remembers', () => {
  it.each(SEEDS)('is what its file says after every write, whoever wrote it (seed %i)', async (seed) => {
    using directory = openEmbeddedDirectory()
    const seal = testSeal()
    const clock = createFakeClock()
    const given = { path: directory.path, seal, clock, retention: CONTRACT_RETENTION }
    const store = await openEmbeddedStore(given)
    // On a file of its own connection, as a command or a hand beside the gateway is.
    const other = await openEmbeddedStore(given)
    const file = new DatabaseSync(directory.path, { readOnly: true })
    const people = createPeople(createRandom(seed))
    for (let step = 0; step < STEPS; step += 1) {
      for (const each of [store, other]) {
        for (const tenant of [TENANT, OTHER_TENANT]) {
          expect(await readByStore(each, tenant, people), `step ${step}`).toEqual(
            readByHand(file, seal, tenant, people),
          )
        }
      }
      // What is half forgotten must be forgotten as well.
      if (step % 5 === 0) await clock.advance(30_000)
      await people.write(step % 3 === 0 ? other : store)
    }
    expect(people.done.size).toBe(WRITES.length)
    file.close()
    await store.close()
    await other.close()
  })

  it('is gone after a minute, and its timer with it', async () => {
    const clock = createFakeClock()
    using db = openDatabase()
    const cache = createEmbeddedCache(db, (sql) => db.prepare(sql), clock)
    cache.refresh()
    cache.handles.set(TENANT, 'j-1', 'job-1')
    expect(cache.handles.get(TENANT, 'j-1')).toBe('job-1')
    expect(cache.handles.get(OTHER_TENANT, 'j-1')).toBeUndefined()
    await clock.advance(59_999)
    cache.handles.set(TENANT, 'j-2', 'job-2')
    await clock.advance(1)
    expect(cache.handles.get(TENANT, 'j-1')).toBeUndefined()
    expect(cache.handles.get(TENANT, 'j-2')).toBe('job-2')
    await clock.advance(60_000)
    expect(cache.handles.get(TENANT, 'j-2')).toBeUndefined()
    await clock.advance(60_000)
    expect(clock.pending()).toBe(0)
  })

  it('is a bounded number of records', () => {
    using db = openDatabase()
    const cache = createEmbeddedCache(db, (sql) => db.prepare(sql), fixedClock)
    for (let index = 0; index < 10_000; index += 1) cache.handles.set(TENANT, `j-${index}`, 'job')
    const held = Array.from({ length: 10_000 }, (_, index) => cache.handles.get(TENANT, `j-${index}`))
    expect(held.filter((each) => each !== undefined).length).toBeLessThanOrEqual(2_000)
    expect(held.at(-1)).toBe('job')
  })

  it('is a bounded number of journeys, however many an applicant has', () => {
    using db = openDatabase()
    const cache = createEmbeddedCache(db, (sql) => db.prepare(sql), fixedClock)
    const owner = { id: 'a-1' as ApplicantId, tenant: TENANT }
    const many = Array.from({ length: 100 }, () => journey(owner))
    for (let index = 0; index < 1_000; index += 1) cache.journeysOf.set(TENANT, `a-${index}`, many)
    const held = Array.from({ length: 1_000 }, (_, index) => cache.journeysOf.get(TENANT, `a-${index}`)?.length ?? 0)
    expect(held.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(2_000)
    expect(held.at(-1)).toBe(100)
  })

  it('tells each who reads together that the file cannot be read', async () => {
    using directory = openEmbeddedDirectory()
    const store = await openEmbeddedStore({ path: directory.path, seal: testSeal(), clock: createFakeClock() })
    const { id } = await store.addApplicant(applicant())
    await store.readApplicants(TENANT, [id])
    await store.close()
    const read = await Promise.allSettled([store.readApplicants(TENANT, []), store.readApplicants(TENANT, [])])
    expect(read.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })

  it('is nothing any more once it is closed', () => {
    using db = openDatabase()
    const clock = createFakeClock()
    const cache = createEmbeddedCache(db, (sql) => db.prepare(sql), clock)
    cache.handles.set(TENANT, 'j-1', 'job-1')
    cache.close()
    expect(cache.handles.get(TENANT, 'j-1')).toBeUndefined()
    expect(clock.pending()).toBe(0)
  })
})

function openDatabase() {
  const db = new DatabaseSync(':memory:')
  migrate(db)
  return db
}

type People = ReturnType<typeof createPeople>
const WRITES = ['register', 'start', 'step', 'look', 'claim', 'nudge', 'word', 'erase', 'sweep', 'record'] as const

/** Whoever was registered and started, and writes about them, one at random each time. */
function createPeople(random: (below: number) => number) {
  const applicants: { readonly id: ApplicantId; readonly tenant: TenantId }[] = []
  const journeys: Journey[] = []
  const done = new Set<(typeof WRITES)[number]>()
  let moment = 0

  async function write(store: Store): Promise<void> {
    const waiting = WRITES.filter((each) => !done.has(each))
    const kind = waiting.length > 0 && random(2) === 0 ? waiting[0] : WRITES[random(WRITES.length)]
    const owner = applicants[random(applicants.length)]
    const one = journeys[random(journeys.length)]
    moment += 1_000
    if (kind === undefined) return
    done.add(kind)
    if (owner === undefined || kind === 'register') {
      done.add('register')
      const tenant = random(3) === 0 ? OTHER_TENANT : TENANT
      applicants.push(await store.addApplicant(applicant({ tenant, createdAt: at(moment) })))
    } else if (one === undefined || kind === 'start') {
      const begun = journey(owner, { createdAt: at(moment), consentUrl: null })
      const keys = { handle: random(4) === 0 ? null : `job-${begun.id}`, webhookToken: null, idempotencyKey: null }
      await store.addJourney(begun, firstTransition(begun), keys)
      journeys.push(begun)
    } else if (kind === 'step') {
      const [current] = await store.readJourneys(one.tenant, [one.id])
      if (current === undefined || isTerminal(current.status)) return
      const status = random(3) === 0 ? 'COMPLETED' : 'PROCESSING'
      const transition = { observedAt: at(moment) }
      await store.appendTransition(appended(one, current.sequence + 1, status, { transition }))
    } else if (kind === 'look') await store.touchJourney(looked(one, at(moment), at(moment + 5_000)))
    else if (kind === 'claim') await store.claimCheck(one.tenant, one.id)
    else if (kind === 'nudge') await store.bringForward(one.tenant, one.id, at(moment))
    else if (kind === 'word') {
      const state = random(2) === 0 ? 'PAUSED' : 'ACTIVE'
      await store.writeConsentWord(one.tenant, one.id, { state, at: at(moment), origin: 'CALLER' })
    } else if (kind === 'erase') {
      if (random(2) === 0) await store.eraseApplicant(owner.tenant, owner.id, at(moment))
    } else if (kind === 'sweep') await store.removeExpired(at(moment + (random(2) === 0 ? 31 : 1) * DAY_MS))
    else await store.audit.append(owner.tenant, [])
  }

  return { applicants, journeys, done, write }
}

async function readByStore(store: Store, tenant: TenantId, { applicants, journeys }: People) {
  const ids = applicants.map(({ id }) => id)
  const journeyIds = journeys.map(({ id }) => id)
  const handles: [JourneyId, string | null][] = []
  for (const id of journeyIds) handles.push([id, await store.readHandle(tenant, id)])
  return {
    applicants: byId(await store.readApplicants(tenant, ids)),
    journeys: byId(await store.readJourneys(tenant, journeyIds)),
    journeysOf: (await store.readJourneysByApplicant(tenant, ids)).toSorted(byApplicantAlone),
    handles,
  }
}

/** As the file has it, opened anew each time. */
function readByHand(file: DatabaseSync, seal: Seal, tenant: TenantId, { applicants, journeys }: People) {
  const rows = (table: string) => file.prepare(`SELECT * FROM ${table} WHERE tenant = ?`).all(tenant)
  const known = new Set<unknown>([...applicants, ...journeys].map(({ id }) => id))
  const found = rows('journeys').filter(({ id }) => known.has(id))
  const sealed = new Map(found.map((row) => [row.id, row.sealed_handle]))
  const opened = found.map((row) => toJourney(row, seal))
  return {
    applicants: byId(rows('applicants').map((row) => toApplicant(row, seal))),
    journeys: byId(opened),
    journeysOf: opened
      .toSorted((one, two) => two.createdAt - one.createdAt || (one.id < two.id ? 1 : -1))
      .toSorted(byApplicantAlone),
    handles: journeys.map(({ id }): [JourneyId, string | null] => {
      const text = sealed.get(id)
      return [id, typeof text === 'string' ? openHandle(seal, text, { tenant, id }) : null]
    }),
  }
}

function byId<Found extends { readonly id: string }>(found: readonly Found[]): Found[] {
  return found.toSorted((one, two) => (one.id < two.id ? -1 : 1))
}

/** Stable: the order within each is what is compared. */
function byApplicantAlone(one: Journey, two: Journey): number {
  return one.applicantId < two.applicantId ? -1 : Number(one.applicantId > two.applicantId)
}

/** Numbers below a bound that look drawn, the same for the same seed. */
function createRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** The embedded store's file: who may read it, what happens when it is not ours, busy, damaged or of another version. */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import type { Seal } from '../../src/platform/seal.ts'
import { openEmbeddedStore } from '../../src/store/embedded.ts'
import { migrate } from '../../src/store/embedded-migration.ts'
import { MIGRATIONS } from '../../src/store/embedded-schema.ts'
import { MOST_RESEALED } from '../../src/store/reseal.ts'
import { fromApplicant } from '../../src/store/row.ts'
import type { Store } from '../../src/store/store.ts'
import { openEmbeddedDirectory } from '../support/embedded-directory.ts'
import {
  applicant,
  applicantId,
  at,
  firstTransition,
  fixedClock,
  journey,
  TENANT,
  testSeal,
  withHandle,
} from '../support/store-record.ts'

const UNAVAILABLE = { name: 'Failure', code: 'STORE_UNAVAILABLE' }

function open(path: string): Promise<Store> {
  return openEmbeddedStore({ path, seal: testSeal(), clock: fixedClock, busyTimeoutMs: 20 })
}

/** Changes the file behind the store's back. */
function tamper(path: string, sql: string): void {
  const db = new DatabaseSync(path)
  db.exec(sql)
  db.close()
}

function readVersion(path: string): unknown {
  const db = new DatabaseSync(path)
  const version = db.prepare('PRAGMA user_version').get()?.user_version
  db.close()
  return version
}

describe("the embedded store's file", () => {
  it('is for its owner only, and so are its directory and the files beside it', async () => {
    using directory = openEmbeddedDirectory()
    const store = await open(directory.path)
    await store.addApplicant(applicant())
    expect(statSync(dirname(directory.path)).mode & 0o777).toBe(0o700)
    for (const suffix of ['', '-wal', '-shm'])
      expect(statSync(directory.path + suffix).mode & 0o777, suffix).toBe(0o600)
    await store.close()
  })

  it('is closed to others when it had been readable', async () => {
    using directory = openEmbeddedDirectory()
    mkdirSync(dirname(directory.path))
    writeFileSync(directory.path, '', { mode: 0o644 })
    await (await open(directory.path)).close()
    expect(statSync(directory.path).mode & 0o777).toBe(0o600)
  })

  it('carries the number of migrations it has had', async () => {
    using directory = openEmbeddedDirectory()
    await (await open(directory.path)).close()
    expect(readVersion(directory.path)).toBe(MIGRATIONS.length)
  })

  it('has a past of its own, so that a new file in its place is known for another', async () => {
    using directory = openEmbeddedDirectory()
    const store = await open(directory.path)
    const before = await store.readEpoch()
    await store.close()
    rmSync(directory.path)
    const again = await open(directory.path)
    expect(await again.readEpoch()).not.toBe(before)
    await again.close()
  })

  it('is refused and left alone when a newer version wrote it', async () => {
    using directory = openEmbeddedDirectory()
    await (await open(directory.path)).close()
    tamper(directory.path, `PRAGMA user_version = ${MIGRATIONS.length + 1}`)
    const before = readFileSync(directory.path)
    await expect(open(directory.path)).rejects.toMatchObject({
      ...UNAVAILABLE,
      message: expect.stringContaining('newer version'),
    })
    expect(readFileSync(directory.path).equals(before)).toBe(true)
  })

  it('is refused and left alone when its tables were made by other migrations than these', async () => {
    using directory = openEmbeddedDirectory()
    mkdirSync(dirname(directory.path))
    const db = new DatabaseSync(directory.path)
    migrate(
      db,
      MIGRATIONS.map((migration) => migration.replace('feed_head INTEGER', 'head INTEGER')),
    )
    db.exec('PRAGMA journal_mode = WAL')
    db.close()
    const before = readFileSync(directory.path)
    await expect(open(directory.path)).rejects.toMatchObject({
      ...UNAVAILABLE,
      message: expect.stringContaining('another version'),
    })
    expect(readFileSync(directory.path).equals(before)).toBe(true)
    expect(readVersion(directory.path)).toBe(MIGRATIONS.length)
  })

  it('is brought forward with its records, each migration whole or not at all', async () => {
    using directory = openEmbeddedDirectory()
    const store = await open(directory.path)
    const kept = await store.addApplicant(applicant())
    await store.close()
    const db = new DatabaseSync(directory.path)
    const next = 'ALTER TABLE applicants ADD COLUMN note TEXT'
    const broken = 'CREATE TABLE half (id INTEGER) STRICT; INSERT INTO missing VALUES (1)'
    expect(() => migrate(db, [...MIGRATIONS, next, broken])).toThrow('missing')
    expect(db.prepare('PRAGMA user_version').get()).toEqual({ user_version: MIGRATIONS.length + 1 })
    expect(db.prepare('SELECT id, note FROM applicants').all()).toEqual([{ id: kept.id, note: null }])
    expect(db.prepare("SELECT count(*) AS count FROM sqlite_schema WHERE name = 'half'").get()).toEqual({ count: 0 })
    db.close()
  })

  it('is brought forward with an audit trail from whatever version has one, found by applicant and whole', async () => {
    using newest = openEmbeddedDirectory()
    const written = await open(newest.path)
    const ids = ['one', 'two'].map((text) => applicantId(text))
    const entries = Array.from({ length: 1_200 }, (_, number) => ({
      at: at(number),
      kind: 'IDENTITY_READ' as const,
      applicantId: ids[number % 3 === 0 ? 0 : 1] ?? expect.fail('there are two'),
      journeyId: null,
      sequence: null,
      status: null,
      subject: 'officer',
      reason: null,
      requestId: 'request',
    }))
    await written.audit.append(TENANT, entries)
    await written.close()
    const firstWithTrail = MIGRATIONS.findIndex((migration) => migration.includes('CREATE TABLE audit ('))
    expect(firstWithTrail).toBeGreaterThan(0)
    for (let version = firstWithTrail + 1; version <= MIGRATIONS.length; version += 1) {
      using directory = openEmbeddedDirectory()
      mkdirSync(dirname(directory.path))
      const old = new DatabaseSync(directory.path)
      migrate(old, MIGRATIONS.slice(0, version))
      old.exec(`ATTACH '${newest.path}' AS newest`)
      for (const table of ['audit', 'audit_chains']) old.exec(`INSERT INTO ${table} SELECT * FROM newest.${table}`)
      old.close()
      const store = await open(directory.path)
      expect(readVersion(directory.path)).toBe(MIGRATIONS.length)
      for (const [index, id] of ids.entries()) {
        const trail = await store.audit.readTrail({ tenant: TENANT, applicantId: id, before: null, limit: 2_000 })
        expect(trail.map(({ number }) => number)).toEqual(
          entries.flatMap((each, at) => (each.applicantId === ids[index] ? [at + 1] : [])).toReversed(),
        )
      }
      expect(await store.audit.verify(TENANT)).toMatchObject({ count: 1_200, broken: null })
      await store.close()
    }
  })

  it('is refused when it is no database, or cannot be made', async () => {
    using directory = openEmbeddedDirectory()
    mkdirSync(dirname(directory.path))
    writeFileSync(directory.path, 'these are not the bytes of a database'.repeat(100))
    await expect(open(directory.path)).rejects.toMatchObject(UNAVAILABLE)
    await expect(open(`${directory.path}/below-a-file/gateway.db`)).rejects.toMatchObject(UNAVAILABLE)
  })

  it('makes writes and health fail while another process holds it, and works again afterwards', async () => {
    using directory = openEmbeddedDirectory()
    const store = await open(directory.path)
    const owner = await store.addApplicant(applicant())
    const holder = new DatabaseSync(directory.path)
    holder.exec('BEGIN IMMEDIATE')
    await expect(store.addApplicant(applicant())).rejects.toMatchObject(UNAVAILABLE)
    await expect(store.checkHealth()).rejects.toMatchObject(UNAVAILABLE)
    expect(await store.readApplicants(TENANT, [owner.id])).toEqual([owner])
    holder.exec('ROLLBACK')
    holder.close()
    await store.checkHealth()
    await expect(store.addApplicant(applicant())).resolves.toBeDefined()
    await store.close()
  })

  it('is held against other writers from the first read of a write', async () => {
    using directory = openEmbeddedDirectory()
    await (await open(directory.path)).close()
    const other = new DatabaseSync(directory.path, { timeout: 0 })
    const seal = testSeal()
    const attempts: string[] = []
    // Sealing happens between looking for the reference and writing the applicant: the place where another could come in.
    const meddling: Seal = {
      ...seal,
      seal(text, context) {
        try {
          other.exec('UPDATE housekeeping SET checked_at = 1')
          attempts.push('written')
        } catch {
          attempts.push('refused')
        }
        return seal.seal(text, context)
      },
    }
    const store = await openEmbeddedStore({ path: directory.path, seal: meddling, clock: fixedClock })
    const added = await store.addApplicant(applicant())
    expect(attempts).toEqual(['refused'])
    expect(await store.readApplicants(TENANT, [added.id])).toEqual([added])
    other.close()
    await store.close()
  })

  it('keeps nothing of a journey whose transition could not be written', async () => {
    using directory = openEmbeddedDirectory()
    const store = await open(directory.path)
    const started = journey(await store.addApplicant(applicant()))
    tamper(directory.path, "CREATE TRIGGER refuse BEFORE INSERT ON transitions BEGIN SELECT raise(ABORT, 'full'); END")
    await expect(store.addJourney(started, firstTransition(started), withHandle('job-1'))).rejects.toMatchObject(
      UNAVAILABLE,
    )
    expect(await store.readJourneys(TENANT, [started.id])).toEqual([])
    tamper(directory.path, 'DROP TRIGGER refuse')
    expect(await store.addJourney(started, firstTransition(started), withHandle('job-1'))).toBe('ADDED')
    await store.close()
  })

  it.each([
    "UPDATE journeys SET status = 'SOMETHING'",
    "UPDATE journeys SET steps_completed = '[1]'",
    "UPDATE journeys SET steps_failed = '{}'",
    "UPDATE journeys SET accounts = '[{}]'",
    "UPDATE journeys SET accounts = 'no json'",
    `UPDATE journeys SET failure = '{"code":"toString","retryAfter":null}'`,
    'UPDATE journeys SET sealed_consent_url = sealed_handle',
  ])('is not believed after %s', async (damage) => {
    using directory = openEmbeddedDirectory()
    const store = await open(directory.path)
    const started = journey(await store.addApplicant(applicant()))
    await store.addJourney(started, firstTransition(started), { ...withHandle('job-1'), webhookToken: 'token-1' })
    tamper(directory.path, damage)
    expect(await store.readJourneys(TENANT, [started.id])).toEqual([])
    await expect(store.readJourneyByWebhook('token-1')).rejects.toMatchObject(UNAVAILABLE)
    await store.close()
  })

  it("is not believed when one applicant was given another's sealed identity", async () => {
    using directory = openEmbeddedDirectory()
    const store = await open(directory.path)
    const [one, two] = [await store.addApplicant(applicant()), await store.addApplicant(applicant())]
    const swap = `(SELECT sealed_identity FROM applicants WHERE id = '${two.id}') WHERE id = '${one.id}'`
    tamper(directory.path, `UPDATE applicants SET sealed_identity = ${swap}`)
    expect(await store.readApplicants(TENANT, [one.id, two.id])).toEqual([two])
    await expect(store.readApplicantByReference(TENANT, one.reference)).rejects.toMatchObject(UNAVAILABLE)
    await store.close()
  })

  it('is sealed anew in bounded runs until nothing needs the older key', async () => {
    using directory = openEmbeddedDirectory()
    await (await open(directory.path)).close()
    const db = new DatabaseSync(directory.path)
    const insert = db.prepare(
      'INSERT INTO applicants (tenant, id, reference, sealed_identity, created_at, active_at) VALUES (:tenant, :id, :reference, :sealed_identity, :created_at, :active_at)',
    )
    db.exec('BEGIN')
    for (let number = 0; number < MOST_RESEALED + 1; number += 1) insert.run(fromApplicant(applicant(), testSeal()))
    db.exec('COMMIT')
    const countOlder = (): unknown =>
      db.prepare("SELECT count(*) AS count FROM applicants WHERE sealed_identity LIKE 'first.%'").get()?.count
    const store = await openEmbeddedStore({
      path: directory.path,
      seal: testSeal('second', 'first'),
      clock: fixedClock,
    })
    for (const left of [1, 0, 0]) {
      await store.removeExpired(at(0))
      expect(countOlder()).toBe(left)
    }
    await store.close()
    db.close()
  })

  it('is searched by name beyond one batch, and lets other work through in between', async () => {
    using directory = openEmbeddedDirectory()
    const store = await open(directory.path)
    for (let number = 0; number < 520; number += 1) {
      await store.addApplicant(
        applicant({ name: number % 100 === 99 ? `Rare ${number}` : 'Common', createdAt: at(number) }),
      )
    }
    const query = { tenant: TENANT, nameContains: 'rare', order: 'CREATED_ASC', limit: 4 } as const
    let isFound = false
    const searching = store.listApplicants(query).finally(() => {
      isFound = true
    })
    await setImmediate()
    expect(isFound).toBe(false)
    expect((await searching).map(({ name }) => name)).toEqual(['Rare 99', 'Rare 199', 'Rare 299', 'Rare 399'])
    expect(await store.countApplicants(query)).toBe(5)
    await store.close()
  })
})

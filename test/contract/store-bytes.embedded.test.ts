/** What stands in the embedded store's files, byte by byte: nothing personal in clear, and nothing at all once it is erased. */
import { SuppliedLink } from '../../src/domain/link.ts'
import { cpSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { createSystemClock } from '../../src/platform/clock.ts'
import { openEmbeddedStore } from '../../src/store/embedded.ts'
import { Pan, PersonalNumber } from '../../src/domain/identifier.ts'
import type { Store } from '../../src/store/store.ts'
import { type EmbeddedDirectory, openEmbeddedDirectory } from '../support/embedded-directory.ts'
import {
  applicant,
  applicantId,
  at,
  DAY_MS,
  firstTransition,
  journey,
  journeyId,
  TENANT,
  testSeal,
  withHandle,
} from '../support/store-record.ts'

function open({ path }: EmbeddedDirectory, seal = testSeal()): Promise<Store> {
  return openEmbeddedStore({ path, seal, clock: createSystemClock(), busyTimeoutMs: 20 })
}

/** Which of the texts stand in which file. */
function findInFiles(directory: EmbeddedDirectory, texts: readonly string[]): string[] {
  const files = [...directory.readFiles()]
  return texts.filter((text) => files.some(([, bytes]) => bytes.includes(text)))
}

/**
 * Everything of one applicant that is written down, sealed or not, straight from the tables; its ids aside, which the
 * audit trail keeps.
 */
function readWritten({ path }: EmbeddedDirectory, id: string): string[] {
  const db = new DatabaseSync(path, { readOnly: true })
  const rows = [
    ...db.prepare('SELECT reference, sealed_identity FROM applicants WHERE id = ?').all(id),
    ...db.prepare('SELECT sealed_handle, handle_hash, sealed_consent_url FROM journeys WHERE applicant_id = ?').all(id),
  ]
  db.close()
  return rows.flatMap((row) => Object.values(row)).filter((value) => typeof value === 'string')
}

/** SQLite leaves copies in unused space when it moves rows between pages, but rarely; here they are made on purpose. */
function leaveCopies({ path }: EmbeddedDirectory): void {
  const db = new DatabaseSync(path)
  db.exec(
    'PRAGMA secure_delete = OFF; CREATE TABLE a AS SELECT * FROM applicants; CREATE TABLE j AS SELECT * FROM journeys',
  )
  db.exec('DROP TABLE a; DROP TABLE j')
  db.close()
}

/** An applicant with a journey, both with ids that are scattered over the tables and the same in every run. */
async function addScattered(store: Store, number: number): Promise<string> {
  const scattered = Buffer.from(String((number * 7919) % 10_007).padStart(12, '0')).toString('hex')
  const owner = await store.addApplicant(
    applicant({ id: applicantId(`a${scattered}`), reference: `LOAN-${scattered}`, createdAt: at(number) }),
  )
  const started = journey(owner, { id: journeyId(`j${scattered}`) })
  await store.addJourney(started, firstTransition(started), withHandle(`handle-${scattered}`))
  return owner.id
}

describe("the embedded store's files", () => {
  it('have no PAN, mobile, name, handle, token, key or consent link in clear, while open and after closing', async () => {
    using directory = openEmbeddedDirectory()
    const store = await open(directory)
    const owner = await store.addApplicant(
      applicant({
        reference: 'LOAN-IN-CLEAR',
        name: 'Zubeida Qureshi',
        pan: new Pan('ZZZPQ9876Z'),
        mobile: new PersonalNumber('9700000001'),
      }),
    )
    const started = journey(owner, { consentUrl: new SuppliedLink('https://consent.example/client_mock_42') })
    await store.addJourney(started, firstTransition(started), {
      handle: 'job_mock_secret_77',
      webhookToken: 'whk_token_of_a_test',
      idempotencyKey: null,
    })
    await store.claimKey(TENANT, 'key-of-a-test', 'fingerprint', at(0))
    const subject = 'revoked-asha@example.com'
    await store.addRevocation({ target: { kind: 'SUBJECT', tenant: TENANT, subject }, revokedAt: at(0), endsAt: at(1) })
    await store.readRevocations()
    const personal = [
      'Zubeida',
      'Qureshi',
      'ZUBEIDA',
      'zubeida',
      'ZZZPQ9876Z',
      '9700000001',
      'job_mock_secret_77',
      'client_mock_42',
      'whk_token_of_a_test',
      'key-of-a-test',
      'revoked-asha',
    ]
    // The reference is meant to be searchable; that it is found shows that the search reads the right files.
    expect([...directory.readFiles().keys()]).toContain('gateway.db-wal')
    expect(findInFiles(directory, ['LOAN-IN-CLEAR', ...personal])).toEqual(['LOAN-IN-CLEAR'])
    await store.close()
    expect(findInFiles(directory, ['LOAN-IN-CLEAR', ...personal])).toEqual(['LOAN-IN-CLEAR'])
  })

  it('have nothing of erased applicants left, sealed or not', async () => {
    using directory = openEmbeddedDirectory()
    const store = await open(directory)
    const ids: string[] = []
    for (let number = 0; number < 60; number += 1) ids.push(await addScattered(store, number))
    const erased = ids.filter((_, index) => index % 4 !== 0)
    const written = erased.flatMap((id) => readWritten(directory, id))
    expect(written).toHaveLength(erased.length * 5)
    expect(findInFiles(directory, written)).toEqual(written)
    const answers = await Promise.all(erased.map((id) => store.eraseApplicant(TENANT, applicantId(id), at(0))))
    expect(answers.map((erasure) => erasure?.journeyIds.length)).toEqual(erased.map(() => 1))
    expect(findInFiles(directory, written)).toEqual([])
    await store.close()
    expect(findInFiles(directory, written)).toEqual([])
  })

  it('lose the copies that had stayed behind in unused space as well', async () => {
    using directory = openEmbeddedDirectory()
    const store = await open(directory)
    const id = applicantId(await addScattered(store, 1))
    const written = readWritten(directory, id)
    leaveCopies(directory)
    expect((await store.eraseApplicant(TENANT, id, at(0)))?.journeyIds).toHaveLength(1)
    expect(findInFiles(directory, written)).toEqual([])
    await store.close()
  })

  it('have nothing left of what an older key had sealed, once it was sealed anew', async () => {
    using directory = openEmbeddedDirectory()
    const store = await open(directory)
    const sealed = readWritten(directory, await addScattered(store, 1)).filter((text) => text.startsWith('first.'))
    expect(sealed).toHaveLength(3)
    leaveCopies(directory)
    await store.close()
    const rotated = await open(directory, testSeal('second', 'first'))
    expect(findInFiles(directory, sealed)).toEqual(sealed)
    await rotated.removeExpired(at(0))
    expect(findInFiles(directory, sealed)).toEqual([])
    await rotated.close()
  })

  it('have nothing left of an applicant whose retention is over', async () => {
    using directory = openEmbeddedDirectory()
    const store = await open(directory)
    const { id } = await store.addApplicant(applicant({ createdAt: at(0) }))
    const written = readWritten(directory, id)
    expect(written).toHaveLength(2)
    expect(await store.removeExpired(at(200 * DAY_MS))).toBe(1)
    expect(findInFiles(directory, written)).toEqual([])
    await store.close()
  })

  it('lose what a reader held back at an erasure by the next expiry, or by the next opening after a crash', async () => {
    using directory = openEmbeddedDirectory()
    using crashed = openEmbeddedDirectory()
    const store = await open(directory)
    const id = applicantId(await addScattered(store, 1))
    const written = readWritten(directory, id)
    const reader = new DatabaseSync(directory.path)
    reader.exec('BEGIN')
    expect(reader.prepare('SELECT count(*) AS count FROM applicants').get()).toEqual({ count: 1 })
    // The record is gone at once for everybody; the old log cannot go while somebody reads it.
    expect((await store.eraseApplicant(TENANT, id, at(0)))?.journeyIds).toHaveLength(1)
    expect(await store.readApplicants(TENANT, [id])).toEqual([])
    expect(findInFiles(directory, written)).not.toEqual([])
    // The files as they stand now are what a process that dies here leaves.
    cpSync(dirname(directory.path), dirname(crashed.path), { recursive: true })
    reader.close()

    await store.removeExpired(at(0))
    expect(findInFiles(directory, written)).toEqual([])
    await store.close()

    expect(findInFiles(crashed, written)).not.toEqual([])
    const again = await open(crashed)
    expect(findInFiles(crashed, written)).toEqual([])
    await again.close()
  })
})

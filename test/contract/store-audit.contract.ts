/** The store contract: the audit trail. */
import { expect } from 'vitest'
import { AUDIT_DAYS, type AuditEntry } from '../../src/domain/audit.ts'
import type { Clock } from '../../src/platform/clock.ts'
import type { AuditLine, AuditRange } from '../../src/store/audit.ts'
import type { Store } from '../../src/store/store.ts'
import {
  appended,
  applicant,
  applicantId,
  at,
  DAY_MS,
  firstTransition,
  journey,
  journeyId,
  OTHER_TENANT,
  TENANT,
  testSeal,
  withHandle,
} from '../support/store-record.ts'
import type { DefineTest } from './store.contract.ts'

const OWNER = applicantId('owner')

function entry(parts: Partial<AuditEntry> = {}): AuditEntry {
  return {
    at: at(0),
    kind: 'IDENTITY_READ',
    applicantId: OWNER,
    journeyId: null,
    sequence: null,
    status: null,
    subject: 'officer@lender.example',
    reason: 'file 17',
    requestId: 'request-1',
    ...parts,
  }
}

async function scan(store: Store, range: Partial<AuditRange> = {}): Promise<AuditLine[]> {
  const lines: AuditLine[] = []
  for await (const page of store.audit.scan({ tenant: TENANT, from: at(0), before: at(DAY_MS), ...range }))
    lines.push(...page)
  return lines
}

const clockAt = (ms: number): Clock => ({ now: () => at(ms), after: () => () => undefined })

export function defineAuditContract(test: DefineTest): void {
  const trailOf = (store: Store, before: number | null = null, limit = 10) =>
    store.audit.readTrail({ tenant: TENANT, applicantId: OWNER, before, limit })

  test('gives back what was recorded, newest first and by page, also after a restart', async ({ store, reopen }) => {
    await store.audit.append(TENANT, [
      entry(),
      entry({ kind: 'BANK_DATA_READ', journeyId: journeyId('j'), reason: null }),
    ])
    await store.audit.append(TENANT, [entry({ applicantId: applicantId('somebody') }), entry({ kind: 'AUDIT_READ' })])
    const again = await reopen()
    const trail = await trailOf(again)
    expect(trail.map(({ number, kind }) => [number, kind])).toEqual([
      [4, 'AUDIT_READ'],
      [2, 'BANK_DATA_READ'],
      [1, 'IDENTITY_READ'],
    ])
    expect(trail[2]).toEqual({ ...entry(), tenant: TENANT, number: 1 })
    expect(trail[1]).toMatchObject({ journeyId: 'j', reason: null, subject: 'officer@lender.example' })
    expect((await trailOf(again, 4, 1)).map(({ number }) => number)).toEqual([2])
  })

  test('keeps the audit trails of two tenants apart', async ({ store }) => {
    await store.audit.append(TENANT, [entry()])
    await store.audit.append(OTHER_TENANT, [entry(), entry()])
    expect(await trailOf(store)).toHaveLength(1)
    expect(await store.audit.listTenants()).toEqual([TENANT, OTHER_TENANT])
    expect(await store.audit.verify(OTHER_TENANT)).toMatchObject({ count: 2, broken: null, number: 2 })
    expect(await store.audit.verify(TENANT)).toMatchObject({ count: 1, broken: null, number: 1 })
  })

  test('numbers what two processes record at once without holes or doubles', async ({ store, openAnother }) => {
    const other = await openAnother()
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        (index % 2 === 0 ? store : other).audit.append(TENANT, [entry({ requestId: `request-${index}` })]),
      ),
    )
    expect(await store.audit.verify(TENANT)).toMatchObject({ count: 60, broken: null })
    const ids = (await scan(store)).map((line) => line.open().requestId)
    expect(new Set(ids).size).toBe(60)
  })

  test('records each transition once, and none that was refused', async ({ store, reopen }) => {
    const owner = await store.addApplicant(applicant({ id: OWNER }))
    const started = journey(owner, { id: journeyId('j') })
    await store.addJourney(started, firstTransition(started), withHandle('job-1'))
    const step = appended(started, 2, 'PROCESSING')
    expect(await Promise.all([store.appendTransition(step), store.appendTransition(step)])).toContain(false)
    const again = await reopen()
    const lines = await scan(again)
    expect(lines.map(({ kind, sequence, status }) => [kind, sequence, status])).toEqual([
      ['JOURNEY_TRANSITION', 1, 'INITIATED'],
      ['JOURNEY_TRANSITION', 2, 'PROCESSING'],
    ])
    expect(lines[0]).toMatchObject({ applicantId: OWNER, journeyId: 'j', subjectHash: null })
    expect(lines[0]?.open()).toEqual({ subject: null, reason: null, requestId: null })
    expect(await again.audit.verify(TENANT)).toMatchObject({ count: 2, broken: null })
  })

  test('keeps the audit trail of an applicant that is erased', async ({ store }) => {
    await store.addApplicant(applicant({ id: OWNER }))
    await store.audit.append(TENANT, [entry()])
    await store.eraseApplicant(TENANT, OWNER, at(0))
    expect(await trailOf(store)).toHaveLength(1)
  })

  test('scans a time, its end left out', async ({ store }) => {
    await store.audit.append(
      TENANT,
      [0, 1_000_000, 2_000_000, 3_000_000].map((ms) => entry({ at: at(ms) })),
    )
    const lines = await scan(store, { from: at(1_000_000), before: at(3_000_000) })
    expect(lines.map(({ number }) => number)).toEqual([2, 3])
  })

  test('scans more records than it reads in one go', async ({ store }) => {
    const all = Array.from({ length: 2_300 }, (_, index) => entry({ at: at(index) }))
    await store.audit.append(TENANT, all)
    expect((await scan(store)).map(({ number }) => number)).toEqual(all.map((_, index) => index + 1))
    expect(await store.audit.verify(TENANT)).toMatchObject({ count: 2_300, broken: null })
  })

  test('finds the records of an applicant, and those of a time, wherever in a long chain they stand', async ({
    store,
  }) => {
    const rare = applicantId('rare')
    for (let part = 0; part < 3; part += 1) {
      const entries = Array.from({ length: 3_000 }, (_, index) => {
        const number = part * 3_000 + index + 1
        // Times go up but for a little, as those of requests that take their time.
        const ms = number * 1_000 + ((number * 7_919) % 60_000)
        return entry({ at: at(ms), applicantId: [1, 4_095, 4_096, 8_191, 8_999].includes(number) ? rare : OWNER })
      })
      await store.audit.append(TENANT, entries)
    }
    const numbersOf = async (id: string, before: number | null, limit: number): Promise<number[]> => {
      const query = { tenant: TENANT, applicantId: applicantId(id), before, limit }
      return (await store.audit.readTrail(query)).map(({ number }) => number)
    }
    expect(await numbersOf('rare', null, 10)).toEqual([8_999, 8_191, 4_096, 4_095, 1])
    expect(await numbersOf('rare', 8_191, 2)).toEqual([4_096, 4_095])
    expect(await numbersOf('rare', 4_096, 1)).toEqual([4_095])
    expect(await numbersOf('rare', 1, 10)).toEqual([])
    expect(await numbersOf('nobody', null, 10)).toEqual([])
    expect((await numbersOf('owner', 4_097, 3_000)).at(-1)).toBe(1_095)
    const all = await scan(store)
    expect(all).toHaveLength(9_000)
    for (const from of [0, 1, 2_500_000, 4_096_000, 8_000_000, 9_058_000, 9_100_000].map(at)) {
      const range = { from, before: at(from + 90_000) }
      const expected = all.filter((line) => line.at >= range.from && line.at < range.before)
      expect((await scan(store, range)).map(({ number }) => number)).toEqual(expected.map(({ number }) => number))
    }
  })

  test('finds a subject by a hash, also one that was recorded before the keys were rotated', async ({
    store,
    reopen,
  }) => {
    await store.audit.append(TENANT, [entry()])
    const again = await reopen({ seal: testSeal('second', 'first') })
    await again.audit.append(TENANT, [entry(), entry({ subject: 'another' })])
    const hashes = again.audit.toSubjectHashes(TENANT, 'officer@lender.example')
    const found = (await scan(again)).filter(({ subjectHash }) => subjectHash !== null && hashes.includes(subjectHash))
    expect(found.map(({ number }) => number)).toEqual([1, 2])
    expect(await again.audit.verify(TENANT)).toMatchObject({ count: 3, broken: null })
  })

  test('takes the marks of another key for forged', async ({ store, reopen }) => {
    await store.audit.append(TENANT, [entry(), entry()])
    const stranger = await reopen({ seal: testSeal('stranger') })
    expect(await stranger.audit.verify(TENANT)).toMatchObject({ broken: 1 })
  })

  test('has a record on day 365 and not on day 366, in a chain that still holds', async ({ store, reopen }) => {
    await store.audit.append(TENANT, [entry({ at: at(0) }), entry({ at: at(DAY_MS - 1) }), entry({ at: at(DAY_MS) })])
    const last = AUDIT_DAYS * DAY_MS
    const kept = await reopen({ clock: clockAt(last + DAY_MS - 1) })
    await kept.removeExpired(at(last + DAY_MS - 1))
    expect(await trailOf(kept)).toHaveLength(3)
    const later = await reopen({ clock: clockAt(last + DAY_MS) })
    // Before they are swept away they are no longer shown.
    expect((await trailOf(later)).map(({ number }) => number)).toEqual([3])
    await later.removeExpired(at(last + DAY_MS))
    expect(await later.audit.verify(TENANT)).toMatchObject({ count: 1, broken: null })
    await later.audit.append(TENANT, [entry({ at: at(last + DAY_MS) })])
    expect(await later.audit.verify(TENANT)).toMatchObject({ count: 2, broken: null, number: 4 })
    expect((await trailOf(later)).map(({ number }) => number)).toEqual([4, 3])
  })

  test('lets a whole chain go and goes on with the next number', async ({ store, reopen }) => {
    await store.audit.append(
      TENANT,
      Array.from({ length: 1_200 }, () => entry()),
    )
    const end = (AUDIT_DAYS + 1) * DAY_MS
    expect(await store.audit.removeExpired(at(end))).toBe(1_200)
    const later = await reopen({ clock: clockAt(end) })
    expect(await later.audit.verify(TENANT)).toMatchObject({ count: 0, broken: null })
    await later.audit.append(TENANT, [entry({ at: at(end) })])
    expect((await trailOf(later)).map(({ number }) => number)).toEqual([1_201])
    expect(await later.audit.verify(TENANT)).toMatchObject({ count: 1, broken: null })
  })

  test('says that nothing can be recorded once it is closed', async ({ store }) => {
    await store.close()
    await expect(store.audit.append(TENANT, [entry()])).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' })
    await expect(trailOf(store)).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' })
  })
}

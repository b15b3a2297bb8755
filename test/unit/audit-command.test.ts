/** `npm run audit`: what it is asked for, and what it tells of a chain that was tampered with. */
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { findAffected, parseAuditCommand, showAffected, showVerdict } from '../../src/command/audit-command.ts'
import type { AuditEntry } from '../../src/domain/audit.ts'
import { encodeGlobalId } from '../../src/domain/ids.ts'
import { openEmbeddedStore } from '../../src/store/embedded.ts'
import type { Store } from '../../src/store/store.ts'
import { openEmbeddedDirectory } from '../support/embedded-directory.ts'
import { applicantId, at, fixedClock, HOUR_MS, OTHER_TENANT, TENANT, testSeal } from '../support/store-record.ts'

function entry(parts: Partial<AuditEntry> = {}): AuditEntry {
  const nothing = { journeyId: null, sequence: null, status: null, reason: null }
  return {
    ...nothing,
    at: at(0),
    kind: 'IDENTITY_READ',
    applicantId: applicantId('one'),
    subject: 'officer',
    requestId: 'r',
    ...parts,
  }
}

async function openFilled(path: string): Promise<Store> {
  const store = await openEmbeddedStore({ path, seal: testSeal(), clock: fixedClock })
  await store.audit.append(TENANT, [
    entry(),
    entry({ kind: 'BANK_DATA_READ', at: at(HOUR_MS) }),
    entry({ applicantId: applicantId('two'), subject: 'another', at: at(2 * HOUR_MS) }),
    entry({ at: at(3 * HOUR_MS) }),
  ])
  await store.audit.append(OTHER_TENANT, [entry()])
  return store
}

describe('the arguments', () => {
  it('name a time, and narrow it', () => {
    const args = ['--from', '2025-07-28', '--to', '2025-07-28T01:00:00Z', '--subject', 'officer', '--json']
    expect(parseAuditCommand(args)).toMatchObject({
      range: { from: at(0), before: at(HOUR_MS) },
      subject: 'officer',
      tenant: null,
      isJson: true,
    })
  })

  it.each([
    [[]],
    [['--from', '2025-07-28']],
    [['--from', 'yesterday', '--to', '2025-07-28']],
    [['--from', '2025-07-28T10:00', '--to', '2025-07-29']],
    [['--verify', '--known', '1:abc']],
    [['--what']],
  ])('are refused when they are %j', (args) => {
    expect(() => parseAuditCommand(args)).toThrow()
  })
})

describe('the report', () => {
  it('says who was affected, by what, when', async () => {
    using directory = openEmbeddedDirectory()
    const store = await openFilled(directory.path)
    const range = { from: at(0), before: at(3 * HOUR_MS) }
    const found = await findAffected(store.audit, [TENANT], { range, subject: null, applicantId: null })
    expect(found.map((each) => JSON.parse(showAffected(each, true)))).toEqual([
      {
        tenant: TENANT,
        applicantId: encodeGlobalId('Applicant', 'one'),
        kinds: { BANK_DATA_READ: 1, IDENTITY_READ: 1 },
        subjects: [],
        firstAt: '2025-07-28T00:00:00.000Z',
        lastAt: '2025-07-28T01:00:00.000Z',
      },
      expect.objectContaining({ kinds: { IDENTITY_READ: 1 } }),
    ])
    await store.close()
  })

  it('says by whom when it is about one applicant, and whom one subject affected', async () => {
    using directory = openEmbeddedDirectory()
    const store = await openFilled(directory.path)
    const range = { from: at(0), before: at(24 * HOUR_MS) }
    const ofOne = await findAffected(store.audit, [TENANT], { range, subject: null, applicantId: applicantId('two') })
    expect(ofOne.map((each) => showAffected(each, false))).toEqual([
      expect.stringMatching(/IDENTITY_READ 1 {2}by another$/),
    ])
    const byOne = await findAffected(store.audit, [TENANT, OTHER_TENANT], {
      range,
      subject: 'officer',
      applicantId: null,
    })
    expect(byOne.map(({ tenant, applicantId: id, counts }) => [tenant, id, [...counts.values()]])).toEqual([
      [TENANT, 'one', [2, 1]],
      [OTHER_TENANT, 'one', [1]],
    ])
    await store.close()
  })
})

describe('a chain', () => {
  const SWAP = `UPDATE audit SET number = -number WHERE number IN (2, 3); UPDATE audit SET number = 5 + number WHERE number < 0`
  it.each([
    [
      'has a byte of a sealed subject altered',
      `UPDATE audit SET sealed = 'x' || substr(sealed, 2) WHERE number = 2`,
      2,
    ],
    ['has a moment altered', 'UPDATE audit SET at = at + 1 WHERE number = 3', 3],
    ['has a kind altered', `UPDATE audit SET kind = 'AUDIT_READ' WHERE number = 1`, 1],
    ['has an applicant altered', `UPDATE audit SET applicant_id = 'two' WHERE number = 4`, 4],
    ['has lost a record', 'DELETE FROM audit WHERE number = 2', 2],
    ['has lost its first record', 'DELETE FROM audit WHERE number = 1', 1],
    ['has lost its last record', 'DELETE FROM audit WHERE number = 4', 4],
    ['has two records swapped', SWAP, 2],
    [
      'is said to begin later',
      `DELETE FROM audit WHERE number = 1; UPDATE audit_chains SET anchor_number = 1, anchor_mark = (SELECT mark FROM audit WHERE number = 2), anchor_signature = mark WHERE tenant = '${TENANT}'`,
      2,
    ],
    [
      'is from another tenant',
      `UPDATE audit SET sealed = (SELECT sealed FROM audit WHERE tenant = '${OTHER_TENANT}') WHERE number = 1 AND tenant = '${TENANT}'`,
      1,
    ],
  ])('that %s is broken there', async (_what, damage, broken) => {
    using directory = openEmbeddedDirectory()
    const store = await openFilled(directory.path)
    expect(await store.audit.verify(TENANT)).toMatchObject({ broken: null, count: 4, number: 4 })
    const db = new DatabaseSync(directory.path)
    for (const statement of damage.split('; ')) {
      db.exec(
        /tenant/.test(statement)
          ? statement
          : `${statement}${/WHERE/.test(statement) ? ' AND' : ' WHERE'} tenant = '${TENANT}'`,
      )
    }
    db.close()
    expect(await store.audit.verify(TENANT)).toMatchObject({ broken })
    expect(await store.audit.verify(OTHER_TENANT)).toMatchObject({ broken: null })
    await store.close()
  })

  it('whose first records were made to look old keeps them as the proof of it', async () => {
    using directory = openEmbeddedDirectory()
    const store = await openFilled(directory.path)
    const db = new DatabaseSync(directory.path)
    db.exec(`UPDATE audit SET at = 0 WHERE number <= 2 AND tenant = '${TENANT}'`)
    db.close()
    await store.removeExpired(at(24 * HOUR_MS))
    expect(await store.audit.verify(TENANT)).toMatchObject({ broken: 1, number: 4 })
    await store.close()
  })

  it('whose end was cut off, head and all, does not have the record that is known', async () => {
    using directory = openEmbeddedDirectory()
    const store = await openFilled(directory.path)
    const { number, mark } = await store.audit.verify(TENANT)
    expect(await store.audit.verify(TENANT, { number, mark })).toMatchObject({ broken: null })
    expect(parseAuditCommand(['--verify', '--tenant', TENANT, '--known', `${number}:${mark}`]).known).toEqual({
      number,
      mark,
    })
    const db = new DatabaseSync(directory.path)
    db.exec(`DELETE FROM audit WHERE number = 4`)
    db.exec(
      `UPDATE audit_chains SET number = 3, mark = (SELECT mark FROM audit WHERE number = 3 AND tenant = '${TENANT}') WHERE tenant = '${TENANT}'`,
    )
    db.close()
    expect(await store.audit.verify(TENANT)).toMatchObject({ broken: null })
    expect(await store.audit.verify(TENANT, { number, mark })).toMatchObject({ broken: 4 })
    // Written anew, it has another mark.
    await store.audit.append(TENANT, [entry({ subject: 'somebody else' })])
    const verdict = await store.audit.verify(TENANT, { number, mark })
    expect(showVerdict(verdict, false)).toMatch(/BROKEN at record 4/)
    await store.close()
  })
})

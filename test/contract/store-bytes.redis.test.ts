/** What the Redis store lets Redis see, byte by byte: nothing personal in clear, nothing at all once it is erased. */
import { SuppliedLink } from '../../src/domain/link.ts'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { toInstant } from '../../src/domain/date.ts'
import { DEFAULT_RETENTION_DAYS } from '../../src/domain/retention.ts'
import { openRedisStore } from '../../src/store/redis.ts'
import { Pan, PersonalNumber } from '../../src/domain/identifier.ts'
import type { Store } from '../../src/store/store.ts'
import { openRedisMonitor, openRedisServer, type RedisServer } from '../support/redis-server.ts'
import {
  appended,
  applicant,
  at,
  DAY_MS,
  firstTransition,
  fixedClock,
  journey,
  TENANT,
  testSeal,
  withHandle,
} from '../support/store-record.ts'

const UNAVAILABLE = { name: 'Failure', code: 'STORE_UNAVAILABLE' }

function open({ url }: RedisServer, seal = testSeal()): Promise<Store> {
  // How long a command may take is not what is looked at here.
  return openRedisStore({ url, seal, clock: fixedClock, commandTimeoutMs: 5000 })
}

async function listKeys(server: RedisServer): Promise<string[]> {
  const reply = await server.send('KEYS', '*')
  return [...reply.matchAll(/\r\n(fg:[^\r]*)/g)].map(([, key]) => key ?? '').sort()
}

/** Those of the audit trail outlive whom it speaks of. */
const isOfAudit = (key: string): boolean => key.startsWith('fg:audit')

/** What is left of an audit trail once all of its records have gone. */
const AUDIT_KEYS = ['fg:audit-chain:lender-one', 'fg:audited']

/** What is there whether or not anybody has been added. */
const OWN_KEYS = ['fg:epoch', 'fg:health']

/** Tombstones, and recalls; nothing of a person is in either. */
const LEFT_BY_ERASURE = /^fg:(?:eras|recall)/

describe('what Redis sees', () => {
  it('has no PAN, mobile, name, handle, consent link, token or key in clear, at rest or on the way', async () => {
    await using server = await openRedisServer()
    using monitored = openRedisMonitor(server)
    await monitored.isOn
    const store = await open(server)
    const owner = await store.addApplicant(
      applicant({
        reference: 'LOAN-IN-CLEAR',
        name: 'Zubeida Qureshi',
        pan: new Pan('ZZZPQ9876Z'),
        mobile: new PersonalNumber('9700000001'),
      }),
    )
    const started = journey(owner, { consentUrl: new SuppliedLink('https://consent.example/client_mock_42') })
    const keys = { ...withHandle('job_mock_secret_77'), webhookToken: 'whk_token_of_a_test' }
    await store.addJourney(started, firstTransition(started), keys)
    await store.appendTransition(appended(started, 2, 'PROCESSING'))
    await store.readJourneyByWebhook('whk_token_of_a_test')
    await store.readHandle(TENANT, started.id)
    await store.listApplicants({ tenant: TENANT, order: 'CREATED_ASC', limit: 1, nameContains: 'zubeida' })
    await store.claimKey(TENANT, 'key-with-9700000001', 'fingerprint', at(0))
    const subject = 'revoked-asha@example.com'
    await store.addRevocation({ target: { kind: 'SUBJECT', tenant: TENANT, subject }, revokedAt: at(0), endsAt: at(1) })
    await store.readRevocations()
    const personal = [
      'Zubeida',
      'Qureshi',
      'zubeida',
      'ZZZPQ9876Z',
      '9700000001',
      'job_mock_secret_77',
      'client_mock_42',
      'whk_token_of_a_test',
      'revoked-asha',
    ]
    const forms = personal.flatMap((text) => [
      text,
      encodeURIComponent(text),
      Buffer.from(text).toString('hex'),
      Buffer.from(text).toString('base64').replace(/=+$/, ''),
    ])
    await server.send('CONFIG', 'SET', 'rdbcompression', 'no')
    await server.send('SAVE')
    await store.close()
    const places = {
      disk: readFileSync(join(server.directory, 'dump.rdb')).toString('latin1'),
      wire: monitored.read(),
      keys: (await listKeys(server)).join('\n'),
    }
    // The reference is meant to be searchable; that it is found shows that the search reads the right bytes.
    expect(places.disk).toContain('LOAN-IN-CLEAR')
    expect(places.wire).toContain('LOAN-IN-CLEAR')
    expect(places.keys).toContain(started.id)
    expect(places.keys).not.toContain('LOAN-IN-CLEAR')
    for (const [place, text] of Object.entries(places)) {
      expect(
        forms.filter((form) => text.includes(form)),
        place,
      ).toEqual([])
    }
  })

  it('has no key left of applicants that were erased, whatever led to them', async () => {
    await using server = await openRedisServer()
    const store = await open(server)
    await store.checkHealth()
    expect(await listKeys(server)).toEqual(OWN_KEYS)
    const owners = []
    for (let number = 0; number < 3; number += 1) {
      const owner = await store.addApplicant(applicant())
      const [one, two] = [journey(owner), journey(owner)]
      await store.claimKey(TENANT, `key-${number}`, 'input', at(0))
      const keys = { ...withHandle(`job-${number}`, `key-${number}`), webhookToken: `token-${number}` }
      await store.addJourney(one, firstTransition(one), keys)
      await store.addJourney(two, firstTransition(two), withHandle(`other-${number}`))
      await store.appendTransition(appended(one, 2, 'PROCESSING'))
      await store.appendTransition(appended(two, 2, 'COMPLETED'))
      owners.push(owner)
    }
    expect((await listKeys(server)).length).toBeGreaterThan(30)
    for (const { id } of owners) expect((await store.eraseApplicant(TENANT, id, at(0)))?.journeyIds).toHaveLength(2)
    expect((await listKeys(server)).filter((key) => !LEFT_BY_ERASURE.test(key) && !isOfAudit(key))).toEqual(OWN_KEYS)
    // Tombstones go with time, recalls by themselves.
    await store.removeExpired(toInstant(at(0) + DEFAULT_RETENTION_DAYS.tombstones * DAY_MS))
    expect((await listKeys(server)).filter((key) => !key.startsWith('fg:recall') && !isOfAudit(key))).toEqual(OWN_KEYS)
    await store.close()
  })

  it('has no key left of what was sealed anew and then erased', async () => {
    await using server = await openRedisServer()
    const store = await open(server)
    const owner = await store.addApplicant(applicant())
    const started = journey(owner)
    await store.addJourney(started, firstTransition(started), withHandle('job-1'))
    await store.close()
    const rotated = await open(server, testSeal('second', 'first'))
    await rotated.removeExpired(at(0))
    expect(await rotated.readHandle(TENANT, started.id)).toBe('job-1')
    expect(await rotated.eraseApplicant(TENANT, owner.id, at(0))).toMatchObject({ journeyIds: [started.id] })
    expect((await listKeys(server)).filter((key) => !LEFT_BY_ERASURE.test(key) && !isOfAudit(key))).toEqual([
      'fg:epoch',
    ])
    await rotated.close()
  })

  it('has no key left of anything whose time is over', async () => {
    await using server = await openRedisServer()
    const store = await open(server)
    await store.checkHealth()
    const owner = await store.addApplicant(applicant())
    const ended = journey(owner)
    await store.claimKey(TENANT, 'settled', 'input', at(0))
    await store.addJourney(ended, firstTransition(ended), {
      ...withHandle('job-1', 'settled'),
      webhookToken: 'token-1',
    })
    await store.appendTransition(appended(ended, 2, 'COMPLETED'))
    await store.claimKey(TENANT, 'pending', 'input', at(0))
    // Both keys, the journey and the applicant.
    expect(await store.removeExpired(at(400 * DAY_MS))).toBe(4)
    expect(await listKeys(server)).toEqual([...AUDIT_KEYS, ...OWN_KEYS])
    await store.close()
  })

  it('is not believed when it was changed', async () => {
    await using server = await openRedisServer()
    const store = await open(server)
    const started = journey(await store.addApplicant(applicant()))
    const other = journey(await store.addApplicant(applicant()))
    for (const each of [started, other]) await store.addJourney(each, firstTransition(each), withHandle(each.id))
    const key = `fg:journey:${TENANT}:${started.id}`
    const damages = [
      ['state', '{}'],
      ['state', 'no json'],
      ['next', 'soon'],
      ['sequence', 'x'],
      ['fixed', '{"tenant":1}'],
    ] as const
    const read = (): Promise<unknown> => store.readJourneys(TENANT, [started.id])
    for (const [field, value] of damages) {
      const whole = await server.send('HGET', key, field)
      await server.send('HSET', key, field, value)
      expect(await read(), field).toEqual([])
      await server.send('HSET', key, field, /^\$\d+\r\n([^]*?)\r\n\+OK/.exec(whole)?.[1] ?? '')
      expect(await read()).toEqual([started])
    }
    const foreign = /^\$\d+\r\n([^]*?)\r\n/.exec(
      await server.send('HGET', `fg:journey:${TENANT}:${other.id}`, 'handle'),
    )
    await server.send('HSET', key, 'handle', foreign?.[1] ?? '')
    await expect(store.readHandle(TENANT, started.id)).rejects.toMatchObject(UNAVAILABLE)
    await store.close()
  })

  it('is read in bounded batches, however many applicants match', async () => {
    await using server = await openRedisServer()
    const store = await open(server)
    const references = Array.from(
      { length: 1200 },
      (_, number) => `LN-${String((number * 7919) % 1200).padStart(4, '0')}`,
    )
    await Promise.all(
      references.map((reference, number) =>
        store.addApplicant(
          applicant({ reference, name: number % 300 === 299 ? `Rare ${number}` : 'Common', createdAt: at(number) }),
        ),
      ),
    )
    using monitored = openRedisMonitor(server)
    await monitored.isOn
    const query = { tenant: TENANT, referencePrefix: 'LN-', order: 'CREATED_ASC', limit: 3 } as const
    const page = await store.listApplicants(query)
    expect(page.map(({ reference }) => reference)).toEqual(references.slice(0, 3))
    const rare = await store.listApplicants({ tenant: TENANT, nameContains: 'rare', order: 'CREATED_DESC', limit: 3 })
    expect(rare.map(({ name }) => name)).toEqual(['Rare 1199', 'Rare 899', 'Rare 599'])
    expect(await store.countApplicants({ tenant: TENANT, nameContains: 'rare', order: 'CREATED_DESC', limit: 1 })).toBe(
      4,
    )
    await vi.waitFor(() => expect(monitored.read()).toContain('ZREVRANGEBYLEX'))
    await store.close()
    const asked = monitored.read()
    const limits = [...asked.matchAll(/"LIMIT" "0" "(\d+)"/g)].map(([, limit]) => Number(limit))
    expect(limits.length).toBeGreaterThan(5)
    expect(Math.max(...limits)).toBeLessThanOrEqual(1000)
    expect(asked).not.toMatch(/"(KEYS|SCAN|HSCAN|ZSCAN|HGETALL)"/i)
  })
})

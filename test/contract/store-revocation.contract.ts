/** The store contract: revocations of tokens, subjects and keys. */
import { expect } from 'vitest'
import type { TenantId } from '../../src/domain/ids.ts'
import type { Revocation, RevocationTarget } from '../../src/domain/revocation.ts'
import { at, HOUR_MS, OTHER_TENANT, TENANT, testSeal } from '../support/store-record.ts'
import type { DefineTest } from './store.contract.ts'

const TARGETS: readonly RevocationTarget[] = [
  { kind: 'TOKEN', tokenId: 'one' },
  { kind: 'KEY', keyId: 'one' },
  { kind: 'SUBJECT', tenant: TENANT, subject: 'one' },
  { kind: 'SUBJECT', tenant: OTHER_TENANT, subject: 'one' },
  { kind: 'SUBJECT', tenant: TENANT, subject: 'asha@example.com","x' },
  { kind: 'SUBJECT', tenant: `${TENANT}","asha` as TenantId, subject: 'x' }, // a tenant is any text
]

function revoke(target: RevocationTarget, parts: Partial<Revocation> = {}): Revocation {
  return { target, revokedAt: at(0), endsAt: at(HOUR_MS), ...parts }
}

const sorted = (revocations: readonly Revocation[]): string[] =>
  revocations.map((each) => JSON.stringify(each)).toSorted()

export function defineRevocationContract(test: DefineTest): void {
  test('keeps each target apart, and gives back what was written', async ({ store }) => {
    expect(await store.readRevocations()).toEqual([])
    const all = TARGETS.map((target, index) => revoke(target, { revokedAt: at(index), endsAt: at(HOUR_MS + index) }))
    for (const each of all) await store.addRevocation(each)
    expect(sorted(await store.readRevocations())).toEqual(sorted(all))
  })

  test('replaces what was said of the same target, earlier or later', async ({ store }) => {
    for (const target of TARGETS) {
      await store.addRevocation(revoke(target))
      await store.addRevocation(revoke(target, { revokedAt: at(9), endsAt: at(10) }))
    }
    const last = TARGETS.map((target) => revoke(target, { revokedAt: at(9), endsAt: at(10) }))
    expect(sorted(await store.readRevocations())).toEqual(sorted(last))
  })

  test('tells other processes, and remembers over a restart', async ({ store, openAnother, reopen }) => {
    const other = await openAnother()
    await store.addRevocation(revoke({ kind: 'TOKEN', tokenId: 'one' }))
    expect(await other.readRevocations()).toEqual([revoke({ kind: 'TOKEN', tokenId: 'one' })])
    expect(await (await reopen()).readRevocations()).toEqual([revoke({ kind: 'TOKEN', tokenId: 'one' })])
  })

  test('forgets a revocation once it has ended, and not before', async ({ store }) => {
    const [short, long] = [revoke({ kind: 'KEY', keyId: 'a' }, { endsAt: at(5) }), revoke({ kind: 'KEY', keyId: 'b' })]
    for (const each of [short, long]) await store.addRevocation(each)
    expect(await store.removeExpired(at(4))).toBe(0)
    expect(await store.readRevocations()).toHaveLength(2)
    expect(await store.removeExpired(at(5))).toBe(1)
    expect(await store.readRevocations()).toEqual([long])
  })

  test('seals revocations anew when the keys of the ring are rotated', async ({ store, reopen }) => {
    for (const target of TARGETS) await store.addRevocation(revoke(target))
    const rotated = await reopen({ seal: testSeal('second', 'first') })
    // One of them is said again under the new key, and is still one.
    await rotated.addRevocation(revoke({ kind: 'TOKEN', tokenId: 'one' }, { endsAt: at(2 * HOUR_MS) }))
    expect(await rotated.readRevocations()).toHaveLength(TARGETS.length)
    await rotated.removeExpired(at(1))
    const without = await reopen({ seal: testSeal('second') })
    expect(await without.readRevocations()).toHaveLength(TARGETS.length)
  })

  test('leaves out a revocation that no key opens, and says so', async ({ store, reopen }) => {
    await store.addRevocation(revoke({ kind: 'TOKEN', tokenId: 'one' }))
    const told: string[] = []
    const closed = await reopen({ seal: testSeal('second'), onUnreadable: (kind) => told.push(kind) })
    expect(await closed.readRevocations()).toEqual([])
    expect(await closed.readRevocations()).toEqual([])
    expect(told).toEqual(['revocation'])
  })
}

/** Revocations in memory: seen soon, kept while the store cannot be read, and forgotten at their end. */
import { describe, expect, it } from 'vitest'
import { toInstant } from '../../src/domain/date.ts'
import { Failure } from '../../src/domain/failure.ts'
import type { TenantId } from '../../src/domain/ids.ts'
import { type Principal, UNBOUND } from '../../src/domain/principal.ts'
import type { Revocation, RevocationTarget } from '../../src/domain/revocation.ts'
import { openRevocationWatch } from '../../src/server/caller/revocation-watch.ts'
import { createFakeClock } from '../support/clock.ts'

const TENANT = 'lender-one' as TenantId // a tenant is any text

async function setUp() {
  const clock = createFakeClock()
  const startedAt = clock.now()
  const kept = new Map<RevocationTarget, Revocation>()
  const withdrawn = new Set<string>()
  let isAway = false
  let troubles = 0
  const store = {
    addRevocation: async () => undefined,
    async readRevocations() {
      if (isAway) throw new Failure('STORE_UNAVAILABLE')
      return [...kept.values()]
    },
  }
  const watch = await openRevocationWatch({
    store,
    clock,
    isWithdrawn: (keyId) => withdrawn.has(keyId),
    onFailure: () => (troubles += 1),
  })
  const principal: Principal = {
    ...UNBOUND,
    subject: 'asha',
    tenant: TENANT,
    scopes: new Set(),
    expiresAt: null,
    tokenId: 'token',
    keyId: 'key',
    issuedAt: startedAt,
  }
  return {
    clock,
    watch,
    kept,
    withdrawn,
    principal,
    troubles: () => troubles,
    setAway: (is: boolean) => (isAway = is),
    revoke(target: RevocationTarget, afterMs = 1, forMs = 60_000) {
      const revokedAt = toInstant(startedAt + afterMs)
      kept.set(target, { target, revokedAt, endsAt: toInstant(revokedAt + forMs) })
    },
  }
}

const SUBJECT: RevocationTarget = { kind: 'SUBJECT', tenant: TENANT, subject: 'asha' }

describe('what is revoked', () => {
  it.each<RevocationTarget>([SUBJECT, { kind: 'TOKEN', tokenId: 'token' }, { kind: 'KEY', keyId: 'key' }])(
    'is seen within half a second, and its streams end: %j',
    async (target) => {
      const { clock, watch, revoke, principal } = await setUp()
      let ended = 0
      watch.watch(principal, () => (ended += 1))
      const cancel = watch.watch(principal, () => (ended += 100))
      cancel()
      revoke(target)
      await clock.advance(499)
      expect([watch.isRevoked(principal), ended]).toEqual([false, 0])
      await clock.advance(1)
      expect([watch.isRevoked(principal), ended]).toEqual([true, 1])
      await clock.advance(5_000)
      expect(ended).toBe(1)
    },
  )

  it.each<RevocationTarget>([
    { ...SUBJECT, subject: 'Asha' },
    { ...SUBJECT, tenant: 'lender-two' as TenantId }, // a tenant is any text
    { kind: 'TOKEN', tokenId: 'key' },
    { kind: 'KEY', keyId: 'token' },
  ])('is nobody else: %j', async (target) => {
    const { clock, watch, revoke, principal } = await setUp()
    revoke(target)
    await clock.advance(1_000)
    expect(watch.isRevoked(principal)).toBe(false)
  })

  it('of a subject is what was issued before, or does not say when', async () => {
    const { clock, watch, revoke, principal } = await setUp()
    revoke(SUBJECT, 10)
    await clock.advance(1_000)
    const at = (ms: number | null): Principal => ({
      ...principal,
      issuedAt: ms === null || principal.issuedAt === null ? null : toInstant(principal.issuedAt + ms),
    })
    expect([9, 10, 11, null].map((ms) => watch.isRevoked(at(ms)))).toEqual([true, false, false, true])
  })

  it('is let in again at its end', async () => {
    const { clock, watch, revoke, principal } = await setUp()
    revoke(SUBJECT, 1, 10_000)
    await clock.advance(10_000)
    expect(watch.isRevoked(principal)).toBe(true)
    await clock.advance(1)
    expect(watch.isRevoked(principal)).toBe(false)
  })

  it('is a key that the issuer has withdrawn, too', async () => {
    const { clock, watch, withdrawn, principal } = await setUp()
    let ended = 0
    watch.watch(principal, () => (ended += 1))
    withdrawn.add('key')
    expect(watch.isRevoked(principal)).toBe(true)
    expect(watch.isRevoked({ ...principal, keyId: null })).toBe(false)
    await clock.advance(500)
    expect(ended).toBe(1)
  })
})

describe('while the store cannot be read', () => {
  it('what is known holds, is told once, and what is new is seen afterwards', async () => {
    const { clock, watch, revoke, principal, setAway, troubles } = await setUp()
    revoke({ kind: 'TOKEN', tokenId: 'token' })
    await clock.advance(500)
    setAway(true)
    revoke({ kind: 'TOKEN', tokenId: 'other' })
    await clock.advance(5_000)
    const other = { ...principal, tokenId: 'other' }
    expect([watch.isRevoked(principal), watch.isRevoked(other), troubles()]).toEqual([true, false, 1])
    setAway(false)
    await clock.advance(500)
    expect(watch.isRevoked(other)).toBe(true)
  })

  it('also holds what the store has lost with its past', async () => {
    const { clock, watch, revoke, kept, principal } = await setUp()
    revoke(SUBJECT)
    await clock.advance(500)
    kept.clear()
    await clock.advance(500)
    expect(watch.isRevoked(principal)).toBe(true)
  })

  it('closes with nothing left waiting', async () => {
    const { clock, watch } = await setUp()
    watch.close()
    expect(clock.pending()).toBe(0)
  })
})

/** Idempotency keys in the Redis store; `addJourney` settles them. What the caller made up is hashed before it names a key. */
import type { JourneyId, TenantId } from '../domain/ids.ts'
import { parseText } from './field.ts'
import { parseList, parseMomentText, toPlace } from './redis-reply.ts'
import type { RedisScript } from './redis-script.ts'
import { KEY_LIFETIME_MS } from './retention.ts'
import { toKeyHash } from './sealed-record.ts'
import type { KeyClaim, Store } from './store.ts'

/** Names an idempotency key of a tenant. */
export function toKeyPlace(tenant: TenantId, key: string): string {
  return toPlace(tenant, toKeyHash(key))
}

/** The part of the store that keeps idempotency keys. */
export function createRedisKeys({ run }: RedisScript): Pick<Store, 'claimKey' | 'releaseKey'> {
  return {
    claimKey: (tenant, key, fingerprint, now) =>
      run('claimKey', { place: toKeyPlace(tenant, key), fingerprint, now, lifetimeMs: KEY_LIFETIME_MS }, parseClaim),
    releaseKey: (tenant, key) => run('releaseKey', { place: toKeyPlace(tenant, key) }, () => undefined),
  }
}

function parseClaim(reply: unknown): KeyClaim {
  const [outcome, detail] = parseList(reply)
  if (outcome === 'CLAIMED' || outcome === 'DIFFERENT_INPUT') return { outcome }
  if (outcome === 'FOUND') return { outcome, journeyId: parseText(detail, 'journey') as JourneyId } // written by us from one
  const claimedAt = parseMomentText(detail, 'claimed')
  if (outcome !== 'PENDING' || claimedAt === null) throw new TypeError('the claim of a key is not readable')
  return { outcome, claimedAt }
}

/**
 * Idempotency keys in the embedded store: claimed, then settled to a journey when it is added, or given back. What the
 * caller made up is kept as a hash.
 */
import type { JourneyId } from '../domain/ids.ts'
import type { Journey } from '../domain/journey.ts'
import type { EmbeddedConnection } from './embedded-connection.ts'
import { parseStoredInstant, parseText } from './field.ts'
import { KEY_LIFETIME_MS } from './retention.ts'
import { toKeyHash } from './sealed-record.ts'
import type { KeyClaim, Store } from './store.ts'

const BY_KEY = 'SELECT fingerprint, claimed_at, journey_id FROM keys WHERE tenant = ? AND key_hash = ?'
const CLAIM = `INSERT OR REPLACE INTO keys (tenant, key_hash, fingerprint, claimed_at, journey_id)
  VALUES (?, ?, ?, ?, NULL)`
const SETTLE = 'UPDATE keys SET journey_id = ? WHERE tenant = ? AND key_hash = ? AND journey_id IS NULL'
const RELEASE = 'DELETE FROM keys WHERE tenant = ? AND key_hash = ? AND journey_id IS NULL'

/** Ties a pending key to the journey that is being added, inside the caller's transaction. */
export function settleKey({ prepare }: EmbeddedConnection, key: string, { tenant, id }: Journey): void {
  prepare(SETTLE).run(id, tenant, toKeyHash(key))
}

/** The part of the store that keeps idempotency keys, over an open connection. */
export function createEmbeddedKeys(connection: EmbeddedConnection): Pick<Store, 'claimKey' | 'releaseKey'> {
  const { prepare, transact } = connection
  return {
    claimKey: (tenant, key, fingerprint, now) =>
      transact((): KeyClaim => {
        const hash = toKeyHash(key)
        const row = prepare(BY_KEY).get(tenant, hash)
        const claimedAt = row === undefined ? null : parseStoredInstant(row.claimed_at, 'claimed_at')
        if (row === undefined || claimedAt === null || claimedAt + KEY_LIFETIME_MS <= now) {
          prepare(CLAIM).run(tenant, hash, fingerprint, now)
          return { outcome: 'CLAIMED' }
        }
        if (row.fingerprint !== fingerprint) return { outcome: 'DIFFERENT_INPUT' }
        if (row.journey_id === null) return { outcome: 'PENDING', claimedAt }
        return { outcome: 'FOUND', journeyId: parseText(row.journey_id, 'journey_id') as JourneyId } // written by us from one
      }),
    releaseKey: (tenant, key) => transact(() => void prepare(RELEASE).run(tenant, toKeyHash(key))),
  }
}

/** Idempotency keys in the embedded store: claimed, then settled to a journey or given back. */
import type { JourneyId } from '../domain/ids.ts'
import type { EmbeddedConnection } from './embedded-connection.ts'
import { parseStoredInstant, parseText } from './field.ts'
import { KEY_LIFETIME_MS } from './retention.ts'
import type { KeyClaim, Store } from './store.ts'

const BY_KEY = 'SELECT fingerprint, claimed_at, journey_id FROM keys WHERE tenant = ? AND key = ?'
const CLAIM = 'INSERT OR REPLACE INTO keys (tenant, key, fingerprint, claimed_at, journey_id) VALUES (?, ?, ?, ?, NULL)'
const SETTLE = 'UPDATE keys SET journey_id = ? WHERE tenant = ? AND key = ? AND journey_id IS NULL'
const RELEASE = 'DELETE FROM keys WHERE tenant = ? AND key = ? AND journey_id IS NULL'

/** The part of the store that keeps idempotency keys, over an open connection. */
export function createEmbeddedKeys(
  connection: EmbeddedConnection,
): Pick<Store, 'claimKey' | 'settleKey' | 'releaseKey'> {
  const { prepare, run, transact } = connection
  return {
    claimKey: (tenant, key, fingerprint, now) =>
      transact((): KeyClaim => {
        const row = prepare(BY_KEY).get(tenant, key)
        const claimedAt = row === undefined ? null : parseStoredInstant(row.claimed_at, 'claimed_at')
        if (row === undefined || claimedAt === null || claimedAt + KEY_LIFETIME_MS <= now) {
          prepare(CLAIM).run(tenant, key, fingerprint, now)
          return { outcome: 'CLAIMED' }
        }
        if (row.fingerprint !== fingerprint) return { outcome: 'DIFFERENT_INPUT' }
        if (row.journey_id === null) return { outcome: 'PENDING', claimedAt }
        return { outcome: 'FOUND', journeyId: parseText(row.journey_id, 'journey_id') as JourneyId } // written by us from one
      }),
    settleKey: (tenant, key, journeyId) => run(() => void prepare(SETTLE).run(journeyId, tenant, key)),
    releaseKey: (tenant, key) => run(() => void prepare(RELEASE).run(tenant, key)),
  }
}

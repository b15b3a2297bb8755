/**
 * The store in one SQLite file, for a gateway that runs as one process: the default, nothing to install. Every write is on
 * disk before its promise resolves (WAL), and those of one turn share a file sync. `node:sqlite` works on the calling
 * thread, so every call is kept small: the rewrite after an erasure takes 0.1 s for each 10,000 applicants.
 * The file must be on a local disk: WAL does not work over a network file system. `watchFeed` hears of this store's own
 * commits; another process on the same file is not heard.
 */
import { dirname } from 'node:path'
import { Failure } from '../domain/failure.ts'
import { DEFAULT_RETENTION_DAYS, type Retention, toRetention } from '../domain/retention.ts'
import type { Clock } from '../platform/clock.ts'
import type { Seal } from '../platform/seal.ts'
import { createAuditKeeper } from './audit-keeper.ts'
import { createEmbeddedApplicants } from './embedded-applicant.ts'
import { createChainWriter, createEmbeddedAuditLog } from './embedded-audit.ts'
import { createEmbeddedConnection } from './embedded-connection.ts'
import { createEmbeddedConsents } from './embedded-consent.ts'
import { holdFolder, openDatabase } from './embedded-database.ts'
import { createEmbeddedErasures } from './embedded-erasure.ts'
import { createEmbeddedExpiry } from './embedded-expiry.ts'
import { createEmbeddedJournal, createTransitionWriter } from './embedded-journal.ts'
import { createEmbeddedJourneys } from './embedded-journey.ts'
import { createEmbeddedKeys } from './embedded-key.ts'
import { createEmbeddedCache } from './embedded-cache.ts'
import { createEmbeddedRevocations } from './embedded-revocation.ts'
import { createEmbeddedRecalls } from './embedded-recall.ts'
import { createFeedListeners } from './feed-listener.ts'
import { createMemoryCounter } from './memory-counter.ts'
import { createResealer } from './reseal.ts'
import type { JournalLimits } from './retention.ts'
import type { Store } from './store.ts'
import { createReadOrSkip, type OnUnreadable } from './unreadable.ts'

export interface EmbeddedStoreOptions {
  /** The database file; it and its directory are made when absent, for the owner's eyes only. */
  readonly path: string
  readonly seal: Seal
  readonly clock: Clock
  /** @default 180 days for each kind of record */
  readonly retention?: Retention
  readonly journal?: JournalLimits
  /** How long to wait for another process's write; the whole process waits with it. @default 2000 ms */
  readonly busyTimeoutMs?: number
  /** Keeps every other store that says so from the file's folder; commands beside the gateway do not. @default false */
  readonly isHeld?: boolean
  /** Told once of each record that was left out because it cannot be opened. */
  readonly onUnreadable?: OnUnreadable
}

/**
 * Opens the store, bringing an older file up to date and finishing an erasure that was broken off. Rejects with
 * `STORE_UNAVAILABLE` when the file cannot be opened, is no database, or has tables of another version, and with
 * `StoreHeldError` when its folder is to be held and another gateway holds it.
 */
export async function openEmbeddedStore(options: EmbeddedStoreOptions): Promise<Store> {
  const { seal, clock, retention = toRetention(DEFAULT_RETENTION_DAYS), journal = {} } = options
  using opening = new DisposableStack()
  const letGo = options.isHeld === true ? holdFolder(dirname(options.path)) : () => undefined
  opening.defer(letGo)
  const db = openDatabase(options.path, options.busyTimeoutMs ?? 2_000)
  const connection = createEmbeddedConnection(db, options.path)
  await connection.compact()
  const cache = createEmbeddedCache(db, connection.prepare, clock)
  const listeners = createFeedListeners()
  const readOrSkip = createReadOrSkip(options.onUnreadable)
  const extend = createChainWriter(connection, seal)
  const write = createTransitionWriter(connection, journal, extend)
  const audit = createAuditKeeper(createEmbeddedAuditLog(connection, extend), seal, clock)
  // One process: nobody else counts, and nothing is to be remembered for anybody else.
  const counter = createMemoryCounter()
  const { tidyRevocations, ...revocations } = createEmbeddedRevocations(connection, seal, readOrSkip)
  const { removeExpired } = createEmbeddedExpiry(
    connection,
    retention,
    journal,
    createResealer(seal),
    readOrSkip,
    audit,
  )
  opening.move()
  return {
    audit,
    ...createEmbeddedApplicants(connection, seal, cache, readOrSkip),
    ...createEmbeddedJourneys(connection, seal, write, listeners, cache, readOrSkip),
    ...createEmbeddedJournal(connection, write, listeners),
    ...createEmbeddedKeys(connection),
    ...createEmbeddedErasures(connection, seal, listeners),
    ...createEmbeddedRecalls(connection, listeners),
    ...createEmbeddedConsents(connection, listeners),
    async count(key, options, now) {
      if (!db.isOpen) throw new Failure('STORE_UNAVAILABLE')
      return counter.count(key, options, now)
    },
    ...revocations,
    removeExpired: async (now) => (await tidyRevocations(now)) + (await removeExpired(now)),
    checkHealth: () =>
      // A real write: a full disk or a file gone read-only would still let a read through.
      connection.transact(() => {
        connection.prepare('UPDATE housekeeping SET checked_at = ?').run(clock.now())
      }),
    async close() {
      listeners.clear()
      cache.close()
      connection.close()
      letGo()
    },
  }
}

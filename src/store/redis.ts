/**
 * The store in Redis, for a gateway that runs as several processes. Needs Redis 6.2 or later on its own, not Redis Cluster,
 * and `maxmemory-policy noeviction`. How much survives a crash of Redis is Redis's affair: everything with
 * `appendfsync always`; otherwise what was lost shows as a new epoch. Of an erased record, Redis's own files keep what is
 * sealed as well as what stands in clear (the lender's reference, ids, states and times) until Redis rewrites them.
 */
import { randomBytes } from 'node:crypto'
import type { Redis } from 'ioredis'
import { DEFAULT_RETENTION_DAYS, type Retention, toRetention } from '../domain/retention.ts'
import type { Clock } from '../platform/clock.ts'
import type { Seal } from '../platform/seal.ts'
import { parseText } from './field.ts'
import { createAuditKeeper } from './audit-keeper.ts'
import { createRedisApplicants } from './redis-applicant.ts'
import { createRedisAudit } from './redis-audit.ts'
import { createRedisConnection, endConnection, toFailure, whenReady } from './redis-connection.ts'
import { createRedisConsents } from './redis-consent.ts'
import { createRedisCounter } from './redis-counter.ts'
import { createRedisErasures } from './redis-erasure.ts'
import { createRedisExpiry } from './redis-expiry.ts'
import { createRedisJournal } from './redis-journal.ts'
import { createRedisJourneys } from './redis-journey.ts'
import { createRedisKeys } from './redis-key.ts'
import { createRedisRevocations } from './redis-revocation.ts'
import { createRedisRecalls } from './redis-recall.ts'
import { createRedisScript, type RedisScript } from './redis-script.ts'
import { createRedisTail } from './redis-tail.ts'
import { createRedisWatch } from './redis-watch.ts'
import { createResealer } from './reseal.ts'
import type { JournalLimits } from './retention.ts'
import type { Store } from './store.ts'
import { createReadOrSkip, type OnUnreadable } from './unreadable.ts'

export interface RedisStoreOptions {
  /** `redis://` or `rediss://`, with user and password where the server wants them. */
  readonly url: string
  readonly seal: Seal
  readonly clock: Clock
  /** @default 180 days for each kind of record */
  readonly retention?: Retention
  readonly journal?: JournalLimits
  /** Where hints are listened for: the same server, or one that repeats what it publishes. @default the same URL */
  readonly hintUrl?: string
  /** How long a command may take. @default 500 ms */
  readonly commandTimeoutMs?: number
  /** How long to wait for Redis when opening. @default 5000 ms */
  readonly openTimeoutMs?: number
  /** Begins the name of every key and channel. @default 'fg:' */
  readonly prefix?: string
  /** Told once of each record that was left out because it cannot be opened. */
  readonly onUnreadable?: OnUnreadable
}

/** Opens the store. Rejects with `STORE_UNAVAILABLE` when Redis cannot be reached in time. */
export async function openRedisStore(options: RedisStoreOptions): Promise<Store> {
  const { url, seal, clock, retention = toRetention(DEFAULT_RETENTION_DAYS), journal = {} } = options
  const { hintUrl = url, commandTimeoutMs = 500, openTimeoutMs = 5000, prefix = 'fg:' } = options
  const commands = createRedisConnection({ url, commandTimeoutMs })
  const subscriber = createRedisConnection({ url: hintUrl, commandTimeoutMs })
  const watch = createRedisWatch(subscriber, commands, prefix)
  const tail = createRedisTail({
    commands,
    script: createRedisScript(commands, prefix),
    patienceMs: commandTimeoutMs / 2,
  })
  const script = tail.guarded
  const readOrSkip = createReadOrSkip(options.onUnreadable)
  const close = async (): Promise<void> => {
    watch.close()
    endConnection(commands)
  }
  const recorded = createRedisAudit(script, seal)
  const audit = createAuditKeeper(recorded.log, seal, clock)
  const { tidyRevocations, ...revocations } = createRedisRevocations(script, seal, readOrSkip)
  const { removeExpired } = createRedisExpiry(script, retention, journal, createResealer(seal), readOrSkip, audit)
  const store: Store = {
    ...createRedisApplicants(script, seal, readOrSkip),
    audit,
    ...createRedisJourneys(script, seal, journal, readOrSkip, recorded.settleSoon),
    ...createRedisJournal(script, journal, recorded.settleSoon),
    ...createRedisKeys(script),
    ...createRedisErasures(script, seal),
    ...createRedisRecalls(script),
    ...createRedisConsents(script),
    ...createRedisCounter(script, seal),
    ...revocations,
    removeExpired: async (now) => (await tidyRevocations(now)) + (await removeExpired(now)),
    readEpoch: createEpochReader(commands, script),
    watchFeed: watch.watchFeed,
    watchRecalls: watch.watchRecalls,
    async checkHealth() {
      const now = clock.now()
      await script.run('checkHealth', { now }, (reply) => {
        if (reply !== String(now)) throw new Error('Redis gave back something else than was written')
      })
    },
    close,
  }
  try {
    await Promise.all([whenReady(commands, openTimeoutMs), whenReady(subscriber, openTimeoutMs)])
    await tail.settle()
    await store.readEpoch()
    return store
  } catch (error) {
    await close()
    throw toFailure(error)
  }
}

/** Reads the epoch from Redis each time: whoever asks must not be told of a past that has just been lost. */
function createEpochReader(commands: Redis, script: RedisScript): Store['readEpoch'] {
  let isDurable: Promise<boolean> | null = null
  // Another server may be at the other end.
  commands.on('close', () => {
    isDurable = null
  })
  return async () => {
    isDurable ??= readDurability(commands).catch((error: unknown) => {
      // Nothing was learnt of this server; taken for an answer, it would cost everybody their place.
      isDurable = null
      throw toFailure(error)
    })
    const given = { candidate: randomBytes(16).toString('hex'), isDurable: await isDurable }
    return script.run('readEpoch', given, (reply) => parseText(reply, 'epoch'))
  }
}

/** True when every write is on the server's disk before it is answered; false also when the server does not tell. */
async function readDurability(commands: Redis): Promise<boolean> {
  try {
    const settings = await Promise.all(
      ['appendonly', 'appendfsync'].map((name) => commands.call('CONFIG', 'GET', name)),
    )
    return JSON.stringify(settings) === '[["appendonly","yes"],["appendfsync","always"]]'
  } catch (error) {
    if (error instanceof Error && /^(?:NOPERM|ERR unknown command)/.test(error.message)) return false
    throw error
  }
}

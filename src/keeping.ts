/** What the gateway keeps, where, and sealed with which keys. */
import { join } from 'node:path'
import type { Config } from './config.ts'
import type { Clock } from './platform/clock.ts'
import { createLog, type Log } from './platform/log.ts'
import { createSeal, type Seal } from './platform/seal.ts'
import { loadSealingKeyFile } from './platform/sealing-key-file.ts'
import { toUnreadableLog } from './reporting.ts'
import { openEmbeddedStore } from './store/embedded.ts'
import { openRedisStore } from './store/redis.ts'
import type { Store } from './store/store.ts'
import type { Tuning } from './tuning.ts'

/** The configured keys; without any, the one kept under the data directory, made on the first start. */
export async function loadSeal({ sealingKeys, dataDir }: Config): Promise<Seal> {
  return createSeal(sealingKeys.length > 0 ? sealingKeys : [await loadSealingKeyFile(join(dataDir, 'sealing.key'))])
}

export interface StoreOptions {
  readonly config: Config
  readonly seal: Seal
  readonly clock: Clock
  readonly log: Log
  readonly tuning: Tuning
}

/** Redis when it is configured, else a file under the data directory. Rejects with `STORE_UNAVAILABLE`. */
export async function openStore({ config, seal, clock, log, tuning }: StoreOptions): Promise<Store> {
  const { redisUrl, dataDir, retention } = config
  const kept = { seal, clock, retention, onUnreadable: toUnreadableLog(log), ...tuning }
  return redisUrl === null
    ? openEmbeddedStore({ path: join(dataDir, 'gateway.db'), ...kept })
    : openRedisStore({ url: redisUrl, ...kept })
}

/** The same store for a command that runs beside the gateway and logs nothing but warnings. Rejects likewise. */
export async function openStoreAlone(config: Config, clock: Clock): Promise<Store> {
  return openStore({ config, seal: await loadSeal(config), clock, log: createLog({ level: 'warn' }), tuning: {} })
}

/** What the gateway keeps, where, and sealed with which keys. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config/config.ts'
import { toFailure } from '../domain/failure.ts'
import type { ReportReader } from '../loaders/report-reader.ts'
import type { Clock } from '../platform/clock.ts'
import { createLog, type Log } from '../platform/log.ts'
import { createSeal, type Seal } from '../platform/seal.ts'
import { loadSealingKeyFile } from '../platform/sealing-key-file.ts'
import { toUnreadableLog } from './reporting.ts'
import { createKeptAnswers, type KeptAnswers } from '../server/kept/answers.ts'
import { openEmbeddedStore } from '../store/embedded.ts'
import { openRedisStore } from '../store/redis.ts'
import type { Store } from '../store/store.ts'
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

/**
 * Redis when it is configured, else a file under the data directory, which no other gateway may have meanwhile. Rejects with
 * `STORE_UNAVAILABLE`, or `StoreHeldError` when another one has it.
 */
export function openStore(options: StoreOptions): Promise<Store> {
  return openEitherStore(options, true)
}

async function openEitherStore({ config, seal, clock, log, tuning }: StoreOptions, isHeld: boolean): Promise<Store> {
  const { redisUrl, dataDir, retention } = config
  const kept = { seal, clock, retention, onUnreadable: toUnreadableLog(log), ...tuning }
  return redisUrl === null
    ? openEmbeddedStore({ path: toStorePath(dataDir), isHeld, ...kept })
    : openRedisStore({ url: redisUrl, ...kept })
}

/**
 * The same store for a command that runs beside the gateway and logs nothing but warnings. Rejects with `STORE_UNAVAILABLE`,
 * and with a plain error when no gateway has ever kept anything there: a command makes no store.
 */
export async function openStoreAlone(config: Config, clock: Clock): Promise<Store> {
  const { redisUrl, dataDir } = config
  if (redisUrl === null && !existsSync(toStorePath(dataDir))) {
    throw new Error(`DATA_DIR ${dataDir} holds no store: set DATA_DIR or REDIS_URL as the gateway has it.`)
  }
  const log = createLog({ level: 'warn' })
  return openEitherStore({ config, seal: await loadSeal(config), clock, log, tuning: {} }, false)
}

function toStorePath(dataDir: string): string {
  return join(dataDir, 'gateway.db')
}

export interface MemoryOptions {
  readonly reader: Pick<ReportReader, 'forget' | 'forgetAll'>
  readonly clock: Clock
  /** How long reports are kept; 0 for not at all. */
  readonly cacheMs: number
  /** Bound on the memory of kept reports. */
  readonly cacheBytes: number
}

/** What is kept of borrowers in memory, and how to be rid of it. */
export interface Memory extends Pick<ReportReader, 'forget' | 'forgetAll'> {
  /** Null when nothing is kept. */
  readonly answers: KeptAnswers | null
}

/** Of what reports may take, answers may take so much besides. */
const ANSWER_SHARE = 1 / 4

/** Whoever forgets a journey forgets its reports and the answers that were made of them. */
export function createMemory({ reader, clock, cacheMs, cacheBytes }: MemoryOptions): Memory {
  const answers = cacheMs === 0 ? null : createKeptAnswers(clock, Math.floor(cacheBytes * ANSWER_SHARE))
  return {
    answers,
    forget(tenant, journeyId) {
      reader.forget(tenant, journeyId)
      answers?.forget(journeyId)
    },
    forgetAll() {
      reader.forgetAll()
      answers?.forgetAll()
    },
  }
}

/** How often records that have outlived their retention are looked for. */
const SWEEP_MS = 3_600_000
/** After a start, or a gateway that is started again every hour would keep them for ever; and after a failure. */
const SOON_MS = 60_000

/** Lets go of what has outlived its retention, a minute from now and every hour; until the returned function is called. */
export function sweepRegularly(store: Pick<Store, 'removeExpired'>, clock: Clock, log: Log): () => void {
  let isOver = false
  let cancel = clock.after(SOON_MS, begin)
  function begin(): void {
    void sweep().then((restMs) => {
      if (!isOver) cancel = clock.after(restMs, begin)
    })
  }
  async function sweep(): Promise<number> {
    try {
      log.info('expired records removed', { count: await store.removeExpired(clock.now()) })
      return SWEEP_MS
    } catch (thrown) {
      const { code, cause } = toFailure(thrown)
      if (code === 'INTERNAL') log.error('defect', {}, cause)
      else log.warn('expired records not removed', { code })
      return SOON_MS
    }
  }
  return () => {
    isOver = true
    cancel()
  }
}

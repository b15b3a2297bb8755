/**
 * A gateway in a process of its own, configured by its environment like any other, that also does what a bar asks over
 * IPC. `BAR_TUNING` is the gateway's tuning as JSON; `BAR_ACKNOWLEDGE` makes it tell of every acknowledged transition; `BAR_LOG`
 * names a file for its log.
 */
import { appendFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setImmediate } from 'node:timers/promises'
import { writeHeapSnapshot } from 'node:v8'
import { parseConfig } from '../../../../src/config/config.ts'
import { toInstant } from '../../../../src/domain/date.ts'
import type { RevocationTarget } from '../../../../src/domain/revocation.ts'
import { openGateway } from '../../../../src/gateway/gateway.ts'
import type { Tuning } from '../../../../src/gateway/tuning.ts'
import { createSystemClock } from '../../../../src/platform/clock.ts'
import { createLog } from '../../../../src/platform/log.ts'
import { keepRequestsYoung } from '../../../../src/platform/young-heap.ts'
import { TENANT } from '../../../support/store-record.ts'
import { answerParent, note } from './answer.ts'
import { recordLives } from './connection-lives.ts'
import { recordConnects } from './connects.ts'
import { createDriver } from './driver.ts'
import { countJournalReads } from './journal-reads.ts'
import { assertMutated } from './mutation.ts'
import { countReadBytes, type ReadBytes } from './read-bytes.ts'
import { recordClosings } from './server-closing.ts'

export interface GatewayFacts {
  readonly url: string
  /** Of the page of metrics. */
  readonly metricsUrl: string
}
export interface Memory {
  readonly rssBytes: number
  /** After a collection. */
  readonly heapBytes: number
  /** Heap and what hangs on it outside, e.g. buffers that wait to be sent; after a collection. */
  readonly heldBytes: number
}
export interface Lag {
  readonly p50Ms: number
  readonly p99Ms: number
  readonly mostMs: number
}
export interface Resources {
  /** What keeps the process busy, by kind, e.g. TCPSocketWrap or Timeout. */
  readonly counts: Readonly<Record<string, number>>
  /** Feeds that are followed. */
  readonly topics: number
}

async function main(): Promise<void> {
  // As main.ts does.
  keepRequestsYoung()
  const readBytes = countReadBytes()
  const connectionLives = process.env.BAR_LIVES === undefined ? () => [] : recordLives()
  const connects = process.env.BAR_CONNECTS === undefined ? [] : recordConnects()
  const result = parseConfig(process.env)
  if ('problems' in result) throw new Error(result.problems.join('; '))
  const tuning = JSON.parse(process.env.BAR_TUNING ?? '{}') as Tuning // written by cluster.ts
  const unhandled: string[] = []
  process.on('unhandledRejection', (thrown) => unhandled.push(String(thrown)))
  const defects: string[] = []
  const keepDefect = (line: string): void => {
    if (line.includes('"defect"') && defects.length < 100) defects.push(line.trim())
    if (process.env.BAR_LOG !== undefined) appendFileSync(process.env.BAR_LOG, line)
  }
  const log = createLog({ level: result.config.logLevel, write: keepDefect })
  const gateway = await openGateway({ config: result.config, clock: createSystemClock(), log, tuning })
  assertMutated()
  const journalReads = countJournalReads(gateway.store)
  const lag = monitorEventLoopDelay({ resolution: 10 })
  lag.enable()
  const acknowledge = (journeyId: string, sequence: number): void => note({ journeyId, sequence })
  const closings = recordClosings()
  const driver = createDriver(gateway.store, process.env.BAR_ACKNOWLEDGE === undefined ? undefined : acknowledge)

  answerParent({ url: gateway.url, metricsUrl: gateway.metricsUrl ?? '' } satisfies GatewayFacts, {
    ...driver,
    /** `isGentle`: one collection of the usual kind, which callers hardly notice, instead of all that can be collected. */
    async memory({ isGentle = false }: { isGentle?: boolean } = {}): Promise<Memory> {
      if (isGentle) globalThis.gc?.({ type: 'major', execution: 'sync' })
      else await collect()
      const { rss, heapUsed, external } = process.memoryUsage()
      return { rssBytes: rss, heapBytes: heapUsed, heldBytes: heapUsed + external }
    },
    /** What somebody has managed to add to every object. */
    prototypeKeys: (): readonly string[] => Object.keys(Object.prototype),
    /** What it has connected to, when `BAR_CONNECTS` is set. */
    connects: () => connects,
    /** How long it had its connections, when `BAR_LIVES` is set. */
    connectionLives,
    /** Everything on the heap after a collection, for the parent to look through: it names nothing that is sought. */
    async heapSnapshot({ path }: { path: string }): Promise<void> {
      await collect()
      writeHeapSnapshot(path)
    },
    /** What it has read from whom it connects to at this port since it was last asked. */
    readBytes: ({ port }: { port: number }): ReadBytes => readBytes(port),
    /** Without a collection, so that it can be asked often. */
    rss: (): number => process.memoryUsage.rss(),
    /** Milliseconds of work since the process began. */
    cpuMs(): number {
      const { user, system } = process.cpuUsage()
      return (user + system) / 1_000
    },
    /** Since the last time of asking. */
    lag(): Lag {
      const toMs = (nanoseconds: number): number => nanoseconds / 1e6
      const measured = { p50Ms: toMs(lag.percentile(50)), p99Ms: toMs(lag.percentile(99)), mostMs: toMs(lag.max) }
      lag.reset()
      return measured
    },
    /** Since the last time of asking; nothing the first time. */
    journalReads,
    resources(): Resources {
      const counts: Record<string, number> = {}
      for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1
      return { counts, topics: gateway.hub.size }
    },
    /** Rejections nobody handled, and defects that were logged. */
    troubles: (): readonly string[] => [...unhandled, ...defects],
    /** What this gateway closed WebSockets with, and the responses it cut, from the first time of asking on. */
    closings,
    /** As the command does it: for an hour, from now. */
    revoke({ target }: { target: RevocationTarget }): Promise<void> {
      const now = Date.now()
      return gateway.store.addRevocation({ target, revokedAt: toInstant(now), endsAt: toInstant(now + 3_600_000) })
    },
    /** As a start that carries an idempotency key begins, in the bars' own tenant. */
    claimKey: ({ key, now }: { key: string; now: number }) =>
      gateway.store.claimKey(TENANT, key, 'fingerprint', toInstant(now)),
    /** Lets go of what has outlived its retention at that moment; gives the number of records. */
    expire: ({ now }: { now: number }): Promise<number> => gateway.store.removeExpired(toInstant(now)),
    /** As SIGTERM does it in production; the process ends by itself. */
    stop() {
      setTimeout(() => void gateway.close().then(() => process.exit(0)), 0)
    },
  })
  process.once('SIGTERM', () => void gateway.close().then(() => process.exit(0)))
}

async function collect(): Promise<void> {
  // Twice: what the first collection finalises is freed by the second.
  for (let turn = 0; turn < 2; turn += 1) {
    // This kind also gives freed pages back at once; V8 would keep them for the next burst.
    globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
    await setImmediate()
  }
}

await main()

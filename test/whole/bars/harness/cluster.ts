/**
 * Gateways as a bar meets them: real processes on real ports, one on SQLite or several on one Redis, a load balancer in
 * front, and one sandbox behind all of them that counts what it is asked. Callers carry tokens, as in production.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Tuning } from '../../../../src/gateway/tuning.ts'
import { openSandbox, type Sandbox, type SandboxOptions } from '../../../../src/sandbox/sandbox.ts'
import { openRedisServer, type RedisServer } from '../../../support/redis-server.ts'
import { TENANT } from '../../../support/store-record.ts'
import { TOKEN_ENVIRONMENT, tokenHeaders } from '../../../support/token.ts'
import { type Child, openChild } from './child.ts'
import type { ConnectionLife } from './connection-lives.ts'
import type { AddedJourney, AddJourneys, Append, Appended, Drive } from './driver.ts'
import { type FaultProxy, openFaultProxy } from './fault-proxy.ts'
import type { GatewayFacts, Lag, Memory, Resources } from './gateway-process.ts'
import type { JournalReads } from './journal-reads.ts'
import { type LoadBalancer, openLoadBalancer } from './load-balancer.ts'
import type { Mutation } from './mutation.ts'
import type { ReadBytes } from './read-bytes.ts'
import type { JournalEntry, Wholeness } from './reader.ts'
import type { ServerClosing } from './server-closing.ts'

export type Mode = 'embedded' | 'redis'

export interface ClusterOptions {
  readonly mode: Mode
  /** Gateways on one Redis; there is always one in embedded mode. @default 1 */
  readonly replicas?: number
  readonly mutations?: readonly Mutation[]
  readonly tuning?: Tuning
  /** Over what the harness sets; see `toEnvironment`. */
  readonly environment?: Readonly<Record<string, string>>
  /** Every replica tells of every acknowledged transition; listen with `onNote`. */
  readonly acknowledges?: boolean
  /** Redis writes to disk before it answers. @default false */
  readonly isDurable?: boolean
  /** Every replica reaches Redis through a fault proxy of its own. */
  readonly hasBrokerProxies?: boolean
  /** Every replica listens for hints through a fault proxy of its own. */
  readonly hasHintProxies?: boolean
  readonly sandbox?: SandboxOptions
  /** Goes before the command of every gateway. */
  readonly entry?: readonly string[]
}

/** One gateway process. */
export interface Replica {
  readonly url: string
  readonly port: number
  /** Between this replica and Redis; null unless asked for. */
  readonly broker: FaultProxy | null
  /** Between this replica's pub/sub connection and Redis; null unless asked for. */
  readonly hints: FaultProxy | null
  process(): Child<GatewayFacts>
  addJourneys(options: AddJourneys): Promise<AddedJourney[]>
  append(options: Append): Promise<Appended>
  drive(options: Drive): Promise<Appended>
  readJournal(journeys: readonly string[]): Promise<ReadonlyMap<string, readonly JournalEntry[]>>
  inspect(journeys: readonly string[]): Promise<readonly Wholeness[]>
  /** `isGentle`: after one collection of the usual kind, which callers hardly notice. */
  memory(options?: { readonly isGentle: boolean }): Promise<Memory>
  rss(): Promise<number>
  /** Milliseconds of work since the process began. */
  cpuMs(): Promise<number>
  /** What it has read from whom it connects to at this port since it was last asked. */
  readBytes(port: number): Promise<ReadBytes>
  /** What somebody has managed to add to every object of that process. */
  prototypeKeys(): Promise<readonly string[]>
  /** Every address that it has connected to, when `BAR_CONNECTS` is set. */
  connects(): Promise<readonly string[]>
  /** How long it had its connections, when `BAR_LIVES` is set. */
  connectionLives(): Promise<readonly ConnectionLife[]>
  /** Writes all that its heap holds after a collection into a file. */
  heapSnapshot(path: string): Promise<void>
  lag(): Promise<Lag>
  /** Since the last time of asking; nothing the first time. */
  journalReads(): Promise<JournalReads>
  resources(): Promise<Resources>
  /** Connections that it has ended since this was first asked, whether or not the other side has heard of it. */
  closings(): Promise<readonly ServerClosing[]>
  /** Lets go of what has outlived its retention at that moment. */
  expire(now: number): Promise<void>
  /** Rejections nobody handled, and defects that were logged. */
  troubles(): Promise<readonly string[]>
  /** SIGKILL, unless it is dead already. */
  kill(): Promise<void>
  /** Starts it again on the same port and data; gives the milliseconds until it was ready. */
  restart(): Promise<number>
}

export interface Cluster extends AsyncDisposable {
  readonly mode: Mode
  /** Where clients connect: the load balancer. */
  readonly url: string
  readonly balancer: LoadBalancer
  readonly replicas: readonly Replica[]
  /** The first of them. */
  readonly first: Replica
  readonly sandbox: Sandbox
  /** Null in embedded mode. */
  readonly redis: RedisServer | null
  /** Headers of a caller; a subject of its own keeps it apart from the limits of others. */
  headers(subject: string, tenant?: string): Promise<{ readonly authorization: string }>
}

/** What every replica seals and signs with. */
export const CLUSTER_KEY = { name: 'bars', key: Buffer.alloc(32, 'bars') }

export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  const stack = new AsyncDisposableStack()
  try {
    const sandbox = stack.use(await openSandbox(options.sandbox))
    const redis =
      options.mode === 'redis' ? stack.use(await openRedisServer({ isDurable: options.isDurable ?? false })) : null
    const dataDir = await mkdtemp(join(tmpdir(), 'finpass-graph-bar-'))
    stack.defer(() => rm(dataDir, { recursive: true, force: true }))
    const replicas: Replica[] = []
    const balancer = stack.use(await openLoadBalancer({ ports: () => replicas.map(({ port }) => port) }))
    const base = toEnvironment(sandbox, balancer.url)
    const count = redis === null ? 1 : (options.replicas ?? 1)
    for (let index = 0; index < count; index += 1) {
      const broker = redis === null || options.hasBrokerProxies !== true ? null : stack.use(await openProxyTo(redis))
      const store: Record<string, string> = redis === null ? {} : { REDIS_URL: toUrl(redis, broker) }
      const environment = { ...base, ...store, DATA_DIR: join(dataDir, String(index)), ...options.environment }
      const hints = redis === null || options.hasHintProxies !== true ? null : stack.use(await openProxyTo(redis))
      const replica = await openReplica(options, environment, { broker, hints })
      stack.defer(() => replica.kill())
      replicas.push(replica)
    }
    const [first] = replicas
    if (first === undefined) throw new Error('a cluster has a replica')
    return {
      mode: options.mode,
      url: balancer.url,
      balancer,
      replicas,
      first,
      sandbox,
      redis,
      headers: (subject, tenant = TENANT) => tokenHeaders({ subject, tenant, expiresIn: 3_600 }),
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    }
  } catch (thrown) {
    await stack.disposeAsync()
    throw thrown
  }
}

function openProxyTo({ url }: RedisServer): Promise<FaultProxy> {
  return openFaultProxy(Number(new URL(url).port))
}

function toUrl({ url }: RedisServer, broker: FaultProxy | null): string {
  return broker === null ? url : `redis://127.0.0.1:${broker.port}`
}

/** A hardened gateway: production, tokens, one upstream; only that its documents need not be saved ones. */
function toEnvironment({ url, apiKey, apiSecret }: Sandbox, publicUrl: string): Record<string, string> {
  return {
    ...TOKEN_ENVIRONMENT,
    NODE_ENV: 'production',
    DOCUMENTS: 'any',
    PORT: '0',
    METRICS_PORT: '0',
    DRAIN_MS: '0',
    LOG_LEVEL: 'warn',
    FINPASS_BASE_URL: url,
    FINPASS_API_KEY: apiKey,
    FINPASS_API_SECRET: apiSecret,
    PUBLIC_URL: publicUrl,
    REDIRECTS: 'app=https://app.example/consented',
    // Crowds come from one address and often as one caller; the bars about limits set their own.
    LIMIT_SOCKETS: '100000',
    LIMIT_STREAMS: '100000',
    LIMIT_NEW_SOCKETS: '100000',
    LIMIT_REQUESTS: '1000000',
    LIMIT_TENANT_REQUESTS: '1000000',
    SEALING_KEYS: `${CLUSTER_KEY.name}:${CLUSTER_KEY.key.toString('base64')}`,
  }
}

async function openReplica(
  { mutations = [], tuning = {}, acknowledges = false, entry = [] }: ClusterOptions,
  environment: Readonly<Record<string, string>>,
  { broker, hints }: Pick<Replica, 'broker' | 'hints'>,
): Promise<Replica> {
  const listening = hints === null ? tuning : { ...tuning, hintUrl: `redis://127.0.0.1:${hints.port}` }
  const own: Record<string, string> = { ...environment, BAR_TUNING: JSON.stringify(listening) }
  if (acknowledges) own.BAR_ACKNOWLEDGE = 'yes'
  const open = (port: string): Promise<Child<GatewayFacts>> =>
    openChild({ script: 'gateway-process.ts', environment: { ...own, PORT: port }, mutations, entry })
  let child = await open('0')
  const { url } = child.facts
  const port = Number(new URL(url).port)
  // What each command gives is the type that gateway-process.ts answers with.
  const ask = <Output>(command: string, input?: unknown) => child.request(command, input) as Promise<Output>

  return {
    url,
    port,
    broker,
    hints,
    process: () => child,
    addJourneys: (input) => ask('addJourneys', input),
    append: (input) => ask('append', input),
    drive: (input) => ask('drive', input),
    async readJournal(journeys) {
      return new Map(Object.entries(await ask<Record<string, JournalEntry[]>>('readJournal', { journeys })))
    },
    inspect: (journeys) => ask('inspect', { journeys }),
    memory: (options) => ask('memory', options),
    rss: () => ask('rss'),
    cpuMs: () => ask('cpuMs'),
    readBytes: (port) => ask('readBytes', { port }),
    prototypeKeys: () => ask('prototypeKeys'),
    connects: () => ask('connects'),
    connectionLives: () => ask('connectionLives'),
    heapSnapshot: (path) => ask('heapSnapshot', { path }),
    lag: () => ask('lag'),
    journalReads: () => ask('journalReads'),
    resources: () => ask('resources'),
    closings: () => ask('closings'),
    expire: (now) => ask('expire', { now }),
    troubles: () => ask('troubles'),
    async kill() {
      if (!child.isRunning) return
      child.signal('SIGKILL')
      await child.exited
    },
    async restart() {
      const beganAt = performance.now()
      child = await open(String(port))
      return performance.now() - beganAt
    },
  }
}

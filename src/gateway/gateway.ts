/**
 * The gateway put together: which part is given which. Nothing of the process is here (environment, signals, standard
 * output), so tests open the very same gateway.
 */
import { join } from 'node:path'
import type { Config } from '../config/config.ts'
import { createLinkPolicy } from '../domain/link.ts'
import { createSchema } from '../graph/schema.ts'
import { createApplicantRegistry } from '../journeys/applicants.ts'
import type { Checker } from '../journeys/check.ts'
import { createConsents } from '../journeys/consents.ts'
import { createCursors } from '../journeys/cursor.ts'
import { createJourneyEngine, type JourneyEngine } from '../journeys/engine.ts'
import { openFleetSchedule } from '../journeys/fleet-schedule.ts'
import { createFollow } from '../journeys/follow.ts'
import { createLoginLimit } from '../journeys/login-limit.ts'
import { openSchedule } from '../journeys/schedule.ts'
import { openTopicHub, type TopicHub } from '../journeys/topic-hub.ts'
import { gatherJourneys } from '../loaders/gathered-journeys.ts'
import { createLoaders } from '../loaders/loaders.ts'
import { openRecaller } from '../loaders/recaller.ts'
import { createReportReader } from '../loaders/report-reader.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { openApp } from '../server/app.ts'
import { readManifests } from '../server/document/manifest.ts'
import { createDirectAnswer } from '../server/direct.ts'
import { createPreparedQueries } from '../server/prepared-query.ts'
import { createDocuments } from '../server/document/documents.ts'
import { createIdentify } from '../server/document/identity.ts'
import { createWebhookReceiver } from '../server/finpass-webhook.ts'
import { loadGraphiqlPage } from '../server/graphiql/page.ts'
import { createOriginCheck } from '../server/origin.ts'
import { createLoadLimits } from '../server/load/load-limit.ts'
import { createRoleTokens } from '../server/caller/role-token.ts'
import { createPublisher } from '../server/publish.ts'
import { openReadinessWatch } from '../server/readiness-watch.ts'
import { createRefusalLog } from '../server/refusal-log.ts'
import { openWebSocketEndpoint } from '../server/websocket.ts'
import { createGraphqlHandler, type YogaOptions } from '../server/yoga.ts'
import { createAuditor } from '../store/auditor.ts'
import type { CheckQueue, CheckQueueOptions } from '../store/check-queue.ts'
import { openCheckQueue } from '../store/redis-check-queue.ts'
import type { Store } from '../store/store.ts'
import { toUrl } from './address.ts'
import { openAdmission, openLoadGate } from './admitting.ts'
import { createMemory, loadSeal, openStore, sweepRegularly } from './keeping.ts'
import { type Observing, openObserving } from './observing.ts'
import { toFailureLog } from './reporting.ts'
import { openShow } from './showing.ts'
import { toCacheBytes } from './sizing.ts'
import type { Tuning } from './tuning.ts'
import { openClient, openSandboxNear, toLinkOrigins, toParallel } from './upstream.ts'

export interface GatewayOptions {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  readonly tuning?: Tuning
}

export interface Gateway extends Pick<Observing, 'metrics' | 'metricsUrl'> {
  /** Where it can be reached from this machine. */
  readonly url: string
  /** Null when Finpass itself is the upstream. */
  readonly sandbox: Sandbox | null
  readonly store: Store
  readonly checker: Checker
  readonly engine: JourneyEngine
  readonly hub: TopicHub
  /** Finishes what is in flight, then lets everything go. */
  close(): Promise<void>
}

const SCHEMA_FOLDER = join(import.meta.dirname, '../../schema')

/** Opens every part and listens. Rejects, with nothing left open, when a part cannot be opened. */
export async function openGateway({ config, clock, log, tuning = {} }: GatewayOptions): Promise<Gateway> {
  const { pollIntervalMs, authentication } = config
  await using parts = new AsyncDisposableStack()
  const manifests = await readManifests(join(SCHEMA_FOLDER, 'documents'), config.documentsFiles)
  const observing = await openObserving({ config, clock, log, documentNames: manifests.map(({ name }) => name) })
  parts.defer(() => observing.close())
  const { openAccount } = observing
  const seal = await loadSeal(config)
  const { redisUrl } = config
  const store = observing.watchStore(await openStore({ config, seal, clock, log, tuning }))
  parts.defer(() => store.close())
  const sandbox = config.upstream.kind === 'sandbox' ? await openSandboxNear(config) : null
  const client = openClient({ config, sandbox, clock, counter: store, tuning, observer: observing.traffic })
  parts.defer(() => sandbox?.close())
  parts.defer(() => client.close())
  const checker = observing.createChecker({
    client,
    store,
    clock,
    pollIntervalMs,
    onUnknownStatus: ({ id, kind }) => log.warn('unknown status word', { journeyId: id, kind }),
  })
  const watched = { store, clock, checker, onFailure: toFailureLog(log) }
  const alone = { ...watched, parallel: toParallel(config) }
  const schedule = redisUrl === null ? openSchedule(alone) : openFleetSchedule({ ...watched, openQueue, ...tuning })
  let idle: Promise<void> | null = null
  const closeSchedule = (): Promise<void> => (idle ??= schedule.close())
  parts.defer(closeSchedule)
  function openQueue(options: Pick<CheckQueueOptions, 'run' | 'onTrouble' | 'parallel'>): CheckQueue {
    return openCheckQueue({ ...options, url: redisUrl ?? '', mostPerSecond: config.pollsPerSecond })
  }
  const terms = config.consent
  const kept = { cacheMs: config.reportCacheMs, cacheBytes: toCacheBytes(config) }
  const reader = createReportReader({ client, store, clock, terms, ...kept, onRead: observing.onRead, ...tuning })
  const { answers, ...forgetting } = createMemory({ reader, clock, ...kept })
  const recaller = openRecaller({ store, clock, ...forgetting })
  parts.defer(() => recaller.close())
  const consents = createConsents({ store, clock, terms, ...forgetting })
  const registry = createApplicantRegistry({ store, clock, ...forgetting })
  let url = ''
  const engine = createJourneyEngine({
    client,
    store,
    clock,
    checker,
    logins: createLoginLimit({ counter: store, clock, most: config.limits.logins }),
    pollIntervalMs,
    onStarted: schedule.expect,
    redirects: config.redirects,
    // Known only once the port is.
    get publicUrl() {
      return config.publicUrl ?? url
    },
    fingerprint: (text) => seal.lookupHashes(text, 'idempotency'),
  })
  const hub = openTopicHub({ store, clock, ...tuning })
  parts.defer(() => hub.close())
  const sign = (text: string): readonly string[] => seal.lookupHashes(text, 'cursor')
  const cursors = createCursors({ readEpoch: () => store.readEpoch(), sign })
  // For whoever may be one of thousands that want the same.
  const gathered = gatherJourneys(store)
  const follow = createFollow({ store: gathered, hub, cursors, ...tuning, onLive: observing.onLive })
  const draining = new AbortController()
  const publisher = createPublisher(log)
  const { allowedOrigins } = config
  const mayCall = createOriginCheck(config)
  const documents = createDocuments(config.documents, manifests)
  const answering = {
    schema: createSchema(),
    services: {
      engine,
      registry,
      follow,
      links: createLinkPolicy(toLinkOrigins(config, sandbox)),
      consents,
      createCursors() {
        let epoch: Promise<string> | null = null
        return createCursors({ readEpoch: () => (epoch ??= store.readEpoch()), sign })
      },
      createAuditor: (caller) => createAuditor({ ...caller, audit: store.audit, clock }),
      createLoaders: (caller) => createLoaders({ ...caller, store: gathered, reader }),
    },
    publisher,
    documents,
    identify: createIdentify(documents),
    showsCalls: !config.isProduction,
    allowedOrigins,
    showsSchema: !config.isProduction,
    limits: config.limits,
    answers,
    draining: draining.signal,
  } satisfies YogaOptions
  const graphql = createGraphqlHandler(answering)
  const load = createLoadLimits({ counter: store, clock, limits: config.limits })
  const gate = openLoadGate(config, clock, log)
  parts.defer(() => gate.close())
  const roles = createRoleTokens(seal.lookupHashes('key', 'role-token')[0] ?? '', clock)
  const admission = await openAdmission({ authentication, roles, store, clock, log, tuning })
  parts.defer(() => admission.close())
  const websocket = openWebSocketEndpoint({
    graphql,
    documents,
    admission,
    publisher,
    log,
    openAccount,
    onSocketEnd: observing.onSocketEnd,
    noteRefusal: createRefusalLog(log, clock),
    mayCall,
    load,
    gate,
    ...tuning,
  })
  observing.watchSizes({ hub, websocket, gate })
  let isDraining = false
  const readiness = openReadinessWatch({
    check: () => store.checkHealth(),
    onChange: (isReady) => log.warn(isReady ? 'ready again' : 'not ready: the store is away'),
  })
  parts.defer(() => readiness.close())
  const app = await openApp({
    host: config.host,
    port: config.port,
    answer: createDirectAnswer({ ...answering, graphql, prepared: createPreparedQueries(answering) }),
    openAccount,
    websocket,
    webhook: createWebhookReceiver({ store, clock, log, onNudge: schedule.nudge, onCall: observing.onWebhook }),
    admission,
    load,
    gate,
    allowedOrigins,
    mayCall,
    ...tuning,
    ...(await openShow(config, sandbox, roles)),
    graphiql: config.isProduction ? null : await loadGraphiqlPage(join(SCHEMA_FOLDER, 'operations')),
    log,
    isReady: () => readiness.read().isReady,
    readTraffic: client.readTraffic,
  })
  url = toUrl(config.host, app.port)
  observing.watchState({
    isDraining: () => isDraining,
    readReadiness: readiness.read,
    readGate: gate.read,
    readTraffic: client.readTraffic,
  })
  const opened = parts.move()
  const stopSweeping = sweepRegularly(store, clock, log)

  return {
    url,
    sandbox,
    store,
    checker,
    engine,
    hub,
    metrics: observing.metrics,
    metricsUrl: observing.metricsUrl,
    async close() {
      stopSweeping()
      isDraining = true
      app.announceDrain()
      await new Promise((resolve) => setTimeout(resolve, config.drainMs))
      draining.abort()
      await Promise.all([app.close(), closeSchedule()])
      await opened.disposeAsync()
    },
  }
}

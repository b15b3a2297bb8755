/** What the gateway shows of itself: the log of operations, metrics on a port of their own, and what each part tells them. */
import { toUrl } from './address.ts'
import type { Config } from '../config/config.ts'
import { countChecks, countStore, watchJourneys } from './counting.ts'
import type { Transition } from '../domain/journey.ts'
import type { TrafficObserver } from '../finpass/traffic/observer.ts'
import { type Checker, type CheckOptions, createChecker } from '../journeys/check.ts'
import type { ReportReaderOptions } from '../loaders/report-reader.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { openTracing } from '../platform/tracing.ts'
import type { CloseCode } from '../platform/metric-word.ts'
import { createMetrics, type Metrics } from '../platform/metrics.ts'
import { createBooks } from '../server/books.ts'
import type { WebhookOutcome } from '../server/finpass-webhook.ts'
import type { Gate } from '../server/load/gate.ts'
import { type MetricsEndpoint, type MetricsEndpointOptions, openMetricsEndpoint } from '../server/metrics-endpoint.ts'
import type { OpenAccount } from '../server/request/account.ts'
import { type ProcessState, type StateSources, toProcessState, watchState } from '../server/state.ts'
import { createTrafficBooks } from '../server/traffic-books.ts'
import type { Store } from '../store/store.ts'

export interface Observing {
  readonly metrics: Metrics
  /** Where the page of metrics is; null when METRICS_PORT is off. */
  readonly metricsUrl: string | null
  readonly openAccount: OpenAccount
  readonly traffic: TrafficObserver
  readonly onRead: NonNullable<ReportReaderOptions['onRead']>
  onLive(transition: Transition): void
  onWebhook(outcome: WebhookOutcome): void
  onSocketEnd(code: number): void
  /** The same store; what it does is counted, and what is in it shown. */
  watchStore(store: Store): Store
  /** A checker whose looks are counted. */
  createChecker(options: CheckOptions): Checker
  watchState(sources: StateSources): void
  /** Shows how many feeds are followed and sockets open, and how full it is. */
  watchSizes(parts: { readonly hub: Sized; readonly websocket: Sized; readonly gate: Pick<Gate, 'read'> }): void
  close(): Promise<void>
}

interface Sized {
  readonly size: number
}

export interface ObservingOptions {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  readonly documentNames: readonly string[]
}

/** Rejects when the port of the metrics cannot be had; one that nobody has asked for gives way to any free one. */
export async function openObserving({ config, clock, log, documentNames }: ObservingOptions): Promise<Observing> {
  const metrics = createMetrics({ documentNames })
  const tracing = config.tracing === null ? null : await openTracing(config.tracing)
  const told = createRecentSteps()
  // Known only once all parts are open.
  let state: StateSources | null = null
  const readState = (): ProcessState | null => state && toProcessState(state)
  const endpoint = await openEndpoint(config, { metrics, log, readState })
  return {
    metrics,
    metricsUrl: endpoint === null ? null : `${toUrl(config.metrics.host, endpoint.port)}/metrics`,
    openAccount: createBooks({ log, metrics, tracing }),
    traffic: createTrafficBooks(metrics, log),
    onRead: (endpoint, from) => metrics.count('finpass_graph_reports_total', { endpoint, from }),
    onLive({ observedAt, journeyId, sequence, status }) {
      metrics.measure('finpass_graph_journal_lag_seconds', {}, Math.max(0, clock.now() - observedAt) / 1_000)
      // However many follow it here, once.
      if (tracing === null || !told.isNew(`${journeyId} ${sequence}`)) return
      tracing.noteEvent(
        { journeyId, sequence },
        { 'journey.id': journeyId, 'journey.sequence': sequence, 'journey.status': status },
      )
    },
    // What is on no list is shown as other.
    onSocketEnd: (code) => metrics.count('finpass_graph_sockets_closed_total', { code: String(code) as CloseCode }),
    onWebhook: (outcome) => metrics.count('finpass_graph_webhooks_total', { outcome }),
    watchStore(store) {
      watchJourneys(store, clock, metrics)
      return countStore(store, metrics, tracing)
    },
    createChecker: (options) => countChecks(createChecker(options), metrics, tracing),
    watchState(sources) {
      state = sources
      watchState(metrics, sources)
    },
    watchSizes({ hub, websocket, gate }) {
      metrics.watch('finpass_graph_gate_under_way', () => gate.read().underWay)
      metrics.watch('finpass_graph_gate_limit', () => gate.read().limit)
      metrics.watch('finpass_graph_gate_refused', () => gate.read().refused)
      metrics.watch('finpass_graph_event_loop_delay_seconds', () => gate.read().delayMs / 1_000)
      metrics.watch('finpass_graph_topics', () => hub.size)
      metrics.watch('finpass_graph_sockets', () => websocket.size)
    },
    async close() {
      await endpoint?.close()
      await tracing?.close()
    },
  }
}

/** Remembers the latest thousand. */
function createRecentSteps(): { isNew(step: string): boolean } {
  const steps = new Set<string>()
  return {
    isNew(step) {
      if (steps.has(step)) return false
      steps.add(step)
      const [oldest] = steps
      if (steps.size > 1_000 && oldest !== undefined) steps.delete(oldest)
      return true
    },
  }
}

async function openEndpoint(
  config: Config,
  shown: Pick<MetricsEndpointOptions, 'metrics' | 'log' | 'readState'>,
): Promise<MetricsEndpoint | null> {
  const { host, port, isFixed } = config.metrics
  if (port === null) return null
  try {
    return await openMetricsEndpoint({ host, port, ...shown })
  } catch (thrown) {
    if (isFixed) throw thrown
    // A second gateway on a developer's machine.
    return openMetricsEndpoint({ host, port: 0, ...shown })
  }
}

/** What the gateway shows of itself: metrics on a port of their own, and what each part tells them. */
import type { Config } from './config.ts'
import type { Log } from './platform/log.ts'
import { createMetrics, type Metrics } from './platform/metrics.ts'
import type { TrafficObserver } from './finpass/traffic/observer.ts'
import type { ReportReaderOptions } from './loaders/report-reader.ts'
import { createTrafficBooks } from './server/traffic-books.ts'
import { createBooks } from './server/books.ts'
import { type MetricsEndpoint, openMetricsEndpoint } from './server/metrics-endpoint.ts'
import type { OpenAccount } from './server/request/account.ts'

export interface Observing {
  readonly metrics: Metrics
  /** Where the page of metrics is; null when METRICS_PORT is off. */
  readonly metricsUrl: string | null
  readonly openAccount: OpenAccount
  readonly onRead: NonNullable<ReportReaderOptions['onRead']>
  readonly traffic: TrafficObserver
  close(): Promise<void>
}

export interface ObservingOptions {
  readonly config: Config
  readonly log: Log
  readonly documentNames: readonly string[]
}

/** Rejects when the port of the metrics cannot be had; one that nobody has asked for gives way to any free one. */
export async function openObserving({ config, log, documentNames }: ObservingOptions): Promise<Observing> {
  const metrics = createMetrics({ documentNames })
  const { host, port } = config.metrics
  const endpoint = await openEndpoint(config, metrics, log)
  return {
    metrics,
    onRead: (endpoint, from) => metrics.count('finpass_graph_reports_total', { endpoint, from }),
    traffic: createTrafficBooks(metrics),
    openAccount: createBooks({ log, metrics }),
    metricsUrl: endpoint === null ? null : toUrl(host, endpoint.port || (port ?? 0)),
    close: async () => endpoint?.close(),
  }
}

async function openEndpoint(config: Config, metrics: Metrics, log: Log): Promise<MetricsEndpoint | null> {
  const { host, port, isFixed } = config.metrics
  if (port === null) return null
  try {
    return await openMetricsEndpoint({ host, port, metrics, log })
  } catch (thrown) {
    if (isFixed) throw thrown
    // A second gateway on a developer's machine.
    return openMetricsEndpoint({ host, port: 0, metrics, log })
  }
}

function toUrl(host: string, port: number): string {
  const name = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[host] ?? (host.includes(':') ? `[${host}]` : host)
  return `http://${name}:${port}/metrics`
}

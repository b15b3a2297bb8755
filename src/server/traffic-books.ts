/** Keeps the books of calls to Finpass: each attempt is counted, and told to whatever it was made for. */
import type { OperationFacts, TrafficFacts } from '../finpass/traffic/facts.ts'
import type { TrafficObserver } from '../finpass/traffic/observer.ts'
import { currentActivity } from '../platform/activity.ts'
import type { OperationName } from '../finpass/traffic/operation.ts'
import type { Log } from '../platform/log.ts'
import type { Metrics } from '../platform/metrics.ts'

/** Never throws and never waits. */
export function createTrafficBooks(metrics: Metrics, log: Pick<Log, 'warn'>): TrafficObserver {
  return {
    onAttempt({ operation: endpoint, outcome, wasSent, attempt, ms, waitedMs, isPoll }) {
      const cause = isPoll ? 'poll' : 'read'
      metrics.count('finpass_graph_upstream_attempts_total', { endpoint, outcome, cause })
      metrics.measure('finpass_graph_upstream_wait_seconds', { endpoint }, waitedMs / 1_000)
      if (wasSent) metrics.measure('finpass_graph_upstream_duration_seconds', { endpoint }, ms / 1_000)
      if (wasSent && attempt > 1) metrics.count('finpass_graph_upstream_retries_total', { endpoint })
      currentActivity()?.noteCall({ endpoint, ms, from: 'fresh', outcome })
    },
    onBreaker({ operation: endpoint, to: state }) {
      metrics.count('finpass_graph_breaker_changes_total', { endpoint, state })
      log.warn('breaker', { kind: endpoint, status: state })
    },
  }
}

const OPENNESS = { closed: 0, 'half-open': 0.5, open: 1 } as const

/** Shows how the traffic stands whenever the page of metrics is read. */
export function watchTraffic(metrics: Metrics, read: () => TrafficFacts): void {
  const each = (toValue: (facts: OperationFacts) => number): [{ endpoint: OperationName }, number][] => {
    const { operations } = read()
    const names = Object.keys(operations) as OperationName[] // the keys of the table
    return names.map((endpoint) => [{ endpoint }, toValue(operations[endpoint])])
  }
  metrics.watch('finpass_graph_breaker_open', () => each(({ breaker }) => OPENNESS[breaker]))
  metrics.watch('finpass_graph_upstream_paused', () => each(({ pausedUntil }) => (pausedUntil === null ? 0 : 1)))
  metrics.watch('finpass_graph_upstream_under_way', () => each(({ underWay }) => underWay))
  metrics.watch('finpass_graph_upstream_waiting', () => each(({ waiting }) => waiting))
  metrics.watch('finpass_graph_quota_per_second', () => {
    const { mostPerSecond, sharePerSecond } = read().quota
    return [
      ...(mostPerSecond === null ? [] : [[{ part: 'fleet' }, mostPerSecond] as const]),
      ...(sharePerSecond === null ? [] : [[{ part: 'own' }, sharePerSecond] as const]),
    ]
  })
  metrics.watch('finpass_graph_quota_waiting', () => {
    const { readsWaiting, pollsWaiting } = read().quota
    return [[{ cause: 'read' }, readsWaiting] as const, [{ cause: 'poll' }, pollsWaiting] as const]
  })
  metrics.watch('finpass_graph_retry_budget', () => {
    const { requests, repeats } = read().budget
    return [[{ what: 'requests' }, requests] as const, [{ what: 'repeats' }, repeats] as const]
  })
}

/**
 * How this process is, part by part: for metrics, and as JSON for whoever may read them. Callers are shown no more than
 * whether it is ready.
 */
import type { TrafficFacts } from '../finpass/traffic/facts.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { GateFacts } from './load/gate.ts'
import type { ReadinessFacts } from './readiness-watch.ts'
import { watchTraffic } from './traffic-books.ts'

/** Where each part is asked; cheap, and never fails. */
export interface StateSources {
  isDraining(): boolean
  readReadiness(): ReadinessFacts
  readGate(): GateFacts
  readTraffic(): TrafficFacts
}

export interface ProcessState {
  /** As `/readyz` answers callers. */
  readonly isReady: boolean
  readonly isDraining: boolean
  readonly store: ReadinessFacts['store']
  readonly load: GateFacts
  readonly finpass: TrafficFacts
}

export function toProcessState(sources: StateSources): ProcessState {
  const { isReady, store } = sources.readReadiness()
  const isDraining = sources.isDraining()
  return {
    isReady: isReady && !isDraining,
    isDraining,
    store,
    load: sources.readGate(),
    finpass: sources.readTraffic(),
  }
}

/** Shows it whenever the page of metrics is read. */
export function watchState(metrics: Metrics, sources: StateSources): void {
  metrics.watch('finpass_graph_ready', () => (toProcessState(sources).isReady ? 1 : 0))
  watchTraffic(metrics, () => sources.readTraffic())
}

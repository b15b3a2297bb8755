/**
 * The one door to Prometheus: counts what the parts tell it, asks them for the rest when it is asked itself, and shows all
 * of it as a page. Words that are not on a label's list become `other` here, whoever sent them.
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import {
  type CounterName,
  DOCUMENT_NAMES,
  type GaugeName,
  type HistogramName,
  type LabelsOf,
  type MetricName,
  type MetricSpecification,
  METRICS,
} from './metric.ts'

/** Of a gauge: its value, or one for each set of labels. */
export type Reading<Name extends GaugeName> = number | readonly (readonly [labels: LabelsOf<Name>, value: number])[]

export interface MetricsPage {
  readonly contentType: string
  readonly text: string
}

export interface Metrics {
  /** Counts `by` more, one when it is left out. */
  count<Name extends CounterName>(name: Name, labels: LabelsOf<Name>, by?: number): void
  /** Puts a value, in the unit of the metric's name, into its bucket. */
  measure<Name extends HistogramName>(name: Name, labels: LabelsOf<Name>, value: number): void
  /** Asks `read` whenever the page is asked for; one that fails leaves the gauge out of that page. */
  watch<Name extends GaugeName>(name: Name, read: () => Reading<Name> | Promise<Reading<Name>>): void
  /** Shows what the process itself is like: memory, processor, garbage, handles. Once in a process. */
  watchProcess(): void
  readPage(): Promise<MetricsPage>
}

export interface MetricsOptions {
  /** Names of the trusted documents; operations of any other name are `other`. */
  readonly documentNames: readonly string[]
}

/** Counts nothing yet. */
export function createMetrics({ documentNames }: MetricsOptions): Metrics {
  const registry = new Registry()
  const names = new Set(documentNames)
  const counters = new Map<MetricName, Counter>()
  const histograms = new Map<MetricName, Histogram>()
  const gauges = new Map<MetricName, Gauge>()
  const readings = new Map<MetricName, () => Reading<GaugeName> | Promise<Reading<GaugeName>>>()
  const words = new Map<MetricName, readonly (readonly [label: string, known: ReadonlySet<string>])[]>()

  for (const [key, specification] of Object.entries<MetricSpecification>(METRICS)) {
    const name = key as MetricName // Object.entries loses the keys' own type.
    const { kind, help, labels, buckets } = specification
    const known = Object.entries(labels).map(
      ([label, list]) => [label, list === DOCUMENT_NAMES ? names : new Set(list)] as const,
    )
    words.set(name, known)
    const common = { name, help, labelNames: Object.keys(labels), registers: [registry] }
    if (kind === 'counter') counters.set(name, new Counter(common))
    else if (kind === 'histogram') histograms.set(name, new Histogram({ ...common, buckets: [...(buckets ?? [])] }))
    else gauges.set(name, new Gauge({ ...common, collect: () => collect(name) }))
  }

  function bound<Name extends MetricName>(name: Name, labels: LabelsOf<Name>): Record<string, string> {
    const given = labels as Readonly<Record<string, string>> // so it is for every name; the compiler cannot tell for all at once
    const result: Record<string, string> = {}
    for (const [label, known] of words.get(name) ?? []) {
      const word = given[label] ?? ''
      result[label] = known.has(word) ? word : 'other'
    }
    return result
  }

  async function collect(name: MetricName): Promise<void> {
    const gauge = gauges.get(name)
    gauge?.reset()
    // Without labels a gauge that was reset says 0, which nobody has measured.
    gauge?.remove({})
    try {
      const reading = await readings.get(name)?.()
      if (typeof reading === 'number') gauge?.set(reading)
      else for (const [labels, value] of reading ?? []) gauge?.set(bound(name, labels), value)
    } catch {
      // It is left out of this page.
    }
  }

  return {
    count: (name, labels, by = 1) => counters.get(name)?.inc(bound(name, labels), by),
    measure: (name, labels, value) => histograms.get(name)?.observe(bound(name, labels), value),
    watch: (name, read) => void readings.set(name, read),
    watchProcess: () => collectDefaultMetrics({ register: registry }),
    async readPage() {
      return { contentType: registry.contentType, text: await registry.metrics() }
    },
  }
}

/**
 * The one door to Prometheus: counts what the parts tell it, asks them for the rest when it is asked itself, and shows all
 * of it as a page. Words that are not on a label's list become `other` here, whoever sent them.
 */
import { collectDefaultMetrics, Counter, Gauge, type Metric, Registry } from 'prom-client'
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
import { Buckets, createTallySet, type Known, type TallySet, toShown } from './tally.ts'

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
  const counts = new Map<MetricName, TallySet<Count>>()
  const histograms = new Map<MetricName, TallySet<Buckets>>()
  const gauges = new Map<MetricName, Gauge>()
  const readings = new Map<MetricName, () => Reading<GaugeName> | Promise<Reading<GaugeName>>>()
  const words = new Map<MetricName, Known>()
  /** Makes the counters say what has been counted. */
  const told: (() => void)[] = []

  for (const [key, specification] of Object.entries<MetricSpecification>(METRICS)) {
    const name = key as MetricName // Object.entries loses the keys' own type.
    const { kind, help, labels, buckets } = specification
    const known = Object.entries(labels).map(
      ([label, list]) => [label, list === DOCUMENT_NAMES ? names : new Set(list)] as const,
    )
    words.set(name, known)
    const common = { name, help, labelNames: Object.keys(labels), registers: [registry] }
    if (kind === 'counter') {
      const counter = new Counter(common)
      const set = createTallySet<Count>(known, (shown) => ({ shown, untold: 0 }))
      counts.set(name, set)
      told.push(() => tell(counter, set))
    } else if (kind === 'histogram') {
      const set = createTallySet(known, (shown) => new Buckets(shown, buckets ?? []))
      histograms.set(name, set)
      if (known.length === 0) set.find({})
      registry.registerMetric(toMetric(name, help, set))
    } else gauges.set(name, new Gauge({ ...common, collect: () => collect(name) }))
  }

  async function collect(name: MetricName): Promise<void> {
    const gauge = gauges.get(name)
    gauge?.reset()
    // Without labels a gauge that was reset says 0, which nobody has measured.
    gauge?.remove({})
    try {
      const reading = await readings.get(name)?.()
      const known = words.get(name) ?? []
      if (typeof reading === 'number') gauge?.set(reading)
      else for (const [labels, value] of reading ?? []) gauge?.set(toShown(known, toTexts(labels)), value)
    } catch {
      // It is left out of this page.
    }
  }

  return {
    count(name, labels, by = 1) {
      const count = counts.get(name)?.find(toTexts(labels))
      if (count !== undefined) count.untold += by
    },
    measure: (name, labels, value) => histograms.get(name)?.find(toTexts(labels)).add(value),
    watch: (name, read) => void readings.set(name, read),
    watchProcess: () => collectDefaultMetrics({ register: registry }),
    async readPage() {
      for (const each of told) each()
      return { contentType: registry.contentType, text: await registry.metrics() }
    },
  }
}

function toTexts<Name extends MetricName>(labels: LabelsOf<Name>): Readonly<Record<string, string>> {
  return labels as Readonly<Record<string, string>> // so it is for every name; the compiler cannot tell for all at once
}

interface Count {
  readonly shown: Readonly<Record<string, string>>
  untold: number
}

function tell(counter: Counter, counts: TallySet<Count>): void {
  for (const count of counts.list()) {
    counter.inc(count.shown, count.untold)
    count.untold = 0
  }
}

/** A histogram as the registry asks for one. */
function toMetric(name: string, help: string, set: TallySet<Buckets>): Metric {
  const get = async () => ({
    name,
    help,
    type: 'histogram',
    aggregator: 'sum',
    values: [...set.list()].flatMap((buckets) => buckets.toLines(name)),
  })
  return { name, help, get } as unknown as Metric // all that a page needs of one; the rest is for adding to it
}

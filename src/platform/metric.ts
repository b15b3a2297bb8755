/**
 * The metrics there are. Each label is a closed list of words, so the number of series is bounded by what stands here:
 * no id, no tenant and nothing a caller has written can become one. What is not on a list counts as `other`.
 */

/** A label whose words are the names of the trusted documents: they are files that are deployed with the gateway. */
export const DOCUMENT_NAMES = 'document names'

export interface MetricSpecification {
  readonly kind: 'counter' | 'histogram' | 'gauge'
  readonly help: string
  readonly labels: Readonly<Record<string, readonly string[] | typeof DOCUMENT_NAMES>>
  /** Upper bounds of a histogram's buckets. */
  readonly buckets?: readonly number[]
}

const OPERATION_TYPES = ['query', 'mutation', 'subscription'] as const
/** `refused`: nothing was run; `failed`: no data came of it; `partial`: some fields had an error. */
const OPERATION_OUTCOMES = ['ok', 'partial', 'failed', 'refused', 'cancelled'] as const
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30]

export const METRICS = {
  finpass_graph_ready: {
    kind: 'gauge',
    help: '1 while the store can be written and read, else 0.',
    labels: {},
  },
  finpass_graph_operations_total: {
    kind: 'counter',
    help: 'GraphQL operations that have ended, by type, name of the trusted document, transport and outcome.',
    labels: {
      type: OPERATION_TYPES,
      operation: DOCUMENT_NAMES,
      transport: ['http', 'sse', 'ws'],
      outcome: OPERATION_OUTCOMES,
    },
  },
  finpass_graph_operation_duration_seconds: {
    kind: 'histogram',
    help: 'How long queries and mutations took, from the request to the answer.',
    labels: { type: OPERATION_TYPES, operation: DOCUMENT_NAMES },
    buckets: SECONDS,
  },
} as const satisfies Readonly<Record<string, MetricSpecification>>

export type MetricName = keyof typeof METRICS
type OfKind<Kind> = { [Name in MetricName]: (typeof METRICS)[Name]['kind'] extends Kind ? Name : never }[MetricName]
export type CounterName = OfKind<'counter'>
export type HistogramName = OfKind<'histogram'>
export type GaugeName = OfKind<'gauge'>

/** The labels of a metric, each of its list; a document's name may be any text, and counts as `other` when it is none. */
export type LabelsOf<Name extends MetricName> = {
  readonly [Label in keyof (typeof METRICS)[Name]['labels']]: (typeof METRICS)[Name]['labels'][Label] extends readonly (infer Word)[]
    ? Word | 'other'
    : string
}

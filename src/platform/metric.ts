/**
 * The metrics there are. Each label is a closed list of words, so the number of series is bounded by what stands here:
 * no id, no tenant and nothing a caller has written can become one. What is not on a list counts as `other`.
 */
import { JOURNEY_KINDS, JOURNEY_STATUSES, TRANSITION_ORIGINS } from '../domain/journey.ts'
import {
  BREAKER_STATES,
  CLOSE_CODES,
  ENDPOINTS,
  FAILURE_CODES,
  FROM,
  OPERATION_OUTCOMES,
  OPERATION_TYPES,
  SECONDS,
  TRANSPORTS,
  UPSTREAM_OUTCOMES,
} from './metric-word.ts'

/** A label whose words are the names of the trusted documents: they are files that are deployed with the gateway. */
export const DOCUMENT_NAMES = 'document names'

export interface MetricSpecification {
  readonly kind: 'counter' | 'histogram' | 'gauge'
  readonly help: string
  readonly labels: Readonly<Record<string, readonly string[] | typeof DOCUMENT_NAMES>>
  /** Upper bounds of a histogram's buckets. */
  readonly buckets?: readonly number[]
}

export const METRICS = {
  finpass_graph_ready: {
    kind: 'gauge',
    help: '1 while this process would answer 200 to /readyz, else 0.',
    labels: {},
  },
  finpass_graph_operations_total: {
    kind: 'counter',
    help: 'GraphQL operations that have ended, by type, name of the trusted document, transport and outcome.',
    labels: {
      type: OPERATION_TYPES,
      operation: DOCUMENT_NAMES,
      transport: TRANSPORTS,
      outcome: OPERATION_OUTCOMES,
    },
  },
  finpass_graph_operation_duration_seconds: {
    kind: 'histogram',
    help: 'How long queries and mutations took, from the request to the answer.',
    labels: { type: OPERATION_TYPES, operation: DOCUMENT_NAMES },
    buckets: SECONDS,
  },
  finpass_graph_gate_under_way: {
    kind: 'gauge',
    help: 'Operations that take a place at the gate, which waits for nothing and refuses what is too much.',
    labels: {},
  },
  finpass_graph_gate_limit: {
    kind: 'gauge',
    help: 'How many of those there may be now: it falls while the event loop is late.',
    labels: {},
  },
  finpass_graph_gate_refused: {
    kind: 'gauge',
    help: 'Operations that the gate has refused with GATEWAY_OVERLOADED since the process began.',
    labels: {},
  },
  finpass_graph_event_loop_delay_seconds: {
    kind: 'gauge',
    help: 'What a turn of the event loop was late by, on average, in the latest tenth of a second.',
    labels: {},
  },
  finpass_graph_operations_under_way: {
    kind: 'gauge',
    help: 'Operations that have come and not ended, by transport; subscriptions among them.',
    labels: { transport: TRANSPORTS },
  },
  finpass_graph_subscriptions: {
    kind: 'gauge',
    help: 'Subscriptions under way, by transport.',
    labels: { transport: TRANSPORTS },
  },
  finpass_graph_events_total: {
    kind: 'counter',
    help: 'Results that subscriptions have sent, by transport; counted when a subscription ends.',
    labels: { transport: TRANSPORTS },
  },
  finpass_graph_errors_total: {
    kind: 'counter',
    help: 'Operations with an error of this code in them; refusals by a limit are LIMIT_ codes.',
    labels: { code: FAILURE_CODES },
  },
  finpass_graph_upstream_attempts_total: {
    kind: 'counter',
    help: 'Attempts to call Finpass, by endpoint, what came of it, and whether the schedule or a caller wanted it.',
    labels: { endpoint: ENDPOINTS, outcome: UPSTREAM_OUTCOMES, cause: ['poll', 'read'] },
  },
  finpass_graph_upstream_duration_seconds: {
    kind: 'histogram',
    help: 'How long an attempt that was sent to Finpass took, to the last byte.',
    labels: { endpoint: ENDPOINTS },
    buckets: SECONDS,
  },
  finpass_graph_upstream_wait_seconds: {
    kind: 'histogram',
    help: 'How long an attempt waited for its turn in the gateway: bulkhead and quota.',
    labels: { endpoint: ENDPOINTS },
    buckets: SECONDS,
  },
  finpass_graph_upstream_retries_total: {
    kind: 'counter',
    help: 'Attempts that were sent because an earlier one of the same call had failed.',
    labels: { endpoint: ENDPOINTS },
  },
  finpass_graph_breaker_changes_total: {
    kind: 'counter',
    help: 'How often the breaker of an endpoint went into this state.',
    labels: { endpoint: ENDPOINTS, state: BREAKER_STATES },
  },
  finpass_graph_journeys_started_total: {
    kind: 'counter',
    help: 'Journeys that were started or linked by this process.',
    labels: { kind: JOURNEY_KINDS },
  },
  finpass_graph_transitions_total: {
    kind: 'counter',
    help: 'Transitions that this process has committed, by the status they led to and what brought them.',
    labels: { status: JOURNEY_STATUSES, origin: TRANSITION_ORIGINS },
  },
  finpass_graph_journeys_open: {
    kind: 'gauge',
    help: 'Journeys of the whole fleet that have not ended, of the 500 that are due next; every process says the same.',
    labels: { kind: JOURNEY_KINDS, status: JOURNEY_STATUSES },
  },
  finpass_graph_polls_total: {
    kind: 'counter',
    help: 'Looks at journeys, by what came of them.',
    labels: { kind: JOURNEY_KINDS, outcome: ['moved', 'unchanged', 'ended', 'gone', 'failed'] },
  },
  finpass_graph_poll_overdue_seconds: {
    kind: 'gauge',
    help: 'How late the look at a journey is that should have been made first; every process says the same.',
    labels: {},
  },
  finpass_graph_journal_lag_seconds: {
    kind: 'histogram',
    help: 'From the moment a step of a journey was seen to the moment it goes to a subscriber that waits for it.',
    labels: {},
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  },
  finpass_graph_topics: {
    kind: 'gauge',
    help: 'Journeys and applicants that somebody follows at this process.',
    labels: {},
  },
  finpass_graph_sockets: {
    kind: 'gauge',
    help: 'WebSockets that are open at this process.',
    labels: {},
  },
  finpass_graph_sockets_closed_total: {
    kind: 'counter',
    help: 'WebSockets that ended, by close code: 1013 is a limit or a reader that stopped, 4403 a token that ended; or refused with this status.',
    labels: { code: CLOSE_CODES },
  },
  finpass_graph_webhooks_total: {
    kind: 'counter',
    help: 'Calls to a webhook address, by what they were answered; unknown ones are nobody we know or an old journey.',
    labels: { outcome: ['accepted', 'ended', 'unknown', 'unavailable', 'too_many', 'too_large', 'wrong_method'] },
  },
  finpass_graph_audit_writes_total: {
    kind: 'counter',
    help: 'Writes to the audit trail; one that failed has refused the access it was about.',
    labels: { outcome: ['written', 'failed'] },
  },
  finpass_graph_audit_write_seconds: {
    kind: 'histogram',
    help: 'How long a write to the audit trail took until it was durable.',
    labels: {},
    buckets: SECONDS,
  },
  finpass_graph_breaker_open: {
    kind: 'gauge',
    help: 'What the breaker of an endpoint lets through: 0 everything, 0.5 one call to try, 1 nothing.',
    labels: { endpoint: ENDPOINTS },
  },
  finpass_graph_upstream_paused: {
    kind: 'gauge',
    help: '1 while an endpoint is not asked because Finpass wants a pause or its breaker is open, else 0.',
    labels: { endpoint: ENDPOINTS },
  },
  finpass_graph_upstream_under_way: {
    kind: 'gauge',
    help: 'Calls to an endpoint that were sent and are not answered, of its own bulkhead.',
    labels: { endpoint: ENDPOINTS },
  },
  finpass_graph_upstream_waiting: {
    kind: 'gauge',
    help: 'Calls to an endpoint that wait for a place in its bulkhead.',
    labels: { endpoint: ENDPOINTS },
  },
  finpass_graph_quota_per_second: {
    kind: 'gauge',
    help: 'Calls to Finpass in a second: all that FINPASS_MAX_RPS allows the fleet, and what of it this process has now; absent without it.',
    labels: { part: ['fleet', 'own'] },
  },
  finpass_graph_quota_waiting: {
    kind: 'gauge',
    help: 'Calls that wait for the quota, by whether a caller or the schedule wants them.',
    labels: { cause: ['poll', 'read'] },
  },
  finpass_graph_retry_budget: {
    kind: 'gauge',
    help: 'Calls of the last ten seconds, and repeats among them: repeats may be 19 %.',
    labels: { what: ['requests', 'repeats'] },
  },
  finpass_graph_reports_total: {
    kind: 'counter',
    help: 'Reports that operations needed, by how they were had: asked for, shared with another, or kept from before.',
    labels: { endpoint: ENDPOINTS, from: FROM },
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

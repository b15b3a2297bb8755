/**
 * The one door to OpenTelemetry, opened only where traces have a place to go to: else neither SDK nor exporter is even loaded. What is
 * sampled is decided here and once: for a caller's operation by chance, whatever its flag says, unless callers are trusted;
 * for a step of a journey by its place, so that every process decides the same.
 */
import { hash } from 'node:crypto'
import type { Context, Link, Span, SpanContext, SpanKind as Kind, Tracer } from '@opentelemetry/api'
import { type StepPlace, TRACE_FACTS, type Trace, type TraceFacts, type TraceName, type Tracing } from './trace.ts'

export interface TracingOptions {
  /** Where spans are sent to, as OTLP over HTTP. */
  readonly url: string
  readonly serviceName: string
  /** How many of all operations are traced, from 0 to 1. */
  readonly ratio: number
  /** True when callers may say what is traced. */
  readonly trustsCallers: boolean
}

/** How often spans are sent. */
const SEND_MS = 1_000

/** Loads what is needed and begins to send. A collector that is away costs spans, and nothing else. */
export async function openTracing({ url, serviceName, ratio, trustsCallers }: TracingOptions): Promise<Tracing> {
  const [
    { ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace },
    sdk,
    { OTLPTraceExporter },
    { resourceFromAttributes },
  ] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ])
  const random = new sdk.RandomIdGenerator()
  /** The ids of the span that is being made; null for random ones. */
  let given: SpanContext | null = null
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    sampler: new sdk.AlwaysOnSampler(),
    idGenerator: {
      generateTraceId: () => given?.traceId ?? random.generateTraceId(),
      generateSpanId: () => given?.spanId ?? random.generateSpanId(),
    },
    spanProcessors: [
      new sdk.BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url }), scheduledDelayMillis: SEND_MS }),
    ],
  })
  const tracer: Tracer = provider.getTracer('finpass-graph')
  const kindOf = (name: TraceName): Kind =>
    name === 'operation' ? SpanKind.SERVER : name === 'finpass call' ? SpanKind.CLIENT : SpanKind.INTERNAL

  function toContext(traceId: string, spanId: string): SpanContext {
    return { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true }
  }

  function begin(name: TraceName, parent: Context, facts: TraceFacts, links: Link[] = []): Trace {
    return wrap(tracer.startSpan(name, { kind: kindOf(name), attributes: pick(facts), links }, parent))
  }

  function wrap(span: Span): Trace {
    const { traceId, spanId } = span.spanContext()
    return {
      traceparent: `00-${traceId}-${spanId}-01`,
      begin: (name, facts = {}) => begin(name, trace.setSpan(ROOT_CONTEXT, span), facts),
      end(facts = {}, isFailed = false) {
        span.setAttributes(pick(facts))
        const { 'graphql.operation.type': type, 'graphql.operation.name': name = '' } = facts
        if (type !== undefined) span.updateName(`${type} ${name}`.trim())
        if (isFailed) span.setStatus({ code: SpanStatusCode.ERROR })
        span.end()
      },
    }
  }

  /** Where a step stands: a trace of its own, known to everybody who knows the step. Null when it is not traced. */
  function placeOf({ journeyId, sequence }: StepPlace): SpanContext | null {
    const digest = hash('sha256', `step ${journeyId} ${sequence}`)
    const isSampled = Number.parseInt(digest.slice(48, 56), 16) / 2 ** 32 < ratio
    return isSampled ? toContext(digest.slice(0, 32), digest.slice(32, 48)) : null
  }

  return {
    beginOperation(traceparent) {
      const caller = parseTraceparent(traceparent)
      const isWanted = trustsCallers && caller !== null ? caller.isSampled : Math.random() < ratio
      if (!isWanted) return null
      const parent = caller && trace.setSpanContext(ROOT_CONTEXT, toContext(caller.traceId, caller.spanId))
      return begin('operation', parent ?? ROOT_CONTEXT, {})
    },
    beginAfter(name, step, facts = {}) {
      const place = placeOf(step)
      return place && begin(name, ROOT_CONTEXT, facts, [{ context: place }])
    },
    noteStep(step, startedAt, cause, facts = {}) {
      const place = placeOf(step)
      if (place === null) return
      const origin = cause === null ? null : parseTraceparent(cause.traceparent)
      const links = origin === null ? [] : [{ context: toContext(origin.traceId, origin.spanId) }]
      given = place
      try {
        tracer.startSpan('journey step', { startTime: startedAt, attributes: pick(facts), links }, ROOT_CONTEXT).end()
      } finally {
        given = null
      }
    },
    noteEvent(step, facts = {}) {
      const place = placeOf(step)
      if (place !== null) begin('journey event', trace.setSpanContext(ROOT_CONTEXT, place), facts).end()
    },
    // A collector that does not answer must not keep the process from ending.
    close: () => provider.shutdown().catch(() => undefined),
  }
}

/** What a caller sent as its place in a trace; null for anything that is not exactly one. Nothing beside it is read. */
export function parseTraceparent(
  given: unknown,
): { readonly traceId: string; readonly spanId: string; readonly isSampled: boolean } | null {
  if (typeof given !== 'string' || given.length !== 55) return null
  const [, traceId = '', spanId = '', flags = ''] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(given) ?? []
  if (!/[1-9a-f]/.test(traceId) || !/[1-9a-f]/.test(spanId)) return null
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 }
}

/** What is on the list, as short plain words and numbers. */
function pick(facts: TraceFacts): Record<string, string | number> {
  const picked: Record<string, string | number> = {}
  for (const name of TRACE_FACTS) {
    const value = facts[name]
    if (typeof value === 'number' || (typeof value === 'string' && /^[\w.:-]{1,100}$/.test(value))) picked[name] = value
  }
  return picked
}

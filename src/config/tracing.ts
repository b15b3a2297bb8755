/** Where traces go, if anywhere: the standard variables of OpenTelemetry, as far as they mean something here. */

export interface TracingTerms {
  /** Where spans are sent to, as OTLP over HTTP. */
  readonly url: string
  readonly serviceName: string
  /** How many of all operations leave a trace, from 0 to 1. */
  readonly ratio: number
  /** True where only services of the operator's own can call: then they say what is traced. */
  readonly trustsCallers: boolean
}

/** Reads the variables; null when there is no place to send traces to. Adds what is wrong with them to `problems`. */
export function parseTracing(
  given: Readonly<Record<string, string | undefined>>,
  problems: string[],
): TracingTerms | null {
  const common = toUrl(given.OTEL_EXPORTER_OTLP_ENDPOINT)
  const own = toUrl(given.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT)
  if (common === false) problems.push('OTEL_EXPORTER_OTLP_ENDPOINT must be an http or https URL')
  if (own === false) problems.push('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT must be an http or https URL')
  const ratio = Number(given.OTEL_TRACES_SAMPLER_ARG ?? '1')
  if (!(ratio >= 0 && ratio <= 1)) problems.push('OTEL_TRACES_SAMPLER_ARG must be 0 to 1')
  const trust = given.TRUST_TRACEPARENT ?? 'off'
  if (trust !== 'on' && trust !== 'off') problems.push('TRUST_TRACEPARENT must be on or off')
  const url = own || (common && `${common.replace(/\/+$/, '')}/v1/traces`)
  if (!url) return null
  return { url, serviceName: given.OTEL_SERVICE_NAME ?? 'finpass-graph', ratio, trustsCallers: trust === 'on' }
}

/** Null when there is none, false when it is none. */
function toUrl(text: string | undefined): string | false | null {
  if (text === undefined) return null
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) ? text : false
}

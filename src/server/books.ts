/**
 * Keeps the books of operations: each leaves one line in the log when it has ended, whichever way it came, and is counted.
 * What its caller wrote is in neither: no variable, and a name only when it is harmless.
 */
import type { FailureCode } from '../domain/failure.ts'
import { toPrincipalKind } from '../domain/principal.ts'
import type { Log, LogFields } from '../platform/log.ts'
import type { Metrics } from '../platform/metrics.ts'
import { createRoster } from '../platform/roster.ts'
import type { Tracing } from '../platform/trace.ts'
import { Account, type OpenAccount, type Transport } from './request/account.ts'

export interface BooksOptions {
  readonly log: Log
  readonly metrics: Metrics
  readonly tracing: Tracing | null
}

/** Ours to look after, however it was answered. */
const ALARMING: readonly FailureCode[] = ['AUDIT_UNAVAILABLE', 'STORE_UNAVAILABLE', 'INTERNAL']

/** Opens accounts; writes each down when it is closed. */
export function createBooks({ log, metrics, tracing }: BooksOptions): OpenAccount {
  const open = createRoster<Account>()

  function countOpen(isCounted: (account: Account) => boolean): [{ transport: Transport }, number][] {
    const counts: Record<Transport, number> = { http: 0, sse: 0, ws: 0 }
    for (const account of open.list()) if (isCounted(account)) counts[account.transport] += 1
    const transports = ['http', 'sse', 'ws'] as const
    return transports.map((transport) => [{ transport }, counts[transport]])
  }
  metrics.watch('finpass_graph_operations_under_way', () => countOpen(() => true))
  metrics.watch('finpass_graph_subscriptions', () => countOpen(({ document }) => document?.type === 'subscription'))

  function close(account: Account): void {
    if (!account.isOperation) {
      account.trace?.end()
      return
    }
    const ms = performance.now() - account.startedAt
    count(metrics, account, ms)
    endTrace(account)
    // Whoever is refused at the gate gets no line: there is one for all of them.
    if (account.codes.has('GATEWAY_OVERLOADED')) return
    const level = ALARMING.some((code) => account.codes.has(code)) ? 'warn' : 'info'
    log[level]('operation', toFields(account, ms))
  }

  return ({ requestId, transport, traceparent }) => {
    const trace = tracing?.beginOperation(traceparent) ?? null
    const account = new Account({
      requestId,
      transport,
      trace,
      onClose(closed) {
        leave()
        close(closed)
      },
    })
    const leave = open.join(account)
    return account
  }
}

function endTrace({ trace, document, requestId, transport, outcome }: Account): void {
  if (trace === null) return
  const type = document === null ? {} : { 'graphql.operation.type': document.type, 'graphql.document': document.id }
  const name = document?.isTrusted === true && document.name !== null ? { 'graphql.operation.name': document.name } : {}
  trace.end({ ...type, ...name, 'request.id': requestId, transport, outcome }, outcome === 'failed')
}

function count(metrics: Metrics, account: Account, ms: number): void {
  const { document, transport, outcome, codes, events } = account
  const type = document?.type ?? 'other'
  const operation = document?.isTrusted === true ? (document.name ?? '') : ''
  metrics.count('finpass_graph_operations_total', { type, operation, transport, outcome })
  if (type === 'subscription') metrics.count('finpass_graph_events_total', { transport }, events)
  else if (type !== 'other') {
    metrics.measure('finpass_graph_operation_duration_seconds', { type, operation }, ms / 1_000)
  }
  for (const code of codes) metrics.count('finpass_graph_errors_total', { code })
}

function toFields(account: Account, ms: number): LogFields {
  const { requestId, document, transport, outcome, status, codes, calls, upstream, events, principal } = account
  const isStream = document?.type === 'subscription'
  return {
    requestId,
    ...(document === null ? {} : { kind: document.type, document: document.id }),
    ...(document?.name == null ? {} : { operation: document.name }),
    principal: toPrincipalKind(principal),
    transport,
    outcome,
    ...(status === null ? {} : { status }),
    durationMs: Math.round(ms * 10) / 10,
    ...(isStream ? { count: events } : {}),
    ...(codes.size === 0 ? {} : { codes: [...codes] }),
    ...(calls.fresh + calls.shared + calls.cached === 0 ? {} : { calls }),
    ...(calls.fresh === 0 ? {} : { upstream }),
  }
}

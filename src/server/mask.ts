/**
 * What a caller may see of an error: a code of the catalogue, our message, where it happened, and the request's id.
 * Stacks, upstream text and the values a caller sent stay inside.
 */
import { GraphQLError, type GraphQLErrorExtensions, Kind } from 'graphql'
import { formatInstant } from '../domain/date.ts'
import { Failure, type FailureCode } from '../domain/failure.ts'
import { type Phase, toComplaint } from './complaint.ts'

/** How far a chain of causes is followed. */
const DEEPEST_CAUSE = 10

/** The expected failure behind an error, or null when it is a defect or an error of GraphQL itself. */
function findFailure(error: unknown): Failure | null {
  let current = error
  for (let depth = 0; depth < DEEPEST_CAUSE && current instanceof Error; depth += 1) {
    if (current instanceof Failure) return current
    current = current instanceof GraphQLError ? current.cause : undefined
  }
  return null
}

/** True when somebody should look at it: neither expected nor the caller's mistake. */
export function isDefect(error: GraphQLError): boolean {
  const failure = findFailure(error)
  if (failure !== null) return failure.code === 'INTERNAL'
  // GraphQL complains of a field's own result, which quotes it.
  const isResult = error.path !== undefined && error.nodes?.[0]?.kind === Kind.FIELD
  return isResult || toInnermost(error) !== null
}

/** What a resolver threw, under the wrappers of GraphQL; null when GraphQL itself complains. */
export function toInnermost(error: GraphQLError): unknown {
  let current: unknown = error
  for (let depth = 0; depth < DEEPEST_CAUSE && current instanceof GraphQLError; depth += 1) {
    current = current.cause ?? null
  }
  return current
}

/** The error as it is sent. `phase` is what was being done when GraphQL itself raised it. */
export function toPublicError(error: GraphQLError, requestId: string, phase: Phase): GraphQLError {
  const failure = isDefect(error) ? new Failure('INTERNAL') : (findFailure(error) ?? findBodyFailure(error))
  const message = failure?.message ?? toComplaint(error, phase)
  const facts = failure ?? new Failure(phase.code)
  const extensions = { ...toExtensions(facts, requestId), ...toHttp(error, facts.code) }
  // Without its nodes an error of the parser still knows its place by source and position.
  const { nodes, source, positions, path } = error
  return new GraphQLError(message, { nodes, source, positions, path, extensions })
}

function toExtensions(failure: Failure, requestId: string): GraphQLErrorExtensions {
  const { code, advice, retryable, retryAfter, scope, erasure } = failure
  return {
    code,
    ...(advice === null ? {} : { advice }),
    retryable,
    ...(retryAfter === null ? {} : { retryAfter: formatInstant(retryAfter) }),
    ...(scope === null ? {} : { scope }),
    ...(erasure === null
      ? {}
      : { erasure: { receiptId: erasure.receiptId, erasedAt: formatInstant(erasure.erasedAt) } }),
    requestId,
  }
}

/** Yoga's own refusal of a body above `maxRequestBodySize`. */
function findBodyFailure({ extensions }: GraphQLError): Failure | null {
  return extensions.code === 'REQUEST_ENTITY_TOO_LARGE' ? new Failure('LIMIT_BODY') : null
}

const OURS: ReadonlySet<FailureCode> = new Set<FailureCode>(['INTERNAL', 'STORE_UNAVAILABLE', 'AUDIT_UNAVAILABLE'])

/**
 * Yoga reads the HTTP status here and takes it out before it sends. An error of a field has none: the rest of the answer
 * stands. One of the whole request is 500 when it is ours; else 400, or with `spec` 200 to a client that asks for plain
 * application/json, as GraphQL over HTTP has it for whatever was at least a GraphQL request.
 */
function toHttp({ path, extensions }: GraphQLError, code: FailureCode): GraphQLErrorExtensions {
  if (path !== undefined) return {}
  if (OURS.has(code)) return { http: { status: 500 } }
  if (code === 'LIMIT_BODY') return { http: { status: 413 } }
  if (code === 'REQUEST_INVALID') return { http: { status: 400, ...toObject(extensions.http), spec: false } }
  return { http: { status: 400, spec: true } }
}

function toObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}

/**
 * What a caller may see of an error: a code of the catalogue, our message, where it happened, and the request's id.
 * Stacks, upstream text and the values a caller sent stay inside.
 */
import { GraphQLError, type GraphQLErrorExtensions } from 'graphql'
import { formatInstant } from '../domain/date.ts'
import { Failure, FAILURES, type FailureCode } from '../domain/failure.ts'

/** How far a chain of causes is followed. */
const DEEPEST_CAUSE = 10

/** The expected failure behind an error, or null when it is a defect or an error of GraphQL itself. */
export function findFailure(error: unknown): Failure | null {
  let current = error
  for (let depth = 0; depth < DEEPEST_CAUSE && current instanceof Error; depth += 1) {
    if (current instanceof Failure) return current
    current = current instanceof GraphQLError ? current.originalError : undefined
  }
  return null
}

/** True when somebody should look at it: neither expected nor the caller's mistake. */
export function isDefect(error: GraphQLError): boolean {
  const failure = findFailure(error)
  if (failure !== null) return failure.code === 'INTERNAL'
  return toInnermost(error) !== null
}

/** What a resolver threw, under the wrappers of GraphQL; null when GraphQL itself complains. */
export function toInnermost(error: GraphQLError): unknown {
  let current: unknown = error
  for (let depth = 0; depth < DEEPEST_CAUSE && current instanceof GraphQLError; depth += 1) {
    current = current.originalError ?? null
  }
  return current
}

/** The error as it is sent. `phase` is the code of an error that GraphQL itself raised. */
export function toPublicError(error: GraphQLError, requestId: string, phase: FailureCode): GraphQLError {
  const failure = findFailure(error)
  if (failure !== null) return rebuild(error, failure.message, toExtensions(failure, requestId), failure)
  if (isDefect(error))
    return rebuild(error, FAILURES.INTERNAL.message, toExtensions(new Failure('INTERNAL'), requestId))
  const extensions = { ...toExtensions(new Failure(phase), requestId), ...toHttp(error) }
  return rebuild(error, toHarmless(error.message), extensions)
}

/** GraphQL quotes what it was given; a value may be a password, so values are cut out and names stay. */
function toHarmless(message: string): string {
  return message
    .replace(/(got invalid value) [\s\S]*?((?: at "[^"]*")?; |$)/, '$1$2')
    .replace(/(cannot represent[^:]*): [\s\S]*$/, '$1')
    .replace(/^(Expected value of type "[^"]*"), found [\s\S]*?(?=[;.]|$)/, '$1')
    .replace(/^(Value) "[\s\S]*" (does not exist in "[^"]*" enum)[\s\S]*$/, '$1 $2.')
    .replace(/ Did you mean [\s\S]*$/, '')
    .slice(0, 500)
}

function toExtensions(failure: Failure, requestId: string): GraphQLErrorExtensions {
  const { code, advice, retryable, retryAfter, scope } = failure
  return {
    code,
    ...(advice === null ? {} : { advice }),
    retryable,
    ...(retryAfter === null ? {} : { retryAfter: formatInstant(retryAfter) }),
    ...(scope === null ? {} : { scope }),
    requestId,
  }
}

/** Yoga keeps the HTTP status of a refused request here and takes it out before it sends. */
function toHttp({ extensions }: GraphQLError): GraphQLErrorExtensions {
  return extensions.http === undefined ? {} : { http: extensions.http }
}

function rebuild(
  { nodes, path }: GraphQLError,
  message: string,
  extensions: GraphQLErrorExtensions,
  originalError?: Failure,
): GraphQLError {
  return new GraphQLError(message, {
    nodes,
    path,
    extensions,
    ...(originalError === undefined ? {} : { originalError }),
  })
}

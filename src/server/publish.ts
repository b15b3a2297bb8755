/**
 * The last thing that happens to every result, whatever the transport: errors are replaced by what may be seen of them,
 * defects are logged, and a stream that breaks ends with a coded error instead of breaking its socket.
 */
import { GraphQLError } from 'graphql'
import type { Log } from '../platform/log.ts'
import type { Phase } from './complaint.ts'
import { isDefect, toInnermost, toPublicError } from './mask.ts'

/** Errors that GraphQL itself raised, with the phase that raised them: only then is it known. */
const PHASES = new WeakMap<GraphQLError, Phase>()

/** Remembers what was being done when GraphQL raised these errors. */
export function tagPhase(errors: readonly unknown[] | undefined, phase: Phase): void {
  for (const error of errors ?? []) if (error instanceof GraphQLError && !PHASES.has(error)) PHASES.set(error, phase)
}

/** What every engine's result has in common. */
export interface Result {
  readonly data?: unknown
  readonly errors?: readonly GraphQLError[] | undefined
  readonly extensions?: Readonly<Record<string, unknown>> | undefined
}

export interface Publisher {
  /** The answer to an HTTP request; its errors also say which status it has. */
  publishAnswer<Any extends Result>(result: Any, requestId: string): Any
  /** The error as it is sent over anything but a plain answer. */
  publishError(error: GraphQLError, requestId: string): GraphQLError
  /** The result, likewise. */
  publish<Any extends Result>(result: Any, requestId: string): Any
  /** A stream of results as it is sent. Never rejects: what it breaks with becomes its last result. */
  publishAll<Any extends Result>(results: AsyncIterable<Any>, requestId: string): AsyncIterableIterator<Any | Result>
}

export function createPublisher(log: Log): Publisher {
  function publishWithStatus(error: GraphQLError, requestId: string): GraphQLError {
    if (isDefect(error)) log.error('defect', { requestId }, toInnermost(error) ?? error)
    return toPublicError(error, requestId, PHASES.get(error) ?? { code: 'REQUEST_INVALID' })
  }

  function publishError(error: GraphQLError, requestId: string): GraphQLError {
    const published = publishWithStatus(error, requestId)
    // Yoga takes the status out of its own answers only.
    delete published.extensions.http
    return published
  }

  function publish<Any extends Result>(result: Any, requestId: string): Any {
    if (result.errors === undefined) return result
    return { ...result, errors: result.errors.map((error) => publishError(error, requestId)) }
  }

  return {
    publishAnswer(result, requestId) {
      if (result.errors === undefined) return result
      return { ...result, errors: result.errors.map((error) => publishWithStatus(error, requestId)) }
    },
    publishError,
    publish,
    publishAll(results, requestId) {
      const iterator = results[Symbol.asyncIterator]()
      let isBroken = false
      return {
        async next() {
          if (isBroken) return { done: true, value: undefined }
          try {
            const result = await iterator.next()
            return result.done === true ? result : { done: false, value: publish(result.value, requestId) }
          } catch (thrown) {
            isBroken = true
            Promise.resolve(iterator.return?.()).catch(() => undefined)
            const error = thrown instanceof GraphQLError ? thrown : new GraphQLError('', { cause: thrown })
            return { done: false, value: publish({ errors: [error] }, requestId) }
          }
        },
        async return() {
          await iterator.return?.()
          return { done: true, value: undefined }
        },
        [Symbol.asyncIterator]() {
          return this
        },
      }
    },
  }
}

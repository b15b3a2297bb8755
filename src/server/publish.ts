/**
 * The last thing that happens to every result, whatever the transport: errors are replaced by what may be seen of them,
 * defects are logged, and a stream that breaks ends with a coded error instead of breaking its socket.
 */
import { GraphQLError } from 'graphql'
import type { FailureCode } from '../domain/failure.ts'
import { runWithin } from '../platform/activity.ts'
import type { Log } from '../platform/log.ts'
import type { Phase } from './complaint.ts'
import { isDefect, toInnermost, toPublicError } from './mask.ts'
import type { Account } from './request/account.ts'

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
  publishAnswer<Any extends Result>(result: Any, account: Account): Any
  /** Its errors alone, when somebody else has its data. */
  publishErrors(errors: readonly GraphQLError[], account: Account): readonly GraphQLError[]
  /** The error as it is sent over anything but a plain answer. */
  publishError(error: GraphQLError, account: Account): GraphQLError
  /** The result, likewise. */
  publish<Any extends Result>(result: Any, account: Account): Any
  /** A stream of results as it is sent. Never rejects: what it breaks with becomes its last result. */
  publishAll<Any extends Result>(results: AsyncIterable<Any>, account: Account): AsyncIterableIterator<Any | Result>
}

export function createPublisher(log: Log): Publisher {
  function publishWithStatus(error: GraphQLError, account: Account): GraphQLError {
    const { requestId } = account
    if (isDefect(error)) log.error('defect', { requestId }, toInnermost(error) ?? error)
    const published = toPublicError(error, requestId, PHASES.get(error) ?? { code: 'REQUEST_INVALID' })
    account.noteCode(published.extensions.code as FailureCode) // toPublicError gives each one of the catalogue
    return published
  }

  function publishError(error: GraphQLError, account: Account): GraphQLError {
    const published = publishWithStatus(error, account)
    // Yoga takes the status out of its own answers only.
    delete published.extensions.http
    return published
  }

  function publish<Any extends Result>(result: Any, account: Account): Any {
    account.noteResult(result)
    if (result.errors === undefined) return result
    return { ...result, errors: result.errors.map((error) => publishError(error, account)) }
  }

  return {
    publishAnswer(result, account) {
      account.noteResult(result)
      if (result.errors === undefined) return result
      return { ...result, errors: result.errors.map((error) => publishWithStatus(error, account)) }
    },
    publishErrors: (errors, account) => errors.map((error) => publishWithStatus(error, account)),
    publishError,
    publish,
    publishAll(results, account) {
      const iterator = results[Symbol.asyncIterator]()
      let isBroken = false
      return {
        async next() {
          if (isBroken) return { done: true, value: undefined }
          try {
            // Whoever drives the stream is no part of the operation.
            const result = await runWithin(account, () => iterator.next())
            if (result.done === true) return result
            account.events += 1
            return { done: false, value: publish(result.value, account) }
          } catch (thrown) {
            isBroken = true
            Promise.resolve(iterator.return?.()).catch(() => undefined)
            const error = thrown instanceof GraphQLError ? thrown : new GraphQLError('', { cause: thrown })
            return { done: false, value: publish({ errors: [error] }, account) }
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

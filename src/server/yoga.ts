/**
 * The GraphQL engine: Yoga with our schema, our context and our rules. Plugins run in the order they stand here.
 * Cookies, form posts, multipart, batches and landing pages are off: nothing a foreign page can send by itself is run.
 */
import { GraphQLError, type GraphQLSchema, responsePathAsArray } from 'graphql'
import type { Path } from 'graphql/jsutils/Path'
import { createYoga, type Plugin } from 'graphql-yoga'
import type { Failure, FailureCode } from '../domain/failure.ts'
import type { Principal } from '../domain/principal.ts'
import type { GraphContext } from '../graph/context.ts'
import type { Log } from '../platform/log.ts'
import { isDefect, toInnermost, toPublicError } from './mask.ts'

/** What the HTTP server knows of a request before GraphQL sees it. */
export interface RequestFacts {
  readonly requestId: string
  readonly principal: Principal
}

/** Makes the loaders and services of one request. */
export type CreateContext = (principal: Principal, signal: AbortSignal) => Omit<GraphContext, 'reportPartial'>

export interface YogaOptions {
  readonly schema: GraphQLSchema
  readonly createContext: CreateContext
  readonly log: Log
  /** Origins that browsers may call from; none when empty. */
  readonly allowedOrigins: readonly string[]
}

interface PartialFailure {
  readonly path: Path
  readonly failure: Failure
}
type RequestContext = GraphContext & { readonly partials: readonly PartialFailure[] }

/** Bodies above this are refused with 413. */
const LARGEST_BODY_BYTES = 1_000_000

/** What handles a request to /graphql. */
export type GraphqlHandler = ReturnType<typeof createGraphqlHandler>

// The type Yoga gives is the one thing here worth inferring.
export function createGraphqlHandler({ schema, createContext, log, allowedOrigins }: YogaOptions) {
  return createYoga<RequestFacts, RequestContext>({
    schema,
    context: ({ principal, request }) => {
      const partials: PartialFailure[] = []
      return {
        ...createContext(principal, request.signal),
        partials,
        reportPartial: (path, failure) => void partials.push({ path, failure }),
      }
    },
    plugins: [usePhases(), usePartialErrors(), usePublicErrors(log)],
    // Ours masks everything that leaves, with the request's id.
    maskedErrors: false,
    logging: false,
    graphiql: false,
    landingPage: false,
    multipart: false,
    batching: false,
    maxRequestBodySize: LARGEST_BODY_BYTES,
    cors: allowedOrigins.length === 0 ? false : toCors(allowedOrigins),
  })
}

function toCors(allowedOrigins: readonly string[]) {
  return {
    origin: [...allowedOrigins],
    credentials: false,
    methods: ['POST', 'GET', 'OPTIONS'],
    allowedHeaders: ['authorization', 'content-type', 'x-request-id'],
    exposedHeaders: ['x-request-id'],
  }
}

/** Errors that GraphQL itself raised, with the phase that raised them: only then is it known. */
const PHASES = new WeakMap<GraphQLError, FailureCode>()

/** First, so that errors are tagged before anything else looks at them. */
function usePhases(): Plugin {
  return {
    onParse:
      () =>
      ({ result }) => {
        if (result instanceof GraphQLError) PHASES.set(result, 'GRAPHQL_PARSE')
      },
    onValidate:
      () =>
      ({ result }) => {
        for (const error of result) if (error instanceof GraphQLError) PHASES.set(error, 'GRAPHQL_VALIDATION')
      },
    onExecute: () => ({
      onExecuteDone({ result }) {
        if (!('errors' in result)) return
        for (const error of result.errors ?? []) PHASES.set(error, 'INPUT_INVALID')
      },
    }),
  }
}

/** Adds the errors of fields that have a value all the same. */
function usePartialErrors(): Plugin<RequestContext> {
  return {
    onExecute: ({ args }) => ({
      onExecuteDone({ result, setResult }) {
        const { partials } = args.contextValue
        if (partials.length === 0 || !('data' in result)) return
        const errors = partials.map(
          ({ path, failure }) =>
            new GraphQLError(failure.message, { path: responsePathAsArray(path), originalError: failure }),
        )
        setResult({ ...result, errors: [...(result.errors ?? []), ...errors] })
      },
    }),
  }
}

/** Last: whatever error is about to leave is replaced by what may be seen of it, and defects are logged. */
function usePublicErrors(log: Log): Plugin<object, RequestFacts> {
  return {
    onResultProcess({ result, setResult, serverContext: { requestId } }) {
      if (Array.isArray(result) || !('errors' in result) || !result.errors) return
      const errors = result.errors.map((error) => {
        if (isDefect(error)) log.error('defect', { requestId }, toInnermost(error))
        return toPublicError(error, requestId, PHASES.get(error) ?? 'REQUEST_INVALID')
      })
      setResult({ ...result, errors })
    },
  }
}

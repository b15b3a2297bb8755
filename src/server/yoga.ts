/**
 * The GraphQL engine: Yoga with our schema, our context and our rules. Plugins run in the order they stand here.
 * Cookies, form posts, multipart, batches and landing pages are off: nothing a foreign page can send by itself is run.
 */
import { type DocumentNode, GraphQLError, type GraphQLSchema, responsePathAsArray } from 'graphql'
import { createYoga, type Plugin } from 'graphql-yoga'
import type { Phase } from './complaint.ts'
import { toEventStream } from './event-stream.ts'
import { type Publisher, tagPhase } from './publish.ts'
import { createRequestContext, type GraphServices, type RequestContext, type RequestFacts } from './request-context.ts'

export interface YogaOptions {
  readonly schema: GraphQLSchema
  readonly services: GraphServices
  readonly publisher: Publisher
  /** Origins that browsers may call from; none when empty. */
  readonly allowedOrigins: readonly string[]
  /** Aborts when this process begins to stop. */
  readonly draining: AbortSignal
}

/** Bodies above this are refused with 413. */
const LARGEST_BODY_BYTES = 1_000_000

/** What handles a request to /graphql. */
export type GraphqlHandler = ReturnType<typeof createGraphqlHandler>

// The type Yoga gives is the one thing here worth inferring.
export function createGraphqlHandler({ schema, services, publisher, allowedOrigins, draining }: YogaOptions) {
  return createYoga<RequestFacts, RequestContext>({
    schema,
    context: (facts) => createRequestContext(services, facts),
    plugins: [usePhases(), usePartialErrors(), useEventCursors(), usePublicResults(publisher, draining)],
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
    allowedHeaders: ['authorization', 'content-type', 'last-event-id', 'x-request-id'],
    exposedHeaders: ['x-request-id'],
  }
}

/** First, so that errors are tagged before anything else looks at them. */
function usePhases(): Plugin {
  return {
    onRequestParse({ requestParser, setRequestParser }) {
      if (requestParser === undefined) return
      setRequestParser(async (request) => {
        try {
          return await requestParser(request)
        } catch (thrown) {
          // Yoga lets this through when an address carries variables that are no JSON.
          if (thrown instanceof SyntaxError) throw new GraphQLError('The variables and extensions must be JSON.')
          throw thrown
        }
      })
    },
    onParse:
      () =>
      ({ result }) => {
        tagPhase([result], { code: 'GRAPHQL_PARSE' })
      },
    onValidate:
      ({ params: { schema, documentAST } }) =>
      ({ result }) => {
        tagPhase(result, toPhase('GRAPHQL_VALIDATION', schema, documentAST))
      },
    onExecute: ({ args: { schema, document } }) => ({
      onExecuteDone({ result }) {
        if ('errors' in result) tagPhase(result.errors, toPhase('INPUT_INVALID', schema, document))
      },
    }),
    onSubscribe: ({ args: { schema, document } }) => ({
      onSubscribeResult({ result }) {
        if ('errors' in result) tagPhase(result.errors, toPhase('INPUT_INVALID', schema, document))
      },
    }),
  }
}

/** Yoga's hooks have no types for these two. */
function toPhase(code: Phase['code'], schema: unknown, document: unknown): Phase {
  return { code, schema: schema as GraphQLSchema, document: document as DocumentNode } // both are what Yoga runs
}

/** Adds the errors of fields that have a value all the same. */
function usePartialErrors(): Plugin<RequestContext> {
  return {
    onExecute: ({ args }) => ({
      onExecuteDone({ result, setResult }) {
        const { partials } = args.contextValue
        if (partials.length === 0 || !('data' in result)) return
        const errors = partials.map(
          ({ path, failure }) => new GraphQLError(failure.message, { path: responsePathAsArray(path), cause: failure }),
        )
        setResult({ ...result, errors: [...(result.errors ?? []), ...errors] })
      },
    }),
  }
}

/** Puts the cursor of an event beside its data, so that a client can resume without having selected it. */
function useEventCursors(): Plugin<RequestContext> {
  return {
    onSubscribe: ({ args }) => ({
      onSubscribeResult: () => ({
        onNext({ result, setResult }) {
          const { eventCursor: cursor } = args.contextValue
          if (cursor !== null) setResult({ ...result, extensions: { cursor } })
        },
      }),
    }),
  }
}

/** Last: what leaves is made public, and what is streamed becomes server-sent events. */
function usePublicResults(publisher: Publisher, draining: AbortSignal): Plugin<object, RequestFacts> {
  return {
    onResultProcess({ request, result, setResult, setResultProcessor, serverContext: { requestId } }) {
      if (Array.isArray(result)) return
      const isStream = Symbol.asyncIterator in result
      if (!/\btext\/event-stream\b/.test(request.headers.get('accept') ?? '')) {
        if (!isStream) setResult(publisher.publishAnswer(result, requestId))
        return
      }
      const results = isStream ? result : only(result)
      setResultProcessor(
        () => toEventStream(publisher.publishAll(results, requestId), { draining }),
        'text/event-stream',
      )
    },
  }
}

async function* only<Value>(value: Value): AsyncGenerator<Value> {
  yield await Promise.resolve(value)
}

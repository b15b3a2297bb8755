/**
 * The GraphQL engine: Yoga with our schema, our context and our rules. Plugins run in the order they stand here.
 * Cookies, form posts, multipart, batches and landing pages are off: nothing a foreign page can send by itself is run.
 */
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  NoSchemaIntrospectionCustomRule,
  validate,
} from 'graphql'
import { createYoga, type Plugin } from 'graphql-yoga'
import type { Limits } from '../domain/limit.ts'
import { hasScope } from '../domain/principal.ts'
import type { Phase } from './complaint.ts'
import { useDocumentLimits } from './document/limit.ts'
import { createDocumentCache, NO_CACHE } from './document/cache.ts'
import { useDocuments } from './document/plugin.ts'
import type { Documents } from './document/documents.ts'
import { prefersEvents } from './answer.ts'
import { toEventStream } from './event-stream.ts'
import { useAudit, useGathered } from './gathered.ts'
import type { IdentifyDocument } from './document/identity.ts'
import type { KeptAnswers } from './kept/answers.ts'
import { useKeptAnswers } from './kept/plugin.ts'
import { type Publisher, tagPhase } from './publish.ts'
import { readOwn } from './request/extension.ts'
import { createRequestContext, type GraphServices, type RequestContext, type RequestFacts } from './request/context.ts'

export interface YogaOptions {
  readonly schema: GraphQLSchema
  readonly services: GraphServices
  readonly publisher: Publisher
  readonly documents: Documents
  readonly identify: IdentifyDocument
  /** True where every answer lists the calls to Finpass that were made for it: not in production. */
  readonly showsCalls: boolean
  /** Origins that browsers may call from; none when empty. */
  readonly allowedOrigins: readonly string[]
  /** False in production: there a caller needs the scope `schema:read` to ask for the schema. */
  readonly showsSchema: boolean
  readonly limits: Limits
  /** Null where nothing that was read is kept. */
  readonly answers: KeptAnswers | null
  /** Aborts when this process begins to stop. */
  readonly draining: AbortSignal
}

/** Each is put into words of our own, which takes a look at the whole document. */
const MOST_COMPLAINTS = 20

/** What handles a request to /graphql. */
export type GraphqlHandler = ReturnType<typeof createGraphqlHandler>

// The type Yoga gives is the one thing here worth inferring.
export function createGraphqlHandler({
  schema,
  services,
  publisher,
  documents,
  identify,
  showsCalls,
  allowedOrigins,
  showsSchema,
  limits,
  answers,
  draining,
}: YogaOptions) {
  return createYoga<RequestFacts, RequestContext>({
    schema,
    context: (facts) => createRequestContext(services, facts),
    plugins: [
      useDocuments(documents),
      useAccount(identify),
      useQuietValidation(showsSchema),
      useDocumentLimits(schema, limits),
      usePhases(),
      ...(answers === null ? [] : [useKeptAnswers(answers)]),
      useGathered(showsCalls),
      useAudit(),
      usePublicResults(publisher, draining),
    ],
    // Ours masks everything that leaves, with the request's id.
    maskedErrors: false,
    parserAndValidationCache: { documentCache: createDocumentCache(), errorCache: NO_CACHE },
    logging: false,
    graphiql: false,
    landingPage: false,
    multipart: false,
    batching: false,
    maxRequestBodySize: limits.bodyBytes,
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

/** Writes down what is run. */
function useAccount(identify: IdentifyDocument): Plugin<RequestFacts> {
  return {
    onParse:
      ({ params: { source }, context: { account, params } }) =>
      ({ result }) => {
        if (typeof source !== 'string' || !isDocument(result)) return
        account.document = identify(source, result, readOwn(params, 'operationName'))
      },
    onExecute({ args }) {
      ;(args.contextValue as RequestFacts).account.isRun = true // Yoga's context has all of the facts
    },
    onSubscribe({ args }) {
      ;(args.contextValue as RequestFacts).account.isRun = true // likewise
    },
  }
}

function isDocument(value: unknown): value is DocumentNode {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === Kind.DOCUMENT
}

/** Complaints never suggest a name, and in production the schema is told only to who was given the right to know it. */
function useQuietValidation(showsSchema: boolean): Plugin<RequestFacts> {
  return {
    onValidate({ addValidationRule, setValidationFn, context: { principal } }) {
      // Yoga types the arguments of any kind; they are those of graphql's own function.
      type Validate = typeof validate
      setValidationFn(((schema, document, rules) =>
        validate(schema, document, rules, { hideSuggestions: true, maxErrors: MOST_COMPLAINTS })) satisfies Validate)
      if (!showsSchema && !hasScope(principal, 'schema:read')) addValidationRule(NoSchemaIntrospectionCustomRule)
    },
  }
}

/** Before whatever looks at errors, so that each is tagged by then. */
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

/** Last: what leaves is made public, and what is streamed becomes server-sent events. */
function usePublicResults(publisher: Publisher, draining: AbortSignal): Plugin<object, RequestFacts> {
  return {
    onResultProcess({ request, result, setResult, setResultProcessor, serverContext: { account, onStream } }) {
      if (Array.isArray(result)) return
      const isStream = Symbol.asyncIterator in result
      if (!prefersEvents(request.headers.get('accept'))) {
        if (!isStream) setResult(publisher.publishAnswer(result, account))
        return
      }
      if (isStream) onStream?.()
      const results = isStream ? result : only(result)
      setResultProcessor(
        () => toEventStream(publisher.publishAll(results, account), { draining, left: request.signal }),
        'text/event-stream',
      )
    },
  }
}

async function* only<Value>(value: Value): AsyncGenerator<Value> {
  yield await Promise.resolve(value)
}

/**
 * The short way for what nearly every request is: a POST of JSON that asks for one query or mutation and is answered with JSON.
 * It runs in the same engine, with the same plugins, but without a web `Request`, `Response` and their streams around it,
 * which took as long as all the rest of the server. Whatever is in any way else, or wrong, goes the long way from the start.
 */
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ExecutionArgs, type ExecutionResult, getOperationAST, GraphQLError, OperationTypeNode } from 'graphql'
import type { Documents } from './document/documents.ts'
import { type Engine, openEngine, type OperationRequest } from './engine.ts'
import { KeptData } from './kept/data.ts'
import type { Publisher, Result } from './publish.ts'
import type { RequestFacts } from './request/context.ts'
import type { GraphqlHandler } from './yoga.ts'

export interface DirectOptions {
  readonly graphql: GraphqlHandler
  readonly documents: Documents
  readonly publisher: Publisher
  /** Largest body that a request may have. */
  readonly bodyBytes: number
}

/** Answers a request to /graphql whose caller is known. */
export type AnswerGraphql = (request: IncomingMessage, response: ServerResponse, facts: RequestFacts) => Promise<void>

/** Larger bodies are rare, and what was read of them would have to be handed on. */
const MOST_BYTES = 32_768

/** What of the forms a JSON answer has is meant by an `Accept`; the others are weighed on the long way. */
const ANSWER_TYPES: ReadonlyMap<string, string> = new Map([
  ['*/*', 'application/json'],
  ['application/json', 'application/json'],
  ['application/json, */*', 'application/json'],
  ['application/graphql-response+json', 'application/graphql-response+json'],
  ['application/graphql-response+json, application/json', 'application/graphql-response+json'],
  ['application/graphql-response+json,application/json;q=0.9', 'application/graphql-response+json'],
])

export function createDirectAnswer({ graphql, documents, publisher, bodyBytes }: DirectOptions): AnswerGraphql {
  const mostBytes = Math.min(bodyBytes, MOST_BYTES)

  /** Null when it has to go the long way: nothing was run then. */
  async function run(text: string, facts: RequestFacts): Promise<Result | null> {
    const operation = await prepare(text, facts)
    if (operation === null) return null
    try {
      const result = await operation.engine.execute(operation.args)
      // Refused before anything was run, for its variables or its cost.
      return Symbol.asyncIterator in result || !('data' in result) ? null : publish(result, facts)
    } catch (thrown) {
      return publish(
        { errors: [thrown instanceof GraphQLError ? thrown : new GraphQLError('', { cause: thrown })] },
        facts,
      )
    }
  }

  async function prepare(
    text: string,
    facts: RequestFacts,
  ): Promise<{ readonly engine: Engine; readonly args: ExecutionArgs } | null> {
    try {
      const params = toParams(JSON.parse(text), documents)
      if (params === null) return null
      const engine = openEngine(graphql, facts, params)
      const document = engine.parse(params.query)
      const { operationName, variables: variableValues } = params
      const operation = getOperationAST(document, operationName)
      if (operation?.operation === undefined || operation.operation === OperationTypeNode.SUBSCRIPTION) return null
      if (engine.validate(engine.schema, document).length > 0) return null
      const contextValue = await engine.contextFactory()
      return { engine, args: { schema: engine.schema, document, operationName, variableValues, contextValue } }
    } catch {
      // It fails the same way again, and is told why.
      return null
    }
  }

  function publish(result: ExecutionResult, { account }: RequestFacts): Result {
    return publisher.publishAnswer(result, account)
  }

  return async (request, response, facts) => {
    const type = toAnswerType(request, mostBytes)
    if (type === null) return graphql.handle(request, response, facts)
    const body = await readBody(request)
    if (body === null) return
    const result = await run(body.toString(), facts)
    if (result !== null) return send(response, result, type)
    // Already read, which it looks for here.
    await graphql.handle(Object.assign(request, { body }), response, facts)
  }
}

/** The form of the answer; null for what is no plain POST of JSON. */
function toAnswerType({ method, url, headers }: IncomingMessage, mostBytes: number): string | null {
  if (method !== 'POST' || url !== '/graphql' || headers['content-encoding'] !== undefined) return null
  // A page of another origin is told what it may read.
  if (headers.origin !== undefined || headers['transfer-encoding'] !== undefined) return null
  if (!/^application\/json(?:; ?charset=utf-8)?$/i.test(headers['content-type'] ?? '')) return null
  const length = Number(headers['content-length'] ?? 0)
  if (!(length > 0 && length <= mostBytes)) return null
  return ANSWER_TYPES.get(headers.accept ?? '*/*') ?? null
}

/** Null when the caller has gone before it had said all. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const pieces: Buffer[] = []
  request.on('data', (piece: Buffer) => pieces.push(piece))
  try {
    await once(request, 'end')
  } catch {
    return null
  }
  const [first] = pieces
  return pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces)
}

const HEAD = Buffer.from('{"data":')

const NAMES: ReadonlySet<string> = new Set(['query', 'documentId', 'operationName', 'variables', 'extensions'])

/** The request with the text that it names; null when it is not wholly well-formed. Throws `DOCUMENT_UNKNOWN`. */
function toParams(given: unknown, documents: Documents): OperationRequest | null {
  if (!isObject(given) || !Object.keys(given).every((name) => NAMES.has(name))) return null
  const { query, documentId, operationName, variables, extensions } = given
  if (query !== undefined && typeof query !== 'string') return null
  if (operationName != null && typeof operationName !== 'string') return null
  if ((variables != null && !isObject(variables)) || (extensions != null && !isObject(extensions))) return null
  const text = documents.choose({ query, documentId, extensions })
  if (text === null) return null
  const { documentId: _, ...rest } = given
  // As it came, so that whoever looks at what else was said finds it.
  return { ...rest, query: text }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function send(response: ServerResponse, result: Result, type: string): void {
  if (response.destroyed || response.writableEnded) return
  const body = toBody(result)
  response.writeHead(toStatus(result), {
    'content-type': `${type}; charset=utf-8`,
    'content-length': Buffer.byteLength(body),
  })
  response.end(body)
}

function toBody(result: Result): string | Buffer {
  const { data, errors, ...rest } = result
  if (errors !== undefined) return JSON.stringify({ ...result, errors: errors.map(toSent) })
  if (!(data instanceof KeptData)) return JSON.stringify(result)
  const others = JSON.stringify(rest).slice(1, -1)
  return Buffer.concat([HEAD, data.bytes, Buffer.from(others === '' ? '}' : `,${others}}`)])
}

/** Without the status, which is for us. */
function toSent(error: GraphQLError): object {
  const { extensions, ...rest } = error.toJSON()
  const { http: _, ...others } = extensions ?? {}
  return { ...rest, extensions: others }
}

/** Fields that failed leave the rest of the answer standing. */
function toStatus({ errors = [] }: Result): number {
  const statuses = errors.map(({ extensions }) => extensions.http?.status ?? 200)
  return Math.max(200, ...statuses)
}

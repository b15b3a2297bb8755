/**
 * The short way for what nearly every request is: a POST of JSON that asks for one query or mutation and is answered with JSON.
 * It runs in the same engine, with the same plugins, but without a web `Request`, `Response` and their streams around it,
 * which took as long as all the rest of the server. Whatever is in any way else, or wrong, goes the long way from the start.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ExecutionArgs, getOperationAST, GraphQLError, OperationTypeNode } from 'graphql'
import type { Limits } from '../domain/limit.ts'
import type { Documents } from './document/documents.ts'
import { type Engine, openEngine, type OperationRequest } from './engine.ts'
import { KeptData } from './kept/data.ts'
import type { PreparedQueries, PreparedQuery } from './prepared-query.ts'
import type { Publisher, Result } from './publish.ts'
import type { RequestFacts } from './request/context.ts'
import type { GraphqlHandler } from './yoga.ts'

export interface DirectOptions {
  readonly graphql: GraphqlHandler
  readonly documents: Documents
  readonly prepared: PreparedQueries
  readonly publisher: Publisher
  readonly limits: Pick<Limits, 'bodyBytes'>
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

/** An answer as it is sent. */
interface Answer {
  readonly status: number
  /** In their order. Bytes are kept for many answers, and are not copied for each. */
  readonly parts: readonly [string] | readonly [string, Buffer, string]
}

export function createDirectAnswer({ graphql, documents, prepared, publisher, limits }: DirectOptions): AnswerGraphql {
  const mostBytes = Math.min(limits.bodyBytes, MOST_BYTES)

  /** Null when it has to go the long way: nothing was run then. */
  async function run(text: string, facts: RequestFacts): Promise<Answer | null> {
    const request = readRequest(text)
    if (request === null) return null
    const known = prepared.find(request)
    if (known != null) return runPrepared(known, request, facts)
    const operation = await prepare(request, facts, known === null)
    if (operation === null) return null
    if ('prepared' in operation) return runPrepared(operation.prepared, request, facts)
    try {
      const result = await operation.engine.execute(operation.args)
      // Refused before anything was run, for its variables or its cost.
      if (Symbol.asyncIterator in result || !('data' in result)) return null
      return toAnswer(publisher.publishAnswer(result, facts.account))
    } catch (thrown) {
      return toFailed(thrown, facts)
    }
  }

  async function runPrepared(
    query: PreparedQuery,
    request: OperationRequest,
    facts: RequestFacts,
  ): Promise<Answer | null> {
    const { account } = facts
    try {
      const output = await query.run(request, facts)
      if (output === null) return null
      account.noteData(output.hasData)
      return toTextAnswer(output, publisher.publishErrors(output.errors ?? [], account))
    } catch (thrown) {
      return toFailed(thrown, facts)
    }
  }

  /** Null as well when it is not wholly well-formed. */
  function readRequest(text: string): OperationRequest | null {
    try {
      return toParams(JSON.parse(text), documents)
    } catch {
      // It fails the same way again, and is told why.
      return null
    }
  }

  async function prepare(
    request: OperationRequest,
    facts: RequestFacts,
    isKnown: boolean,
  ): Promise<{ readonly prepared: PreparedQuery } | { readonly engine: Engine; readonly args: ExecutionArgs } | null> {
    try {
      const engine = openEngine(graphql, facts, request)
      const document = engine.parse(request.query)
      const { operationName, variables: variableValues } = request
      const operation = getOperationAST(document, operationName)
      if (operation?.operation === undefined || operation.operation === OperationTypeNode.SUBSCRIPTION) return null
      if (engine.validate(engine.schema, document).length > 0) return null
      const added = isKnown ? null : prepared.add(request, document, operation)
      if (added !== null) return { prepared: added }
      const contextValue = await engine.contextFactory()
      return { engine, args: { schema: engine.schema, document, operationName, variableValues, contextValue } }
    } catch {
      // As above.
      return null
    }
  }

  function toFailed(thrown: unknown, { account }: RequestFacts): Answer {
    const error = thrown instanceof GraphQLError ? thrown : new GraphQLError('', { cause: thrown })
    return toAnswer(publisher.publishAnswer({ errors: [error] }, account))
  }

  return async (request, response, facts) => {
    const type = toAnswerType(request, mostBytes)
    if (type === null) return graphql.handle(request, response, facts)
    const body = await readBody(request)
    if (body === null) return
    const answer = await run(body.toString(), facts)
    if (answer !== null) return send(response, answer, type)
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
function readBody(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const [first] = pieces
      resolve(pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces))
    })
    // Whoever goes in the middle of it.
    request.on('error', () => resolve(null))
  })
}

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

function send(response: ServerResponse, { status, parts }: Answer, type: string): void {
  if (response.destroyed || response.writableEnded) return
  let length = 0
  for (const part of parts) length += Buffer.byteLength(part)
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'content-length': length })
  if (parts.length === 1) return void response.end(parts[0])
  // Node hands them to the system all at once.
  const [before, data, behind] = parts
  response.write(before)
  response.write(data)
  response.end(behind)
}

function toAnswer(result: Result): Answer {
  const { data, errors, ...rest } = result
  if (errors === undefined && data instanceof KeptData) return toTextAnswer({ ...rest, data: data.bytes }, [])
  const body = JSON.stringify(errors === undefined ? result : { ...result, errors: errors.map(toSent) })
  return { status: toStatus(errors ?? []), parts: [body] }
}

/** Of data that is JSON already. The parts stand in the order in which the engine has them. */
function toTextAnswer(
  { data, extensions }: { readonly data: string | Buffer; readonly extensions?: Result['extensions'] },
  errors: readonly GraphQLError[],
): Answer {
  const before = errors.length === 0 ? '{"data":' : `{"errors":${JSON.stringify(errors.map(toSent))},"data":`
  const behind = extensions === undefined ? '}' : `,"extensions":${JSON.stringify(extensions)}}`
  const parts: Answer['parts'] = typeof data === 'string' ? [`${before}${data}${behind}`] : [before, data, behind]
  return { status: toStatus(errors), parts }
}

/** Without the status, which is for us. */
function toSent(error: GraphQLError): object {
  const { extensions, ...rest } = error.toJSON()
  const { http: _, ...others } = extensions ?? {}
  return { ...rest, extensions: others }
}

/** Fields that failed leave the rest of the answer standing. */
function toStatus(errors: readonly GraphQLError[]): number {
  let status = 200
  for (const { extensions } of errors) status = Math.max(status, extensions.http?.status ?? 200)
  return status
}

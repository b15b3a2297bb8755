/**
 * An operation that comes over WebSocket, made ready to run by the same engine as over HTTP: counted, looked up, parsed,
 * validated, with a context of its own.
 */
import { type DocumentNode, type ExecutionArgs, GraphQLError, type GraphQLSchema } from 'graphql'
import type { OperationResult, SubscribePayload } from 'graphql-ws'
import type { Documents } from './document/documents.ts'
import type { LoadLimits } from './load/load-limit.ts'
import type { RequestFacts } from './request/context.ts'
import type { SocketContext } from './websocket-connection.ts'
import type { GraphqlHandler } from './yoga.ts'

/** What Yoga prepares for one operation; it types these functions loosely itself. */
interface Engine {
  readonly schema: GraphQLSchema
  parse(query: string): DocumentNode
  validate(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[]
  contextFactory(): Promise<unknown>
  execute(args: ExecutionArgs): OperationResult
  subscribe(args: ExecutionArgs): OperationResult
}
/** An operation carries the engine it was prepared by, so that it runs with our plugins. */
export type Prepared = ExecutionArgs & Pick<Engine, 'execute' | 'subscribe'>

export interface PrepareOptions {
  readonly graphql: GraphqlHandler
  readonly documents: Documents
  readonly load: LoadLimits
}

/** What answers `subscribe`: the operation ready to run, or the errors that it is refused with. Never rejects. */
export function createPrepare({ graphql, documents, load }: PrepareOptions) {
  return async (
    { subscriptions, extra: { connection } }: SocketContext,
    _id: string,
    payload: SubscribePayload,
  ): Promise<Prepared | readonly GraphQLError[]> => {
    const { principal, requestId, gone } = connection
    if (principal === null) return [new GraphQLError('')]
    const refusal = load.admitOn(principal, Object.keys(subscriptions).length)
    if (refusal !== null) return [new GraphQLError('', { cause: refusal })]
    const facts: RequestFacts = { principal, requestId, signal: gone, lastEventId: null }
    try {
      // The protocol wants a text where a document is named by its id; it is empty then.
      const query = documents.choose(payload) ?? payload.query
      // Yoga's own types are of any kind; this is what they are.
      const engine = graphql.getEnveloped({ ...facts, params: { ...payload, query } }) as Engine
      const { schema, execute, subscribe } = engine
      const document = engine.parse(query)
      const errors = engine.validate(schema, document)
      if (errors.length > 0) return errors
      const { operationName, variables: variableValues } = payload
      const contextValue = await engine.contextFactory()
      return { schema, document, operationName, variableValues, contextValue, execute, subscribe }
    } catch (thrown) {
      return [thrown instanceof GraphQLError ? thrown : new GraphQLError('', { cause: thrown })]
    }
  }
}

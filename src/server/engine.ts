/**
 * An operation made ready by the GraphQL engine without a request of its own kind around it: parsed, validated, with a
 * context. What WebSocket and plain HTTP have in common.
 */
import type { DocumentNode, ExecutionArgs, ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql'
import type { RequestFacts } from './request/context.ts'
import type { GraphqlHandler } from './yoga.ts'

/** What a caller asks for, its document found. */
export interface OperationRequest {
  readonly query: string
  readonly operationName?: string | null | undefined
  readonly variables?: { readonly [variable: string]: unknown } | null | undefined
}

/** A result, or the results of a subscription. */
export type OperationOutput = ExecutionResult | AsyncIterable<ExecutionResult>

/** What Yoga prepares for one operation; it types these functions loosely itself. */
export interface Engine {
  readonly schema: GraphQLSchema
  parse(query: string): DocumentNode
  validate(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[]
  contextFactory(): Promise<unknown>
  execute(args: ExecutionArgs): OperationOutput | Promise<OperationOutput>
  subscribe(args: ExecutionArgs): OperationOutput | Promise<OperationOutput>
}

/** The engine with our plugins, for one operation. */
export function openEngine(graphql: GraphqlHandler, facts: RequestFacts, params: OperationRequest): Engine {
  // Yoga's own types are of any kind; this is what they are.
  return graphql.getEnveloped({ ...facts, params }) as Engine
}

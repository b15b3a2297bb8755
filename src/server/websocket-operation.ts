/**
 * An operation that comes over WebSocket, made ready to run by the same engine as over HTTP: counted, looked up, parsed,
 * validated, with a context of its own.
 */
import { type ExecutionArgs, getOperationAST, GraphQLError } from 'graphql'
import type { SubscribePayload } from 'graphql-ws'
import { Failure } from '../domain/failure.ts'
import { runWithin } from '../platform/activity.ts'
import type { Documents } from './document/documents.ts'
import { type Engine, openEngine } from './engine.ts'
import type { Gate } from './load/gate.ts'
import type { LoadLimits } from './load/load-limit.ts'
import type { Account, OpenAccount } from './request/account.ts'
import type { RequestFacts } from './request/context.ts'
import { readExtension } from './request/extension.ts'
import type { Connection, SocketContext } from './websocket-connection.ts'
import type { GraphqlHandler } from './yoga.ts'

/** An operation carries the engine it was prepared by, so that it runs with our plugins. */
export type Prepared = ExecutionArgs & Pick<Engine, 'execute' | 'subscribe'> & { readonly account: Account }

export interface PrepareOptions {
  readonly graphql: GraphqlHandler
  readonly documents: Documents
  readonly load: LoadLimits
  readonly gate: Gate
  readonly openAccount: OpenAccount
}

/**
 * What answers `subscribe`: the operation ready to run, or the errors that it is refused with. Never rejects. Under overload
 * a socket that wants a stream and has nothing else to lose is closed with 1013: stock clients come back from that, while an
 * error would end the stream for good.
 */
export function createPrepare({ graphql, documents, load, gate, openAccount }: PrepareOptions) {
  async function prepare(
    account: Account,
    { subscriptions, extra: { connection } }: SocketContext,
    payload: SubscribePayload,
  ): Promise<Prepared | readonly GraphQLError[]> {
    const { principal, requestId, gone } = connection
    if (principal === null) return [new GraphQLError('')]
    account.principal = principal
    const refusal = load.admitOn(principal, Object.keys(subscriptions).length)
    if (refusal !== null) return [new GraphQLError('', { cause: refusal })]
    const facts: RequestFacts = { principal, requestId, signal: gone, lastEventId: null, account }
    try {
      // The protocol wants a text where a document is named by its id; it is empty then.
      const query = documents.choose(payload) ?? payload.query
      const engine = openEngine(graphql, facts, { ...payload, query })
      const { schema, execute, subscribe } = engine
      const document = engine.parse(query)
      const errors = engine.validate(schema, document)
      if (errors.length > 0) return errors
      const { operationName, variables: variableValues } = payload
      const contextValue = await engine.contextFactory()
      return { schema, document, operationName, variableValues, contextValue, execute, subscribe, account }
    } catch (thrown) {
      return [thrown instanceof GraphQLError ? thrown : new GraphQLError('', { cause: thrown })]
    }
  }

  return async (
    context: SocketContext,
    id: string,
    payload: SubscribePayload,
  ): Promise<Prepared | readonly GraphQLError[]> => {
    const { socket, connection } = context.extra
    const traceparent = readExtension(payload, 'traceparent') ?? connection.traceparent
    const account = openAccount({ requestId: connection.requestId, transport: 'ws', traceparent })
    connection.accounts.set(id, account)
    const isStream = isStreamLike(payload, documents)
    const slot = isStream ? gate.enterStream() : gate.enter()
    if (slot === null) {
      const { code, retryAfter } = gate.toRefusal()
      const isAlone = Object.keys(context.subscriptions).length === 1
      if (isStream && isAlone) socket.close(1013, 'Try again later')
      return [new GraphQLError('', { cause: new Failure(code, { retryAfter }) })]
    }
    connection.slots.set(id, slot)
    const turn = isStream ? null : slot.untilTurn()
    if (turn !== null) await turn
    const prepared = await runWithin(account, () => prepare(account, context, payload))
    // What the document has no such operation of goes no further either.
    const isRun = 'document' in prepared && getOperationAST(prepared.document, prepared.operationName) != null
    if (!isRun) freeSlot(context, id)
    // Called off meanwhile: its errors will be sent to nobody.
    if (!(id in context.subscriptions)) endOperation(connection, id, true)
    return prepared
  }
}

/** The operation is over: its last word was sent, or its caller has called it off. */
export function endOperation({ accounts }: Connection, id: string, hasLeft = false): void {
  const account = accounts.get(id)
  accounts.delete(id)
  if (hasLeft) account?.noteLeft()
  account?.close()
}

/** The operation is done, was refused, or has become a stream: it takes no place among those under way any more. */
export function freeSlot({ extra: { connection } }: SocketContext, id: string): void {
  connection.slots.get(id)?.leave()
  connection.slots.delete(id)
}

/** By the look of it: nothing has been parsed. */
function isStreamLike(payload: SubscribePayload, documents: Documents): boolean {
  try {
    return /\bsubscription\b/.test(documents.choose(payload) ?? payload.query)
  } catch {
    // No document that may be run.
    return false
  }
}

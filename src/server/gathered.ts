/** What happens to every result between the resolvers and the way out, whatever the transport. */
import { type ExecutionResult, GraphQLError, responsePathAsArray } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Account } from './request/account.ts'
import type { RequestContext, RequestFacts } from './request/context.ts'

/** What stands beside the data of an answer. */
export interface Gathered {
  readonly errors?: readonly GraphQLError[]
  readonly extensions?: Readonly<Record<string, unknown>>
}

/**
 * Puts beside the data what the context has gathered: errors of fields that have a value all the same, and the cursor of
 * an event, so that a client can resume without having selected it.
 */
export function useGathered(showsCalls: boolean): Plugin<RequestContext & RequestFacts> {
  function addGathered(result: ExecutionResult, context: RequestContext & RequestFacts): ExecutionResult {
    return { ...result, ...gather(result.errors ?? [], context, context.account, showsCalls) }
  }
  return {
    onExecute: ({ args }) => ({
      onExecuteDone({ result, setResult }) {
        if ('data' in result) setResult(addGathered(result, args.contextValue))
      },
    }),
    onSubscribe: ({ args }) => ({
      onSubscribeResult: () => ({
        onNext: ({ result, setResult }) => setResult(addGathered(result, args.contextValue)),
      }),
    }),
  }
}

/** Nothing that was read leaves before it is on record: without the record, nothing of it leaves at all. */
export function useAudit(): Plugin<RequestContext> {
  return {
    onExecute: ({ args }) => ({
      async onExecuteDone({ result, setResult }) {
        if ('data' in result) setResult(await withRecord(result, args.contextValue))
      },
    }),
    onSubscribe: ({ args }) => ({
      onSubscribeResult: () => ({
        onNext: async ({ result, setResult }) => setResult(await withRecord(result, args.contextValue)),
      }),
    }),
  }
}

async function withRecord(result: ExecutionResult, context: RequestContext): Promise<ExecutionResult> {
  const failure = await settleAudit(context)
  return failure === null ? result : { data: null, errors: [failure] }
}

/** Resolves once what was read is on record; with the error to answer instead when it cannot be. */
export async function settleAudit(context: RequestContext): Promise<GraphQLError | null> {
  try {
    await context.settleAudit()
    return null
  } catch (cause) {
    return new GraphQLError('', { cause })
  }
}

/** The errors of a result with those of the context, and what else it says besides its data. */
export function gather(
  errors: readonly GraphQLError[],
  { partials, eventCursor: cursor }: RequestContext,
  account: Account,
  showsCalls: boolean,
): Gathered {
  const calls = showsCalls ? account.takeCalls() : []
  const more = partials.map(
    ({ path, failure }) => new GraphQLError(failure.message, { path: responsePathAsArray(path), cause: failure }),
  )
  return {
    ...(errors.length + more.length === 0 ? {} : { errors: [...errors, ...more] }),
    ...(cursor === null && calls.length === 0
      ? {}
      : {
          extensions: { ...(cursor === null ? {} : { cursor }), ...(calls.length === 0 ? {} : { finpass: calls }) },
        }),
  }
}

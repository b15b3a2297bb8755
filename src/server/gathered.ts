/** What happens to every result between the resolvers and the way out, whatever the transport. */
import { type ExecutionResult, GraphQLError, responsePathAsArray } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { RequestContext, RequestFacts } from './request/context.ts'

/**
 * Puts beside the data what the context has gathered: errors of fields that have a value all the same, and the cursor of
 * an event, so that a client can resume without having selected it.
 */
export function useGathered(showsCalls: boolean): Plugin<RequestContext & RequestFacts> {
  return {
    onExecute: ({ args }) => ({
      onExecuteDone({ result, setResult }) {
        if ('data' in result) setResult(addGathered(result, args.contextValue, showsCalls))
      },
    }),
    onSubscribe: ({ args }) => ({
      onSubscribeResult: () => ({
        onNext: ({ result, setResult }) => setResult(addGathered(result, args.contextValue, showsCalls)),
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
  try {
    await context.settleAudit()
    return result
  } catch (cause) {
    return { data: null, errors: [new GraphQLError('', { cause })] }
  }
}

function addGathered(
  result: ExecutionResult,
  { partials, eventCursor: cursor, account }: RequestContext & RequestFacts,
  showsCalls: boolean,
): ExecutionResult {
  const calls = showsCalls ? account.takeCalls() : []
  const errors = partials.map(
    ({ path, failure }) => new GraphQLError(failure.message, { path: responsePathAsArray(path), cause: failure }),
  )
  return {
    ...result,
    ...(errors.length === 0 ? {} : { errors: [...(result.errors ?? []), ...errors] }),
    ...(cursor === null && calls.length === 0
      ? {}
      : {
          extensions: { ...(cursor === null ? {} : { cursor }), ...(calls.length === 0 ? {} : { finpass: calls }) },
        }),
  }
}

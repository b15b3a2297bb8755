/** Keeps the answers of queries that the engine runs itself. */
import { type ExecutionArgs, type ExecutionResult, getOperationAST, OperationTypeNode } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { RequestContext } from '../request/context.ts'
import { answerKept } from './answering.ts'
import type { KeptAnswers } from './answers.ts'
import { KeptData } from './data.ts'

type Execute = (args: ExecutionArgs) => ExecutionResult | Promise<ExecutionResult>

/** Behind whatever refuses operations or says how they are executed, and before what happens to results. */
export function useKeptAnswers(answers: KeptAnswers): Plugin<RequestContext> {
  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      const given: ExecutionArgs = args
      if (getOperationAST(given.document, given.operationName)?.operation !== OperationTypeNode.QUERY) return
      const execute = executeFn as Execute // Yoga types it loosely
      setExecuteFn(() =>
        answerKept<ExecutionResult>(answers, given, args.contextValue, {
          execute: () => execute(given),
          toData: ({ data, errors }) =>
            errors !== undefined || data == null ? null : new KeptData(JSON.stringify(data)),
          // The engine's type has objects of records without a prototype.
          fromData: (data) => ({ data: data as never }),
        }),
      )
    },
  }
}

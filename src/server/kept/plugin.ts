/**
 * Answers a query that was asked before from what was answered then, as long as everything that was loaded for it is the
 * same: applicants and journeys are read again each time, under the caller's own rights, and recorded; reports must be those
 * of then. An answer is for the one caller it was made for, and its rights are part of its name.
 */
import { type ExecutionArgs, type ExecutionResult, getOperationAST, OperationTypeNode } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Principal } from '../../domain/principal.ts'
import type { Consents } from '../../journeys/consents.ts'
import { isUnchanged, recordLoads } from '../../loaders/recorded-loads.ts'
import type { RequestContext } from '../request/context.ts'
import type { KeptAnswers } from './answers.ts'
import { KeptData } from './data.ts'

type Execute = (args: ExecutionArgs) => ExecutionResult | Promise<ExecutionResult>

/** Behind whatever refuses operations or says how they are executed, and before what happens to results. */
export function useKeptAnswers(answers: KeptAnswers): Plugin<RequestContext> {
  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      const given: ExecutionArgs = args
      if (getOperationAST(given.document, given.operationName)?.operation !== OperationTypeNode.QUERY) return
      setExecuteFn(() => answer(answers, given, args.contextValue, executeFn as Execute)) // Yoga types it loosely
    },
  }
}

async function answer(
  answers: KeptAnswers,
  args: ExecutionArgs,
  context: RequestContext,
  execute: Execute,
): Promise<ExecutionResult> {
  const key = toKey(args, context)
  const kept = answers.find(key)
  // The context's own type has it; what Yoga makes of it is an object of records without a prototype.
  if (kept !== null && (await isUnchanged(kept.loads, context.loaders))) return { data: kept.data as never }
  const recording = recordLoads(context.loaders)
  context.loaders = recording.loaders
  context.consents = watchConsents(context.consents, recording.spoil)
  const result = await execute(args)
  if (result.errors !== undefined || result.data == null || context.partials.length > 0) return result
  const loads = await recording.finish()
  // Without a report there is little to be spared.
  if (loads === null || loads.reports.length === 0) return result
  const data = new KeptData(result.data)
  answers.keep(key, { data, loads })
  return { ...result, data: data as never } // as above
}

/** Whether consent holds depends on the hour. */
function watchConsents(consents: Consents, onUse: () => void): Consents {
  return {
    ...consents,
    describe(journey) {
      onUse()
      return consents.describe(journey)
    },
  }
}

/** All that an answer depends on, but for what is loaded. */
function toKey({ document, operationName, variableValues }: ExecutionArgs, context: RequestContext): string {
  const { principal, purposes } = context
  return JSON.stringify([toCallerKey(principal), purposes, numberOf(document), operationName, variableValues])
}

const CALLERS = new WeakMap<Principal, string>()

function toCallerKey(principal: Principal): string {
  const known = CALLERS.get(principal)
  if (known !== undefined) return known
  const { tenant, subject, applicant, scopes } = principal
  const key = JSON.stringify([tenant, subject, applicant, [...scopes].toSorted()])
  CALLERS.set(principal, key)
  return key
}

const NUMBERS = new WeakMap<object, number>()
let latest = 0

/** The same for the same document; documents are parsed once as long as they are in use. */
function numberOf(document: object): number {
  const known = NUMBERS.get(document)
  if (known !== undefined) return known
  latest += 1
  NUMBERS.set(document, latest)
  return latest
}

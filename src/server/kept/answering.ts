/**
 * Answers a query that was asked before from what was answered then, as long as everything that was loaded for it is the
 * same: applicants and journeys are read again each time, under the caller's own rights, and recorded; reports must be those
 * of then. An answer is for the one caller it was made for, and its rights are part of its name.
 */
import type { ExecutionArgs } from 'graphql'
import type { Principal } from '../../domain/principal.ts'
import type { Consents } from '../../journeys/consents.ts'
import { isUnchanged, recordLoads } from '../../loaders/recorded-loads.ts'
import type { RequestContext } from '../request/context.ts'
import type { KeptAnswers } from './answers.ts'
import type { KeptData } from './data.ts'

/** What is asked, as much of it as names an answer. */
export type Asked = Pick<ExecutionArgs, 'document' | 'operationName' | 'variableValues'>

export interface Answering<Output> {
  /** Runs the query itself. */
  execute(): Output | Promise<Output>
  /** The data of an output that may be kept; null of one that may not. */
  toData(output: Output): KeptData | null
  /** An output with this data and nothing else. */
  fromData(data: KeptData): Output
}

/** The output, from what was kept or made now. Rejects as `execute` does. */
export async function answerKept<Output>(
  answers: KeptAnswers,
  asked: Asked,
  context: RequestContext,
  { execute, toData, fromData }: Answering<Output>,
): Promise<Output> {
  const key = toKey(asked, context)
  const kept = answers.find(key)
  if (kept !== null && (await isUnchanged(kept.loads, context.loaders))) return fromData(kept.data)
  const recording = recordLoads(context.loaders)
  context.loaders = recording.loaders
  context.consents = watchConsents(context.consents, recording.spoil)
  const output = await execute()
  if (context.partials.length > 0) return output
  const loads = await recording.finish()
  // Without a report there is little to be spared.
  if (loads === null || loads.reports.length === 0) return output
  // Last: it copies the whole answer.
  const data = toData(output)
  if (data === null) return output
  answers.keep(key, { data, loads })
  return fromData(data)
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
function toKey({ document, operationName, variableValues }: Asked, context: RequestContext): string {
  const { principal, purposes } = context
  return JSON.stringify([toRightsKey(principal), purposes, numberOf(document), operationName, variableValues])
}

const RIGHTS = new WeakMap<Principal, string>()

/** Who asks, and what of the answer depends on that. */
function toRightsKey(principal: Principal): string {
  const known = RIGHTS.get(principal)
  if (known !== undefined) return known
  const { tenant, subject, applicant, scopes } = principal
  const key = JSON.stringify([tenant, subject, applicant, [...scopes].toSorted()])
  RIGHTS.set(principal, key)
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

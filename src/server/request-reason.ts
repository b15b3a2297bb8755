/** Why a request is made, as its caller says in the GraphQL request extension `reason`: the same on every transport. */
import { parseReason } from '../domain/audit.ts'
import { Failure } from '../domain/failure.ts'

/** The reason, or null when none is given; throws `INPUT_REASON` when it is not 1 to 200 printable characters. */
export function readReason(params: unknown): string | null {
  const extensions = findIn(params, 'extensions')
  const given = findIn(extensions, 'reason')
  if (given === undefined || given === null) return null
  const reason = parseReason(given)
  if (reason === null) throw new Failure('INPUT_REASON')
  return reason
}

function findIn(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return (value as Readonly<Record<string, unknown>>)[name] // an object that has it, as was just seen
}

/** Why a request is made, as its caller says in the GraphQL request extension `reason`: the same on every transport. */
import { parseReason } from '../../domain/audit.ts'
import { Failure } from '../../domain/failure.ts'
import { readExtension } from './extension.ts'

/** The reason, or null when none is given; throws `INPUT_REASON` when it is not 1 to 200 printable characters. */
export function readReason(params: unknown): string | null {
  const given = readExtension(params, 'reason')
  if (given === undefined || given === null) return null
  const reason = parseReason(given)
  if (reason === null) throw new Failure('INPUT_REASON')
  return reason
}

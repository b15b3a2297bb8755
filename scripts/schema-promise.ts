/**
 * Holds the present schema against its committed history and the list of accepted breaks, and puts the result in words.
 * Used by `codegen.ts --check` and by test/guards/schema-current.test.ts. Reads git and schema/accepted-breaks.json.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findBreaks, parseAcceptedBreaks, weighBreaks } from './schema-breaks.ts'
import { readSchemaHistory } from './schema-history.ts'

export const ACCEPTED_PATH = 'schema/accepted-breaks.json'

export interface PromiseReport {
  /** What must be put right; empty when the promise is kept. */
  readonly problems: readonly string[]
  /** What was compared, what was accepted, and what could not be compared. */
  readonly notes: readonly string[]
}

/** Resolves with problems and notes; rejects when the list of accepted breaks cannot be read. */
export async function checkSchemaPromise(root: string, present: string): Promise<PromiseReport> {
  const { baselines, notes } = readSchemaHistory(root, present)
  const accepted = existsSync(join(root, ACCEPTED_PATH))
    ? parseAcceptedBreaks(readFileSync(join(root, ACCEPTED_PATH), 'utf8'))
    : []
  const found = await Promise.all(baselines.map(({ sdl }) => findBreaks(sdl, present)))
  const verdict = weighBreaks([...new Set(found.flat())], accepted)
  // Without anything to compare with, nothing can be said about the entries either.
  const stale = baselines.length === 0 ? [] : verdict.stale
  return {
    problems: [
      ...verdict.refused.map(
        (change) => `Breaking change: ${change}. Deprecate instead, or accept it in ${ACCEPTED_PATH}.`,
      ),
      ...stale.map((change) => `No longer needed in ${ACCEPTED_PATH}, remove it: ${change}`),
    ],
    notes: [
      ...baselines.map(({ name }) => `compared with ${name}`),
      ...verdict.accepted.map((change) => `accepted break: ${change}`),
      ...notes,
    ],
  }
}

/** How large variables are, looked at before GraphQL compares them with their types one by one. */
import { Failure } from '../../domain/failure.ts'
import type { Limits } from '../../domain/limit.ts'

/** Nothing that the graph takes is nested deeper. */
const DEEPEST = 20

/** What is wrong with their size, or null. Stops at the first thing too many. */
export function findVariableExcess(
  variables: unknown,
  { listEntries, variableValues }: Pick<Limits, 'listEntries' | 'variableValues'>,
): Failure | null {
  let count = 0
  let level: readonly unknown[] = [variables]
  // By level and not by recursion: a body may be nested as deep as it is long.
  for (let depth = 0; level.length > 0; depth += 1) {
    const next: unknown[] = []
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue
      if (Array.isArray(value) && value.length > listEntries) {
        const message = `A list among the variables may have at most ${listEntries} entries.`
        return new Failure('LIMIT_LIST', { message })
      }
      const inner: readonly unknown[] = Array.isArray(value) ? value : Object.values(value)
      count += inner.length
      if (count > variableValues || (inner.length > 0 && depth >= DEEPEST)) {
        const message = `The variables may hold at most ${variableValues} values, nested at most ${DEEPEST} deep.`
        return new Failure('LIMIT_VARIABLES', { message })
      }
      next.push(...inner)
    }
    level = next
  }
  return null
}

/**
 * Finds what a change of the schema takes away from clients, and weighs it against the breaks that were accepted on purpose.
 * Pure: works on SDL text, so that the tests need no repository. `codegen.ts --check` gathers the texts.
 */
import { CriticalityLevel, diff } from '@graphql-inspector/core'
import { buildSchema } from 'graphql'

/** One line of schema/accepted-breaks.json: a promise that is dropped, why, and when that was decided. */
export interface AcceptedBreak {
  /** The message exactly as the check prints it. */
  readonly change: string
  readonly reason: string
  /** Calendar day, "2025-07-28". */
  readonly date: string
}

export interface Verdict {
  /** Breaks nobody accepted. */
  readonly refused: readonly string[]
  /** Breaks that stand in the list. */
  readonly accepted: readonly string[]
  /** Entries of the list that no break needs any more. */
  readonly stale: readonly string[]
}

/** Resolves with the messages of all breaking changes from one SDL to another, sorted; rejects when either is not valid SDL. */
export async function findBreaks(before: string, after: string): Promise<string[]> {
  const changes = await diff(buildSchema(before), buildSchema(after))
  const breaking = changes.filter((change) => change.criticality.level === CriticalityLevel.Breaking)
  return [...new Set(breaking.map((change) => change.message))].sort((a, b) => a.localeCompare(b, 'en'))
}

/** Sorts breaks into refused and accepted, and names the entries that are of no use any more. */
export function weighBreaks(breaks: readonly string[], acceptedBreaks: readonly AcceptedBreak[]): Verdict {
  const allowed = new Set(acceptedBreaks.map((entry) => entry.change))
  const found = new Set(breaks)
  return {
    refused: breaks.filter((change) => !allowed.has(change)),
    accepted: breaks.filter((change) => allowed.has(change)),
    stale: [...allowed].filter((change) => !found.has(change)),
  }
}

/** The list in schema/accepted-breaks.json; throws an Error that names the entry when it is not such a list. */
export function parseAcceptedBreaks(text: string): AcceptedBreak[] {
  const list: unknown = JSON.parse(text)
  if (!Array.isArray(list)) throw new Error('schema/accepted-breaks.json is not a list')
  return list.map((entry: unknown, index) => {
    const { change, reason, date } = (entry ?? {}) as Partial<Record<string, unknown>> // every value is checked below
    const dated = typeof date === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(date)
    if (typeof change !== 'string' || typeof reason !== 'string' || reason.trim() === '' || !dated) {
      throw new Error(`schema/accepted-breaks.json: entry ${index + 1} needs change, reason and date (YYYY-MM-DD)`)
    }
    return { change, reason, date }
  })
}

/**
 * Collects what could not be read in one body, counted per place and problem.
 * Filled by the tolerant reader and the normalisers, handed out with the value as `Reading.issues`.
 * Holds paths and our own wording only, never a value.
 */
import type { DataIssue } from '../domain/reading.ts'

/** Enough to find any fault; a body broken in more ways than this is not told apart further. */
const MOST_ISSUES = 200

export class DataIssues {
  readonly #issues = new Map<string, { path: string; problem: string; count: number }>()

  /** Counts one more place under `path` with `problem`. Costs nothing until there is a problem: pass constant text. */
  note(path: string, problem: string, count = 1): void {
    const key = `${path}\n${problem}`
    const known = this.#issues.get(key)
    if (known !== undefined) known.count += count
    else if (this.#issues.size < MOST_ISSUES) this.#issues.set(key, { path, problem, count })
  }

  /** Everything noted so far, in the order it was first met. */
  list(): readonly DataIssue[] {
    return [...this.#issues.values()].map((issue) => ({ ...issue }))
  }
}

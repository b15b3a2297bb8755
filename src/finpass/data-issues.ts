/**
 * Collects what could not be read in one body, counted per place and problem.
 * Filled by the tolerant reader and the normalisers, handed out with the value as `Reading.issues`.
 * Holds paths and our own wording only, never a value.
 */
import type { DataIssue, Reading } from '../domain/reading.ts'
import { createLazyShape } from '../platform/lazy-part.ts'

/** Enough to find any fault; a body broken in more ways than this is not told apart further. */
const MOST_ISSUES = 200

export class DataIssues {
  #issues: Map<string, { path: string; problem: string; count: number }> | null = null
  /** What goes over a part of the body again, and whatever was noted since, in the order of the body. */
  #later: { read(issues: DataIssues): void; after: DataIssues | null }[] | null = null

  /** Counts one more place under `path` with `problem`. Costs nothing until there is a problem: pass constant text. */
  note(path: string, problem: string, count = 1): void {
    const last = this.#later?.at(-1)
    if (last !== undefined) {
      last.after ??= new DataIssues()
      return last.after.note(path, problem, count)
    }
    const key = `${path}\n${problem}`
    this.#issues ??= new Map()
    const known = this.#issues.get(key)
    if (known !== undefined) known.count += count
    else if (this.#issues.size < MOST_ISSUES) this.#issues.set(key, { path, problem, count })
  }

  /** Goes over a part of the body only when somebody wants the list: what `read` notes stands where this was called. */
  later(read: (issues: DataIssues) => void): void {
    this.#later ??= []
    this.#later.push({ read, after: null })
  }

  /**
   * A part of the body that is read when somebody first wants it; what cannot be read in it is noted where this was called. What
   * `read` works on is out of everybody's reach meanwhile.
   */
  part<Part>(read: (issues: DataIssues) => Part): () => Part {
    this.later(read)
    let known: { readonly part: Part } | null = null
    return () => (known ??= { part: read(new DataIssues()) }).part
  }

  /** Everything noted so far, in the order it was first met. */
  list(): readonly DataIssue[] {
    if (this.#later === null) return [...(this.#issues?.values() ?? [])].map((issue) => ({ ...issue }))
    const all = new DataIssues()
    all.#take(this)
    for (const { read, after } of this.#later) {
      read(all)
      if (after !== null) all.#take(after)
    }
    return all.list()
  }

  #take(other: DataIssues): void {
    for (const { path, problem, count } of other.#issues?.values() ?? []) this.note(path, problem, count)
  }
}

const toShape = createLazyShape<Omit<Reading<unknown>, 'issues'>, Pick<Reading<unknown>, 'issues'>>(['issues'])

/** A reading whose issues are gathered when somebody first asks for them. */
export function toReading<Value>(value: Value, issues: DataIssues, isMock: boolean): Reading<Value> {
  // The value that it was given is the value that it has.
  return toShape({ value, isMock }, { issues: () => issues.list() }) as Reading<Value>
}

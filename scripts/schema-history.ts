/**
 * Reads the committed versions of schema/schema.graphql that the present one must not break. Reads git, changes nothing.
 *
 * The baseline is the last committed version that is not the present text: before a commit that is HEAD, after it the
 * parent of the commit that brought the present text. So a break answers the same before and after it is committed.
 * On a branch the merge base with origin counts too.
 */
import { execFileSync } from 'node:child_process'

export const SCHEMA_PATH = 'schema/schema.graphql'

export interface Baseline {
  /** What it is, for people: "HEAD", "the parent of 1a2b3c4". */
  readonly name: string
  readonly sdl: string
}

export interface SchemaHistory {
  readonly baselines: readonly Baseline[]
  /** Why something could not be compared; empty when everything could. */
  readonly notes: readonly string[]
}

/** The baselines for `present`, the SDL printed now. Never throws: without git or history it says so in `notes`. */
export function readSchemaHistory(root: string, present: string): SchemaHistory {
  const git = (...args: string[]): string | null => {
    try {
      return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    } catch {
      return null // not a repository, no such commit, or no such file in it: each means there is nothing to compare
    }
  }
  const schemaAt = (commit: string): string | null => git('show', `${commit}:${SCHEMA_PATH}`)

  if (git('rev-parse', '--verify', 'HEAD') === null)
    return { baselines: [], notes: ['not a git repository with commits'] }
  const baselines: Baseline[] = []
  const notes: string[] = []

  const head = schemaAt('HEAD')
  if (head === null) {
    notes.push(`${SCHEMA_PATH} was never committed: this is its first version`)
  } else if (head !== present) {
    baselines.push({ name: 'HEAD', sdl: head })
  } else {
    addParent()
  }
  addMergeBase()
  return { baselines, notes }

  function addParent(): void {
    // First parents only: on the main line a merge counts as one change, however many commits the branch had.
    const commit = git('log', '-1', '--first-parent', '--format=%h', '--', SCHEMA_PATH)?.trim() ?? ''
    const before = schemaAt(`${commit}^`)
    if (before !== null) baselines.push({ name: `the parent of ${commit}`, sdl: before })
    else if (git('rev-parse', '--verify', `${commit}^`) !== null)
      notes.push(`${commit} brought the first version of ${SCHEMA_PATH}`)
    else if (git('rev-parse', '--is-shallow-repository')?.trim() === 'true') {
      notes.push(`shallow clone: the version before ${commit} is not here, so it was not compared`)
    } else notes.push(`${commit} is the first commit: nothing came before it`)
  }

  function addMergeBase(): void {
    for (const main of ['origin/HEAD', 'origin/main', 'origin/master']) {
      const base = git('merge-base', 'HEAD', main)?.trim()
      if (base === undefined) continue
      const sdl = base === git('rev-parse', 'HEAD')?.trim() ? null : schemaAt(base)
      if (sdl !== null && sdl !== present) baselines.push({ name: `the merge base with ${main}`, sdl })
      return
    }
  }
}

/**
 * Records that cannot be read: their sealing key is gone, or somebody changed them. Whoever reads many leaves them out
 * through here, so that one of them does not stop everybody, and the operator is told.
 */

export type UnreadableKind = 'journey' | 'applicant' | 'revocation'
export type OnUnreadable = (kind: UnreadableKind, id: string) => void

/** What `read` gives; null, and the id is told, when it throws. */
export type ReadOrSkip = <Result>(kind: UnreadableKind, id: unknown, read: () => Result) => Result | null

/** How many ids are remembered, so that each is told once and not with every look. */
const MOST_TOLD = 10_000

export function createReadOrSkip(onUnreadable: OnUnreadable = () => undefined): ReadOrSkip {
  const told = new Set<string>()
  return (kind, id, read) => {
    try {
      return read()
    } catch {
      const name = typeof id === 'string' ? id : '(no id)'
      const entry = `${kind} ${name}`
      if (told.has(entry)) return null
      if (told.size >= MOST_TOLD) told.clear()
      told.add(entry)
      onUnreadable(kind, name)
      return null
    }
  }
}

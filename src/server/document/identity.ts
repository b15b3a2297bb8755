/**
 * What a document is called in logs, metrics and traces. Trusted ones go by their own name and id. Whatever else somebody has
 * written goes by a name without long numbers, and by a hash of its form: with every literal out, so that nothing that
 * stood in it can be guessed from the hash.
 */
import { hash } from 'node:crypto'
import { type DocumentNode, getOperationAST, Kind, print, visit } from 'graphql'
import type { Documents } from './documents.ts'

export interface DocumentFacts {
  readonly type: 'query' | 'mutation' | 'subscription'
  /** Null for one without a name, or with one that may be more than a name. */
  readonly name: string | null
  readonly isTrusted: boolean
  readonly id: string
}

/** What the text, which was parsed into `document`, is called; null when there is no operation of that name in it. */
export type IdentifyDocument = (text: string, document: DocumentNode, operationName: unknown) => DocumentFacts | null

/** Remembers what it has found for as long as the parsed document is kept. */
export function createIdentify({ find }: Pick<Documents, 'find'>): IdentifyDocument {
  const known = new WeakMap<DocumentNode, Map<string, DocumentFacts | null>>()
  return (text, document, operationName) => {
    const name = typeof operationName === 'string' ? operationName : ''
    const byName = known.get(document) ?? new Map<string, DocumentFacts | null>()
    const found = byName.get(name)
    if (found !== undefined) return found
    const operation = getOperationAST(document, name === '' ? null : name) ?? null
    const trusted = operation === null ? null : find(text)
    const facts =
      operation === null
        ? null
        : {
            type: operation.operation,
            name: trusted?.name ?? toHarmlessName(operation.name?.value),
            isTrusted: trusted !== null,
            id: trusted?.id ?? `form:${hash('sha256', print(toForm(document))).slice(0, 16)}`,
          }
    // Names that a document does not have are without number.
    if (facts !== null) known.set(document, byName.set(name, facts))
    return facts
  }
}

/** A name of GraphQL's is letters, digits and underscores; short ones without a number that could be somebody's are kept. */
function toHarmlessName(name: string | undefined): string | null {
  return name !== undefined && name.length <= 60 && !/\d{3}/.test(name) ? name : null
}

const LITERALS: ReadonlySet<string> = new Set([
  Kind.STRING,
  Kind.INT,
  Kind.FLOAT,
  Kind.BOOLEAN,
  Kind.ENUM,
  Kind.NULL,
  Kind.LIST,
  Kind.OBJECT,
])

function toForm(document: DocumentNode): DocumentNode {
  return visit(document, {
    enter: (node) => (LITERALS.has(node.kind) ? { kind: Kind.NULL } : undefined),
  })
}

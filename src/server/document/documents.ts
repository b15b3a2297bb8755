/**
 * Which documents may be run: the one place that all transports ask, before anything is parsed. Where only trusted ones
 * may, a request names one by its id or sends its full text; everything else is unknown, and nothing of it is told.
 */
import { GraphQLError } from 'graphql'
import { Failure } from '../../domain/failure.ts'
import { addTypenames, toDocumentId, toFingerprint } from './form.ts'
import type { TrustedDocument } from './manifest.ts'

/** As much of a request as says what to run; nobody has looked at it yet. */
export interface DocumentRequest {
  readonly query?: unknown
  readonly documentId?: unknown
  readonly extensions?: unknown
}

export interface Documents {
  /**
   * The text to run; null when the request names none, which GraphQL then complains of. Throws `DOCUMENT_UNKNOWN`. A text
   * counts before an id that comes with it.
   */
  choose(request: DocumentRequest): string | null
  /** The trusted document that a text is, whatever its spacing; null when it is none. */
  find(text: string): TrustedDocument | null
}

/** A text so many times as long as the longest registered one is not even looked at: more of it than that is no spacing. */
const MOST_SPACING = 4
/** Characters of texts that were found to be trusted, spaced however they are, and need not be read again. */
const MOST_REMEMBERED = 2_000_000

/** `trusted` runs the given documents and no others; `any` runs every text, and these by their ids as well. */
export function createDocuments(mode: 'trusted' | 'any', trusted: readonly TrustedDocument[]): Documents {
  const byId = new Map<string, string>()
  const byFingerprint = new Map<string | null, TrustedDocument>()
  for (const each of trusted) {
    const { id, document } = each
    byId.set(id, document)
    // Clients that hash what they send name it as it is with what they added.
    const added = addTypenames(document)
    byId.set(toDocumentId(added), added)
    byFingerprint.set(toFingerprint(document), each)
  }
  byFingerprint.delete(null)
  const remembered = new Set<string>()
  let characters = 0
  const longest = MOST_SPACING * Math.max(0, ...[...byId.values()].map(({ length }) => length))

  function find(text: string): TrustedDocument | null {
    return text.length > longest ? null : (byFingerprint.get(toFingerprint(text)) ?? null)
  }

  function isTrusted(text: string): boolean {
    if (remembered.has(text)) return true
    if (find(text) === null) return false
    characters += text.length
    if (characters > MOST_REMEMBERED) {
      remembered.clear()
      characters = text.length
    }
    remembered.add(text)
    return true
  }

  return {
    choose({ query, documentId, extensions }) {
      if (typeof query === 'string' && query !== '') {
        if (mode === 'trusted' && !isTrusted(query)) throw createUnknown()
        return query
      }
      const id = documentId ?? readHash(extensions)
      if (id == null) return null
      const found = typeof id === 'string' ? byId.get(id) : undefined
      if (found === undefined) throw createUnknown()
      return found
    },
    find,
  }
}

/** Apollo Client names a document so. */
function readHash(extensions: unknown): string | null {
  const { persistedQuery } = (extensions ?? {}) as { readonly persistedQuery?: unknown } // any value has properties
  const { sha256Hash } = (persistedQuery ?? {}) as { readonly sha256Hash?: unknown } // likewise
  return sha256Hash == null ? null : `sha256:${typeof sha256Hash === 'string' ? sha256Hash : ''}`
}

function createUnknown(): GraphQLError {
  return new GraphQLError('', { cause: new Failure('DOCUMENT_UNKNOWN') })
}

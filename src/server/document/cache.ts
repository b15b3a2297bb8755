/**
 * Documents that were parsed lately, so that the same text is parsed once. What may hold a secret is not kept: a text that is
 * no GraphQL, and a mutation with a text written into it, where somebody may have put a password that belongs in a variable.
 */
import { BREAK, type DocumentNode, Kind, OperationTypeNode, visit } from 'graphql'

export interface DocumentCache<Value> {
  get(text: string): Value | undefined
  set(text: string, value: Value): void
}

const MOST_DOCUMENTS = 1_000
/**
 * Of all together: what is parsed takes 350 bytes and more for each word and sign, so some 20 MB. By number alone, a
 * caller filled 256 MB of heap with 350 documents of its own within a minute.
 */
const MOST_TOKENS = 60_000

/** Keeps the latest `most`, without those that may hold a secret, as long as they have `mostTokens` at most. */
export function createDocumentCache(
  most: number = MOST_DOCUMENTS,
  mostTokens: number = MOST_TOKENS,
): DocumentCache<DocumentNode> {
  const documents = new Map<string, DocumentNode>()
  let tokens = 0

  function remove(text: string, document: DocumentNode): void {
    documents.delete(text)
    tokens -= toTokens(text, document)
  }

  return {
    get(text) {
      const document = documents.get(text)
      if (document === undefined) return undefined
      // A map keeps the order in which keys were set: the one asked for last is the last to go.
      documents.delete(text)
      documents.set(text, document)
      return document
    },
    set(text, document) {
      if (mayHoldSecret(document)) return
      const known = documents.get(text)
      if (known !== undefined) remove(text, known)
      documents.set(text, document)
      tokens += toTokens(text, document)
      for (const [oldest, its] of documents) {
        if (documents.size <= most && tokens <= mostTokens) return
        remove(oldest, its)
      }
    },
  }
}

/** Long texts between few signs take room as well. */
function toTokens(text: string, { tokenCount = text.length }: DocumentNode): number {
  return Math.max(tokenCount, text.length / 100)
}

/** Keeps nothing: the text of an error is whatever somebody sent. */
export const NO_CACHE: DocumentCache<Error> = { get: () => undefined, set: () => undefined }

function mayHoldSecret(document: DocumentNode): boolean {
  const isMutation = document.definitions.some(
    (definition) =>
      definition.kind === Kind.OPERATION_DEFINITION && definition.operation === OperationTypeNode.MUTATION,
  )
  if (!isMutation) return false
  let hasText = false
  visit(document, {
    StringValue() {
      hasText = true
      return BREAK
    },
  })
  return hasText
}

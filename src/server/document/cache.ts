/**
 * Documents that were parsed lately, so that the same text is parsed once. What may hold a secret is not kept: a text that is
 * no GraphQL, and a mutation with a text written into it, where somebody may have put a password that belongs in a variable.
 */
import { BREAK, type DocumentNode, Kind, OperationTypeNode, visit } from 'graphql'

export interface DocumentCache<Value> {
  get(text: string): Value | undefined
  set(text: string, value: Value): void
}

/** Texts of 16 KB at most, so some megabytes. */
const MOST_DOCUMENTS = 1_000

/** Keeps the latest `most`, without those that may hold a secret. */
export function createDocumentCache(most: number = MOST_DOCUMENTS): DocumentCache<DocumentNode> {
  const documents = new Map<string, DocumentNode>()
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
      documents.set(text, document)
      const [oldest] = documents.keys()
      if (documents.size > most && oldest !== undefined) documents.delete(oldest)
    },
  }
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

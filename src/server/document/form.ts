/**
 * When two documents are the same one. A document is named by the SHA-256 of its text as GraphQL prints it, which every client
 * can compute. Space, commas and comments never matter, nor does the `__typename` that clients add by themselves.
 */
import { hash } from 'node:crypto'
import { type DocumentNode, Kind, Lexer, parse, print, type SelectionSetNode, Source, TokenKind, visit } from 'graphql'

/** Longer texts are not read: no trusted document is nearly as long. */
const LONGEST_TEXT = 65_536

/** The text that a document is kept and named as. Throws GraphQL's own error when it is none. */
export function printDocument(text: string): string {
  return print(parse(text, { noLocation: true }))
}

/** `sha256:` and 64 hex digits, of a text as it was printed. */
export function toDocumentId(printed: string): string {
  return `sha256:${hash('sha256', printed)}`
}

/** What stock clients make of a document before they send it, printed: `__typename` at the end of every selection but the root's. */
export function addTypenames(printed: string): string {
  const document = parse(printed, { noLocation: true })
  const added: DocumentNode = visit(document, {
    SelectionSet: {
      enter(node, _key, parent) {
        const isRoot = parent !== undefined && 'kind' in parent && parent.kind === Kind.OPERATION_DEFINITION
        return isRoot || hasTypename(node) ? undefined : { ...node, selections: [...node.selections, TYPENAME] }
      },
    },
  })
  return print(added)
}

const TYPENAME = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const

/** As the clients have it, an introspection field of any kind says that somebody has looked after this already. */
function hasTypename({ selections }: SelectionSetNode): boolean {
  return selections.some((each) => each.kind === Kind.FIELD && each.name.value.startsWith('__'))
}

/**
 * A fingerprint that documents share when they differ in nothing but space, commas, comments and added `__typename`s; null
 * for what is no text of GraphQL. Reads words only: nothing is parsed.
 */
export function toFingerprint(text: string): string | null {
  if (text.length > LONGEST_TEXT) return null
  try {
    return hash('sha256', readWords(text).join(' '))
  } catch {
    return null
  }
}

function readWords(text: string): string[] {
  const lexer = new Lexer(new Source(text))
  const words: string[] = []
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
    if (token.value === '__typename' && isPlainField(lexer)) continue
    // Quoted, so that no text can look like several words.
    words.push(TEXTS.has(token.kind) ? JSON.stringify([token.value]) : (token.value ?? token.kind))
  }
  return words
}

const TEXTS: ReadonlySet<string> = new Set([TokenKind.STRING, TokenKind.BLOCK_STRING])

/** A field of its own: neither the name of something else nor the end or beginning of a longer selection. */
function isPlainField(lexer: Lexer): boolean {
  return !BEFORE.has(lexer.lastToken.kind) && !AFTER.has(lexer.lookahead().kind)
}
const BEFORE: ReadonlySet<string> = new Set([TokenKind.COLON, TokenKind.DOLLAR, TokenKind.SPREAD, TokenKind.AT])
const AFTER: ReadonlySet<string> = new Set([TokenKind.COLON, TokenKind.PAREN_L, TokenKind.BRACE_L, TokenKind.AT])

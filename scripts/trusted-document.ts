/**
 * Makes a trusted document of a text: it must fit the schema and the limits, hold one named operation, and neither a
 * credential nor a question about the schema itself. Used by codegen.ts for the saved operations and by scripts/documents.ts for all others.
 */
import {
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  NoSchemaIntrospectionCustomRule,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql'
import { DEFAULT_LIMITS, type Limits } from '../src/domain/limit.ts'
import { addTypenames, printDocument, toDocumentId } from '../src/server/document/form.ts'
import { findCredentialFields, findShapeExcess } from '../src/server/document/limit.ts'
import type { TrustedDocument } from '../src/server/document/manifest.ts'
import type { SavedOperation } from './typed-operations.ts'

/** Throws with one line per problem, each naming the file, when the text is not to be trusted. */
export function toTrustedDocument(
  schema: GraphQLSchema,
  { path, text }: SavedOperation,
  limits: Limits = DEFAULT_LIMITS,
): TrustedDocument {
  const problems = findProblems(schema, { path, text }, limits)
  if (problems.length > 0) throw new Error(problems.join('\n'))
  const document = printDocument(text)
  return { id: toDocumentId(document), name: readName(parse(document)) ?? '', document }
}

/** What speaks against trusting it; empty when nothing does. The scalars must be the real ones: they know their literals. */
export function findProblems(
  schema: GraphQLSchema,
  { path, text }: SavedOperation,
  limits: Limits = DEFAULT_LIMITS,
): string[] {
  let document: DocumentNode
  try {
    document = parse(text, { maxLexicalTokens: limits.tokens })
  } catch (thrown) {
    return [`${path}: ${thrown instanceof Error ? thrown.message : 'is no GraphQL'}`]
  }
  if (readName(document) === null) return [`${path} must hold one operation, with a name`]
  const rules = [...specifiedRules, NoSchemaIntrospectionCustomRule]
  const complaints = validate(schema, document, rules).map(({ message }) => `${path}: ${message}`)
  if (complaints.length > 0) return complaints
  // As the longest of the clients sends it.
  const bytes = Buffer.byteLength(addTypenames(printDocument(text)))
  if (bytes > limits.documentBytes) return [`${path}: A document may have at most ${limits.documentBytes} bytes.`]
  const excess = findShapeExcess(document, limits, findCredentialFields(schema))
  return excess === null ? [] : [`${path}: ${excess.message}`]
}

function readName({ definitions }: DocumentNode): string | null {
  const operations = definitions.filter(
    (each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION,
  )
  return operations.length === 1 ? (operations[0]?.name?.value ?? null) : null
}

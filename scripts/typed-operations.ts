/**
 * Turns the saved operations into typed documents, so that a frontend gets result and variable types with the query.
 * Drives `@graphql-codegen/core` itself; see docs/decisions/codegen-without-cli.md. Reads and writes no file.
 */
import { posix } from 'node:path'
import { codegen } from '@graphql-codegen/core'
import * as typedDocumentNode from '@graphql-codegen/typed-document-node'
import * as typescriptOperations from '@graphql-codegen/typescript-operations'
import { type GraphQLSchema, parse, printSchema } from 'graphql'
import { printDocument, toDocumentId } from '../src/server/document/form.ts'

export interface SavedOperation {
  /** Path from the root of the repository, for error messages. */
  readonly path: string
  readonly text: string
}

/** How our scalars look in a client's TypeScript. Every custom scalar must be here, or codegen would make it `any`. */
const SCALARS: Readonly<Record<string, string>> = {
  ID: 'string',
  Date: 'string',
  DateTime: 'string',
  Money: 'string',
  URL: 'string',
  JSON: 'unknown',
  Secret: 'string',
}

/**
 * Resolves with the text of a TypeScript module: one `TypedDocumentNode` constant per operation, with its types
 * and the id under which a gateway that runs trusted documents knows it.
 * Rejects when an operation does not parse or does not fit the schema, naming the file.
 */
export async function createTypedOperations(
  schema: GraphQLSchema,
  operations: readonly SavedOperation[],
): Promise<string> {
  const filename = 'operations.ts'
  const text = await codegen({
    filename,
    schema: parse(printSchema(schema)),
    schemaAst: schema,
    documents: operations.map(({ path, text }) => ({ location: path, document: parse(text), rawSDL: text })),
    config: {
      scalars: SCALARS,
      strictScalars: true,
      useTypeImports: true,
      enumType: 'string-literal',
      skipTypename: true,
      immutableTypes: true,
    },
    pluginMap: { operations: typescriptOperations, documents: typedDocumentNode },
    plugins: [{ operations: {} }, { documents: {} }],
  })
  const folder = operations[0] === undefined ? 'no operation' : `${posix.dirname(operations[0].path)}/*.graphql`
  return `// Made by codegen.ts from ${folder}. Do not edit.\n${addIds(text, operations).trim()}\n`
}

/** What the plugin makes is a constant in one line; one that does not look so any more is an error, not left without id. */
function addIds(text: string, operations: readonly SavedOperation[]): string {
  return operations.reduce((all, { path, text }) => {
    const printed = printDocument(text)
    const name = /(?:query|mutation|subscription) (\w+)/.exec(printed)?.[1] ?? ''
    const constant = new RegExp(`^(export const ${name}Document = \\{"kind":"Document",)(.* as unknown as .*);$`, 'm')
    if (!constant.test(all)) throw new Error(`${path} has no typed document`)
    return all.replace(constant, (_all, start: string, rest: string) => {
      return `${start}"documentId":"${toDocumentId(printed)}",${rest} & { readonly documentId: string };`
    })
  }, text)
}

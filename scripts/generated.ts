/**
 * The table of everything that is generated and committed: path and text. `codegen.ts` writes it or compares it, the
 * guard test/guards/schema-current.test.ts compares it too. Reads schema/operations, writes nothing.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql'
import { FAILURES } from '../src/domain/failure.ts'
import { printErrorsPage } from './errors-page.ts'
import { SCHEMA_PATH } from './schema-history.ts'
import { printManifest } from '../src/server/document/manifest.ts'
import { toTrustedDocument } from './trusted-document.ts'
import { createTypedOperations, type SavedOperation } from './typed-operations.ts'

const OPERATIONS_FOLDER = 'schema/operations'
/** Those of the demo app, which are no part of what every gateway knows. */
const DEMO_OPERATIONS_FOLDER = 'examples/web/src/operations'
/** The trusted documents that are the saved operations. */
const SAVED_MANIFEST = 'schema/documents/saved.json'

export interface GeneratedFile {
  /** From the root of the repository, with forward slashes. */
  readonly path: string
  readonly text: string
}

/** The saved operations, sorted by name; none when there is no folder, as git keeps no empty one. */
export function readSavedOperations(root: string): SavedOperation[] {
  return readOperations(root, OPERATIONS_FOLDER)
}

function readOperations(root: string, folder: string): SavedOperation[] {
  if (!existsSync(join(root, folder))) return []
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.graphql'))
  return names.sort().map((name) => {
    const path = `${folder}/${name}`
    return { path, text: readFileSync(join(root, path), 'utf8') }
  })
}

/** The SDL as it is committed: sorted, so that moving code around changes nothing. */
export function printSortedSchema(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`
}

/** Everything that is generated from the code as it is now. Rejects when a saved operation does not fit the schema. */
export async function createGeneratedFiles(root: string, schema: GraphQLSchema): Promise<GeneratedFile[]> {
  const sorted = lexicographicSortSchema(schema)
  const operations = readSavedOperations(root)
  const trusted = operations.map((operation) => toTrustedDocument(schema, operation))
  return [
    { path: SCHEMA_PATH, text: printSortedSchema(sorted) },
    { path: 'schema/typed/operations.ts', text: await createTypedOperations(sorted, operations) },
    {
      path: 'examples/web/src/operations.ts',
      text: await createTypedOperations(sorted, readOperations(root, DEMO_OPERATIONS_FOLDER)),
    },
    { path: SAVED_MANIFEST, text: printManifest(trusted) },
    { path: 'docs/errors.md', text: printErrorsPage(FAILURES) },
  ]
}

/** The paths whose committed text is missing or differs from what the code gives now. */
export function findDrift(root: string, files: readonly GeneratedFile[]): string[] {
  return files.filter(({ path, text }) => readOrNull(join(root, path)) !== text).map(({ path }) => path)
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

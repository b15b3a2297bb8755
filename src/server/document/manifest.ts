/**
 * The files that say which documents are trusted: made by `npm run documents` and codegen.ts, committed, deployed with the
 * gateway. They are never changed by a request, so whoever reviews changes of these files decides what can be run.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { printDocument, toDocumentId } from './form.ts'

export interface TrustedDocument {
  readonly id: string
  /** Of its operation. */
  readonly name: string
  /** As GraphQL prints it. */
  readonly document: string
}

const FORMAT = 'finpass-graph-documents-1'

/** The text of a manifest: sorted by name, so that a change shows as what it is. */
export function printManifest(documents: readonly TrustedDocument[]): string {
  const sorted = documents.toSorted((a, b) => (`${a.name} ${a.id}` < `${b.name} ${b.id}` ? -1 : 1))
  return `${JSON.stringify({ format: FORMAT, documents: sorted }, null, 2)}\n`
}

/** The documents of a manifest. Throws, naming `path`, when it is none or when a document does not match its id. */
export function parseManifest(text: string, path: string): TrustedDocument[] {
  const manifest = parseJson(text)
  if (!isObject(manifest) || manifest.format !== FORMAT || !Array.isArray(manifest.documents)) {
    throw new Error(`${path} is not a file of trusted documents: make it with npm run documents`)
  }
  return manifest.documents.map((entry: unknown, at) => {
    const { id, name, document } = isObject(entry) ? entry : {}
    if (typeof id !== 'string' || typeof name !== 'string' || typeof document !== 'string' || !isOwn(id, document)) {
      throw new Error(`${path}: document ${at + 1} does not match its id: make it anew with npm run documents`)
    }
    return { id, name, document }
  })
}

/** True when it is what it is named after, in the form in which it was named. */
function isOwn(id: string, document: string): boolean {
  try {
    return toDocumentId(document) === id && printDocument(document) === document
  } catch {
    return false // not GraphQL
  }
}

/** Every manifest of a folder, and these files besides. Rejects when one cannot be read, or is none. */
export async function readManifests(folder: string, files: readonly string[]): Promise<TrustedDocument[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted()
  const paths = [...names.map((name) => join(folder, name)), ...files]
  const read = paths.map(async (path) => {
    const text = await readFile(path, 'utf8').catch(() => {
      throw new Error(`${path} cannot be read: DOCUMENTS_FILES names files of trusted documents`)
    })
    return parseManifest(text, path)
  })
  return (await Promise.all(read)).flat()
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

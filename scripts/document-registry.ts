/** What `npm run documents` does to the files of trusted documents; each function gives the lines to print. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import type { GraphQLSchema } from 'graphql'
import type { Limits } from '../src/domain/limit.ts'
import { parseManifest, printManifest, type TrustedDocument } from '../src/server/document/manifest.ts'
import { findProblems, toTrustedDocument } from './trusted-document.ts'

const DOCUMENTS_FOLDER = 'schema/documents'
/** Made by codegen.ts from the saved operations. */
const SAVED = 'saved.json'

export interface Registry {
  readonly root: string
  readonly schema: GraphQLSchema
  /** Those of the gateway that will run them; left out, the default ones. */
  readonly limits?: Limits
  /** Null for `added.json` in the folder. */
  readonly into: string | null
}

/** Trusts the operation of every file. Throws with all problems, and has then written nothing. */
export function addDocuments(registry: Registry, paths: readonly string[]): string[] {
  const path = toPath(registry)
  const files = paths.flatMap((each) => findFiles(each))
  const results = files.map((file) => {
    const operation = { path: file, text: readFileSync(file, 'utf8') }
    return { operation, problems: findProblems(registry.schema, operation, registry.limits) }
  })
  const problems = results.flatMap((result) => result.problems)
  if (problems.length > 0) throw new Error([...problems, 'Nothing was added.'].join('\n'))
  const added = results.map(({ operation }) => toTrustedDocument(registry.schema, operation, registry.limits))
  const known = readOwn(path)
  const all = new Map([...known, ...added].map((each) => [each.id, each]))
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, printManifest([...all.values()]))
  return [...added.map(toLine), `${all.size} documents in ${relative(process.cwd(), path)}: commit it.`]
}

/** Trusts documents no longer, by name or id; throws when one is not there. */
export function removeDocuments(registry: Registry, names: readonly string[]): string[] {
  const path = toPath(registry)
  const known = readOwn(path)
  const isNamed = ({ name, id }: TrustedDocument): boolean => names.includes(name) || names.includes(id)
  const missing = names.filter((wanted) => !known.some(({ name, id }) => name === wanted || id === wanted))
  if (missing.length > 0) throw new Error(`${relative(process.cwd(), path)} does not hold ${missing.join(', ')}`)
  writeFileSync(path, printManifest(known.filter((each) => !isNamed(each))))
  return known.filter(isNamed).map((each) => `removed ${toLine(each)}`)
}

/** Every trusted document, file by file. */
export function listDocuments(registry: Registry): string[] {
  return findManifests(registry).flatMap((path) => [
    `${relative(registry.root, path)}:`,
    ...readOwn(path).map((each) => `  ${toLine(each)}`),
  ])
}

/** Throws with every document that would be refused today: what the schema has lost, a client still asks for. */
export function checkDocuments(registry: Registry): string[] {
  let count = 0
  const problems = findManifests(registry).flatMap((path) =>
    readOwn(path).flatMap(({ name, document }) => {
      count += 1
      const operation = { path: `${relative(registry.root, path)} ${name}`, text: document }
      return findProblems(registry.schema, operation, registry.limits)
    }),
  )
  if (problems.length > 0) throw new Error(problems.join('\n'))
  return [`${count} trusted documents fit the schema.`]
}

function toPath({ root, into }: Registry): string {
  const path = resolve(into ?? join(root, DOCUMENTS_FOLDER, 'added.json'))
  const isSaved = path === resolve(root, DOCUMENTS_FOLDER, SAVED)
  if (isSaved) throw new Error(`${SAVED} is made by npm run codegen from schema/operations`)
  return path
}

function findManifests({ root, into }: Registry): string[] {
  const folder = join(root, DOCUMENTS_FOLDER)
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
  const paths = names.toSorted().map((name) => resolve(folder, name))
  return into === null || paths.includes(resolve(into)) ? paths : [...paths, resolve(into)]
}

function readOwn(path: string): TrustedDocument[] {
  return existsSync(path) ? parseManifest(readFileSync(path, 'utf8'), path) : []
}

function findFiles(path: string): string[] {
  if (!existsSync(path)) throw new Error(`${path} is not there`)
  if (!statSync(path).isDirectory()) return [path]
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).toSorted()
  const found = names.filter((name) => name.endsWith('.graphql')).map((name) => join(path, name))
  if (found.length === 0) throw new Error(`${path} holds no .graphql file`)
  return found
}

function toLine({ name, id }: TrustedDocument): string {
  return `${name}  ${id}`
}

/**
 * Reads our source files as a parser sees them: imports, top-level awaits, use of the environment. Shared by the guards.
 * The parser is the one that runs the tests, so a file that it cannot read could not be tested either.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix, resolve } from 'node:path'
import { parseAst } from 'vitest/node'

export const ROOT = resolve(import.meta.dirname, '../..')

export interface SourceFile {
  /** From the root of the repository, with forward slashes. */
  readonly path: string
  readonly text: string
}

export interface Import {
  /** As it is written: "./money.ts", "node:fs", "zod". */
  readonly from: string
  readonly line: number
  readonly isType: boolean
  readonly isDynamic: boolean
  /** `export … from`: somebody else's name, published again. */
  readonly isReExport: boolean
}

export interface SourceFacts {
  readonly imports: readonly Import[]
  readonly topLevelAwaits: readonly number[]
  /** Lines of statements that do something as soon as the file is imported. */
  readonly topLevelCalls: readonly number[]
  readonly environmentReads: readonly number[]
}

/** Every file under `folder` whose name ends with `ending`, sorted by path; empty when there is no such folder. */
export function readFiles(folder: string, ending = '.ts'): SourceFile[] {
  let names: string[]
  try {
    names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
  return names
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .filter((path) => path.endsWith(ending) && !/\b(?:node_modules|dist)\//.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }))
}

interface AstNode {
  readonly type: string
  readonly start: number
  readonly [key: string]: unknown
}

function isNode(value: unknown): value is AstNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

function childrenOf(node: AstNode): AstNode[] {
  return Object.values(node)
    .flatMap((value): unknown[] => (Array.isArray(value) ? value : [value]))
    .filter(isNode)
}

const FUNCTIONS = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'PropertyDefinition',
])

function literalOf(value: unknown): string | null {
  return isNode(value) && typeof value.value === 'string' ? value.value : null
}

function isTypeOnly(node: AstNode): boolean {
  if (node.importKind === 'type' || node.exportKind === 'type') return true
  const specifiers = Array.isArray(node.specifiers) ? node.specifiers.filter(isNode) : []
  return specifiers.length > 0 && specifiers.every((each) => each.importKind === 'type' || each.exportKind === 'type')
}

/** What a guard wants to know of one file; throws the parser's error when the text is not TypeScript. */
export function readFacts(text: string): SourceFacts {
  const imports: Import[] = []
  const topLevelAwaits: number[] = []
  const topLevelCalls: number[] = []
  const environmentReads: number[] = []
  const lineOf = (node: AstNode): number => text.slice(0, node.start).split('\n').length

  function addImport(node: AstNode, how: { isDynamic: boolean; isReExport: boolean }, isType: boolean): void {
    // A computed specifier cannot be judged, so it is reported as one that no rule allows.
    imports.push({ from: literalOf(node.source) ?? '(computed)', line: lineOf(node), isType, ...how })
  }

  function visit(node: AstNode, inFunction: boolean): void {
    if (node.type === 'ImportDeclaration') addImport(node, { isDynamic: false, isReExport: false }, isTypeOnly(node))
    else if (node.type === 'ImportExpression') addImport(node, { isDynamic: true, isReExport: false }, false)
    else if (node.type === 'TSImportType') addImport(node, { isDynamic: true, isReExport: false }, true)
    else if (node.type === 'ExportAllDeclaration' || (node.type === 'ExportNamedDeclaration' && isNode(node.source))) {
      addImport(node, { isDynamic: false, isReExport: true }, isTypeOnly(node))
    } else if (node.type === 'AwaitExpression' && !inFunction) topLevelAwaits.push(lineOf(node))
    else if (node.type === 'ForOfStatement' && node.await === true && !inFunction) topLevelAwaits.push(lineOf(node))
    else if (isEnvironment(node)) environmentReads.push(lineOf(node))
    for (const child of childrenOf(node)) visit(child, inFunction || FUNCTIONS.has(node.type))
  }

  // oxlint-disable-next-line typescript/no-deprecated -- vitest passes on no other parser, and vite is not ours to import
  const program: unknown = parseAst(text, { lang: 'ts' })
  if (!isNode(program)) throw new Error('The parser gave no program.')
  visit(program, false)
  for (const statement of childrenOf(program)) {
    if (statement.type === 'ExpressionStatement') topLevelCalls.push(lineOf(statement))
  }
  return { imports, topLevelAwaits, topLevelCalls, environmentReads }
}

function isEnvironment(node: AstNode): boolean {
  if (node.type === 'ImportSpecifier') return isNode(node.imported) && node.imported.name === 'env'
  if (node.type !== 'MemberExpression' || !isNode(node.object) || !isNode(node.property)) return false
  const isProcess = node.object.name === 'process' && node.object.type === 'Identifier'
  return isProcess && (node.property.name === 'env' || node.property.value === 'env')
}

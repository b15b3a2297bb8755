/**
 * What GraphQL itself complains of, in words that are safe to send. GraphQL quotes what it was given, and that may be a
 * password, so a message is made anew from the place and the wanted type. Names in the document and names of the schema
 * are kept; values, keys of variables and suggestions never are. What is not recognised says only what its code says.
 */
import {
  type ASTNode,
  BREAK,
  type DocumentNode,
  type GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  getNullableType,
  isInputObjectType,
  isListType,
  Kind,
  print,
  TypeInfo,
  typeFromAST,
  type VariableDefinitionNode,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import { FAILURES } from '../domain/failure.ts'

/** What was being done when GraphQL complained. */
export interface Phase {
  readonly code: 'REQUEST_INVALID' | 'GRAPHQL_PARSE' | 'GRAPHQL_VALIDATION' | 'INPUT_INVALID'
  readonly schema?: GraphQLSchema
  readonly document?: DocumentNode
}

/** The complaint as it may be sent. */
export function toComplaint(error: GraphQLError, phase: Phase): string {
  return describe(error, phase) ?? FAILURES[phase.code].message
}

function describe(error: GraphQLError, phase: Phase): string | null {
  const node = error.nodes?.[0]
  switch (phase.code) {
    case 'REQUEST_INVALID':
      // Our server's own words; the only thing that some of them quote is a parameter nobody knows.
      return /^(?:[A-Za-z ,]|"(?:query|variables|extensions)")+\.?$/.test(error.message) ? error.message : null
    case 'GRAPHQL_PARSE':
      return describeSyntax(error.message)
    case 'GRAPHQL_VALIDATION':
      if (node === undefined) return null
      return isValue(node) ? describeLiteral(error, node, phase) : error.message.replace(/ Did you mean [\s\S]*$/, '')
    case 'INPUT_INVALID':
      return node?.kind === Kind.VARIABLE_DEFINITION ? describeVariable(error, node, phase) : null
  }
}

/** Up to the kind of token that was found; what stood in it is not told. */
function describeSyntax(message: string): string | null {
  const token = '(?:<EOF>|[A-Z][A-Za-z]+|"[^\\w"]{1,3}")'
  const known = new RegExp(`^Syntax Error: (?:Expected (?:${token}|"[a-z]+"), found|Unexpected) ${token}`).exec(message)
  if (known !== null) return `${known[0]}.`
  return message === 'Syntax Error: Unterminated string.' ? message : null
}

function isValue({ kind }: ASTNode): boolean {
  return kind === Kind.OBJECT_FIELD || kind.endsWith('Value')
}

function describeLiteral(error: GraphQLError, node: ASTNode, { schema, document }: Phase): string | null {
  if (schema === undefined || document === undefined) return null
  const types = findInputTypes(schema, document, node)
  if (types.own === null) {
    const isKnown = node.kind === Kind.OBJECT_FIELD && types.parent !== null
    return isKnown ? `There is no field "${node.name.value}" in type "${toBareName(types.parent)}".` : null
  }
  const missing = findMissingField(error.message)
  if (missing !== null) return `Type "${toBareName(types.own)}" needs its field "${missing}".`
  return `A value of type "${String(types.own)}" is wanted here.`
}

/** What type the schema wants at this place of the document, and what type it is a part of. */
function findInputTypes(
  schema: GraphQLSchema,
  document: DocumentNode,
  node: ASTNode,
): { readonly own: GraphQLInputType | null; readonly parent: GraphQLInputType | null } {
  const info = new TypeInfo(schema)
  let found: ReturnType<typeof findInputTypes> = { own: null, parent: null }
  const enter = (each: ASTNode): unknown => {
    // By place: GraphQL complains of copies of lists and objects.
    if (each.kind !== node.kind || each.loc?.start !== node.loc?.start) return undefined
    const parent = info.getParentInputType() ?? null
    // At a list the type of its entries comes first, and the one of the list is around it.
    found = { own: each.kind === Kind.LIST ? parent : (info.getInputType() ?? null), parent }
    return BREAK
  }
  visit(document, visitWithTypeInfo(info, { enter }))
  return found
}

function describeVariable(error: GraphQLError, definition: VariableDefinitionNode, { schema }: Phase): string {
  const name = definition.variable.name.value
  const type = print(definition.type)
  const absent = `Variable "$${name}" of required type "${type}" was not provided.`
  const empty = `Variable "$${name}" of non-null type "${type}" must not be null.`
  if (error.message === absent || error.message === empty) return error.message
  const reason = error.cause instanceof Error ? error.cause.message : ''
  const path = readPath(error.message.slice(0, -reason.length), name)
  const where = `Variable "$${name}"${path === '' ? '' : ` at "${name}${path}"`}`
  const wanted = schema === undefined ? null : findTypeAt(schema, definition, path)
  if (wanted === null) return `${where} does not fit type "${type}".`
  const missing = findMissingField(reason)
  if (missing !== null) return `${where} needs the field "${missing}" of type "${toBareName(wanted)}".`
  if (/^Expected value of type "\w+" not to include unknown field /.test(reason)) {
    return `${where} has a field that type "${toBareName(wanted)}" does not know.`
  }
  return `${where} must be of type "${String(wanted)}".`
}

/** The place inside a variable, like `.where.from` or `[2]`. It ends the prefix, after the value, which may say anything. */
function readPath(prefix: string, name: string): string {
  const place = / at "(\w+)((?:\.\w+|\[\d+\])+)"; $/.exec(prefix)
  return place?.[1] === name ? (place[2] ?? '') : ''
}

/** The type at a place of a variable; null when there is no such place, so that a path is never repeated on trust. */
function findTypeAt(schema: GraphQLSchema, { type }: VariableDefinitionNode, path: string): GraphQLInputType | null {
  let found = typeFromAST(schema, type) as GraphQLInputType | undefined // validation lets no other variables through
  for (const part of path.match(/\w+/g) ?? []) {
    const inner: GraphQLInputType | undefined = found && getNullableType(found)
    if (isListType(inner) && /^\d+$/.test(part)) found = inner.ofType
    else if (isInputObjectType(inner)) found = inner.getFields()[part]?.type
    else return null
  }
  return found ?? null
}

/** Both names in this are the schema's. */
function findMissingField(message: string): string | null {
  return /^Expected value of type "\w+" to include required field "(\w+)", found/.exec(message)?.[1] ?? null
}

function toBareName(type: GraphQLInputType | null): string {
  return String(getNullableType(type))
}

/** Leaves as JSON: what is nearly always there is written at once, all else is asked of its type. */
import {
  GraphQLBoolean,
  GraphQLError,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  GraphQLString,
  isEnumType,
} from 'graphql'
import { PRINTS_PLAIN, quote } from '../domain/quote.ts'
import type { Write } from './plan.ts'

type WriteLeaf = (value: unknown) => string

/** How values of a scalar or enum are written. What it writes throws when the type refuses a value. */
export function createLeafWrite(type: GraphQLLeafType): Write {
  const writeLeaf = toWriteLeaf(type)
  return (_execution, _field, value) => {
    if (value instanceof Error) throw value
    return value == null ? 'null' : writeLeaf(value)
  }
}

function toWriteLeaf(type: GraphQLLeafType): WriteLeaf {
  const ask = createAsk(type)
  if (type === GraphQLString || type === GraphQLID) {
    return (value) => (typeof value === 'string' ? quote(value) : ask(value))
  }
  if (type === GraphQLBoolean) return (value) => (typeof value === 'boolean' ? String(value) : ask(value))
  if (type === GraphQLInt) {
    return (value) => (typeof value === 'number' && (value | 0) === value ? String(value) : ask(value))
  }
  if (type === GraphQLFloat) {
    return (value) => (typeof value === 'number' && Number.isFinite(value) ? String(value) : ask(value))
  }
  if (!isEnumType(type)) return ask
  const texts = new Map(type.getValues().map(({ name, value }) => [value as unknown, JSON.stringify(name)]))
  return (value) => texts.get(value) ?? ask(value)
}

function createAsk(type: GraphQLLeafType): WriteLeaf {
  const isPlain = type.extensions[PRINTS_PLAIN] === true
  return (value) => {
    const output = toOutput(type, value)
    if (output == null) throw new Error(`${type.name} gave nothing for a value`)
    if (typeof output !== 'string') return JSON.stringify(output) ?? 'null'
    return isPlain ? `"${output}"` : quote(output)
  }
}

/** A complaint of GraphQL's about a value is told apart from one about the document: it quotes what stays inside. */
function toOutput(type: GraphQLLeafType, value: unknown): unknown {
  try {
    return type.coerceOutputValue(value)
  } catch (thrown) {
    throw thrown instanceof GraphQLError ? new Error(thrown.message) : thrown
  }
}

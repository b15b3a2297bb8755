/**
 * Queries that nobody would write, and resolvers that answer them in every way there is: at once or later, with null, with an
 * error, with what is not of the type. The same seed gives the same query and the same answers, at every place of it.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  buildSchema,
  getNamedType,
  type GraphQLField,
  type GraphQLNamedOutputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { pathToArray } from 'graphql/jsutils/Path'

/** How often, of a hundred places, something goes wrong or waits. */
export interface Mishaps {
  readonly thrown: number
  readonly empty: number
  readonly wrong: number
  readonly late: number
}

type Random = (most: number) => number

/** What its resolvers find in their context. */
export interface MakingUp extends Mishaps {
  readonly seed: number
}

/** The published schema, with resolvers that make up what they give. */
export function createMadeUpSchema(): GraphQLSchema {
  const schema = buildSchema(readFileSync(join(import.meta.dirname, '../../schema/schema.graphql'), 'utf8'))
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) type.resolveType = (value) => (value as { readonly type: string }).type
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) {
      field.resolve = (_source, given, making: MakingUp, info) => {
        const { seed, thrown, late } = making
        const place = `${pathToArray(info.path).join('.')} ${JSON.stringify(given)}`
        const random = createRandom(seed, place)
        const value = random(100) < thrown ? new Error(`thrown at ${place}`) : makeUp(field.type, random, making)
        const isThrown = value instanceof Error && random(2) === 0
        if (random(100) >= late) {
          if (isThrown) throw value
          return value
        }
        // Some later than others.
        const settled = random(2) === 0 ? Promise.resolve() : new Promise(setImmediate)
        return settled.then(() => {
          if (isThrown) throw value
          return value
        })
      }
    }
  }
  return schema

  function makeUp(type: GraphQLOutputType, random: Random, making: MakingUp): unknown {
    const { empty, wrong, late } = making
    if (isNonNullType(type)) return random(100) < empty / 4 ? null : makeUp(type.ofType, random, making)
    if (random(100) < empty) return random(2) === 0 ? null : undefined
    if (random(100) < wrong) return { type: 'Nobody' }
    if (isListType(type)) {
      return Array.from({ length: random(4) }, () => {
        const entry = makeUp(type.ofType, random, making)
        return random(100) < late ? Promise.resolve(entry) : entry
      })
    }
    if (isEnumType(type)) return type.getValues()[random(type.getValues().length)]?.value
    if (isLeafType(type)) return makeUpLeaf(type.name, random)
    if (!isAbstractType(type)) return {}
    const possible = schema.getPossibleTypes(type)
    return { type: possible[random(possible.length)]?.name }
  }
}

function makeUpLeaf(name: string, random: Random): unknown {
  if (name === 'Int') return random(1_000) - 500
  if (name === 'Float') return (random(1_000) - 500) / 8
  if (name === 'Boolean') return random(2) === 0
  if (name === 'JSON') return [{ a: [1, 'two', null], 'b"c': true }, 'text', 7][random(3)]
  return ['plain', '', 'quoted "text"', 'line\nbreak \u2028', '\ud83d\ude80', '\ud83d alone'][random(6)]
}

/** A valid query of the schema, that may use the variables `$yes` and `$no` and `$first`. */
export function makeUpQuery(schema: GraphQLSchema, seed: number): string {
  const random = createRandom(seed, 'query')
  const fragments: string[] = []
  const root = schema.getQueryType()
  if (root == null) throw new Error('there is nothing to ask')
  const selection = select(root, 5)
  const variables = '$yes: Boolean! = true, $no: Boolean! = false, $first: Int = 7'
  return [`query MadeUp(${variables}) ${selection}`, ...fragments].join('\n')

  function select(type: GraphQLNamedOutputType, depth: number): string {
    const own = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : []
    const usable = own.filter((field) => isLeafType(getNamedType(field.type)) || depth > 0)
    const parts = Array.from({ length: 1 + random(5) }, () => selectOne(type, usable, depth))
    return `{ ${parts.join(' ')} }`
  }

  function selectOne(type: GraphQLNamedOutputType, fields: GraphQLField<unknown, unknown>[], depth: number): string {
    const kind = random(12)
    if (kind === 0 || fields.length === 0) return `__typename${toDirective()}`
    if (kind === 1 && depth > 0) return `...${toDirective()} ${select(type, depth - 1)}`
    if (kind === 2 && depth > 0) {
      const name = `F${fragments.length}`
      const at = fragments.push('') - 1
      fragments[at] = `fragment ${name} on ${type.name} ${select(type, depth - 1)}`
      return `...${name}${toDirective()}`
    }
    if (isAbstractType(type) && depth > 0 && kind < 9) {
      const possible = schema.getPossibleTypes(type)
      const one = possible[random(possible.length)]
      if (one !== undefined) return `... on ${one.name}${toDirective()} ${select(one, depth - 1)}`
    }
    return selectField(fields[random(fields.length)] as GraphQLField<unknown, unknown>, depth) // there is one
  }

  function selectField(field: GraphQLField<unknown, unknown>, depth: number): string {
    const type = getNamedType(field.type)
    const inner = isLeafType(type) ? '' : ` ${select(type, depth - 1)}`
    // Under a name of its own nearly always: what is asked for twice under one must be the same.
    const alias = random(4) === 0 && field.args.length === 0 && inner === '' ? '' : `a${random(1_000_000)}: `
    return `${alias}${field.name}${toArguments(field)}${toDirective()}${inner}`
  }

  function toArguments({ args }: GraphQLField<unknown, unknown>): string {
    const given = args.flatMap(({ name, type }) => {
      if (name === 'ids') return '["x", "y"]'.replace(/^/, `${name}: `)
      if (isNonNullType(type)) return `${name}: "some ${random(100)}"`
      return name === 'first' && random(2) === 0 ? `first: ${random(2) === 0 ? '$first' : '3'}` : []
    })
    return given.length === 0 ? '' : `(${given.join(', ')})`
  }

  function toDirective(): string {
    return (
      ['', '', '', ' @skip(if: $yes)', ' @skip(if: $no)', ' @include(if: $yes)', ' @include(if: false)'][random(7)] ??
      ''
    )
  }
}

/** The same numbers for the same seed and place. */
function createRandom(seed: number, place: string): Random {
  let state = seed | 0
  for (const character of place) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return (most) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % most
  }
}

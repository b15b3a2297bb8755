/** The published schema has every promised name, and a description for a stranger at each of its own. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SCHEMA_PATH } from '../../scripts/schema-history.ts'
import { findBrokenPromises, findUndescribed } from './contract.ts'
import { ROOT } from './source.ts'

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

describe('schema.graphql', () => {
  it('has every name of the contract, with the same arguments and nullability', () => {
    const contract = read('test/support/contract.graphql')
    expect(contract.match(/^(?:type|enum|input|interface|scalar) /gm)?.length).toBeGreaterThan(50)
    expect(findBrokenPromises(contract, read(SCHEMA_PATH))).toEqual([])
  })

  it('describes every type, field, argument, enum value and input field', () => {
    const sdl = read(SCHEMA_PATH)
    expect(sdl.length).toBeGreaterThan(10_000)
    expect(findUndescribed(sdl)).toEqual([])
  })
})

describe('the guard', () => {
  const promised =
    'interface Node { id: ID! } type A implements Node { id: ID! b(x: Int, y: Int): B! } enum E { P } input I { c: Int = 1 }'

  it.each([
    [promised.replace('b(x: Int, y: Int): B!', ''), 'A.b is missing'],
    [promised.replace('B!', 'B'), 'A.b is (x: Int, y: Int): B, promised is (x: Int, y: Int): B!'],
    [promised.replace('x: Int, ', ''), 'A.b is (y: Int): B!, promised is (x: Int, y: Int): B!'],
    [
      promised.replace('y: Int)', 'y: Int, z: Int)'),
      'A.b is (x: Int, y: Int, z: Int): B!, promised is (x: Int, y: Int): B!',
    ],
    [promised.replace(' implements Node', ''), 'A.implements Node is missing'],
    [promised.replace('enum E { P }', 'enum E { Q }'), 'E.P is missing'],
    [promised.replace('= 1', ''), 'I.c is c: Int, promised is c: Int = 1'],
    [promised.replace('enum E { P }', 'scalar E'), 'E is ScalarTypeDefinition, promised is EnumTypeDefinition'],
  ])('sees in %s what is missing', (present, complaint) => {
    expect(findBrokenPromises(promised, present)).toContain(complaint)
  })

  it('takes additions and another order for no breach', () => {
    const more =
      'type C { d: Int } input I { c: Int = 1 e: Int } enum E { Q P } type A implements Node { b(y: Int, x: Int): B! id: ID! } interface Node { id: ID! }'
    expect(findBrokenPromises(promised, more)).toEqual([])
  })

  it('sees what has no description', () => {
    const sdl =
      'scalar S type A { b(c: Int): Int "Told." d: Int } enum E { P } input I { f: Int } """ """ interface N { "Told." g: Int }'
    expect(findUndescribed(sdl)).toEqual(['S', 'A', 'A.b', 'A.b(c)', 'E', 'E.P', 'I', 'I.f', 'N'])
  })
})

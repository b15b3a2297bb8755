/** Values as JSON by their type: lists, objects, what may be one of several types, and what must not be null. */
import {
  defaultTypeResolver,
  type GraphQLAbstractType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql'
import type { Path } from 'graphql/jsutils/Path'
import { isPromise, toLocated } from './field-error.ts'
import { FieldInfo } from './field-info.ts'
import { createLeafWrite } from './leaf.ts'
import type { Execution, FieldPlan, ObjectPlan, Write, Written } from './plan.ts'
import { writeObject } from './write-object.ts'
import { Writing } from './writing.ts'

/** Compiles the fields that are asked of an object type. */
export type PlanObject = (type: GraphQLObjectType) => ObjectPlan

/** How what a resolver gives for a field of this type is written. */
export function createWrite(
  type: GraphQLOutputType,
  planObject: PlanObject,
  possibleTypes: (type: GraphQLAbstractType) => readonly GraphQLObjectType[],
): Write {
  if (isNonNullType(type)) return createNonNullWrite(createWrite(type.ofType, planObject, possibleTypes))
  if (isListType(type)) {
    const isNullable = !isNonNullType(type.ofType)
    return createListWrite(createWrite(type.ofType, planObject, possibleTypes), isNullable)
  }
  if (isLeafType(type)) return createLeafWrite(type)
  if (isAbstractType(type)) return createAbstractWrite(type, planObject, possibleTypes(type))
  return createObjectWrite(type, planObject(type))
}

function createNonNullWrite(write: Write): Write {
  function need(written: string, { parentType, definition }: FieldPlan): string {
    if (written !== 'null') return written
    throw new Error(`Cannot return null for non-nullable field ${parentType.name}.${definition.name}.`)
  }
  return (execution, field, value, outer, key) => {
    const written = write(execution, field, value, outer, key)
    return typeof written === 'string' ? need(written, field) : written.then((text) => need(text, field))
  }
}

function createListWrite(write: Write, isNullable: boolean): Write {
  function fail(execution: Execution, field: FieldPlan, path: Path, at: number, thrown: unknown): string {
    const error = toLocated(thrown, field, { prev: path, key: at, typename: undefined })
    if (!isNullable) throw error
    execution.errors.push(error)
    return 'null'
  }

  function writeEntry(execution: Execution, field: FieldPlan, value: unknown, path: Path, at: number): Written {
    try {
      const written = isPromise(value)
        ? value.then((entry) => write(execution, field, entry, path, at))
        : write(execution, field, value, path, at)
      if (typeof written === 'string') return written
      return written.then(undefined, (thrown: unknown) => fail(execution, field, path, at, thrown))
    } catch (thrown) {
      return fail(execution, field, path, at, thrown)
    }
  }

  return (execution, field, value, outer, key) => {
    if (value instanceof Error) throw value
    if (value == null) return 'null'
    if (!Array.isArray(value)) throw new Error(`${field.parentType.name}.${field.definition.name} gave no list`)
    const entries: readonly unknown[] = value
    const path: Path = { prev: outer, key, typename: toTypename(field, key) }
    const writing = new Writing('[')
    try {
      for (let at = 0; at < entries.length; at += 1) {
        if (at > 0) writing.addText(',')
        writing.add(writeEntry(execution, field, entries[at], path, at))
      }
    } catch (thrown) {
      return writing.fail(thrown)
    }
    return writing.end(']')
  }
}

function createObjectWrite({ isTypeOf, name }: GraphQLObjectType, plan: ObjectPlan): Write {
  return (execution, field, value, outer, key) => {
    if (value instanceof Error) throw value
    if (value == null) return 'null'
    const path: Path = { prev: outer, key, typename: toTypename(field, key) }
    if (isTypeOf == null) return writeObject(execution, plan, value, path)
    const isOne = isTypeOf(value, execution.contextValue, new FieldInfo(execution, field, outer))
    const go = (answer: boolean): Written => {
      if (!answer) throw new Error(`Expected value of type "${name}".`)
      return writeObject(execution, plan, value, path)
    }
    return isPromise(isOne) ? isOne.then(go) : go(isOne)
  }
}

function createAbstractWrite(
  type: GraphQLAbstractType,
  planObject: PlanObject,
  possible: readonly GraphQLObjectType[],
): Write {
  const writes = new Map(possible.map((each) => [each.name, createObjectWrite(each, planObject(each))]))
  const resolveType = type.resolveType ?? defaultTypeResolver
  return (execution, field, value, outer, key) => {
    if (value instanceof Error) throw value
    if (value == null) return 'null'
    const go = (name: unknown): Written => {
      const write = writes.get(name as string) // what is no name of a type finds none
      if (write === undefined) throw new Error(`A ${type.name} turned out to be none`)
      return write(execution, field, value, outer, key)
    }
    const name = resolveType(value, execution.contextValue, new FieldInfo(execution, field, outer), type)
    return isPromise(name) ? name.then(go) : go(name)
  }
}

/** Places in a list have none. */
function toTypename({ parentType }: FieldPlan, key: string | number): string | undefined {
  return typeof key === 'string' ? parentType.name : undefined
}

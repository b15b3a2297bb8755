/** What goes wrong in a field, with its place, as GraphQL tells it. */
import { type GraphQLError, locatedError } from 'graphql'
import { type Path, pathToArray } from 'graphql/jsutils/Path'
import type { FieldPlan } from './plan.ts'

export function isPromise<Value>(value: Value | PromiseLike<Value>): value is Promise<Value> {
  // Nearly all are texts and numbers, which are asked for no property.
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false
  return typeof (value as { readonly then?: unknown }).then === 'function' // any object has properties
}

/** The error with the place where it was first met; one that has a place keeps it. */
export function toLocated(thrown: unknown, { nodes }: FieldPlan, path: Path): GraphQLError {
  return locatedError(thrown, nodes, pathToArray(path))
}

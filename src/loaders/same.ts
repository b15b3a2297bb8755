/** Whether two records say the same. For records as the loaders give them: plain data and identifiers. */
import { Identifier } from '../domain/identifier.ts'

/**
 * True when `a` and `b` are equal in every part, whole identifiers included. What is neither plain data nor an identifier
 * equals nothing but itself: it may hold something that cannot be seen from here.
 */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (a instanceof Identifier) return b instanceof Identifier && a.equals(b)
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((part, at) => isSame(part, b[at]))
  return isPlain(a) && isPlain(b) && hasSameParts(a, b)
}

type Plain = Readonly<Record<string, unknown>>

function isPlain(value: object): value is Plain {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function hasSameParts(a: Plain, b: Plain): boolean {
  const names = Object.keys(a)
  return (
    names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && isSame(a[name], b[name]))
  )
}

/**
 * Whether a body fits its wire schema as it stands. Most do, and to be told so by zod costs a copy of the whole body, more than
 * parsing it did. So the schema is turned once into a table of what may stand where, and the body is held against that. A
 * no only means that zod has to be asked: what is wrong, and where, it alone says.
 */
import { z } from 'zod'
import { SectionText } from './section-text/section-text.ts'

/** What may stand in one place. */
export interface Place {
  /** The kinds of leaf that may. */
  readonly leaves: number
  /** Null when no object may; what stands under keys that are not named does not matter. */
  readonly keys: readonly Key[] | null
  /** What must stand under every key of an object; null when that does not matter. */
  readonly values: Place | null
  /** What the elements of a list must be; null when no list may stand here. */
  readonly element: Place | null
}
interface Key {
  readonly name: string
  readonly place: Place
}

/** Kinds of leaf. */
export const [TEXT, NUMBER, BOOLEAN, NULL, ABSENT, ANYTHING] = [1, 2, 4, 8, 16, 32] as const
const NOTHING: Place = { leaves: 0, keys: null, values: null, element: null }

const PLACES = new WeakMap<z.ZodType, Place>()

/** True when `schema` would give an equal copy of `body`, which was made by `JSON.parse`; false when only zod can tell. */
export function fitsPlainly(schema: z.ZodType, body: unknown): boolean {
  let place = PLACES.get(schema)
  if (place === undefined) {
    place = toPlace(schema)
    PLACES.set(schema, place)
  }
  return fits(place, body)
}

function fits(place: Place, value: unknown): boolean {
  const { leaves } = place
  if ((leaves & ANYTHING) !== 0) return true
  switch (typeof value) {
    case 'string':
      return (leaves & TEXT) !== 0
    case 'number':
      // `1e999` is JSON, and no number.
      return (leaves & NUMBER) !== 0 && Number.isFinite(value)
    case 'boolean':
      return (leaves & BOOLEAN) !== 0
    case 'undefined':
      return (leaves & ABSENT) !== 0
    default:
      if (value === null) return (leaves & NULL) !== 0
      // It was held against this place when it was gone through.
      if (value instanceof SectionText) return true
      return Array.isArray(value) ? fitsList(place.element, value) : fitsObject(place, value as Record<string, unknown>) // no other kind is left
  }
}

function fitsList(element: Place | null, list: readonly unknown[]): boolean {
  if (element === null) return false
  if ((element.leaves & ANYTHING) !== 0) return true
  for (const each of list) if (!fits(element, each)) return false
  return true
}

function fitsObject({ keys, values }: Place, object: Record<string, unknown>): boolean {
  // zod leaves this key out of its copy.
  if (keys === null || Object.hasOwn(object, '__proto__')) return false
  for (const { name, place } of keys) if (!fits(place, object[name])) return false
  if (values !== null) for (const name in object) if (!fits(values, object[name])) return false
  return true
}

/** What may stand where `schema` is asked. A schema of a kind that is not known here gives a place where nothing fits, so that zod is asked. */
export function toPlace(schema: z.core.$ZodType): Place {
  const { checks = [] } = schema._zod.def
  if (checks.length > 0) return NOTHING
  if (schema instanceof z.ZodUnknown) return { ...NOTHING, leaves: ANYTHING }
  if (schema instanceof z.ZodString) return { ...NOTHING, leaves: TEXT }
  if (schema instanceof z.ZodNumber) return { ...NOTHING, leaves: NUMBER }
  if (schema instanceof z.ZodBoolean) return { ...NOTHING, leaves: BOOLEAN }
  if (schema instanceof z.ZodNullable) return allowing(toPlace(schema.unwrap()), NULL)
  if (schema instanceof z.ZodOptional) return allowing(toPlace(schema.unwrap()), ABSENT)
  if (schema instanceof z.ZodUnion) return schema.options.map(toPlace).reduce(either)
  if (schema instanceof z.ZodArray) return { ...NOTHING, element: toPlace(schema.element) }
  if (schema instanceof z.ZodRecord && schema.keyType instanceof z.ZodString) {
    const values = toPlace(schema.valueType)
    return { ...NOTHING, keys: [], values: (values.leaves & ANYTHING) === 0 ? values : null }
  }
  if (schema instanceof z.ZodObject && schema.def.catchall instanceof z.ZodUnknown) {
    const shape = Object.entries<z.core.$ZodType>(schema.shape)
    return { ...NOTHING, keys: shape.map(([name, each]) => ({ name, place: toPlace(each) })) }
  }
  return NOTHING
}

function allowing(place: Place, leaf: number): Place {
  return { ...place, leaves: place.leaves | leaf }
}

/** Two sorts of object, or of list, cannot be told apart here. */
function either(one: Place, other: Place): Place {
  if ((one.keys !== null && other.keys !== null) || (one.element !== null && other.element !== null)) return NOTHING
  return {
    leaves: one.leaves | other.leaves,
    keys: one.keys ?? other.keys,
    values: one.values ?? other.values,
    element: one.element ?? other.element,
  }
}

/**
 * The leaves of every wire shape. Finpass writes one and the same thing as text here and as a number there, and
 * leaves keys out or sends null, so a leaf allows for all of that; whether the text is a date or an amount is
 * decided by `value.ts`. Anything else (an object, a list) is a fault that `read-tolerantly.ts` repairs and reports.
 */
import { z } from 'zod'

/** Text, a count or an amount: `85000`, `"98765.43"`, `560080`, `"560080"`. */
export const scalar = z.union([z.string(), z.number()]).nullish()

/** `true`, `"true"`, `"Y"`, `"NO"`, `1`. */
export const flag = z.union([z.boolean(), z.string(), z.number()]).nullish()

/** An object whose keys are not known beforehand. */
export const anyObject = z.record(z.string(), z.unknown()).nullish()

/** A list whose elements are not known; `[]` when there are none. */
export const anyList = z.array(z.unknown()).nullish()

/** A list; a broken element becomes undefined and keeps its place, so the positions of the others stay true. */
export function list<Element extends z.ZodType>(element: Element) {
  return z.array(element.nullish()).nullish()
}

/** A JSON object, as opposed to a list, null or a leaf. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

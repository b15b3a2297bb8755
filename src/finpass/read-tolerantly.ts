/**
 * Reads a body by its wire shape without losing the report to one bad place: what does not fit is taken out, reported
 * as a `DataIssue`, and the rest is read again. Whether the body is recognisable at all is asked before, by its list or
 * its sections; that question is never answered leniently.
 */
import type { z } from 'zod'
import { Failure } from '../domain/failure.ts'
import type { DataIssues } from './data-issues.ts'
import { fitsPlainly } from './plain-fit.ts'
import { openAll } from './section-text/section-text.ts'

/** One round repairs every place at once; a second is needed only when a repair uncovers another fault. */
const MOST_ROUNDS = 4

type Path = readonly PropertyKey[]

/**
 * Gives `body` in the shape of `schema`, repairing `body` itself on the way; throws `FINPASS_SHAPE` when no repair helps,
 * which means that the root is at fault. Every place below the root must be nullish in `schema`.
 */
export function readTolerantly<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
  issues: DataIssues,
): z.output<Schema> {
  if (fitsPlainly(schema, body)) return body as z.output<Schema> // fitting means that the copy would be equal
  // What was left as text zod would take for something else.
  openAll(body)
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const parsed = schema.safeParse(body)
    if (parsed.success) return parsed.data
    for (const { path } of parsed.error.issues) {
      if (path.length === 0) throw new Failure('FINPASS_SHAPE')
      takeOut(body, path)
      issues.note(printPath(path), 'is not of the kind that belongs here')
    }
  }
  throw new Failure('FINPASS_SHAPE')
}

/** Undefined, not null: a null that Finpass sent is told from a repair, so that nothing is reported twice. */
function takeOut(body: unknown, path: Path): void {
  let parent: unknown = body
  for (const key of path.slice(0, -1)) {
    if (typeof parent !== 'object' || parent === null) return
    parent = Reflect.get(parent, key)
  }
  const last = path.at(-1)
  if (typeof parent === 'object' && parent !== null && last !== undefined) Reflect.set(parent, last, undefined)
}

/** `filings[*].tax_computation.surcharge`. A key that looks like data rather than a name prints as `*`. */
function printPath(path: Path): string {
  let printed = ''
  for (const key of path) {
    if (typeof key === 'number') printed += '[*]'
    else printed += `${printed === '' ? '' : '.'}${isName(String(key)) ? String(key) : '*'}`
  }
  return printed
}

/** Four digits in a row are no part of a name but a number, perhaps a person's. */
function isName(key: string): boolean {
  return /^[A-Za-z_]\w{0,48}$/.test(key) && !/\d{4}/.test(key)
}

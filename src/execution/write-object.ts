/** Objects as JSON: their fields side by side, as text as long as no resolver makes it wait. */
import type { Path } from 'graphql/jsutils/Path'
import { isPromise, toLocated } from './field-error.ts'
import { FieldInfo } from './field-info.ts'
import type { Execution, FieldPlan, ObjectPlan, Written } from './plan.ts'
import { Writing } from './writing.ts'

/** Throws, or rejects, with a located error when a field that must not be null has none. */
export function writeObject(execution: Execution, { fields }: ObjectPlan, source: unknown, path: Path): Written {
  const writing = new Writing('{')
  try {
    for (const field of fields) {
      writing.addText(field.head)
      writing.add('text' in field ? field.text : writeField(execution, field, source, path))
    }
  } catch (thrown) {
    return writing.fail(thrown)
  }
  return writing.end('}')
}

/** One field of an object. Throws, or rejects, with a located error when it must not be null and has failed. */
export function writeField(execution: Execution, field: FieldPlan, source: unknown, outer: Path | undefined): Written {
  const { resolve, write, key } = field
  try {
    const given = field.fixedArguments ?? execution.argumentsOf(field)
    const value = resolve(source, given, execution.contextValue, new FieldInfo(execution, field, outer))
    const written = isPromise(value)
      ? value.then((resolved: unknown) => write(execution, field, resolved, outer, key))
      : write(execution, field, value, outer, key)
    if (typeof written === 'string') return written
    return written.then(undefined, (thrown: unknown) => fail(execution, field, outer, thrown))
  } catch (thrown) {
    return fail(execution, field, outer, thrown)
  }
}

function fail(execution: Execution, field: FieldPlan, outer: Path | undefined, thrown: unknown): string {
  const error = toLocated(thrown, field, { prev: outer, key: field.key, typename: field.parentType.name })
  if (!field.isNullable) throw error
  execution.errors.push(error)
  return 'null'
}

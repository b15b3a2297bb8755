/** The `extensions` of a GraphQL request, where its caller says what is no part of the document. Nobody has checked them yet. */

/** What stands under `name`, of whatever type; undefined when nothing does, or when this is no GraphQL request. */
export function readExtension(params: unknown, name: string): unknown {
  return readOwn(readOwn(params, 'extensions'), name)
}

/** An object's own property; undefined of whatever else it is. */
export function readOwn(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return (value as Readonly<Record<string, unknown>>)[name] // an object that has it, as was just seen
}

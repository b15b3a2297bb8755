/** Keeps what is costly to build: a statement of 50,000 lines is some ten megabytes of JSON text. */

/** A keeper of up to `size` things by key; each is built at its first asking, the oldest is dropped when full. */
export function createKeeper<T>(size: number): (key: string, build: () => T) => T {
  const thingsByKey = new Map<string, { readonly thing: T }>()
  return (key, build) => {
    const kept = thingsByKey.get(key)
    if (kept !== undefined) return kept.thing
    const thing = build()
    const oldest = thingsByKey.keys().next().value
    if (thingsByKey.size >= size && oldest !== undefined) thingsByKey.delete(oldest)
    thingsByKey.set(key, { thing })
    return thing
  }
}

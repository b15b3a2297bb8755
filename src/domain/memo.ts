/**
 * What was reckoned of an object, kept as long as the object is. It is kept in the object itself and not in a WeakMap: a young
 * collection takes every value of an old WeakMap to be in use, and what such a value leads to (its own object, as a rule) stays
 * until the whole heap is collected. Under load that was most of the work of collecting.
 */

/** As `make`, which is asked once for each object. Copies of the object and whoever lists its fields see nothing of it. */
export function createMemo<Host extends object, Value extends object>(
  make: (host: Host) => Value,
): (host: Host) => Value {
  const place = Symbol('memo')
  return (host) => {
    const known = (host as { readonly [place]?: Value })[place] // a field that nobody else can name
    if (known !== undefined) return known
    const made = make(host)
    Object.defineProperty(host, place, { value: made })
    return made
  }
}

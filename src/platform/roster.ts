/**
 * Who is there at the moment, where many come and go: what a `Set` is for, were it not for V8. A table of a `Set` or `Map` that
 * grew too full of what has left is replaced by a new one and still points at it, so that one table that has become old keeps all
 * that follow, with everybody who was ever in them, from young collections: 20 % of all garbage of a busy gateway grew old so.
 */

export interface Roster<Value> {
  /** Adds one more, the same value again included; what is given takes it off, and is harmless when called again. */
  join(value: Value): () => void
  readonly size: number
  /** All who are there now, in no order. Who comes or leaves meanwhile changes nothing in it. */
  list(): Value[]
  clear(): void
}

interface Place<Value> {
  readonly value: Value
  /** Where it stands; -1 once it has left. */
  at: number
}

export function createRoster<Value>(): Roster<Value> {
  let places: Place<Value>[] = []
  function leave(place: Place<Value>): void {
    const { at } = place
    if (at < 0) return
    place.at = -1
    const last = places.pop()
    if (last === undefined || last === place) return
    // The last one takes over, so that nobody has to move up.
    places[at] = last
    last.at = at
  }
  return {
    join(value) {
      const place = { value, at: places.length }
      places.push(place)
      return () => leave(place)
    },
    get size() {
      return places.length
    },
    list: () => places.map(({ value }) => value),
    clear() {
      for (const place of places) place.at = -1
      places = []
    },
  }
}

/** Chance that can be had again: everything random in a bar comes from its seed. */

export interface Random {
  /** From 0 up to, but without, 1. */
  next(): number
  /** A whole number from 0 up to, but without, `limit`. */
  below(limit: number): number
  /** One of them; throws when there are none. */
  pick<Value>(values: readonly Value[]): Value
  /** The same values in another order. */
  shuffle<Value>(values: readonly Value[]): Value[]
}

/** Mulberry32: 32 bits of state, good enough to choose moments and victims. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    next,
    below,
    pick(values) {
      const value = values[below(values.length)]
      if (value === undefined) throw new Error('there is nothing to pick from')
      return value
    },
    shuffle(values) {
      const keyed = values.map((value) => ({ value, key: next() }))
      return keyed.toSorted((a, b) => a.key - b.key).map(({ value }) => value)
    },
  }
}

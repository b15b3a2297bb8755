/**
 * Repeatable randomness: the same seed text gives the same stream on every machine and in every run, so that all
 * made-up data is a function of its persona alone.
 */
import { createHash } from 'node:crypto'

/** A repeatable stream. */
export interface Random {
  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number
  /** One of the items, each equally likely. */
  pick<T>(items: readonly [T, ...T[]]): T
  /** That many decimal digits, the first never zero. */
  digits(length: number): string
}

/** Lower-case hex of the SHA-256 of the parts; never throws. */
export function digestHex(length: number, ...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(parts.join('|')).digest('hex').slice(0, length)
}

/** A generator whose whole stream follows from the parts. */
export function createRandom(...parts: readonly (string | number)[]): Random {
  let state = Number.parseInt(digestHex(8, ...parts), 16)
  // mulberry32: 32 bits of state are plenty for sample data and keep 50,000 lines quick to draw.
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const integer = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  return {
    integer,
    pick: (items) => items[integer(0, items.length - 1)] ?? items[0],
    digits: (length) => Array.from({ length }, (_, position) => integer(position === 0 ? 1 : 0, 9)).join(''),
  }
}

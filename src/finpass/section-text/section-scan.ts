/**
 * Goes through a piece of JSON without making anything of it, and holds it against what may stand there. Whatever is the least
 * unusual (an escape, an exponent, a space between two values, a key that begins with two underscores) is no answer here, and somebody else
 * reads it.
 */
import {
  CLOSE_LIST,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  endOfDecimal,
  endOfLeaf,
  isExponentAt,
  isPiece,
  OPEN_LIST,
  OPEN_OBJECT,
  QUOTE,
  UNUSUAL,
} from '../json-byte.ts'
import { ANYTHING, BOOLEAN, NULL, NUMBER, TEXT } from '../plain-fit.ts'
import type { PlannedKey, SectionPlan } from './section-plan.ts'

/** Deeper than any section of Finpass's, and far from the end of the stack. */
export const DEEPEST = 64
/** With more of them the bounds on what a body repeats have a word to say. */
export const MOST_KEYS = 500
/** With its sign and point; of so many digits a double always has a number. */
const LONGEST_NUMBER = 300
const [UNDERSCORE, BACKSLASH] = [95, 92] as const
const [N, T, F] = [110, 116, 102] as const

/** Behind the value at `at` of what both `bytes` and `view` are about, when it fits `plan`; else `UNUSUAL`. */
export function endOfValue(bytes: Uint8Array, view: DataView, plan: SectionPlan, at: number, depth: number): number {
  const first = bytes[at]
  if (first === OPEN_OBJECT) {
    const { keys } = plan
    if (keys === null || depth === DEEPEST) return UNUSUAL
    let end = at + 1
    if (bytes[end] === CLOSE_OBJECT) return end + 1
    let next = 0
    for (let count = 0; count < MOST_KEYS; count += 1) {
      let below = plan.values
      let planned = keys[next]
      if (planned === undefined || !isPiece(bytes, view, end, planned.piece)) planned = findKey(bytes, view, keys, end)
      if (planned === undefined) {
        end = endOfKey(bytes, end)
        if (end === UNUSUAL) return UNUSUAL
      } else {
        end += planned.piece.bytes.length
        next = planned.place + 1
        below = planned.plan
      }
      const kind = bytes[end]
      end =
        kind === OPEN_OBJECT || kind === OPEN_LIST
          ? endOfValue(bytes, view, below, end, depth + 1)
          : endOfFitting(bytes, view, below.leaves, end)
      if (end === UNUSUAL) return UNUSUAL
      const code = bytes[end]
      end += 1
      if (code !== COMMA) return code === CLOSE_OBJECT ? end : UNUSUAL
    }
    return UNUSUAL
  }
  if (first === OPEN_LIST) {
    const { element } = plan
    if (element === null || depth === DEEPEST) return UNUSUAL
    let end = at + 1
    if (bytes[end] === CLOSE_LIST) return end + 1
    for (;;) {
      end = endOfValue(bytes, view, element, end, depth + 1)
      if (end === UNUSUAL) return UNUSUAL
      const code = bytes[end]
      end += 1
      if (code !== COMMA) return code === CLOSE_LIST ? end : UNUSUAL
    }
  }
  return endOfFitting(bytes, view, plan.leaves, at)
}

/** Which of `keys` stands at `at`, if any does. */
export function findKey(
  bytes: Uint8Array,
  view: DataView,
  keys: readonly PlannedKey[],
  at: number,
): PlannedKey | undefined {
  for (const planned of keys) if (isPiece(bytes, view, at, planned.piece)) return planned
  return undefined
}

/** Behind a key that may be any, and its colon; `UNUSUAL` of one with an escape, or that begins with two underscores, as `__proto__` does. */
export function endOfKey(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== QUOTE || (bytes[at + 1] === UNDERSCORE && bytes[at + 2] === UNDERSCORE)) return UNUSUAL
  for (let end = at + 1; end < bytes.length; end += 1) {
    const code = bytes[end] ?? 0
    if (code === QUOTE) return bytes[end + 1] === COLON ? end + 2 : UNUSUAL
    if (code < 32 || code === BACKSLASH) return UNUSUAL
  }
  return UNUSUAL
}

/** Behind the leaf at `at`, when it is of one of the kinds; else `UNUSUAL`. */
export function endOfFitting(bytes: Uint8Array, view: DataView, leaves: number, at: number): number {
  const first = bytes[at] ?? 0
  if (first === QUOTE) return (leaves & (TEXT | ANYTHING)) === 0 ? UNUSUAL : endOfLeaf(bytes, at, view)
  if (first === N) return (leaves & (NULL | ANYTHING)) === 0 ? UNUSUAL : endOfLeaf(bytes, at)
  if (first === T || first === F) return (leaves & (BOOLEAN | ANYTHING)) === 0 ? UNUSUAL : endOfLeaf(bytes, at)
  return (leaves & (NUMBER | ANYTHING)) === 0 ? UNUSUAL : endOfPlainNumber(bytes, at)
}

/** Behind the number at `at`; `UNUSUAL` of one with an exponent or too many digits as well: `1e999` is JSON, and no number. */
function endOfPlainNumber(bytes: Uint8Array, at: number): number {
  const end = endOfDecimal(bytes, at)
  return end - at > LONGEST_NUMBER || isExponentAt(bytes, end) ? UNUSUAL : end
}

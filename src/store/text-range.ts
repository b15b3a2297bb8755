/** Prefix search as a range over sorted text, for stores that sort by code point (UTF-8 bytes sort the same way). */

const LAST_CODE_POINT = 0x10ffff
const FIRST_SURROGATE = 0xd800
const AFTER_SURROGATES = 0xe000

/**
 * The first text after every text that begins with `prefix`; null when there is none, because the prefix has only the last
 * of all characters in it.
 */
export function toPrefixEnd(prefix: string): string | null {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0)
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    if (last === LAST_CODE_POINT) continue
    const next = last + 1 === FIRST_SURROGATE ? AFTER_SURROGATES : last + 1
    return String.fromCodePoint(...points, next)
  }
  return null
}

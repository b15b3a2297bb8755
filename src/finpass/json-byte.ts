/**
 * The leaves of JSON by their bytes, read strictly: whatever is the least unusual (an escape in a text, a control character, a
 * number that JSON does not know) is said to be so, and somebody else reads it.
 */

export const QUOTE = 34
export const COMMA = 44
export const COLON = 58
export const OPEN_LIST = 91
export const CLOSE_LIST = 93
export const OPEN_OBJECT = 123
export const CLOSE_OBJECT = 125
const [BACKSLASH, MINUS, PLUS, DOT, ZERO, NINE] = [92, 45, 43, 46, 48, 57] as const

/** What is no plain leaf. */
export const UNUSUAL = -1

/**
 * Behind the leaf that begins at `at`; `UNUSUAL` when it is none, or one with an escape in it. With a `view` of the same bytes
 * a text is gone through four bytes at a time.
 */
export function endOfLeaf(bytes: Uint8Array, at: number, view: DataView | null = null): number {
  const first = bytes[at]
  if (first === QUOTE) return endOfText(bytes, at, view)
  if (first === 110) return isWord(bytes, at, NULL) ? at + 4 : UNUSUAL
  if (first === 116) return isWord(bytes, at, TRUE) ? at + 4 : UNUSUAL
  if (first === 102) return isWord(bytes, at, FALSE) ? at + 5 : UNUSUAL
  return endOfNumber(bytes, at)
}

function endOfText(bytes: Uint8Array, at: number, view: DataView | null = null): number {
  let start = at + 1
  if (view !== null) {
    // Four bytes at a time, until one of them may be a quote, a backslash or a control character.
    for (const last = view.byteLength - 4; start <= last; start += 4) {
      const four = view.getInt32(start, true)
      const [quote, backslash] = [four ^ 0x22222222, four ^ 0x5c5c5c5c]
      const found =
        ((quote - 0x01010101) & ~quote) | ((backslash - 0x01010101) & ~backslash) | ((four - 0x20202020) & ~four)
      if ((found & -0x7f7f7f80) !== 0) break
    }
  }
  for (let end = start; ; end += 1) {
    const code = bytes[end] ?? 0
    if (code === QUOTE) return end + 1
    if (code < 32 || code === BACKSLASH) return UNUSUAL
  }
}

/** Behind the number; `UNUSUAL` when JSON knows no such number. */
function endOfNumber(bytes: Uint8Array, at: number): number {
  let end = endOfDecimal(bytes, at)
  if (end === UNUSUAL || !isExponentAt(bytes, end)) return end
  const sign = bytes[end + 1]
  const exponent = sign === PLUS || sign === MINUS ? end + 2 : end + 1
  end = endOfDigits(bytes, exponent)
  return end === exponent ? UNUSUAL : end
}

/** As `endOfNumber`, of a number without its exponent. */
export function endOfDecimal(bytes: Uint8Array, at: number): number {
  const whole = bytes[at] === MINUS ? at + 1 : at
  const end = endOfDigits(bytes, whole)
  if (end === whole || (bytes[whole] === ZERO && end > whole + 1)) return UNUSUAL
  if (bytes[end] !== DOT) return end
  const behind = endOfDigits(bytes, end + 1)
  return behind === end + 1 ? UNUSUAL : behind
}

/** True when an exponent begins at `at`. */
export function isExponentAt(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 101 || bytes[at] === 69
}

function endOfDigits(bytes: Uint8Array, at: number): number {
  let end = at
  for (let code = bytes[end] ?? 0; code >= ZERO && code <= NINE; code = bytes[end] ?? 0) end += 1
  return end
}

/** Behind the white space that begins at `at`, if any does. */
export function endOfSpace(bytes: Uint8Array, at: number): number {
  let end = at
  for (let code = bytes[end]; code === 32 || code === 10 || code === 13 || code === 9; code = bytes[end]) end += 1
  return end
}

/** Amounts of more digits than these are read by somebody else: below, hundredths are whole numbers that a double holds. */
const MOST_DIGITS = 13

/** Hundredths of the number that is written from `at` to `end`; `UNUSUAL` when it is negative, long, or finer than they are. */
export function toHundredths(bytes: Uint8Array, at: number, end: number): number {
  let value = 0
  let place = at
  for (let code = bytes[place] ?? 0; code >= ZERO && code <= NINE; code = bytes[place] ?? 0) {
    value = value * 10 + (code - ZERO)
    place += 1
  }
  if (place === at || place - at > MOST_DIGITS) return UNUSUAL
  if (place === end) return value * 100
  const [tenths, hundredths] = [(bytes[place + 1] ?? 0) - ZERO, (bytes[place + 2] ?? 0) - ZERO]
  if (bytes[place] !== DOT || !(tenths >= 0 && tenths <= 9)) return UNUSUAL
  if (place + 2 === end) return value * 100 + tenths * 10
  return place + 3 === end && hundredths >= 0 && hundredths <= 9 ? value * 100 + tenths * 10 + hundredths : UNUSUAL
}

/** Where what was read ends. */
export interface End {
  end: number
}

/**
 * Hundredths of the number that begins at `at`, as `toHundredths` has them, with the place behind it in `into`; gone through once.
 * `UNUSUAL` when it is none of JSON. What is finer than a hundredth, or has an exponent, ends too early.
 */
export function readHundredths(bytes: Uint8Array, at: number, into: End): number {
  let value = 0
  let place = at
  for (let code = bytes[place] ?? 0; code >= ZERO && code <= NINE; code = bytes[place] ?? 0) {
    value = value * 10 + (code - ZERO)
    place += 1
  }
  const digits = place - at
  if (digits === 0 || digits > MOST_DIGITS || (digits > 1 && bytes[at] === ZERO)) return UNUSUAL
  into.end = place
  if (bytes[place] !== DOT) return value * 100
  const [tenths, hundredths] = [(bytes[place + 1] ?? 0) - ZERO, (bytes[place + 2] ?? 0) - ZERO]
  if (!(tenths >= 0 && tenths <= 9)) return UNUSUAL
  const isFine = hundredths >= 0 && hundredths <= 9
  into.end = isFine ? place + 3 : place + 2
  return value * 100 + tenths * 10 + (isFine ? hundredths : 0)
}

const [NULL, TRUE, FALSE] = [toBytes('null'), toBytes('true'), toBytes('false')]

function toBytes(word: string): Uint8Array {
  return new TextEncoder().encode(word)
}

/** True when `word` stands at `at`. */
export function isWord(bytes: Uint8Array, at: number, word: Uint8Array): boolean {
  for (let place = 0; place < word.length; place += 1) if (bytes[at + place] !== word[place]) return false
  return true
}

/** A piece of JSON, all of it ASCII, that is looked for in many places. */
export interface Piece {
  readonly bytes: Uint8Array
  /**
   * The same eight by eight, as doubles; the last eight overlap those before. None of a piece of fewer. Of ASCII no eight bytes
   * are a number that is not equal to itself, or equal to another.
   */
  readonly words: Float64Array
}

export function toPiece(bytes: Uint8Array): Piece {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const count = bytes.length < 8 ? 0 : Math.ceil(bytes.length / 8)
  const words = Float64Array.from({ length: count }, (_, at) =>
    view.getFloat64(Math.min(at * 8, bytes.length - 8), true),
  )
  return { bytes, words }
}

/** True when `piece` stands at `at` of what both `bytes` and `view` are about. */
export function isPiece(bytes: Uint8Array, view: DataView, at: number, { bytes: own, words }: Piece): boolean {
  const last = at + own.length - 8
  if (words.length === 0 || last + 8 > bytes.length) return isWord(bytes, at, own)
  const count = words.length - 1
  // Pieces begin alike: the end tells most of them apart.
  if (view.getFloat64(last, true) !== words[count]) return false
  for (let word = 0; word < count; word += 1) if (view.getFloat64(at + word * 8, true) !== words[word]) return false
  return true
}

/**
 * Behind the element of a list that begins at `at`, by brackets and quotes alone: whether it is JSON at all, its parser must say.
 * `UNUSUAL` when it has no end.
 */
export function endOfElement(bytes: Uint8Array, at: number): number {
  let depth = 0
  for (let end = at; end < bytes.length; end += 1) {
    const code = bytes[end]
    if (code === QUOTE) {
      for (end += 1; end < bytes.length && bytes[end] !== QUOTE; end += 1) if (bytes[end] === BACKSLASH) end += 1
    } else if (code === OPEN_OBJECT || code === OPEN_LIST) depth += 1
    else if (code === CLOSE_OBJECT || code === CLOSE_LIST) {
      if (depth === 0) return end
      depth -= 1
    } else if (code === COMMA && depth === 0) return end
  }
  return UNUSUAL
}

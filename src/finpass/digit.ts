/**
 * Digits and what may stand between them, by code unit. Texts of a ledger are gone through one unit at a time here, 50,000
 * lines of them, so no pattern is used and nothing is allocated.
 */

/** The value of a digit: ASCII, full-width, Arabic, or of a script of India; -1 for anything else. */
export function toDigit(code: number): number {
  const plain = code - 48
  if (plain >= 0 && plain <= 9) return plain
  return code > 127 ? toForeignDigit(code) : -1
}

/** Full-width, Arabic, Persian and Urdu; Ol Chiki, Meetei Mayek, Lepcha, Limbu and Tibetan, which India writes besides. */
const ZEROS = [0xff10, 0x0660, 0x06f0, 0x1c50, 0xabf0, 0x1c40, 0x1946, 0x0f20]

function toForeignDigit(code: number): number {
  // Devanagari to Malayalam: each script has 128 places, its digits at the same ones.
  const indic = code >= 0x0900 && code <= 0x0d7f ? (code & 0x7f) - 0x66 : -1
  if (indic >= 0 && indic <= 9) return indic
  for (const zero of ZEROS) {
    if (code >= zero && code <= zero + 9) return code - zero
  }
  return -1
}

/** True when a digit stands at `at`; false behind the end. */
export function isDigit(text: string, at: number): boolean {
  return toDigit(text.charCodeAt(at)) >= 0
}

/**
 * True for what may stand between the digits of one number: anything that is neither letter nor number, of whatever width,
 * even none. Halves of characters beyond the basic plane (emoji, mostly) count too.
 */
export function isSeparator(code: number): boolean {
  if (code < 128) {
    const isLetter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
    return !isLetter && (code < 48 || code > 57)
  }
  return !/[\p{L}\p{N}]/u.test(String.fromCharCode(code))
}

/** False for most texts, at little cost. */
export function hasTwelveDigits(text: string): boolean {
  let digits = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 48 || (code > 57 && code < 128)) continue
    if (toDigit(code) >= 0 && ++digits === 12) return true
  }
  return false
}

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

function toForeignDigit(code: number): number {
  // Devanagari to Malayalam: each script has 128 places, its digits at the same ones.
  const indic = code >= 0x0900 && code <= 0x0d7f ? (code & 0x7f) - 0x66 : -1
  if (indic >= 0 && indic <= 9) return indic
  for (const zero of [0xff10, 0x0660, 0x06f0]) {
    if (code >= zero && code <= zero + 9) return code - zero
  }
  return -1
}

/** True when a digit stands at `at`; false behind the end. */
export function isDigit(text: string, at: number): boolean {
  return toDigit(text.charCodeAt(at)) >= 0
}

/** True for what people put between the digits of one number: spaces of any width, even none, dashes, and `. , : ; / _`. */
export function isSeparator(code: number): boolean {
  if (code < 128) {
    // Space and tab to carriage return; comma to slash; colon and semicolon; underscore.
    return (
      code === 32 ||
      (code >= 9 && code <= 13) ||
      (code >= 44 && code <= 47) ||
      code === 58 ||
      code === 59 ||
      code === 95
    )
  }
  // No-break space and soft hyphen; the general spaces, joiners, marks and dashes; then the rarer ones.
  if (code === 0xa0 || code === 0xad || (code >= 0x2000 && code <= 0x2015)) return true
  return (
    (code >= 0x2028 && code <= 0x202f) ||
    (code >= 0x205f && code <= 0x206f) ||
    code === 0x2212 ||
    code === 0x3000 ||
    code === 0xfeff
  )
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

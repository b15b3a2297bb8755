/**
 * Takes Aadhaar numbers out of text and of nested JSON of which we do not know every key: the department's return,
 * narrations, sections of an analysis. Used at the parse boundary, so nothing behind it ever holds a whole one.
 * Finpass masks Aadhaar in its own fields and then sends it whole inside `parsed_data` (itr-data.observed.json).
 */
import { maskAadhaar } from '../domain/mask.ts'

/** Twelve digits, plain or in fours; none begins with 0 or 1. */
const CANDIDATE = /(?<!\d)[2-9]\d{3}([ -]?)\d{4}\1\d{4}(?!\d)/g
const TWELVE_DIGITS = /(?<!\d)\d{4}([ -]?)\d{4}\1\d{4}(?!\d)/g
/** JSON deeper than this is no tax return. */
const DEEPEST = 64

/**
 * Masks every number in `text` that may be an Aadhaar. UPI references have twelve digits too, and no context tells the two
 * apart reliably; the check digit does for nine in ten, so at most 8 percent of random references lose their head.
 */
export function maskAadhaarInText(text: string, known: ReadonlySet<string> = NONE): string {
  if (text.length < 12 || (known.size === 0 && !mayHoldAadhaar(text))) return text
  const masked = text.replace(CANDIDATE, (digits) => (hasVerhoeffDigit(digits) ? maskAadhaar(digits) : digits))
  return known.size === 0
    ? masked
    : masked.replace(TWELVE_DIGITS, (digits) => (known.has(onlyDigits(digits)) ? maskAadhaar(digits) : digits))
}

/** False for most texts of a ledger, at a third of what the pattern costs; where it is true, the pattern decides. */
function mayHoldAadhaar(text: string): boolean {
  let run = 0
  for (let i = 0; i <= text.length; i++) {
    // NaN behind the end, which is no digit either.
    const code = text.charCodeAt(i)
    if (code >= 48 && code <= 57) {
      run++
      continue
    }
    if (run === 12 && hasVerhoeffDigit(text.slice(i - 12, i))) return true
    if (run === 4 && (code === 32 || code === 45)) return true
    run = 0
  }
  return false
}

/** A copy of `json` in which no Aadhaar is whole: by the name of its key, by its check digit, or as a repetition of one so named. */
export function maskAadhaarIn(json: unknown): unknown {
  const known = new Set<string>()
  collectNamed(json, known, 0)
  return copyMasked(json, false, known, 0)
}

const NONE: ReadonlySet<string> = new Set()

function isAadhaarName(key: string): boolean {
  return /aadh?aa?r/i.test(key)
}

function onlyDigits(text: string): string {
  return text.replace(/\D/g, '')
}

function collectNamed(json: unknown, known: Set<string>, depth: number): void {
  if (typeof json !== 'object' || json === null || depth > DEEPEST) return
  for (const [key, value] of Object.entries(json)) {
    if (isAadhaarName(key) && (typeof value === 'string' || typeof value === 'number')) {
      const digits = onlyDigits(String(value))
      if (digits.length === 12) known.add(digits)
    }
    collectNamed(value, known, depth + 1)
  }
}

function copyMasked(json: unknown, isNamed: boolean, known: ReadonlySet<string>, depth: number): unknown {
  if (typeof json === 'string') return maskLeaf(json, isNamed, known)
  if (typeof json === 'number') {
    const printed = String(json)
    const masked = maskLeaf(printed, isNamed, known)
    return masked === printed ? json : masked
  }
  if (typeof json !== 'object' || json === null) return json
  if (depth > DEEPEST) return null
  if (Array.isArray(json)) return json.map((element) => copyMasked(element, isNamed, known, depth + 1))
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [
      maskAadhaarInText(key, known),
      copyMasked(value, isNamed || isAadhaarName(key), known, depth + 1),
    ]),
  )
}

function maskLeaf(text: string, isNamed: boolean, known: ReadonlySet<string>): string {
  // Under an Aadhaar's name stand flags and dates as well (`AadhaarLinked: "Y"`): fewer than nine digits are no number of a person.
  if (isNamed && onlyDigits(text).length > 8) return maskAadhaar(text)
  return maskAadhaarInText(text, known)
}

// Verhoeff's scheme: multiplication in the dihedral group of order ten, and its permutation by position.
const PRODUCT = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
].map(toDigits)
const PERMUTATION = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
].map(toDigits)

function toDigits(row: string): readonly number[] {
  return [...row].map(Number)
}

/** True when the last digit of `number` is its Verhoeff check digit; spaces and hyphens do not count. */
export function hasVerhoeffDigit(number: string): boolean {
  let check = 0
  let position = 0
  for (let i = number.length - 1; i >= 0; i--) {
    const digit = number.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) continue
    const permuted = PERMUTATION[position % 8]?.[digit] ?? 0
    check = PRODUCT[check]?.[permuted] ?? 0
    position++
  }
  return check === 0
}

/**
 * Takes Aadhaar numbers out of text and of nested JSON of which we do not know every key: the department's return,
 * narrations, sections of an analysis. Used at the parse boundary, so nothing behind it ever holds a whole one.
 * Finpass masks Aadhaar in its own fields and then sends it whole inside `parsed_data` (itr-data.observed.json).
 */
import { maskAadhaar } from '../domain/mask.ts'
import { hasTwelveDigits, isDigit, isSeparator, toDigit } from './digit.ts'
import { isAccountName, isOtherNumber } from './number-context.ts'
import { hasVerhoeffDigit, isVerhoeffAt } from './verhoeff.ts'

/** JSON deeper than this is no tax return. */
const DEEPEST = 64

/**
 * Masks every number in `text` that may be an Aadhaar, however it is spaced and in whichever of India's digits it is written,
 * and every number among `known`. First and check digit clear nine in ten of other numbers of twelve digits; what stands
 * before them clears most of the rest (`number-context.ts`). In doubt it is masked.
 */
export function maskAadhaarInText(text: string, known: ReadonlySet<string> = NONE): string {
  if (text.length < 12 || (known.size === 0 && !isSuspect(text)) || !hasTwelveDigits(text)) return text
  let masked = ''
  let kept = 0
  for (const { start, end } of findAadhaar(text, known)) {
    masked += text.slice(kept, start) + maskAadhaar(onlyDigits(text.slice(start, end)))
    kept = end
  }
  return kept === 0 ? text : masked + text.slice(kept)
}

/**
 * The first of twelve digits that may be an Aadhaar's, in a text of ASCII alone; or a character beyond it, whose text is looked
 * at with more care. Separators and digits never are the same, so no place is gone over more than once from where it began.
 */
const SUSPECT = /[\u0080-\uffff]|(?<!\d)[2-9](?=(?:[\0-/:-@[-`{-\x7f]{0,16}\d){11}(?!\d))/g

/** False of nearly every text that has no Aadhaar, and of none that has one. One pattern instead of a look at each character. */
function isSuspect(text: string): boolean {
  SUSPECT.lastIndex = 0
  while (SUSPECT.test(text)) {
    const at = SUSPECT.lastIndex - 1
    if (text.charCodeAt(at) > 127 || isVerhoeffAt(text, at)) return true
  }
  return false
}

interface Span {
  readonly start: number
  end: number
}

/** Where they stand. Two that overlap are one: masking the first alone would leave most of the second. */
function findAadhaar(text: string, known: ReadonlySet<string>): readonly Span[] {
  const spans: Span[] = []
  for (let at = 0; at < text.length; at++) {
    if (!isDigit(text, at)) continue
    const end = findEndOfTwelve(text, at)
    if (end !== null && isAadhaar(text, at, end, known)) {
      const last = spans.at(-1)
      if (last !== undefined && last.end > at) last.end = end
      else spans.push({ start: at, end })
    }
    // A number begins where digits begin, never inside them.
    while (isDigit(text, at + 1)) at++
  }
  return spans
}

/** A copy of `json` in which no Aadhaar is whole: by the name of its key, by its check digit, or as a repetition of one so named. */
export function maskAadhaarIn(json: unknown): unknown {
  const known = new Set<string>()
  collectNamed(json, known, 0)
  return copyMasked(json, '', false, known, 0)
}

const NONE: ReadonlySet<string> = new Set()

/** More of them in a row than this, and what follows is another number. */
const MOST_SEPARATORS = 16

/** Behind the twelfth digit from `start`, when those twelve stand together but for separators and no digit follows at once. */
function findEndOfTwelve(text: string, start: number): number | null {
  let digits = 0
  let separators = 0
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (toDigit(code) >= 0) {
      digits++
      separators = 0
      if (digits === 12) return isDigit(text, at + 1) ? null : at + 1
    } else {
      separators++
      if (separators > MOST_SEPARATORS || !isSeparator(code)) return null
    }
  }
  return null
}

/** `2024-08-01 10:00:00` and the like, and a day before four digits: twelve as well, in every second row of an analysis. */
const TIMESTAMP = /^[12]\d{3}[-/.](0\d|1[0-2])[-/.]([0-2]\d|3[01])\D{1,16}(([01]\d|2[0-3]):[0-5]\d(:|$)|\d{4}$)/
const DAY_FIRST = /^([0-2]\d|3[01])[-/.](0\d|1[0-2])[-/.](19|20)\d\d\D{1,16}\d{4}$/

function isAadhaar(text: string, start: number, end: number, known: ReadonlySet<string>): boolean {
  if (known.size > 0 && known.has(onlyDigits(text.slice(start, end)))) return true
  // None begins with 0 or 1.
  if (toDigit(text.charCodeAt(start)) < 2 || !hasVerhoeffDigit(text, start, end)) return false
  if (end - start === 12) return !isOtherNumber(text, start, end)
  const spaced = text.slice(start, end)
  return !TIMESTAMP.test(spaced) && !DAY_FIRST.test(spaced)
}

function isAadhaarName(key: string): boolean {
  return /aadh?aa?r/i.test(key)
}

function onlyDigits(text: string): string {
  let digits = ''
  for (let at = 0; at < text.length; at++) if (isDigit(text, at)) digits += toDigit(text.charCodeAt(at))
  return digits
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

function copyMasked(json: unknown, key: string, isNamed: boolean, known: ReadonlySet<string>, depth: number): unknown {
  if (typeof json === 'string') return maskLeaf(json, key, isNamed, known)
  // A fraction is an amount or a ratio, and its noise digits would be taken for a number of a person.
  if (typeof json === 'number' && Number.isInteger(json)) {
    const printed = String(json)
    const masked = maskLeaf(printed, key, isNamed, known)
    return masked === printed ? json : masked
  }
  if (typeof json !== 'object' || json === null) return json
  if (depth > DEEPEST) return null
  if (Array.isArray(json)) return json.map((element) => copyMasked(element, key, isNamed, known, depth + 1))
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [
      maskAadhaarInText(name, known),
      copyMasked(value, name, isNamed || isAadhaarName(name), known, depth + 1),
    ]),
  )
}

function maskLeaf(text: string, key: string, isNamed: boolean, known: ReadonlySet<string>): string {
  // Under an Aadhaar's name stand flags and dates as well (`AadhaarLinked: "Y"`): fewer than nine digits are no number of a person.
  if (isNamed && onlyDigits(text).length > 8) return maskAadhaar(text)
  // Twelve digits in one piece under the name of an account are an account, unless they are named elsewhere.
  if (isAccountName(key) && text.length === 12 && onlyDigits(text) === text && !known.has(text)) return text
  return maskAadhaarInText(text, known)
}

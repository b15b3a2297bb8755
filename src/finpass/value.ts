/**
 * Small readers for single values: text, amount, day, instant, flag, count. Each takes whatever stands there and gives
 * our type or null; what stands there but cannot be read is noted under `path`. Absent, null and `""` are all absent:
 * Finpass uses the three without distinction.
 */
import { type CalendarDate, type Instant, parseCalendarDate, parseInstant } from '../domain/date.ts'
import { type Paise, parseMoney } from '../domain/money.ts'
import { Email, Pan, PersonalNumber, parseMobile } from '../domain/identifier.ts'
import type { DataIssues } from './data-issues.ts'
import { maskAadhaarInText } from './mask-aadhaar-in.ts'
import { isRailReference } from './number-context.ts'

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}

/**
 * Text without its surrounding space; a number as its digits (postal codes come both ways). Any text of Finpass may hold an
 * Aadhaar, so it is masked in all of them.
 */
export function readText(value: unknown): string | null {
  const text = readRawText(value)
  return text === null ? null : maskAadhaarInText(text)
}

/** As `readText` and unmasked: for what is matched, hashed, sent back, or masked whole afterwards, and never shown. */
export function readRawText(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() || null
  return typeof value === 'number' ? String(value) : null
}

/** A mobile or landline number as given: with its country code one in ten would pass for an Aadhaar. Anything else as `readText`. */
export function readPhone(value: unknown): PersonalNumber | null {
  const text = readRawText(value)
  if (text === null) return null
  return new PersonalNumber(parseMobile(text) === null ? maskAadhaarInText(text) : text)
}

/** A PAN as given, whatever its form: one that is masked already stays so. */
export function readPan(value: unknown): Pan | null {
  const text = readText(value)
  return text === null ? null : new Pan(text)
}

export function readEmail(value: unknown): Email | null {
  const text = readText(value)
  return text === null ? null : new Email(text)
}

/** An account number as given. */
export function readAccountNumber(value: unknown): PersonalNumber | null {
  const text = readText(value)
  return text === null ? null : new PersonalNumber(text)
}

/** As `readTextAt`, of a payment's reference: `narration` may tell that its twelve digits are no Aadhaar. */
export function readReferenceAt(value: unknown, narration: unknown, path: string, issues: DataIssues): string | null {
  const text = readTextAt(value, path, issues)
  if (text === null) return null
  // Asked of the few alone that would be masked.
  const raw = readRawText(value)
  return raw !== null && raw !== text && isRailReference(raw, readRawText(narration) ?? '') ? raw : text
}

/** As `readText`, where nothing has checked yet that it is text. */
export function readTextAt(value: unknown, path: string, issues: DataIssues): string | null {
  if (value === '' || value === null || value === undefined) return null
  if (typeof value !== 'string' && typeof value !== 'number') issues.note(path, 'is not text')
  return readText(value)
}

/** An amount in rupees, as number or as decimal text. One that is finer than a paisa is rounded, and that is noted. */
export function readMoney(value: unknown, path: string, issues: DataIssues): Paise | null {
  if (isAbsent(value)) return null
  const money = typeof value === 'number' || typeof value === 'string' ? parseMoney(withoutGrouping(value)) : null
  if (money === null) {
    issues.note(path, 'is not an amount')
    return null
  }
  if (!money.isExact) issues.note(path, 'was rounded to a whole paisa')
  return money.paise
}

/** `1,25,000.50` is the Indian way to group digits; the commonest case, none at all, must stay cheap. */
function withoutGrouping(value: number | string): number | string {
  return typeof value === 'string' && value.includes(',') && /^\s*[+-]?\d{1,3}(,\d{2,3})*,\d{3}(\.\d*)?\s*$/.test(value)
    ? value.replaceAll(',', '')
    : value
}

/** A calendar day, in any form Finpass uses; of a timestamp the Indian day. */
export function readDate(value: unknown, path: string, issues: DataIssues): CalendarDate | null {
  if (isAbsent(value)) return null
  if (typeof value === 'string') {
    const date = parseCalendarDate(value) ?? parseCalendarDate(value.trim().replaceAll('/', '-'))
    if (date !== null) return date
  }
  issues.note(path, 'is not a date')
  return null
}

/** A moment; one without a zone is UTC. */
export function readInstant(value: unknown, path: string, issues: DataIssues): Instant | null {
  if (isAbsent(value)) return null
  const instant = typeof value === 'string' ? (parseInstant(value) ?? parseInstant(value.trim())) : null
  if (instant === null) issues.note(path, 'is not a timestamp')
  return instant
}

const YES = new Set(['true', 'y', 'yes', '1'])
const NO = new Set(['false', 'n', 'no', '0'])

/** A boolean, written in any of Finpass's ways: `true`, `"true"`, `"Y"`, `"NO"`. */
export function readFlag(value: unknown, path: string, issues: DataIssues): boolean | null {
  if (typeof value === 'boolean') return value
  if (isAbsent(value)) return null
  // An object may say of itself how it is to be printed, and fail in it.
  const word = typeof value === 'string' || typeof value === 'number' ? String(value).trim().toLowerCase() : ''
  if (YES.has(word)) return true
  if (NO.has(word)) return false
  issues.note(path, 'is neither yes nor no')
  return null
}

/** A number that is neither money nor text: a score, a ratio. */
export function readNumber(value: unknown, path: string, issues: DataIssues): number | null {
  if (isAbsent(value)) return null
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number === 'number' && Number.isFinite(number)) return number
  issues.note(path, 'is not a number')
  return null
}

/** The graph gives whole numbers as `Int`, which ends here; one beyond it would fail the field around it. */
const LARGEST_INT = 2_147_483_647

/** A whole number, as counts and positions are, within 32 bits. */
export function readCount(value: unknown, path: string, issues: DataIssues): number | null {
  const number = readScore(value, path, issues)
  if (number === null || Number.isInteger(number)) return number
  issues.note(path, 'is not a whole number')
  return null
}

/** A number that is shown rounded to a whole one, as scores and points are, within 32 bits. */
export function readScore(value: unknown, path: string, issues: DataIssues): number | null {
  const number = readNumber(value, path, issues)
  if (number === null || Math.abs(number) <= LARGEST_INT) return number
  issues.note(path, 'is too large')
  return null
}

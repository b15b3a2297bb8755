/**
 * Calendar dates and instants, as the rest of the gateway speaks of them.
 * Finpass writes them in six ways; every form is read here and nowhere else.
 * Nothing here depends on the time zone of the machine.
 */

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number & { readonly brand: 'Instant' }

/** A day of 24 hours. */
export const DAY_MS = 86_400_000

/** A calendar day written `YYYY-MM-DD`. Sorts as text. */
export type CalendarDate = string & { readonly brand: 'CalendarDate' }

/** India has one zone and no daylight saving, so a fixed offset is exact. */
const INDIA_OFFSET_MS = 5.5 * 60 * 60 * 1000
/** The last moment whose Indian year has four digits. */
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999) - INDIA_OFFSET_MS

const INSTANT = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:?\d{2})?$/i

/** Marks a number of milliseconds since 1970 as an instant. */
export function toInstant(epochMs: number): Instant {
  return epochMs as Instant
}

/**
 * Reads an ISO 8601 timestamp. One without a zone is UTC: the Unix seconds inside Finpass's own ids prove it,
 * while `new Date()` would read it as local time. Null when it is not a timestamp.
 */
export function parseInstant(text: string): Instant | null {
  return parseIndianInstant(text) ?? parseAnyInstant(text)
}

function parseAnyInstant(text: string): Instant | null {
  const match = INSTANT.exec(text)
  if (match === null) return null
  const [, year, month, day, hour, minute, second, fraction, zone] = match
  if (!isDay(Number(year), Number(month), Number(day))) return null
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null
  const milliseconds = fraction === undefined ? 0 : Math.trunc(Number(`0.${fraction}`) * 1000)
  const asUtc = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    milliseconds,
  )
  const offset = zone === undefined ? 0 : parseOffset(zone)
  return offset === null ? null : toInstant(asUtc - offset)
}

/** Reads `2025-11-01T08:48:16+05:30`, the commonest form by far in a ledger, by position: a fraction of the time. */
function parseIndianInstant(text: string): Instant | null {
  if (text.length !== 25 || text[4] !== '-' || text[7] !== '-' || text[10] !== 'T') return null
  if (text[13] !== ':' || text[16] !== ':' || !text.endsWith('+05:30')) return null
  const year = readTwoDigits(text, 0) * 100 + readTwoDigits(text, 2)
  const [month, day] = [readTwoDigits(text, 5), readTwoDigits(text, 8)]
  const [hour, minute, second] = [readTwoDigits(text, 11), readTwoDigits(text, 14), readTwoDigits(text, 17)]
  if (!isDay(year, month, day) || !(hour <= 23 && minute <= 59 && second <= 59)) return null
  return toInstant(Date.UTC(year, month - 1, day, hour, minute, second) - INDIA_OFFSET_MS)
}

/** NaN when there is anything but two digits. */
function readTwoDigits(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at) - 48, text.charCodeAt(at + 1) - 48]
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}

function parseOffset(zone: string): number | null {
  if (zone === 'Z' || zone === 'z') return 0
  const digits = zone.slice(1).replace(':', '')
  const hours = Number(digits.slice(0, 2))
  const minutes = Number(digits.slice(2))
  if (hours > 14 || minutes > 59) return null
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000
}

/** Prints an instant in UTC with `Z`. */
export function formatInstant(instant: Instant): string {
  return new Date(instant).toISOString()
}

/**
 * Reads a calendar day: `YYYY-MM-DD`, Finpass's day-first `DD-MM-YYYY`, or a timestamp, whose day is the Indian one
 * (a value date is midnight in India, which is the day before in UTC). Null when it is not a real day.
 */
export function parseCalendarDate(text: string): CalendarDate | null {
  if (text.length === 10) return parseDay(text)
  // The commonest form by far in a ledger; reading it by position is four times as fast as by instant.
  if (parseIndianInstant(text) !== null) return text.slice(0, 10) as CalendarDate // its day was checked with it
  const instant = parseAnyInstant(text)
  return instant === null || instant > LATEST ? null : toIndianDate(instant)
}

/** By position, as below: a ledger has a day in every line. */
function parseDay(text: string): CalendarDate | null {
  const isYearFirst = text[4] === '-'
  const [first, second] = isYearFirst ? [4, 7] : [2, 5]
  if (text[first] !== '-' || text[second] !== '-') return null
  const [century, years, month, day] = isYearFirst ? [0, 2, 5, 8] : [6, 8, 3, 0]
  const year = readTwoDigits(text, century) * 100 + readTwoDigits(text, years)
  return toCalendarDate(year, readTwoDigits(text, month), readTwoDigits(text, day))
}

/** A day as a number, `20250805`: for columns that are too long for texts. */
export function toDayNumber(date: CalendarDate): number {
  return Number(date.slice(0, 4)) * 10_000 + Number(date.slice(5, 7)) * 100 + Number(date.slice(8))
}

/** The day that a number from `toDayNumber` stands for. */
export function toDate(dayNumber: number): CalendarDate {
  let date = DATES.get(dayNumber)
  if (date === undefined) {
    const digits = String(dayNumber)
    date = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}` as CalendarDate
    if (DATES.size >= MOST_DATES) DATES.clear()
    DATES.set(dayNumber, date)
  }
  return date
}

/** The days of the years that statements are from come again in every one of them. */
const DATES = new Map<number, CalendarDate>()
const MOST_DATES = 10_000

/** The Indian calendar day of an instant. */
export function toIndianDate(instant: Instant): CalendarDate {
  return new Date(instant + INDIA_OFFSET_MS).toISOString().slice(0, 10) as CalendarDate
}

const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

/** True of a day that there is, in a year of four digits. */
export function isDay(year: number, month: number, day: number): boolean {
  const days = DAYS_IN_MONTH[month - 1]
  if (days === undefined || !(day >= 1 && day <= days) || !(year >= 1000 && year <= 9999)) return false
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return month !== 2 || day !== 29 || isLeap
}

function toCalendarDate(year: number, month: number, day: number): CalendarDate | null {
  return isDay(year, month, day) ? toDate(year * 10_000 + month * 100 + day) : null
}

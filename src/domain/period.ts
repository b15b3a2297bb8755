/**
 * The two kinds of year Indian income tax speaks of, and the periods of a statement.
 * Income of a financial year is assessed in the next one; Finpass mixes the two and writes both in two lengths,
 * so they are never compared as text before they have passed through here.
 */
import type { CalendarDate } from './date.ts'

/** `2025-26`: the year in which income is assessed. */
export type AssessmentYear = string & { readonly brand: 'AssessmentYear' }
/** `2024-25`: the year, April to March, in which income is earned. */
export type FinancialYear = string & { readonly brand: 'FinancialYear' }
/** A calendar month `YYYY-MM`. */
export type Month = string & { readonly brand: 'Month' }

/** A span of days, both ends included; an end Finpass did not give is null. */
export interface Period {
  readonly from: CalendarDate | null
  readonly to: CalendarDate | null
}

/**
 * Reads `2025-26` or `2025-2026` as an assessment year; with or without `AY` before it; null when the two years are not
 * consecutive.
 */
export function parseAssessmentYear(text: string): AssessmentYear | null {
  return parseYearPair(text, 'A') as AssessmentYear | null
}

/** Reads `2024-25` or `2024-2025` as a financial year; with or without `FY` before it; null when the two years are not consecutive. */
export function parseFinancialYear(text: string): FinancialYear | null {
  return parseYearPair(text, 'F') as FinancialYear | null
}

function parseYearPair(text: string, letter: 'A' | 'F'): string | null {
  const match = /^(?:([AF])Y\s*)?(\d{4})-(\d{4}|\d{2})$/i.exec(text.trim())
  // A year that names itself as the other kind would be one year off.
  if (match === null || (match[1] ?? letter).toUpperCase() !== letter) return null
  const first = Number(match[2])
  const second = match[3] as string
  return Number(second) === (second.length === 2 ? (first + 1) % 100 : first + 1) ? formatYearPair(first) : null
}

function formatYearPair(first: number): string {
  return `${first}-${String((first + 1) % 100).padStart(2, '0')}`
}

/** The year in which income of `year` is assessed. */
export function toAssessmentYear(year: FinancialYear): AssessmentYear {
  return formatYearPair(Number(year.slice(0, 4)) + 1) as AssessmentYear
}

/** The year whose income is assessed in `year`. */
export function toFinancialYear(year: AssessmentYear): FinancialYear {
  return formatYearPair(Number(year.slice(0, 4)) - 1) as FinancialYear
}

/** The month a day falls in. */
export function toMonth(date: CalendarDate): Month {
  return date.slice(0, 7) as Month
}

/** Reads `YYYY-MM`; null when it is not a month. */
export function parseMonth(text: string): Month | null {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? (text as Month) : null
}

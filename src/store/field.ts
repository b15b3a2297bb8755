/**
 * Reads stored fields back with a check of each, so that a damaged or foreign record is refused instead of passed on half
 * typed. Every function throws a plain error that names the field and never its value; the store turns that into
 * `STORE_UNAVAILABLE`.
 */
import { CONSENT_WORD_ORIGINS, CONSENT_WORDS, type ConsentWord } from '../domain/consent-record.ts'
import type { Instant } from '../domain/date.ts'
import { FAILURES, type FailureCode, type FailureFacts } from '../domain/failure.ts'
import { JOURNEY_STATUSES, type JourneyAccount } from '../domain/journey.ts'

export type Fields = Readonly<Record<string, unknown>>

function refuse(field: string): never {
  throw new TypeError(`the stored field ${field} is not readable`)
}

export function parseText(value: unknown, field: string): string {
  return typeof value === 'string' ? value : refuse(field)
}

export function parseTextOrNull(value: unknown, field: string): string | null {
  return value === null ? null : parseText(value, field)
}

export function parseNumber(value: unknown, field: string): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : refuse(field)
}

export function parseStoredInstant(value: unknown, field: string): Instant {
  return parseNumber(value, field) as Instant // an instant is a number of milliseconds, which was just checked
}

export function parseStoredInstantOrNull(value: unknown, field: string): Instant | null {
  return value === null ? null : parseStoredInstant(value, field)
}

/** One of `words`. */
export function parseWord<Word extends string>(value: unknown, words: readonly Word[], field: string): Word {
  return words.find((word) => word === value) ?? refuse(field)
}

export function parseObject(value: unknown, field: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(field)
  return value as Fields // any object that is no list may be asked for its keys
}

/** A list kept as JSON text, each item read by `parseItem`. */
export function parseJsonList<Item>(
  json: unknown,
  field: string,
  parseItem: (item: unknown, field: string) => Item,
): Item[] {
  const list: unknown = JSON.parse(parseText(json, field))
  return Array.isArray(list) ? list.map((item) => parseItem(item, field)) : refuse(field)
}

/** A failure kept as JSON text, or null. */
export function parseJsonFailure(json: unknown, field: string): FailureFacts | null {
  return json === null ? null : parseFailureFacts(JSON.parse(parseText(json, field)), field)
}

/** A word on a consent kept as JSON text, or null. */
export function parseConsentWord(json: unknown, field: string): ConsentWord | null {
  if (json === null) return null
  const fields = parseObject(JSON.parse(parseText(json, field)), field)
  return {
    state: parseWord(fields.state, CONSENT_WORDS, `${field}.state`),
    at: parseStoredInstant(fields.at, `${field}.at`),
    origin: parseWord(fields.origin, CONSENT_WORD_ORIGINS, `${field}.origin`),
  }
}

export function parseJourneyAccount(value: unknown, field: string): JourneyAccount {
  const fields = parseObject(value, field)
  return {
    index: parseNumber(fields.index, `${field}.index`),
    bankName: parseTextOrNull(fields.bankName, `${field}.bankName`),
    maskedNumber: parseTextOrNull(fields.maskedNumber, `${field}.maskedNumber`),
    status: parseWord(fields.status, JOURNEY_STATUSES, `${field}.status`),
    failure: fields.failure === null ? null : parseFailureFacts(fields.failure, `${field}.failure`),
  }
}

function parseFailureFacts(value: unknown, field: string): FailureFacts {
  const fields = parseObject(value, field)
  const code = parseText(fields.code, `${field}.code`)
  if (!isFailureCode(code)) refuse(`${field}.code`)
  return { code, retryAfter: parseStoredInstantOrNull(fields.retryAfter, `${field}.retryAfter`) }
}

function isFailureCode(code: string): code is FailureCode {
  return Object.hasOwn(FAILURES, code)
}

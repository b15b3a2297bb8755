/** The `Retry-After` header, in both of its forms, as a moment that can be relied on not to be absurd. */
import { type Instant, toInstant } from '../domain/date.ts'

/** Nobody waits longer than this on the word of a header. */
const LONGEST_WAIT_MS = 60 * 60 * 1000

/** Reads seconds or an HTTP date; null when it is absent or neither. Never in the past, never more than an hour ahead. */
export function readRetryAfter(header: string | string[] | undefined, now: Instant): Instant | null {
  const text = (Array.isArray(header) ? header[0] : header)?.trim()
  if (text === undefined || text === '') return null
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now
  if (Number.isNaN(waitMs) || !/^\d+$|^[A-Za-z]/.test(text)) return null
  return toInstant(now + Math.min(Math.max(waitMs, 0), LONGEST_WAIT_MS))
}

/**
 * How personal identifiers print to someone who may not see them whole. Anything already masked stays masked.
 * Aadhaar is never whole for anybody: it is masked where Finpass is read, inside free text and nested JSON too.
 */

/** `ABCDE1234F` as `ABCDE****F`; text of any other shape is hidden whole. */
export function maskPan(pan: string): string {
  if (/^[A-Z]{5}\*{4}[A-Z]$/.test(pan)) return pan
  return /^[A-Z]{5}\d{4}[A-Z]$/i.test(pan) ? `${pan.slice(0, 5)}****${pan.slice(9)}`.toUpperCase() : '**********'
}

/** A mobile or account number down to its last four, e.g. `XXXXXX3210`; one of five or fewer is hidden whole. */
export function maskNumber(number: string): string {
  if (number.length <= 5) return 'X'.repeat(number.length)
  return 'X'.repeat(number.length - 4) + number.slice(-4)
}

/** `rajesh@example.com` as `r*****@example.com`. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  return at < 1 ? '*****' : `${email[0]}*****${email.slice(at)}`
}

/** An Aadhaar number, in whatever spacing, as `XXXX XXXX 5678`; text without four final digits is hidden whole. */
export function maskAadhaar(aadhaar: string): string {
  const last4 = /(\d{4})\D*$/.exec(aadhaar)?.[1]
  return last4 === undefined ? 'XXXX XXXX XXXX' : `XXXX XXXX ${last4}`
}

/** The last four digits of a number, masked or not; null when there are not that many. */
export function lastFour(number: string): string | null {
  return /(\d{4})$/.exec(number)?.[1] ?? null
}

const PAN = /(?<![A-Z0-9])[A-Z]{5}\d{4}[A-Z](?![A-Z0-9])/gi
const NUMBER_NAME = /mobile|phone|account_?(no|num)/i
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/**
 * A copy of JSON whose keys are not ours in which PANs are masked wherever they stand, e-mail addresses that stand alone, and
 * numbers under the name of a phone or an account.
 */
export function maskIdentifiersIn(json: unknown, name = ''): unknown {
  if (typeof json === 'string' || typeof json === 'number') {
    const text = String(json)
    if (NUMBER_NAME.test(name) && /^[\d\s+-]{6,}$/.test(text)) return maskNumber(text.replace(/[\s+-]/g, ''))
    if (typeof json === 'number') return json
    return EMAIL.test(text) ? maskEmail(text) : text.replace(PAN, maskPan)
  }
  if (Array.isArray(json)) return json.map((element) => maskIdentifiersIn(element, name))
  if (typeof json !== 'object' || json === null) return json
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [key.replace(PAN, maskPan), maskIdentifiersIn(value, key)]),
  )
}

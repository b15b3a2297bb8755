/** What a request is called in logs, traces, the audit trail and its own answer. */
import { randomUUID } from 'node:crypto'

/** A PAN, a mobile number, an Aadhaar number. */
const PERSONAL = /[A-Za-z]{5}\d{4}[A-Za-z]|(?<!\d)(?:91)?[6-9]\d{9}(?!\d)|(?<!\d)[2-9]\d{11}(?!\d)/
/** As machines make them; by chance, there may be anything in these. */
const RANDOM = /^[0-9A-Fa-f-]{32,36}$/

/**
 * A caller's own id is kept, so that its logs and ours can be put side by side, if it is a plain word; not one that could be
 * somebody's number, which an app may have at hand as an id and which must not stand in a log.
 */
export function toRequestId(header: string | string[] | undefined): string {
  if (typeof header !== 'string' || !/^[\w-]{8,64}$/.test(header)) return randomUUID()
  return RANDOM.test(header) || !PERSONAL.test(header) ? header : randomUUID()
}

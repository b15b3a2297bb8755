/** Records of the audit trail as Redis keeps them: a short list as JSON, with the mark beside it. */
import { type AuditLink, type SealedEntry, toParts } from './audit-chain.ts'
import { toLink } from './audit-line.ts'
import { parseText } from './field.ts'
import { parseList } from './redis-reply.ts'

/** The record as text. */
export function fromSealed(entry: SealedEntry): string {
  return JSON.stringify(toParts(entry))
}

/** The record in a text; throws a plain error when it is not readable. */
export function toSealed(text: string): SealedEntry {
  const [at, kind, applicant_id, journey_id, sequence, status, subject_hash, sealed] = parseList(JSON.parse(text))
  return toLink({ number: 0, mark: '', at, kind, applicant_id, journey_id, sequence, status, subject_hash, sealed })
}

/** The links in a flat list of number, mark and record. One that cannot be read is left out: then its number is missing. */
export function parseLinks(reply: unknown): AuditLink[] {
  const values = parseList(reply)
  const links: AuditLink[] = []
  for (let index = 0; index + 2 < values.length; index += 3) {
    const [number, mark, record] = values.slice(index, index + 3)
    try {
      links.push({ ...toSealed(parseText(record, 'record')), number: Number(number), mark: parseText(mark, 'mark') })
    } catch {
      // Whoever walks the chain finds the gap.
    }
  }
  return links
}

/** What `npm run audit` is asked for, and what it answers: who was affected in a time, and whether the chains hold. */
import { parseArgs } from 'node:util'
import { type Instant, formatInstant, toInstant } from '../domain/date.ts'
import { type ApplicantId, encodeGlobalId, parseGlobalId, type TenantId } from '../domain/ids.ts'
import type { Audit, AuditLine, AuditPoint, AuditVerdict } from '../store/audit.ts'

export interface AuditCommand {
  /** Null for a look at the chains alone. */
  readonly range: { readonly from: Instant; readonly before: Instant } | null
  /** Null for all of them. */
  readonly tenant: TenantId | null
  readonly subject: string | null
  readonly applicantId: ApplicantId | null
  readonly verifies: boolean
  /** A record that is known to have been there. */
  readonly known: AuditPoint | null
  readonly isJson: boolean
}

/** What was done with one applicant's data. */
export interface Affected {
  readonly tenant: TenantId
  readonly applicantId: ApplicantId
  readonly counts: Map<string, number>
  /** By whom, null for the gateway itself; kept only when one applicant or subject is asked for. */
  readonly subjects: Set<string | null>
  firstAt: Instant
  lastAt: Instant
}

/** What the command can be asked for. */
export const AUDIT_USAGE = `npm run audit -- --from 2026-01-01 --to 2026-02-01 [--tenant T] [--subject S] [--applicant ID] [--json]
npm run audit -- --verify [--tenant T [--known NUMBER:MARK]] [--json]
Dates are days of UTC or instants like 2026-01-01T09:30:00Z; --to is left out of the range.`

/** Reads the arguments; throws a plain error that says what is wrong with them. */
export function parseAuditCommand(args: readonly string[]): AuditCommand {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...args],
    options: {
      from: text,
      to: text,
      tenant: text,
      subject: text,
      applicant: text,
      known: text,
      verify: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const { from, to, tenant, subject, applicant, known } = values
  if ((from === undefined) !== (to === undefined)) throw new Error('--from and --to go together.')
  if (from === undefined && !values.verify) throw new Error('Say a time with --from and --to, or --verify.')
  if (known !== undefined && (tenant === undefined || !values.verify)) {
    throw new Error('--known goes with --verify and --tenant.')
  }
  return {
    range: from === undefined || to === undefined ? null : { from: parseMoment(from), before: parseMoment(to) },
    tenant: tenant === undefined ? null : (tenant as TenantId), // any text is one
    subject: subject ?? null,
    applicantId: applicant === undefined ? null : parseGlobalId('Applicant', applicant),
    verifies: values.verify,
    known: known === undefined ? null : parsePoint(known),
    isJson: values.json,
  }
}

function parseMoment(text: string): Instant {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const moment = Date.parse(isDay ? `${text}T00:00:00Z` : text)
  if (Number.isNaN(moment) || !(isDay || /^\d{4}-\d\d-\d\dT.+(?:Z|[+-]\d\d:\d\d)$/.test(text))) {
    throw new Error(`${JSON.stringify(text)} is neither a day nor an instant.`)
  }
  return toInstant(moment)
}

function parsePoint(text: string): AuditPoint {
  const [, number, mark] = /^(\d{1,15}):([\w-]{43})$/.exec(text) ?? []
  if (number === undefined || mark === undefined) throw new Error('--known is NUMBER:MARK as --verify prints it.')
  return { number: Number(number), mark }
}

/** Everybody who was affected, in the order of their first record. Memory grows with the people, not with the records. */
export async function findAffected(
  audit: Audit,
  tenants: readonly TenantId[],
  { range, subject, applicantId }: Pick<AuditCommand, 'range' | 'subject' | 'applicantId'>,
): Promise<readonly Affected[]> {
  const affected: Affected[] = []
  if (range === null) return affected
  for (const tenant of tenants) {
    const hashes = subject === null ? null : new Set(audit.toSubjectHashes(tenant, subject))
    const byApplicant = new Map<ApplicantId, Affected>()
    for await (const lines of audit.scan({ tenant, ...range })) {
      for (const line of lines) {
        if (applicantId !== null && line.applicantId !== applicantId) continue
        if (hashes !== null && (line.subjectHash === null || !hashes.has(line.subjectHash))) continue
        const entry = byApplicant.get(line.applicantId) ?? toAffected(line)
        byApplicant.set(line.applicantId, entry)
        add(entry, line, subject !== null || applicantId !== null)
      }
    }
    for (const each of byApplicant.values()) affected.push(each)
  }
  return affected
}

function toAffected({ tenant, applicantId, at }: AuditLine): Affected {
  return { tenant, applicantId, counts: new Map(), subjects: new Set(), firstAt: at, lastAt: at }
}

function add(entry: Affected, line: AuditLine, isNamed: boolean): void {
  entry.counts.set(line.kind, (entry.counts.get(line.kind) ?? 0) + 1)
  entry.firstAt = toInstant(Math.min(entry.firstAt, line.at))
  entry.lastAt = toInstant(Math.max(entry.lastAt, line.at))
  if (isNamed) entry.subjects.add(line.open().subject)
}

/** One applicant as a line of text or of JSON. */
export function showAffected(
  { tenant, applicantId, counts, subjects, firstAt, lastAt }: Affected,
  isJson: boolean,
): string {
  const id = encodeGlobalId('Applicant', applicantId)
  const [first, last] = [formatInstant(firstAt), formatInstant(lastAt)]
  const kinds = Object.fromEntries([...counts].toSorted(([one], [other]) => (one < other ? -1 : 1)))
  if (isJson)
    return JSON.stringify({ tenant, applicantId: id, kinds, subjects: [...subjects], firstAt: first, lastAt: last })
  const counted = Object.entries(kinds).map(([kind, count]) => `${kind} ${count}`)
  const by = subjects.size === 0 ? '' : `  by ${[...subjects].map((each) => each ?? 'the gateway').join(', ')}`
  return `${tenant}  ${id}  ${first} to ${last}  ${counted.join(', ')}${by}`
}

/** What a walk over a chain found, likewise. */
export function showVerdict({ tenant, count, broken, number, mark }: AuditVerdict, isJson: boolean): string {
  if (isJson) return JSON.stringify({ tenant, count, broken, head: `${number}:${mark}` })
  if (broken === null) return `${tenant}  holds: ${count} records, head ${number}:${mark}`
  return `${tenant}  BROKEN at record ${broken}, after ${count} that hold: it is altered, missing or out of place, or its sealing key is not on the ring`
}

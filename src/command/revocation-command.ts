/** The words of `npm run revoke`: what is asked for, and how what is kept is shown. Reads and writes nothing itself. */
import { parseArgs } from 'node:util'
import { DAY_MS, formatInstant, type Instant, toInstant } from '../domain/date.ts'
import type { TenantId } from '../domain/ids.ts'
import type { Revocation, RevocationTarget } from '../domain/revocation.ts'

/** What the command can be asked for. */
export const REVOCATION_USAGE = `npm run revoke -- --token ID                    the token with this id (claim jti)
npm run revoke -- --subject S --tenant T        every token of the subject that was issued until now
npm run revoke -- --key KID                     every token that this key has signed (header kid)
npm run revoke -- --list                        what is revoked

  --for 24h    how long it is remembered: at least as long as such a token can live [24h]; s, m, h or d, at most 400d.
               The same target again replaces what was said of it: --for 1s takes a revocation back.`

/** What is asked for. */
export type RevocationCommand = { readonly revoke: Revocation } | { readonly list: true }

const UNITS_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: DAY_MS } as const
const LONGEST_MS = 400 * UNITS_MS.d

/** Reads the command line; throws a plain error with what is wrong and how it is to be. */
export function parseRevocationCommand(args: readonly string[], now: Instant): RevocationCommand {
  const { values } = parseArgs({
    args: [...args],
    options: {
      token: { type: 'string' },
      subject: { type: 'string' },
      tenant: { type: 'string' },
      key: { type: 'string' },
      for: { type: 'string' },
      list: { type: 'boolean' },
    },
  })
  const targets = toTargets(values)
  if (values.list === true) {
    if (targets.length > 0) throw new Error('--list stands alone.')
    return { list: true }
  }
  const [target, ...others] = targets
  if (target === undefined || others.length > 0) throw new Error('Say one thing to revoke.')
  const forMs = parseDuration(values.for ?? '24h')
  return { revoke: { target, revokedAt: now, endsAt: toInstant(now + forMs) } }
}

interface Values {
  readonly token?: string | undefined
  readonly subject?: string | undefined
  readonly tenant?: string | undefined
  readonly key?: string | undefined
}

function toTargets({ token, subject, tenant, key }: Values): RevocationTarget[] {
  const targets: RevocationTarget[] = []
  if (token !== undefined) targets.push({ kind: 'TOKEN', tokenId: requireText('--token', token) })
  if (key !== undefined) targets.push({ kind: 'KEY', keyId: requireText('--key', key) })
  if ((subject === undefined) !== (tenant === undefined)) {
    throw new Error('--subject and --tenant belong together: a subject is somebody of one lender.')
  }
  if (subject !== undefined && tenant !== undefined) {
    const whose = requireText('--tenant', tenant) as TenantId // any text is one
    targets.push({ kind: 'SUBJECT', tenant: whose, subject: requireText('--subject', subject) })
  }
  return targets
}

function requireText(name: string, text: string): string {
  if (text === '') throw new Error(`${name} is empty.`)
  return text
}

function parseDuration(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,8})([smhd])$/.exec(text) ?? []
  const durationMs = Number(count) * (UNITS_MS[unit as keyof typeof UNITS_MS] ?? 0) // no unit is caught below
  if (durationMs <= 0 || durationMs > LONGEST_MS) {
    throw new Error('--for is a number with s, m, h or d, at most 400d: 90m, 24h, 30d.')
  }
  return durationMs
}

/** What is revoked now, one line each, by when it ends. */
export function showRevocations(revocations: readonly Revocation[], now: Instant): string {
  const lines = revocations
    .filter(({ endsAt }) => endsAt > now)
    .toSorted((a, b) => a.endsAt - b.endsAt)
    .map(showRevocation)
  return lines.length === 0 ? 'Nothing is revoked.' : lines.join('\n')
}

export function showRevocation({ target, revokedAt, endsAt }: Revocation): string {
  return `${showTarget(target)}, said ${formatInstant(revokedAt)}, until ${formatInstant(endsAt)}`
}

function showTarget(target: RevocationTarget): string {
  switch (target.kind) {
    case 'TOKEN':
      return `token ${JSON.stringify(target.tokenId)}`
    case 'KEY':
      return `key ${JSON.stringify(target.keyId)}`
    case 'SUBJECT':
      return `subject ${JSON.stringify(target.subject)} of ${JSON.stringify(target.tenant)}`
  }
}

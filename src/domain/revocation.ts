/**
 * Revocations: tokens that are refused before their time. One names a token, everything a subject was given before a
 * moment, or everything that a key has signed; and each has an end, after which no such token can be alive any more.
 */
import type { Instant } from './date.ts'
import type { TenantId } from './ids.ts'
import type { Principal } from './principal.ts'

export type RevocationTarget =
  | { readonly kind: 'TOKEN'; readonly tokenId: string }
  | { readonly kind: 'SUBJECT'; readonly tenant: TenantId; readonly subject: string }
  | { readonly kind: 'KEY'; readonly keyId: string }

export interface Revocation {
  readonly target: RevocationTarget
  /** For a subject: what was issued at this moment or later is not meant. */
  readonly revokedAt: Instant
  /** From then on it says nothing any more. */
  readonly endsAt: Instant
}

/** Names what is revoked; the same for the same target, whatever characters its parts have. */
export function toTargetName(target: RevocationTarget): string {
  switch (target.kind) {
    case 'TOKEN':
      return JSON.stringify([target.kind, target.tokenId])
    case 'SUBJECT':
      return JSON.stringify([target.kind, target.tenant, target.subject])
    case 'KEY':
      return JSON.stringify([target.kind, target.keyId])
  }
}

/** Everything by which a caller can be revoked. */
export function findTargets({ tokenId, keyId, tenant, subject }: Principal): readonly RevocationTarget[] {
  return [
    { kind: 'SUBJECT', tenant, subject },
    ...(tokenId === null ? [] : [{ kind: 'TOKEN', tokenId } as const]),
    ...(keyId === null ? [] : [{ kind: 'KEY', keyId } as const]),
  ]
}

/** True when the revocation, which names the caller, ends it now. A token that does not say when it was issued counts as old. */
export function isEndedBy({ target, revokedAt, endsAt }: Revocation, { issuedAt }: Principal, now: Instant): boolean {
  if (now >= endsAt) return false
  return target.kind !== 'SUBJECT' || issuedAt === null || issuedAt < revokedAt
}

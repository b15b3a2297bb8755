/** On whose behalf a request runs, and what that caller may do. Loaders take it, so ownership is checked where data is read. */
import type { Instant } from './date.ts'
import type { ApplicantId, TenantId } from './ids.ts'
import type { ConsentType } from './journey.ts'

export const SCOPES = [
  'applicants:read',
  'applicants:write',
  'journeys:start',
  'journeys:link',
  'analysis:read',
  'pii:read',
  'audit:read',
  'schema:read',
] as const
export type Scope = (typeof SCOPES)[number]

export interface Principal {
  readonly subject: string
  readonly tenant: TenantId
  readonly scopes: ReadonlySet<Scope>
  /** When the token ends, and with it whatever streams; null for a caller without one. */
  readonly expiresAt: Instant | null
  /** The one applicant a borrower's token is about: it reaches nobody else. Null for staff. */
  readonly applicant: ApplicantId | null
  /** Names the token (claim `jti`), so that it can be revoked; null when the issuer gave it no name. */
  readonly tokenId: string | null
  /** Names the key that signed the token (header `kid`); null when the token does not say. */
  readonly keyId: string | null
  readonly issuedAt: Instant | null
  /** What the caller may read personal data for; null when its token does not restrict it. */
  readonly purposes: readonly ConsentType[] | null
}

/** A caller whose token names and restricts nothing beyond tenant and scopes. */
export const UNBOUND = { applicant: null, tokenId: null, keyId: null, issuedAt: null, purposes: null } as const

/** All that a borrower's token can be granted, whatever it says: no analysis, no audit, nothing about other people. */
const BORROWER_SCOPES: ReadonlySet<Scope> = new Set<Scope>(['applicants:read', 'journeys:start', 'pii:read'])

/** What kind of caller it is, in one word that says nothing of who. */
export function toPrincipalKind(principal: Principal | null): 'staff' | 'borrower' | 'nobody' {
  if (principal === null) return 'nobody'
  return principal.applicant === null ? 'staff' : 'borrower'
}

/** True when the caller was granted `scope` and is one who can have it. The one place that says so. */
export function hasScope({ scopes, applicant }: Principal, scope: Scope): boolean {
  return scopes.has(scope) && (applicant === null || BORROWER_SCOPES.has(scope))
}

/** True when records about this applicant, of the caller's tenant, are the caller's to see: all for staff, one for a borrower. */
export function mayReach({ applicant }: Principal, id: ApplicantId): boolean {
  return applicant === null || applicant === id
}

/** On whose behalf a request runs, and what that caller may do. Loaders take it, so ownership is checked where data is read. */
import type { Instant } from './date.ts'
import type { TenantId } from './ids.ts'

export const SCOPES = [
  'applicants:read',
  'applicants:write',
  'journeys:start',
  'journeys:link',
  'analysis:read',
  'pii:read',
  'audit:read',
] as const
export type Scope = (typeof SCOPES)[number]

export interface Principal {
  readonly subject: string
  readonly tenant: TenantId
  readonly scopes: ReadonlySet<Scope>
  /** When the token ends, and with it whatever streams; null for a caller without one. */
  readonly expiresAt: Instant | null
}

/** True when the caller was granted `scope`. */
export function hasScope(principal: Principal, scope: Scope): boolean {
  return principal.scopes.has(scope)
}

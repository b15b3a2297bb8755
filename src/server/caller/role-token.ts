/**
 * Tokens of made-up roles, for trying out in the sandbox what each may see. They are this gateway's own, signed with a key
 * that nothing else knows, and hold only where everybody is let in anyway: a role takes rights away, it never gives any.
 */
import { decodeJwt, SignJWT } from 'jose'
import { encodeGlobalId, type ApplicantId } from '../../domain/ids.ts'
import type { Principal, Scope } from '../../domain/principal.ts'
import type { Clock } from '../../platform/clock.ts'
import { type Authenticate, createOpenAuthenticator, createTokenAuthenticator } from './principal.ts'
import { createSecretKeys } from './token-key.ts'

export interface Role {
  readonly name: 'underwriter' | 'senior-underwriter' | 'borrower' | 'auditor'
  /** What the role is, in words for a menu. */
  readonly title: string
  /** What its everyday token may do. */
  readonly scopes: readonly Scope[]
  /** What a second, short-lived token may do besides: whoever wants to see identifiers whole asks for it each time. */
  readonly stepUp: readonly Scope[]
}

const DESK: readonly Scope[] = [
  'applicants:read',
  'applicants:write',
  'journeys:start',
  'journeys:link',
  'analysis:read',
]

export const ROLES: readonly Role[] = [
  { name: 'underwriter', title: 'Underwriter', scopes: DESK, stepUp: [] },
  { name: 'senior-underwriter', title: 'Senior underwriter', scopes: DESK, stepUp: ['pii:read'] },
  { name: 'borrower', title: 'Borrower', scopes: ['applicants:read', 'journeys:start'], stepUp: [] },
  { name: 'auditor', title: 'Auditor', scopes: ['applicants:read', 'audit:read'], stepUp: [] },
]

export interface RoleTokens {
  /** Lets a role's token be that role, and everybody else the developer who may do all. Rejects with `AUTH_INVALID` when a role's token has ended. */
  readonly authenticate: Authenticate
  /** A token for the role; a borrower's is about `applicant`. With `isStepUp` the short-lived one that may also see what the role steps up to. */
  mint(role: Role, how?: { readonly applicant?: ApplicantId; readonly isStepUp?: boolean }): Promise<string>
}

const ISSUER = 'finpass-graph-sandbox'
const TENANT = 'demo'
const LASTS_SECONDS = 8 * 3_600
const STEP_UP_LASTS_SECONDS = 300

/** `secret` is at least 32 characters, and the same on all gateways of a fleet. */
export function createRoleTokens(secret: string, clock: Clock): RoleTokens {
  const open = createOpenAuthenticator()
  const closed = createTokenAuthenticator({ keys: createSecretKeys(secret), issuer: ISSUER, audience: null }, clock)

  return {
    // What is not a role's token was never looked at where everybody is let in, and still is not.
    authenticate: (authorization): Promise<Principal> =>
      isOfRole(authorization) ? closed(authorization) : open(authorization),
    mint({ name, scopes, stepUp }, { applicant, isStepUp = false } = {}) {
      const now = Math.floor(clock.now() / 1_000)
      return new SignJWT({
        tenant: TENANT,
        scope: [...scopes, ...(isStepUp ? stepUp : [])].join(' '),
        ...(applicant === undefined ? {} : { applicant: encodeGlobalId('Applicant', applicant) }),
      })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(ISSUER)
        .setSubject(name)
        .setIssuedAt(now)
        .setExpirationTime(now + (isStepUp ? STEP_UP_LASTS_SECONDS : LASTS_SECONDS))
        .sign(new TextEncoder().encode(secret))
    },
  }
}

function isOfRole(authorization: string | null): boolean {
  try {
    return decodeJwt(/^Bearer (\S+)$/i.exec(authorization ?? '')?.[1] ?? '').iss === ISSUER
  } catch {
    return false // no token at all, or one of somebody else's
  }
}

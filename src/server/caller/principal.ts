/** Who is asking: a bearer token becomes a principal, the same for every transport. */
import { errors, jwtVerify } from 'jose'
import { type Instant, toInstant } from '../../domain/date.ts'
import { Failure } from '../../domain/failure.ts'
import { type ApplicantId, parseGlobalId, type TenantId } from '../../domain/ids.ts'
import { CONSENT_TYPES, type ConsentType } from '../../domain/journey.ts'
import { type Principal, SCOPES, type Scope, UNBOUND } from '../../domain/principal.ts'
import type { Clock } from '../../platform/clock.ts'
import type { TokenKeys } from './token-key.ts'

export interface TokenRules {
  readonly keys: Pick<TokenKeys, 'algorithms' | 'find'>
  readonly issuer: string | null
  readonly audience: string | null
}

/**
 * Turns the value of an Authorization header into a principal. Rejects with `AUTH_REQUIRED` when there is none and
 * `AUTH_INVALID` when the token does not hold; why it does not is never told. Rejects with `AUTH_UNAVAILABLE` when that cannot
 * be told now.
 */
export type Authenticate = (authorization: string | null) => Promise<Principal>

/** Clocks of the issuer and ours may differ by this much. */
const CLOCK_SKEW_SECONDS = 30

/** Lets everybody in as one developer with every scope. For the sandbox only. */
export function createOpenAuthenticator(): Authenticate {
  const developer: Principal = {
    ...UNBOUND,
    subject: 'developer',
    tenant: 'demo' as TenantId, // any plain word is one
    scopes: new Set(SCOPES),
    expiresAt: null,
  }
  return () => Promise.resolve(developer)
}

/**
 * Accepts tokens that one of the keys has signed, by an algorithm of those keys, with `sub`, `tenant`, `scope` (words
 * separated by spaces) and `exp`; a borrower's also has `applicant`. `jti`, `iat`, `purpose` and the header's `kid` are
 * read when they are there, and must then be well-formed.
 */
export function createTokenAuthenticator({ keys, issuer, audience }: TokenRules, clock: Clock): Authenticate {
  return async (authorization) => {
    if (authorization === null || authorization === '') throw new Failure('AUTH_REQUIRED')
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1]
    if (token === undefined) throw new Failure('AUTH_INVALID')
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keys.find, {
        algorithms: [...keys.algorithms],
        clockTolerance: CLOCK_SKEW_SECONDS,
        currentDate: new Date(clock.now()),
        requiredClaims: ['sub', 'tenant', 'exp'],
        ...(issuer === null ? {} : { issuer }),
        ...(audience === null ? {} : { audience }),
      })
      return toPrincipal(payload, protectedHeader.kid, clock.now())
    } catch (thrown) {
      if (thrown instanceof errors.JOSEError) throw new Failure('AUTH_INVALID')
      throw thrown
    }
  }
}

function toPrincipal(claims: Readonly<Record<string, unknown>>, kid: unknown, now: Instant): Principal {
  const { sub, tenant, scope, exp } = claims
  if (typeof sub !== 'string' || sub === '') throw new Failure('AUTH_INVALID')
  // A tenant is part of keys and cursors, so it is held to a plain alphabet.
  if (typeof tenant !== 'string' || !/^[A-Za-z0-9_-]{1,64}$/.test(tenant)) throw new Failure('AUTH_INVALID')
  const words = typeof scope === 'string' ? new Set(scope.split(' ')) : new Set<string>()
  const scopes = new Set(SCOPES.filter((known: Scope) => words.has(known)))
  const expiresAt = toInstant(Number(exp) * 1000)
  // Clocks that differ are forgiven about the beginning of a token, never about its end.
  if (expiresAt <= now) throw new Failure('AUTH_INVALID')
  const issuedAt = toIssuedAt(claims.iat)
  if (issuedAt !== null && issuedAt > now + CLOCK_SKEW_SECONDS * 1000) throw new Failure('AUTH_INVALID')
  return {
    subject: sub,
    tenant: tenant as TenantId, // checked above
    scopes,
    expiresAt,
    applicant: toApplicant(claims.applicant),
    tokenId: toName(claims.jti),
    keyId: toName(kid),
    issuedAt,
    purposes: toPurposes(claims.purpose),
  }
}

function toApplicant(claim: unknown): ApplicantId | null {
  if (claim === undefined) return null
  // A claim that cannot be read must not make a borrower's token one of staff.
  if (typeof claim !== 'string') throw new Failure('AUTH_INVALID')
  try {
    return parseGlobalId('Applicant', claim)
  } catch (thrown) {
    throw thrown instanceof Failure ? new Failure('AUTH_INVALID') : thrown
  }
}

/** The name of a token or key, which somebody may have to type one day. */
function toName(claim: unknown): string | null {
  if (claim === undefined) return null
  if (typeof claim !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(claim)) throw new Failure('AUTH_INVALID')
  return claim
}

function toIssuedAt(claim: unknown): Instant | null {
  if (claim === undefined) return null
  if (typeof claim !== 'number' || !(claim >= 0)) throw new Failure('AUTH_INVALID')
  return toInstant(Math.floor(claim * 1000))
}

function toPurposes(claim: unknown): readonly ConsentType[] | null {
  if (claim === undefined) return null
  if (typeof claim !== 'string') throw new Failure('AUTH_INVALID')
  const words = claim.split(' ').filter((word) => word !== '')
  const purposes = CONSENT_TYPES.filter((known) => words.includes(known))
  // Read leniently, a purpose that is spelt wrong would be one that is not restricted, or the other way round.
  if (!words.every((word) => CONSENT_TYPES.some((known) => known === word))) throw new Failure('AUTH_INVALID')
  return purposes
}

/** Tokens for a gateway that tells its callers apart. */
import { SignJWT } from 'jose'
import { SCOPES } from '../../src/domain/principal.ts'

/** Long enough for every HMAC, so that a wrong algorithm is refused for itself. */
export const TOKEN_SECRET = 'a secret of the tests, which is long enough for HS256, for HS384 and for HS512'

/** The environment of a gateway that accepts these tokens. */
export const TOKEN_ENVIRONMENT = {
  AUTH: 'jwt',
  AUTH_JWT_SECRET: TOKEN_SECRET,
  AUTH_ISSUER: 'https://issuer.example',
  AUTH_AUDIENCE: 'finpass-graph',
}

export interface TokenParts {
  readonly subject?: string
  /** Null leaves it out. */
  readonly tenant?: string | null
  readonly scopes?: readonly string[]
  readonly issuer?: string
  readonly audience?: string
  readonly secret?: string
  /** Seconds from now. */
  readonly expiresIn?: number
  /** Global id of the one applicant that a borrower's token is about. */
  readonly applicant?: string
  /** Other claims, as they are. */
  readonly claims?: Readonly<Record<string, unknown>>
  readonly keyId?: string
}

/** The headers of a caller with a valid token for every scope, but for what is said otherwise. */
export async function tokenHeaders(parts: TokenParts = {}): Promise<{ readonly authorization: string }> {
  const { tenant = 'demo', scopes = SCOPES, expiresIn = 300 } = parts
  const { applicant, claims, keyId } = parts
  const token = await new SignJWT({
    ...(tenant === null ? {} : { tenant }),
    ...(applicant === undefined ? {} : { applicant }),
    scope: scopes.join(' '),
    ...claims,
  })
    .setProtectedHeader({ alg: 'HS256', ...(keyId === undefined ? {} : { kid: keyId }) })
    .setSubject(parts.subject ?? 'underwriter')
    .setIssuer(parts.issuer ?? TOKEN_ENVIRONMENT.AUTH_ISSUER)
    .setAudience(parts.audience ?? TOKEN_ENVIRONMENT.AUTH_AUDIENCE)
    .setExpirationTime(Math.floor(Date.now() / 1000) + expiresIn)
    .sign(new TextEncoder().encode(parts.secret ?? TOKEN_SECRET))
  return { authorization: `Bearer ${token}` }
}

/** A caller of this tenant who has every scope but some. */
export function headersWithout(...missing: readonly string[]): Promise<{ readonly authorization: string }> {
  return tokenHeaders({ scopes: SCOPES.filter((scope) => !missing.includes(scope)) })
}

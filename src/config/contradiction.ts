/** What makes no sense together in the environment, whatever each variable says by itself. */

/** Sentences that begin with the variable's name; empty when all fits together. */
export function findContradictions(given: Readonly<Record<string, string | undefined>>): string[] {
  const problems: string[] = []
  const hasKey = given.FINPASS_API_KEY !== undefined
  const hasSecret = given.FINPASS_API_SECRET !== undefined
  const isFinpass = hasKey && hasSecret
  if (hasKey && !hasSecret) problems.push('FINPASS_API_SECRET is missing, while FINPASS_API_KEY is set')
  if (hasSecret && !hasKey) problems.push('FINPASS_API_KEY is missing, while FINPASS_API_SECRET is set')
  if (given.FINPASS_BASE_URL !== undefined && !hasKey && !hasSecret) {
    problems.push('FINPASS_BASE_URL is set without FINPASS_API_KEY and FINPASS_API_SECRET')
  }
  if (isFinpass && given.AUTH === 'off') problems.push('AUTH must not be off with Finpass credentials')
  problems.push(...findAuthenticationProblems(given, isFinpass))
  if (isFinpass && given.PUBLIC_URL === undefined)
    problems.push('PUBLIC_URL is missing: Finpass must know where to call back')
  // Each process of a fleet would make a key of its own, and none could open what another has sealed.
  if (given.REDIS_URL !== undefined && !isFinpass && given.SEALING_KEYS === undefined) {
    problems.push('SEALING_KEYS is missing: processes that share REDIS_URL must share keys')
  }
  if (isFinpass && given.SEALING_KEYS === undefined) {
    problems.push('SEALING_KEYS is missing: set name:key, the key being 32 random bytes in base64')
  }
  return problems
}

/** A gateway that lets everybody in must have been told to, by the sandbox or in so many words. */
function findAuthenticationProblems(given: Readonly<Record<string, string | undefined>>, isFinpass: boolean): string[] {
  const { AUTH, AUTH_JWT_SECRET, AUTH_JWKS_URL, AUTH_ISSUER, AUTH_AUDIENCE, NODE_ENV } = given
  const problems: string[] = []
  const hasKeys = AUTH_JWT_SECRET !== undefined || AUTH_JWKS_URL !== undefined
  if (AUTH_JWT_SECRET !== undefined && AUTH_JWKS_URL !== undefined) {
    problems.push('AUTH_JWKS_URL is set beside AUTH_JWT_SECRET: tokens are signed with the one or the other')
  }
  if (AUTH_JWKS_URL !== undefined && AUTH_ISSUER === undefined) {
    problems.push('AUTH_ISSUER is missing: with AUTH_JWKS_URL it must be said whose tokens are meant')
  }
  if (AUTH_JWKS_URL !== undefined && AUTH_AUDIENCE === undefined) {
    problems.push('AUTH_AUDIENCE is missing: the issuer behind AUTH_JWKS_URL may give tokens for other services too')
  }
  if (!hasKeys && (AUTH === 'jwt' || (isFinpass && AUTH === undefined))) {
    problems.push('AUTH_JWT_SECRET or AUTH_JWKS_URL is missing: callers could not be told apart')
  }
  if (!hasKeys && !isFinpass && AUTH === undefined && NODE_ENV === 'production') {
    problems.push(
      'AUTH is missing: with NODE_ENV=production and no key for tokens everybody would be let in with all rights; set AUTH=off if that is meant, AUTH_JWT_SECRET or AUTH_JWKS_URL if it is not',
    )
  }
  return problems
}

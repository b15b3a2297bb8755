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
  const wantsJwt = given.AUTH === 'jwt' || (isFinpass && given.AUTH === undefined)
  if (wantsJwt && given.AUTH_JWT_SECRET === undefined)
    problems.push('AUTH_JWT_SECRET is missing: callers could not be told apart')
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

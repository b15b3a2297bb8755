/**
 * Tokens whose signature was checked a moment ago: the same token is not checked again as long as the same keys are trusted and
 * it has not ended. Revocation is looked at for every request, elsewhere. Tokens are remembered by their hash alone.
 */
import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Instant } from '../../domain/date.ts'
import type { Principal } from '../../domain/principal.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Authenticate } from './principal.ts'
import type { TokenKeys } from './token-key.ts'

/** Tokens that are remembered, the latest … */
const MOST_TOKENS = 2_000
/** … and for how long after they were last shown: a caller that is gone is nobody to be remembered. */
const KEPT_MS = 10 * 60_000

interface Verified {
  readonly principal: Principal
  readonly generation: number
  readonly at: Instant
  shownAt: Instant
}

/**
 * As `authenticate`, which is asked only for what it has not said lately. What it refuses is not remembered, and what nobody
 * has shown for ten minutes is forgotten when the next token is remembered.
 */
export function rememberVerified(
  authenticate: Authenticate,
  keys: Pick<TokenKeys, 'generation'>,
  clock: Clock,
): Authenticate {
  const verified = new LRUCache<string, Verified>({ max: MOST_TOKENS })

  /** The longest unused come first. */
  function forgetUnused(now: Instant): void {
    for (const name of verified.rkeys()) {
      if (now - (verified.peek(name)?.shownAt ?? 0) < KEPT_MS) return
      verified.delete(name)
    }
  }

  return async (authorization) => {
    const generation = keys.generation()
    if (authorization === null || generation === null) return authenticate(authorization)
    const name = hash('sha256', authorization, 'base64')
    const known = verified.get(name)
    const now = clock.now()
    if (known !== undefined) {
      const { principal, at } = known
      known.shownAt = now
      const isAlive = principal.expiresAt === null || principal.expiresAt > now
      // A clock that was set back may be before the token's beginning.
      if (isAlive && known.generation === generation && now >= at) return principal
      verified.delete(name)
    }
    const principal = await authenticate(authorization)
    // Checked with the keys of then, should they have changed meanwhile.
    forgetUnused(now)
    verified.set(name, { principal, generation, at: now, shownAt: now })
    return principal
  }
}

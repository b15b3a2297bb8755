/**
 * The keys that tokens are signed with: one shared secret, or the public keys that the issuer publishes. Each has its own
 * algorithms and no other, so that a public key is never taken for a secret. `principal.ts` checks tokens with them.
 */
import { createLocalJWKSet, type JSONWebKeySet, type JWK, type JWTVerifyGetKey } from 'jose'
import { Failure } from '../../domain/failure.ts'
import { toInstant } from '../../domain/date.ts'
import type { Clock } from '../../platform/clock.ts'
import { fetchKeySet } from './key-set.ts'

export interface TokenKeys {
  readonly algorithms: readonly string[]
  /** The key of a token. Rejects with `AUTH_INVALID` when there is none, and with `AUTH_UNAVAILABLE` when nobody can tell now. */
  readonly find: JWTVerifyGetKey
  /** True when the issuer has withdrawn this key: it was published, and is no more. */
  isWithdrawn(keyId: string): boolean
  /** Another number whenever the keys may have changed; null while nothing is to be believed without asking `find`. */
  generation(): number | null
  close(): void
}

/** One secret for HS256, whatever key id a token names. */
export function createSecretKeys(secret: string): TokenKeys {
  const key = new TextEncoder().encode(secret)
  return {
    algorithms: ['HS256'],
    find: async () => key,
    isWithdrawn: () => false,
    generation: () => 0,
    close: () => undefined,
  }
}

export interface KeySetOptions {
  /** Where the issuer publishes its keys: https, or http on loopback. */
  readonly url: string
  readonly clock: Clock
  /** How often the set is fetched whether or not a token asks for it. @default 60000 */
  readonly refreshMs?: number
  /** No token makes the set be fetched more often than this, whatever keys it names. @default 10000 */
  readonly coolDownMs?: number
  /** For how long known keys are trusted while the set cannot be fetched. @default 3600000 */
  readonly trustMs?: number
  /** Told of every fetch that failed. */
  readonly onFailure?: (thrown: unknown) => void
  readonly fetchSet?: (url: string) => Promise<JSONWebKeySet>
}

/** Public keys only: with a symmetric algorithm in this list, whoever reads the set could sign. */
const PUBLIC_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const
const KEY_TYPES = new Set(['RSA', 'EC', 'OKP'])
/** Withdrawn keys that are remembered. */
const MOST_WITHDRAWN = 1_000

/**
 * Fetches the set, keeps it fresh, and fetches it again when a token names a key that is not in it. Never rejects: an issuer
 * that cannot be reached now is asked again.
 */
export async function openKeySet(options: KeySetOptions): Promise<TokenKeys> {
  const { url, clock, refreshMs = 60_000, coolDownMs = 10_000, trustMs = 3_600_000 } = options
  const { fetchSet = fetchKeySet, onFailure = () => undefined } = options
  const withdrawn = new Set<string>()
  let known: ReadonlySet<string> = new Set()
  let find: JWTVerifyGetKey | null = null
  let fetchedAt = Number.NEGATIVE_INFINITY
  let fetches = 0
  let triedAt = Number.NEGATIVE_INFINITY
  let hasFailed = true
  let fetching: Promise<void> | null = null
  let isClosed = false
  let cancel = (): void => undefined

  function take(set: JSONWebKeySet): void {
    const keys = set.keys.filter(isUsable)
    const named = new Set(keys.map(({ kid = '' }) => kid))
    for (const keyId of known) if (!named.has(keyId) && withdrawn.size < MOST_WITHDRAWN) withdrawn.add(keyId)
    for (const keyId of named) withdrawn.delete(keyId)
    known = named
    find = createLocalJWKSet({ keys })
    fetchedAt = clock.now()
    fetches += 1
  }

  /** One fetch for all who want one. */
  function fetchAgain(): Promise<void> {
    triedAt = clock.now()
    fetching ??= fetchSet(url)
      .then(take)
      .then(
        () => {
          hasFailed = false
        },
        (thrown: unknown) => {
          hasFailed = true
          onFailure(thrown)
        },
      )
      .finally(() => {
        fetching = null
      })
    return fetching
  }

  async function refresh(): Promise<void> {
    await fetchAgain()
    if (!isClosed) cancel = clock.after(refreshMs, () => void refresh())
  }

  function isTrusted(): boolean {
    return clock.now() - fetchedAt < trustMs
  }

  await refresh()
  return {
    algorithms: PUBLIC_ALGORITHMS,
    async find(header, token) {
      // Without one it could neither be told which key is meant, nor be revoked with it.
      if (typeof header.kid !== 'string') throw new Failure('AUTH_INVALID')
      if (!known.has(header.kid) || !isTrusted()) {
        if (fetching !== null) await fetching
        else if (clock.now() - triedAt >= coolDownMs) await fetchAgain()
      }
      if (find === null || !isTrusted()) throw toUnavailable(triedAt + coolDownMs)
      // While the issuer is silent it may have published the key, or not.
      if (!known.has(header.kid)) throw hasFailed ? toUnavailable(triedAt + coolDownMs) : new Failure('AUTH_INVALID')
      return find(header, token)
    },
    isWithdrawn: (keyId) => withdrawn.has(keyId),
    generation: () => (find !== null && isTrusted() ? fetches : null),
    close() {
      isClosed = true
      cancel()
    },
  }
}

function toUnavailable(retryAt: number): Failure {
  return new Failure('AUTH_UNAVAILABLE', { retryAfter: toInstant(retryAt) })
}

const LEAST_RSA_BYTES = 256

/** A public key that has a name and is for signatures by one of our algorithms; what else is in a set is passed over. */
function isUsable({ kty, kid, use, alg, d, n }: JWK): boolean {
  if (!KEY_TYPES.has(kty ?? '') || typeof kid !== 'string' || kid === '' || d !== undefined) return false
  if (use !== undefined && use !== 'sig') return false
  // A shorter one is refused when it is used, and that as a defect of ours.
  if (kty === 'RSA' && Buffer.from(n ?? '', 'base64url').length < LEAST_RSA_BYTES) return false
  return alg === undefined || PUBLIC_ALGORITHMS.some((known) => known === alg)
}

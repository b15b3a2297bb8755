/** Who is let in, as the environment says: everybody, holders of the shared secret's tokens, or of the issuer's; and how many at once. */
import type { Authentication, Config } from '../config/config.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { openLoopDelay } from '../platform/loop-delay.ts'
import { type Admission, createAdmission } from '../server/caller/admission.ts'
import { createTokenAuthenticator } from '../server/caller/principal.ts'
import { openRevocationWatch } from '../server/caller/revocation-watch.ts'
import type { RoleTokens } from '../server/caller/role-token.ts'
import { rememberVerified } from '../server/caller/verified-token.ts'
import { createSecretKeys, openKeySet, type TokenKeys } from '../server/caller/token-key.ts'
import { type Gate, openGate } from '../server/load/gate.ts'
import type { Revocations } from '../store/revocation.ts'
import type { Tuning } from './tuning.ts'

export interface AdmissionOptions {
  readonly authentication: Authentication
  /** Holds where everybody is let in. */
  readonly roles: RoleTokens
  readonly store: Revocations
  readonly clock: Clock
  readonly log: Log
  readonly tuning: Tuning
}

/** Rejects with `STORE_UNAVAILABLE` when revocations cannot be read; an issuer that cannot be reached is asked again later. */
export async function openAdmission(options: AdmissionOptions): Promise<Admission & { close(): void }> {
  const { authentication, roles, store, clock, log, tuning } = options
  const keys = await openKeys(options)
  const revocations = await openRevocationWatch({
    store,
    clock,
    isWithdrawn: (keyId) => keys?.isWithdrawn(keyId) ?? false,
    onFailure: () => log.warn('revocations cannot be read'),
    ...(tuning.revocationsEveryMs === undefined ? {} : { everyMs: tuning.revocationsEveryMs }),
  })
  const authenticate =
    keys === null || authentication.kind === 'off'
      ? roles.authenticate
      : rememberVerified(createTokenAuthenticator({ ...authentication, keys }, clock), keys, clock)
  return {
    ...createAdmission({ authenticate, revocations, clock }),
    close() {
      revocations.close()
      keys?.close()
    },
  }
}

/** Lets in as many at once as this process can serve in time; says in the log when that begins to be too few, and when it is over. */
export function openLoadGate({ limits }: Pick<Config, 'limits'>, clock: Clock, log: Log): Gate {
  return openGate({
    clock,
    delay: openLoopDelay(),
    most: limits.operations,
    onChange(isRefusing, count) {
      if (isRefusing) log.warn('overloaded: operations are refused', { count })
      else log.info('no longer overloaded', { count })
    },
  })
}

async function openKeys({ authentication, clock, log, tuning }: AdmissionOptions): Promise<TokenKeys | null> {
  switch (authentication.kind) {
    case 'off':
      return null
    case 'jwt':
      return createSecretKeys(authentication.secret)
    case 'jwks':
      return openKeySet({
        url: authentication.url,
        clock,
        onFailure: (thrown) =>
          log.warn('key set cannot be fetched', { errorName: thrown instanceof Error ? thrown.name : 'unknown' }),
        ...tuning.keySet,
      })
  }
}

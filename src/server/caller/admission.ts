/**
 * Who may come in, and for how long: a token is checked once, when its caller comes, and from then on its end and its
 * revocation are waited for. All transports ask here.
 */
import { Failure } from '../../domain/failure.ts'
import type { Principal } from '../../domain/principal.ts'
import { callAt, type Clock } from '../../platform/clock.ts'
import type { Authenticate } from './principal.ts'
import type { RevocationWatch } from './revocation-watch.ts'

export interface Admission {
  /** Rejects as `Authenticate` does, and with `AUTH_INVALID` when the token was revoked. */
  readonly admit: Authenticate
  /**
   * While a request or socket of the caller lives: calls `end` with the failure `AUTH_INVALID` once the token has ended or was
   * revoked; at once when that is so already. What is given takes that back, and is to be called when the caller has left.
   */
  hold(principal: Principal, end: (failure: Failure) => void): () => void
}

export interface AdmissionOptions {
  readonly authenticate: Authenticate
  readonly revocations: Pick<RevocationWatch, 'isRevoked' | 'watch'>
  readonly clock: Clock
}

export function createAdmission({ authenticate, revocations, clock }: AdmissionOptions): Admission {
  return {
    async admit(authorization) {
      const principal = await authenticate(authorization)
      if (revocations.isRevoked(principal)) throw new Failure('AUTH_INVALID')
      return principal
    },
    hold(principal, end) {
      let isOver = false
      const endOnce = (): void => {
        if (isOver) return
        isOver = true
        end(new Failure('AUTH_INVALID'))
      }
      const cancelExpiry = callAt(clock, principal.expiresAt, endOnce)
      const unwatch = revocations.watch(principal, endOnce)
      // Between the check of its token and now.
      if (revocations.isRevoked(principal)) endOnce()
      return () => {
        cancelExpiry()
        unwatch()
      }
    },
  }
}

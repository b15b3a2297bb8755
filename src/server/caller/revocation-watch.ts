/**
 * What has been revoked, in the memory of this process and read afresh about twice a second, so that every caller can be
 * checked for nothing and every live stream ends soon. While the store cannot be read, what is known goes on to hold.
 */
import { findTargets, isEndedBy, type Revocation, toTargetName } from '../../domain/revocation.ts'
import type { Principal } from '../../domain/principal.ts'
import type { Clock } from '../../platform/clock.ts'
import { createRoster } from '../../platform/roster.ts'
import type { Revocations } from '../../store/revocation.ts'

export interface RevocationWatch {
  isRevoked(principal: Principal): boolean
  /** Calls `end` once when the principal is revoked; the returned function takes that back. */
  watch(principal: Principal, end: () => void): () => void
  close(): void
}

export interface RevocationWatchOptions {
  readonly store: Revocations
  readonly clock: Clock
  /** True when the issuer has withdrawn the key. */
  isWithdrawn(keyId: string): boolean
  /** @default 500 */
  readonly everyMs?: number
  /** Told once when the store cannot be read any more. */
  readonly onFailure?: (thrown: unknown) => void
}

interface Watched {
  readonly principal: Principal
  readonly end: () => void
  readonly leave: () => void
}

/** Reads what there is, then keeps watching. Rejects with `STORE_UNAVAILABLE` when the first read fails. */
export async function openRevocationWatch(options: RevocationWatchOptions): Promise<RevocationWatch> {
  const { store, clock, isWithdrawn, everyMs = 500, onFailure = () => undefined } = options
  const byTarget = new Map<string, Revocation>()
  const watched = createRoster<Watched>()
  let isFailing = false
  let isClosed = false
  let cancel = (): void => undefined

  /** What a store has lost with its past is kept all the same, until it ends. */
  async function read(): Promise<void> {
    const revocations = await store.readRevocations()
    for (const revocation of revocations) byTarget.set(toTargetName(revocation.target), revocation)
    const now = clock.now()
    for (const [target, { endsAt }] of byTarget) if (endsAt <= now) byTarget.delete(target)
  }

  function isRevoked(principal: Principal): boolean {
    if (principal.keyId !== null && isWithdrawn(principal.keyId)) return true
    if (byTarget.size === 0) return false
    const now = clock.now()
    return findTargets(principal).some((target) => {
      const revocation = byTarget.get(toTargetName(target))
      return revocation !== undefined && isEndedBy(revocation, principal, now)
    })
  }

  function endRevoked(): void {
    for (const { principal, end, leave } of watched.list()) {
      if (!isRevoked(principal)) continue
      leave()
      end()
    }
  }

  async function look(): Promise<void> {
    try {
      await read()
      isFailing = false
    } catch (thrown) {
      if (!isFailing) onFailure(thrown)
      isFailing = true
    }
    if (isClosed) return
    endRevoked()
    cancel = clock.after(everyMs, () => void look())
  }

  await read()
  cancel = clock.after(everyMs, () => void look())
  return {
    isRevoked,
    watch(principal, end) {
      const leave = watched.join({ principal, end, leave: () => leave() })
      return leave
    },
    close() {
      isClosed = true
      cancel()
      watched.clear()
    },
  }
}

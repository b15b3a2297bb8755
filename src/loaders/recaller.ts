/**
 * Forgets in this process what was recalled anywhere in the fleet: an applicant was erased, a consent taken back. A hint
 * brings it at once; a slow tick reads on from where it stands, so that a lost hint leaves no copy for longer. Whoever
 * cannot prove that it has read every recall forgets everything.
 */
import type { JourneyId, TenantId } from '../domain/ids.ts'
import type { Clock } from '../platform/clock.ts'
import type { Store } from '../store/store.ts'

export interface RecallerOptions {
  readonly store: Store
  readonly clock: Clock
  /** Drops what is kept of a journey, and ends calls that run for it. */
  forget(tenant: TenantId, journeyId: JourneyId): void
  forgetAll(): void
  /** How often recalls are looked for although no hint came. @default 10000 */
  readonly tickMs?: number
}

export interface Recaller {
  /** Reads recalls now. Rejects with `STORE_UNAVAILABLE`. */
  refresh(): Promise<void>
  close(): void
}

/** Read in one go. */
const PAGE_LENGTH = 500

/** Listens from now on; what was recalled before this process kept anything is of no concern to it. */
export function openRecaller(options: RecallerOptions): Recaller {
  const { store, clock, tickMs = 10_000 } = options
  /** Where this process stands; null until it has read. */
  let place: { readonly epoch: string; readonly number: number } | null = null
  let running: Promise<void> | null = null
  let isDirty = false
  let isClosed = false
  let unwatch: (() => void) | null = null
  let cancelTick = clock.after(0, tick)

  function tick(): void {
    void look().finally(() => {
      if (!isClosed) cancelTick = clock.after(tickMs, tick)
    })
  }

  /** A store that cannot be read now is asked again at the next tick; meanwhile nobody can read a journey either. */
  async function look(): Promise<void> {
    try {
      unwatch ??= await store.watchRecalls(() => void refresh().catch(() => undefined))
      if (isClosed) unwatch()
      await refresh()
    } catch {
      // Whoever cannot be told of recalls must not rely on there being none.
      options.forgetAll()
    }
  }

  function refresh(): Promise<void> {
    isDirty = true
    running ??= readOn().finally(() => {
      running = null
    })
    return running
  }

  async function readOn(): Promise<void> {
    // oxlint-disable-next-line eslint/no-unmodified-loop-condition -- refresh changes it while this waits
    while (isDirty && !isClosed) {
      isDirty = false
      const epoch = await store.readEpoch()
      const after: number = place?.epoch === epoch ? place.number : 0
      const { head, oldest, recalls } = await store.readRecalls(after, PAGE_LENGTH)
      if (place === null || place.epoch !== epoch || head < after || oldest > after + 1) {
        options.forgetAll()
        place = { epoch, number: head }
        continue
      }
      for (const { tenant, journeyId } of recalls) options.forget(tenant, journeyId)
      place = { epoch, number: after + recalls.length }
      if (place.number < head) isDirty = true
    }
  }

  return {
    refresh,
    close() {
      isClosed = true
      cancelTick()
      unwatch?.()
    },
  }
}

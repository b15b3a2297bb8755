/**
 * Group commit for the audit trail: entries that come while a batch of their tenant is being written form the next one.
 * Whoever hands entries in waits for exactly the batch that has them.
 */
import { Failure } from '../domain/failure.ts'
import type { TenantId } from '../domain/ids.ts'
import type { SealedEntry } from './audit-chain.ts'

/** Entries written in one go. */
const MOST_AT_ONCE = 500
/** Entries that wait at most; beyond that the store is too slow to be waited for. */
const MOST_WAITING = 20_000

interface Waiting {
  readonly entries: readonly SealedEntry[]
  settle(failure: Failure | null): void
}

export interface AuditBatches {
  /** Resolves once the entries are durable; rejects with `AUDIT_UNAVAILABLE`. */
  add(tenant: TenantId, entries: readonly SealedEntry[]): Promise<void>
}

export function createAuditBatches(
  append: (tenant: TenantId, entries: readonly SealedEntry[]) => Promise<void>,
): AuditBatches {
  const waitingByTenant = new Map<TenantId, Waiting[]>()
  let waitingCount = 0

  async function write(tenant: TenantId, queue: Waiting[]): Promise<void> {
    // What other requests of this turn hand in goes along.
    await new Promise(setImmediate)
    while (queue.length > 0) {
      const batch = take(queue)
      const entries = batch.flatMap((each) => each.entries)
      const failure = await append(tenant, entries).then(
        () => null,
        (cause: unknown) => new Failure('AUDIT_UNAVAILABLE', { cause }),
      )
      waitingCount -= entries.length
      for (const each of batch) each.settle(failure)
    }
    waitingByTenant.delete(tenant)
  }

  return {
    add(tenant, entries) {
      if (entries.length === 0) return Promise.resolve()
      if (waitingCount + entries.length > MOST_WAITING) return Promise.reject(new Failure('AUDIT_UNAVAILABLE'))
      waitingCount += entries.length
      return new Promise((resolve, reject) => {
        const settle = (failure: Failure | null): void => (failure === null ? resolve() : reject(failure))
        const queue = waitingByTenant.get(tenant)
        if (queue !== undefined) {
          queue.push({ entries, settle })
          return
        }
        const started = [{ entries, settle }]
        waitingByTenant.set(tenant, started)
        void write(tenant, started)
      })
    },
  }
}

/** The first of the queue, as many as make a batch, at least one. */
function take(queue: Waiting[]): Waiting[] {
  let size = 0
  const end = queue.findIndex(({ entries }) => (size += entries.length) > MOST_AT_ONCE)
  return queue.splice(0, end === -1 ? queue.length : Math.max(1, end))
}

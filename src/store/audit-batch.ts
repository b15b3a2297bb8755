/**
 * Group commit for the audit trail: entries that come while a batch of their tenant waits for its turn join it, later ones
 * form the next. Whoever hands entries in waits for exactly the batch that has them.
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

/**
 * Batches that `append` puts at the end of a tenant's chain, one after the other in the order of its calls: when it comes to one
 * it draws its entries, once.
 */
export function createAuditBatches(
  append: (tenant: TenantId, draw: () => readonly SealedEntry[]) => Promise<void>,
): AuditBatches {
  /** What nobody has drawn yet; a batch is on its way to draw it. */
  const queues = new Map<TenantId, Waiting[]>()
  let waitingCount = 0

  function begin(tenant: TenantId, queue: Waiting[]): void {
    let batch: Waiting[] | null = null
    const draw = (): readonly SealedEntry[] => {
      batch = take(queue)
      if (queue.length > 0) begin(tenant, queue)
      else queues.delete(tenant)
      return batch.flatMap(({ entries }) => entries)
    }
    const end = (failure: Failure | null): void => {
      // It may have failed before it came to them.
      if (batch === null) draw()
      for (const { entries, settle } of batch ?? []) {
        waitingCount -= entries.length
        settle(failure)
      }
    }
    append(tenant, draw).then(
      () => end(null),
      (cause: unknown) => end(new Failure('AUDIT_UNAVAILABLE', { cause })),
    )
  }

  return {
    add(tenant, entries) {
      if (entries.length === 0) return Promise.resolve()
      if (waitingCount + entries.length > MOST_WAITING) return Promise.reject(new Failure('AUDIT_UNAVAILABLE'))
      waitingCount += entries.length
      return new Promise((resolve, reject) => {
        const settle = (failure: Failure | null): void => (failure === null ? resolve() : reject(failure))
        const queue = queues.get(tenant)
        if (queue !== undefined) {
          queue.push({ entries, settle })
          return
        }
        const begun = [{ entries, settle }]
        queues.set(tenant, begun)
        begin(tenant, begun)
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

/**
 * What a store must be able to do for the audit trail to be kept in it; `audit-keeper.ts` makes the trail of it, once for
 * all stores.
 */
import type { ApplicantId, TenantId } from '../domain/ids.ts'
import type { AuditLink, ChainAnchor, ChainState, SealedEntry } from './audit-chain.ts'

export interface AuditLog {
  /**
   * Puts what `draw` gives at the end of the chain, all of it or nothing, and resolves once it is durable; batches of a tenant in
   * the order of the calls. Asks for the entries as late as it can and once, for more come until then. Rejects with
   * `STORE_UNAVAILABLE`: they may be there all the same.
   */
  append(tenant: TenantId, draw: () => readonly SealedEntry[]): Promise<void>
  /** Puts transitions that are recorded but not yet in the chain into it. Does nothing when there are none. */
  settle(tenant: TenantId): Promise<void>
  listTenants(): Promise<readonly TenantId[]>
  readState(tenant: TenantId): Promise<ChainState>
  /** The links after a number, in order. Throws a plain error on one that cannot be read, or leaves it out. */
  readLinks(tenant: TenantId, after: number, limit: number): Promise<readonly AuditLink[]>
  /** The links about an applicant before a number, newest first. */
  readLinksOf(tenant: TenantId, id: ApplicantId, before: number, limit: number): Promise<readonly AuditLink[]>
  /** Removes the links up to the anchor and puts it in their place, unless the chain begins elsewhere than at `expected`. */
  prune(tenant: TenantId, anchor: ChainAnchor, expected: number): Promise<boolean>
}

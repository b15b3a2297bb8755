/**
 * The audit trail over a store's log of it: sealing, group commit, the walk over a chain, and retention. What many requests
 * hand in at once is written together, one batch of a tenant at a time, so that a record costs a share of one write.
 */
import { type AuditRecord, toAuditCutoff } from '../domain/audit.ts'
import { type Instant, toInstant } from '../domain/date.ts'
import { Failure } from '../domain/failure.ts'
import type { TenantId } from '../domain/ids.ts'
import type { Clock } from '../platform/clock.ts'
import type { Seal } from '../platform/seal.ts'
import type { Audit, AuditPoint, AuditRange, AuditVerdict } from './audit.ts'
import { createAuditBatches } from './audit-batch.ts'
import {
  type AuditLink,
  CHAIN_START,
  type ChainPoint,
  type ChainState,
  createEntrySeal,
  isAnchor,
  isNext,
  toAnchor,
  toSubjectHashes,
} from './audit-chain.ts'
import { toLine, toRecord } from './audit-line.ts'
import type { AuditLog } from './audit-log.ts'

/** Links read in one go. */
const PAGE = 1_000
/** Clocks of the processes of a fleet differ by less: so far may the times in a chain go back. */
const CLOCKS_DIFFER_MS = 600_000

export function createAuditKeeper(log: AuditLog, seal: Seal, clock: Clock): Audit {
  const sealEntries = createEntrySeal(seal)
  const batches = createAuditBatches((tenant, draw) => log.append(tenant, draw))

  async function* follow(tenant: TenantId, after: number): AsyncGenerator<readonly AuditLink[]> {
    for (let last = after; ; ) {
      const links = await log.readLinks(tenant, last, PAGE)
      const end = links.at(-1)
      // Not by a short page: a damaged link is left out of one.
      if (end === undefined) return
      yield links
      last = end.number
    }
  }

  /** A number after which all links that are younger than `at` stand: times go up along a chain, but for what clocks differ. */
  async function findBefore(tenant: TenantId, at: Instant): Promise<number> {
    const { head, anchor } = await log.readState(tenant)
    let [low, high] = [anchor?.number ?? 0, head.number]
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      const [link] = await log.readLinks(tenant, middle, 1)
      if (link === undefined || link.at >= at) high = middle
      else low = Math.max(middle + 1, link.number)
    }
    return low
  }

  async function* scan({ tenant, from, before }: AuditRange): AsyncGenerator<ReturnType<typeof toLine>[]> {
    await log.settle(tenant)
    const begin = Math.max(from, toAuditCutoff(clock.now()))
    const after = await findBefore(tenant, toInstant(begin - CLOCKS_DIFFER_MS))
    for await (const links of follow(tenant, after)) {
      yield links.filter(({ at }) => at >= begin && at < before).map((link) => toLine(seal, tenant, link))
      if (links.every(({ at }) => at >= before + CLOCKS_DIFFER_MS)) return
    }
  }

  /** Walks until the chain begins where it began before the walk: what is let go meanwhile must not look removed. */
  async function verify(tenant: TenantId, known: AuditPoint | null = null): Promise<AuditVerdict> {
    await log.settle(tenant)
    for (;;) {
      const before = await log.readState(tenant)
      const verdict = await verifyFrom(tenant, before, known)
      const { anchor } = await log.readState(tenant)
      if (verdict.broken === null || anchor?.number === before.anchor?.number) return verdict
    }
  }

  async function verifyFrom(
    tenant: TenantId,
    { head, anchor }: ChainState,
    known: AuditPoint | null,
  ): Promise<AuditVerdict> {
    const verdict = { tenant, number: head.number, mark: head.mark }
    if (anchor !== null && !isAnchor(seal, tenant, anchor)) return { ...verdict, count: 0, broken: anchor.number + 1 }
    let point = anchor ?? CHAIN_START
    let count = 0
    for await (const links of follow(tenant, 0)) {
      for (const link of links) {
        // What was written since the walk began is not its affair.
        if (link.number > head.number) break
        if (!isNext(seal, tenant, point, link) || (link.number === known?.number && link.mark !== known.mark))
          return { ...verdict, count, broken: point.number + 1 }
        point = link
        count += 1
      }
    }
    if (known !== null && head.number < known.number) return { ...verdict, count, broken: head.number + 1 }
    const isWhole = point.number === head.number && point.mark === head.mark
    return { ...verdict, count, broken: isWhole ? null : Math.min(point.number, head.number) + 1 }
  }

  /**
   * Lets the oldest links go that may, as far as they hold; gives how many went. What was altered stays as the proof of it: an
   * anchor behind a link whose time was moved back would say that the gateway itself had let it go.
   */
  async function prune(tenant: TenantId, cutoff: Instant): Promise<number> {
    const { anchor } = await log.readState(tenant)
    if (anchor !== null && !isAnchor(seal, tenant, anchor)) return 0
    const begin: ChainPoint = anchor ?? CHAIN_START
    let last = begin
    for (const link of await log.readLinks(tenant, begin.number, PAGE)) {
      if (link.at >= cutoff || !isNext(seal, tenant, last, link)) break
      last = link
    }
    if (last === begin) return 0
    const isDone = await log.prune(tenant, toAnchor(seal, tenant, last), begin.number)
    return isDone ? last.number - begin.number : 0
  }

  return {
    append: (tenant, entries) => batches.add(tenant, sealEntries(tenant, entries)),
    async readTrail({ tenant, applicantId, before, limit }) {
      try {
        await log.settle(tenant)
        const links = await log.readLinksOf(tenant, applicantId, before ?? Number.MAX_SAFE_INTEGER, limit)
        const cutoff = toAuditCutoff(clock.now())
        return links.filter(({ at }) => at >= cutoff).map((link): AuditRecord => toRecord(toLine(seal, tenant, link)))
      } catch (cause) {
        throw new Failure('AUDIT_UNAVAILABLE', { cause })
      }
    },
    listTenants: () => log.listTenants(),
    scan,
    verify,
    toSubjectHashes: (tenant, subject) => toSubjectHashes(seal, tenant, subject),
    async removeExpired(now) {
      let removed = 0
      for (const tenant of await log.listTenants()) {
        await log.settle(tenant)
        for (let gone = PAGE; gone === PAGE; removed += gone) gone = await prune(tenant, toAuditCutoff(now))
      }
      return removed
    },
  }
}

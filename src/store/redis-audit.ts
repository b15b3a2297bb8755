/**
 * The audit trail's log in Redis. Marks need a key, which Redis has not, so they are worked out here and put in if the chain
 * still ends where it did; when another process was faster, they are worked out again. An attempt whose answer was lost is
 * known again by its mark, so that nothing is recorded twice.
 */
import type { TenantId } from '../domain/ids.ts'
import type { Seal } from '../platform/seal.ts'
import { type AuditLink, type ChainPoint, type ChainState, type SealedEntry, toLinks } from './audit-chain.ts'
import type { AuditLog } from './audit-log.ts'
import { fromSealed, parseLinks, toSealed } from './redis-audit-row.ts'
import { fromScope, parseCount, parseList, toPlace, toScope } from './redis-reply.ts'
import type { RedisScript } from './redis-script.ts'
import { parseText } from './field.ts'

/** Noted transitions that are moved into the chain in one go. */
const NOTED_AT_ONCE = 200
/** Lost races in a row; every one means that somebody else has recorded something. */
const MOST_RACES = 200

interface Tip extends ChainState {
  /** Ids of what was noted and has no place yet. */
  readonly noted: readonly string[]
  readonly entries: readonly SealedEntry[]
}

export interface RedisAudit {
  readonly log: AuditLog
  /** Moves what was noted into the chain, soon; whatever goes wrong is made good by the next time. */
  settleSoon(tenant: TenantId): void
}

export function createRedisAudit({ run }: RedisScript, seal: Seal): RedisAudit {
  const heads = new Map<TenantId, ChainPoint>()
  /** The last batch of each tenant that is on its way. */
  const appending = new Map<TenantId, Promise<void>>()
  /** Tenants whose notes are being moved, with whether more have come since the last look. */
  const settling = new Map<TenantId, { hasMore: boolean }>()

  const readTip = (tenant: TenantId, limit: number): Promise<Tip> =>
    run('readAuditTip', { scope: toScope(tenant), limit }, parseTip)

  /** The new end of the chain, or the one that somebody else gave it. */
  async function attempt(
    tenant: TenantId,
    point: ChainPoint,
    links: readonly AuditLink[],
    noted: readonly string[],
  ): Promise<{ readonly isDone: boolean; readonly head: ChainPoint }> {
    const last = links.at(-1)
    const given = {
      scope: toScope(tenant),
      ...point,
      last: last?.number ?? point.number,
      records: links.map(fromSealed),
      marks: links.map(({ mark }) => mark),
      applicants: links.map((link) => link.applicant_id),
      noted,
    }
    const send = (): ReturnType<typeof attempt> =>
      run('appendAudit', given, (reply) => {
        const [outcome, number, mark, there] = parseList(reply)
        const head = { number: parseCount(number), mark: parseText(mark, 'mark') }
        return { isDone: parseCount(outcome) === 1 || (last !== undefined && there === last.mark), head }
      })
    // Safe to repeat: what was put in the first time has moved the end of the chain.
    return send().catch(send)
  }

  /** One batch of a tenant after the other: each needs the mark of the one before. */
  function append(tenant: TenantId, draw: () => readonly SealedEntry[]): Promise<void> {
    // What other requests of this turn hand in goes along.
    const turn = appending.get(tenant)?.catch(() => undefined) ?? new Promise<void>((go) => void setImmediate(go))
    const appended = turn
      .then(() => extend(tenant, draw()))
      .finally(() => {
        if (appending.get(tenant) === appended) appending.delete(tenant)
      })
    appending.set(tenant, appended)
    return appended
  }

  async function extend(tenant: TenantId, entries: readonly SealedEntry[]): Promise<void> {
    let point = heads.get(tenant) ?? (await readTip(tenant, 0)).head
    heads.delete(tenant)
    for (let race = 0; race < MOST_RACES; race += 1) {
      const { isDone, head } = await attempt(tenant, point, toLinks(seal, tenant, point, entries), [])
      point = head
      if (!isDone) continue
      heads.set(tenant, head)
      return
    }
    throw new Error('the chain could not be extended: others were always faster')
  }

  async function settle(tenant: TenantId): Promise<void> {
    for (let race = 0; race < MOST_RACES; race += 1) {
      const { head, noted, entries } = await readTip(tenant, NOTED_AT_ONCE)
      if (noted.length === 0) return
      await attempt(tenant, head, toLinks(seal, tenant, head, entries), noted)
    }
  }

  async function settleAll(tenant: TenantId): Promise<void> {
    const work = { hasMore: true }
    settling.set(tenant, work)
    while (work.hasMore) {
      // In a later turn, so that transitions that are written together are settled together.
      await new Promise(setImmediate)
      work.hasMore = false
      await settle(tenant).catch(() => undefined)
    }
    settling.delete(tenant)
  }

  const log: AuditLog = {
    append,
    settle,
    listTenants: () =>
      run('listAuditedScopes', {}, (reply) =>
        parseList(reply)
          .map((scope) => fromScope(parseText(scope, 'scope')))
          .toSorted(),
      ),
    readState: (tenant) => readTip(tenant, 0),
    readLinks: (tenant, after, limit) => run('readAudit', { scope: toScope(tenant), after, limit }, parseLinks),
    readLinksOf: (tenant, id, before, limit) =>
      run('readAuditOf', { scope: toScope(tenant), place: toPlace(tenant, id), before, limit }, parseLinks),
    async prune(tenant, anchor, expected) {
      const links = await log.readLinks(tenant, expected, anchor.number - expected)
      const applicants = links.map((link) => link.applicant_id)
      const given = { scope: toScope(tenant), ...anchor, expected, applicants }
      return run('pruneAudit', given, (reply) => parseCount(reply) === 1)
    },
  }

  return {
    log,
    settleSoon(tenant) {
      const work = settling.get(tenant)
      // One at a time: two would race each other for every place in the chain.
      if (work !== undefined) work.hasMore = true
      else void settleAll(tenant)
    },
  }
}

function parseTip(reply: unknown): Tip {
  const [number, mark, anchorNumber, anchorMark, anchorSignature, flat] = parseList(reply)
  const values = parseList(flat).map((value) => parseText(value, 'noted'))
  const noted: string[] = []
  const entries: SealedEntry[] = []
  for (let index = 0; index + 2 < values.length; index += 3) {
    const [id = '', applicant = '', record = ''] = values.slice(index, index + 3)
    noted.push(id)
    entries.push({ ...toSealed(record), applicant_id: applicant })
  }
  const signature = parseText(anchorSignature, 'anchorSignature')
  return {
    head: { number: parseCount(number), mark: parseText(mark, 'mark') },
    anchor:
      signature === '' ? null : { number: Number(anchorNumber), mark: parseText(anchorMark, 'anchorMark'), signature },
    noted,
    entries,
  }
}

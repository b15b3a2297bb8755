/**
 * The audit trail's log in the embedded store. What is appended is put in its place under the write lock, so a batch shares
 * a transaction, and a transition is recorded in the one that writes it. Records of one applicant are found stretch by
 * stretch of the chain: see `embedded-schema.ts`.
 */
import { setImmediate } from 'node:timers/promises'
import type { ApplicantId, TenantId } from '../domain/ids.ts'
import type { Seal } from '../platform/seal.ts'
import { type AuditLink, CHAIN_START, type ChainState, type SealedEntry, toLinks } from './audit-chain.ts'
import { toLink } from './audit-line.ts'
import type { AuditLog } from './audit-log.ts'
import type { EmbeddedConnection } from './embedded-connection.ts'
import { type Fields, parseNumber, parseText } from './field.ts'

/** A stretch has two to the power of so many records. As in the index: with another number it is no help. */
const STRETCH_BITS = 9
const STATE = 'SELECT * FROM audit_chains WHERE tenant = ?'
const INSERT = `INSERT INTO audit (tenant, number, at, kind, applicant_id, journey_id, sequence, status, subject_hash, sealed, mark)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
const MOVE_HEAD = `INSERT INTO audit_chains (tenant, number, mark) VALUES (?1, ?2, ?3)
  ON CONFLICT (tenant) DO UPDATE SET number = ?2, mark = ?3`
const TENANTS = 'SELECT tenant FROM audit_chains ORDER BY tenant'
const LINKS = 'SELECT * FROM audit WHERE tenant = ? AND number > ? ORDER BY number LIMIT ?'
const ENDS = `SELECT (SELECT min(number) FROM audit WHERE tenant = :tenant) AS oldest,
  (SELECT max(number) FROM audit WHERE tenant = :tenant) AS newest`
const LINKS_OF = `SELECT * FROM audit INDEXED BY audit_by_stretch
  WHERE tenant = ? AND number >> ${STRETCH_BITS} = ? AND applicant_id = ? AND number < ? ORDER BY number DESC LIMIT ?`
const PRUNE = 'DELETE FROM audit WHERE tenant = ? AND number <= ?'
const MOVE_ANCHOR = `UPDATE audit_chains SET anchor_number = :number, anchor_mark = :mark, anchor_signature = :signature
  WHERE tenant = :tenant AND coalesce(anchor_number, 0) = :expected`

/** Looked through before others have their turn: a few microseconds each. */
const STRETCHES_AT_ONCE = 200

/** Puts entries at the end of a tenant's chain, inside the caller's transaction. */
export type ExtendChain = (tenant: TenantId, entries: readonly SealedEntry[]) => void

export function createChainWriter({ prepare }: EmbeddedConnection, seal: Seal): ExtendChain {
  return (tenant, entries) => {
    const links = toLinks(seal, tenant, toState(prepare(STATE).get(tenant)).head, entries)
    const insert = prepare(INSERT)
    for (const link of links) {
      const { number, at, kind, applicant_id, journey_id, sequence, status, subject_hash, sealed, mark } = link
      // By position: bound by name, an insert takes nearly twice as long.
      insert.run(tenant, number, at, kind, applicant_id, journey_id, sequence, status, subject_hash, sealed, mark)
    }
    const head = links.at(-1)
    if (head !== undefined) prepare(MOVE_HEAD).run(tenant, head.number, head.mark)
  }
}

/** The log, over an open connection. */
export function createEmbeddedAuditLog(connection: EmbeddedConnection, extend: ExtendChain): AuditLog {
  const { prepare, run, readTogether, transact, record, settle } = connection

  async function readLinksOf(tenant: TenantId, id: ApplicantId, before: number, limit: number): Promise<AuditLink[]> {
    const links: AuditLink[] = []
    const ends = await run(() => prepare(ENDS).get({ tenant }))
    const [oldest, newest] = [toNumberOr(ends?.oldest, 0), toNumberOr(ends?.newest, -1)]
    /** Newest first, as far as there is room. */
    const addStretches = (from: number, until: number): void => {
      for (let stretch = from; stretch >= until && links.length < limit; stretch -= 1) {
        links.push(
          ...prepare(LINKS_OF)
            .all(tenant, stretch, id, before, limit - links.length)
            .map(toLink),
        )
      }
    }
    const last = toStretch(oldest)
    for (let from = toStretch(Math.min(newest, before - 1)); from >= last; from -= STRETCHES_AT_ONCE) {
      await run(() => addStretches(from, Math.max(last, from - STRETCHES_AT_ONCE + 1)))
      if (links.length >= limit) break
      await setImmediate()
    }
    return links
  }

  return {
    append: (tenant, draw) => record(() => extend(tenant, draw())),
    // A transition is in the chain as soon as it is written; what others recorded a moment ago is not shown before it is durable.
    settle: () => settle(),
    listTenants: () => run(() => prepare(TENANTS).all().map(toTenant)),
    readState: (tenant) => readTogether(() => toState(prepare(STATE).get(tenant))),
    readLinks: (tenant, after, limit) => run(() => prepare(LINKS).all(tenant, after, limit).map(toLink)),
    readLinksOf,
    prune: (tenant, anchor, expected) =>
      transact(() => {
        if (prepare(MOVE_ANCHOR).run({ tenant, ...anchor, expected }).changes === 0) return false
        prepare(PRUNE).run(tenant, anchor.number)
        return true
      }),
  }
}

function toTenant({ tenant }: Fields): TenantId {
  return parseText(tenant, 'tenant') as TenantId // written by us from one
}

function toStretch(number: number): number {
  return Math.floor(number / 2 ** STRETCH_BITS)
}

/** The number in a column; `otherwise` when there is none. */
function toNumberOr(value: Fields[string], otherwise: number): number {
  return value === null || value === undefined ? otherwise : parseNumber(value, 'number')
}

function toState(row: Fields | undefined): ChainState {
  if (row === undefined) return { head: CHAIN_START, anchor: null }
  return {
    head: { number: parseNumber(row.number, 'number'), mark: parseText(row.mark, 'mark') },
    anchor:
      row.anchor_number === null
        ? null
        : {
            number: parseNumber(row.anchor_number, 'anchor_number'),
            mark: parseText(row.anchor_mark, 'anchor_mark'),
            signature: parseText(row.anchor_signature, 'anchor_signature'),
          },
  }
}

/**
 * The audit trail's log in the embedded store. What is appended is put in its place under the write lock, so a batch shares
 * a transaction, and a transition is recorded in the one that writes it.
 */
import type { ApplicantId, TenantId } from '../domain/ids.ts'
import type { Seal } from '../platform/seal.ts'
import { type AuditLink, CHAIN_START, type ChainState, type SealedEntry, toLinks } from './audit-chain.ts'
import { toLink } from './audit-line.ts'
import type { AuditLog } from './audit-log.ts'
import type { EmbeddedConnection } from './embedded-connection.ts'
import { type Fields, parseNumber, parseText } from './field.ts'

const STATE = 'SELECT * FROM audit_chains WHERE tenant = ?'
const INSERT = `INSERT INTO audit (tenant, number, at, kind, applicant_id, journey_id, sequence, status, subject_hash, sealed, mark)
  VALUES (:tenant, :number, :at, :kind, :applicant_id, :journey_id, :sequence, :status, :subject_hash, :sealed, :mark)`
const MOVE_HEAD = `INSERT INTO audit_chains (tenant, number, mark) VALUES (:tenant, :number, :mark)
  ON CONFLICT (tenant) DO UPDATE SET number = :number, mark = :mark`
const TENANTS = 'SELECT tenant FROM audit_chains ORDER BY tenant'
const LINKS = 'SELECT * FROM audit WHERE tenant = ? AND number > ? ORDER BY number LIMIT ?'
const LINKS_OF = `SELECT * FROM audit WHERE tenant = ? AND applicant_id = ? AND number < ? ORDER BY number DESC LIMIT ?`
const FIRST_AT = 'SELECT number FROM audit WHERE tenant = ? AND at >= ? ORDER BY at, number LIMIT 1'
const PRUNE = 'DELETE FROM audit WHERE tenant = ? AND number <= ?'
const MOVE_ANCHOR = `UPDATE audit_chains SET anchor_number = :number, anchor_mark = :mark, anchor_signature = :signature
  WHERE tenant = :tenant AND coalesce(anchor_number, 0) = :expected`

/** Puts entries at the end of a tenant's chain, inside the caller's transaction. */
export type ExtendChain = (tenant: TenantId, entries: readonly SealedEntry[]) => void

export function createChainWriter({ prepare }: EmbeddedConnection, seal: Seal): ExtendChain {
  return (tenant, entries) => {
    const links = toLinks(seal, tenant, toState(prepare(STATE).get(tenant)).head, entries)
    for (const link of links) prepare(INSERT).run({ tenant, ...link })
    const head = links.at(-1)
    if (head !== undefined) prepare(MOVE_HEAD).run({ tenant, number: head.number, mark: head.mark })
  }
}

/** The log, over an open connection. */
export function createEmbeddedAuditLog(connection: EmbeddedConnection, extend: ExtendChain): AuditLog {
  const { prepare, run, readTogether, transact, record, settle } = connection
  const readAll = (sql: string, ...values: (string | number)[]): Promise<AuditLink[]> =>
    run(() =>
      prepare(sql)
        .all(...values)
        .map(toLink),
    )

  return {
    append: (tenant, entries) => record(() => extend(tenant, entries)),
    // A transition is in the chain as soon as it is written; what others recorded a moment ago is not shown before it is durable.
    settle: () => settle(),
    listTenants: () => run(() => prepare(TENANTS).all().map(toTenant)),
    readState: (tenant) => readTogether(() => toState(prepare(STATE).get(tenant))),
    readLinks: (tenant, after, limit) => readAll(LINKS, tenant, after, limit),
    readLinksOf: (tenant, id: ApplicantId, before, limit) => readAll(LINKS_OF, tenant, id, before, limit),
    findBefore: (tenant, at) =>
      run(() => {
        const first = prepare(FIRST_AT).get(tenant, at)
        if (first !== undefined) return parseNumber(first.number, 'number') - 1
        return toState(prepare(STATE).get(tenant)).head.number
      }),
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

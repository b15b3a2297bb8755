/**
 * How records of the audit trail hold together. Each carries its number and a mark: HMAC-SHA-256, under a sealing key, over all that is
 * kept of it and the mark before it. Who can write to the store but has no key can therefore neither alter, add, remove
 * nor move one unseen. Where the oldest have gone an anchor, signed likewise, says with which mark the rest begins.
 */
import { timingSafeEqual } from 'node:crypto'
import type { AuditEntry, AuditKind } from '../domain/audit.ts'
import type { TenantId } from '../domain/ids.ts'
import type { Transition } from '../domain/journey.ts'
import type { Seal } from '../platform/seal.ts'

/** An entry as it is kept, before it has its place. */
export interface SealedEntry {
  readonly at: number
  readonly kind: string
  readonly applicant_id: string
  readonly journey_id: string | null
  readonly sequence: number | null
  readonly status: string | null
  readonly subject_hash: string | null
  /** Subject, reason and request id; null when it has none of them. */
  readonly sealed: string | null
}

/** An entry in its place. */
export interface AuditLink extends SealedEntry {
  readonly number: number
  readonly mark: string
}

/** A point of a chain: the record of this number has this mark. Number 0, mark '' is before the first. */
export interface ChainPoint {
  readonly number: number
  readonly mark: string
}

/** The last record that was let go, signed. */
export interface ChainAnchor extends ChainPoint {
  readonly signature: string
}

/** What a store keeps of a chain beside its records. */
export interface ChainState {
  readonly head: ChainPoint
  /** Null as long as nothing was let go. */
  readonly anchor: ChainAnchor | null
}

export const CHAIN_START: ChainPoint = { number: 0, mark: '' }

/** Seals what may name a person in entries of a tenant, the same text of one applicant once a call. Throws nothing. */
export type SealEntries = (tenant: TenantId, entries: readonly AuditEntry[]) => SealedEntry[]

/** Hashes of subjects that are remembered, of all tenants. */
const MOST_SUBJECTS = 1_000

/** Remembers the hashes of subjects that were seen lately: the same few act all day. */
export function createEntrySeal(seal: Seal): SealEntries {
  const hashes = new Map<TenantId, Map<string, string>>()
  let count = 0

  function toHash(tenant: TenantId, subject: string): string {
    const known = hashes.get(tenant)?.get(subject)
    if (known !== undefined) return known
    if (count >= MOST_SUBJECTS) {
      hashes.clear()
      count = 0
    }
    count += 1
    const made = seal.hash(toNamed(tenant, subject), 'audit-subject')
    hashes.getOrInsertComputed(tenant, () => new Map()).set(subject, made)
    return made
  }

  return (tenant, entries) => {
    const sealedByText = new Map<string, Map<string, string>>()
    let before: AuditEntry | null = null
    let text = ''
    let sealedByApplicant = new Map<string, string>()

    /** What one caller hands in has one text for all: it is written, and looked for, when it changes. */
    function sealOnce(entry: AuditEntry): string {
      const { subject, reason, requestId, applicantId } = entry
      if (before?.subject !== subject || before.reason !== reason || before.requestId !== requestId) {
        text = JSON.stringify([subject, reason, requestId])
        sealedByApplicant = sealedByText.getOrInsertComputed(text, () => new Map())
        before = entry
      }
      return sealedByApplicant.getOrInsertComputed(applicantId, () => seal.seal(text, toContext(tenant, applicantId)))
    }

    return entries.map((entry) => {
      const { at, kind, applicantId, journeyId, sequence, status, subject, reason, requestId } = entry
      const isOfNobody = subject === null && reason === null && requestId === null
      return {
        at,
        kind,
        applicant_id: applicantId,
        journey_id: journeyId,
        sequence,
        status,
        subject_hash: subject === null ? null : toHash(tenant, subject),
        sealed: isOfNobody ? null : sealOnce(entry),
      }
    })
  }
}

/** A transition as it is kept; whose it is, the store knows. Nobody acts in it but the gateway, so nothing is sealed. */
export function toTransitionEntry({ journeyId, sequence, status, observedAt }: Transition): SealedEntry {
  return {
    at: observedAt,
    kind: 'JOURNEY_TRANSITION' satisfies AuditKind,
    applicant_id: '',
    journey_id: journeyId,
    sequence,
    status,
    subject_hash: null,
    sealed: null,
  }
}

/** What seals subject, reason and request id binds them to tenant and applicant. */
export function toContext(tenant: TenantId, applicantId: string): string {
  return JSON.stringify(['audit', tenant, applicantId])
}

/** Hashes under which a subject may stand, one per key on the ring, the one that new records get first. */
export function toSubjectHashes(seal: Seal, tenant: TenantId, subject: string): readonly string[] {
  return seal.lookupHashes(toNamed(tenant, subject), 'audit-subject')
}

function toNamed(tenant: TenantId, subject: string): string {
  return JSON.stringify([tenant, subject])
}

/** The entries in their places after `point`. */
export function toLinks(seal: Seal, tenant: TenantId, point: ChainPoint, entries: readonly SealedEntry[]): AuditLink[] {
  let { number, mark } = point
  return entries.map((entry) => {
    number += 1
    mark = seal.hash(toMarked(tenant, number, mark, entry), 'audit-chain')
    return { ...entry, number, mark }
  })
}

/** True when `link` is what followed `point`, unaltered. */
export function isNext(seal: Seal, tenant: TenantId, point: ChainPoint, link: AuditLink): boolean {
  if (link.number !== point.number + 1) return false
  return isOneOf(link.mark, seal.lookupHashes(toMarked(tenant, link.number, point.mark, link), 'audit-chain'))
}

/** An anchor at `point`. */
export function toAnchor(seal: Seal, tenant: TenantId, { number, mark }: ChainPoint): ChainAnchor {
  return { number, mark, signature: seal.hash(toAnchored(tenant, number, mark), 'audit-anchor') }
}

/** True when the gateway itself let go what was before this point. */
export function isAnchor(seal: Seal, tenant: TenantId, { number, mark, signature }: ChainAnchor): boolean {
  return isOneOf(signature, seal.lookupHashes(toAnchored(tenant, number, mark), 'audit-anchor'))
}

/** All that is kept of an entry, in the order it has ever been kept and marked in: another one breaks every chain. */
export function toParts(entry: SealedEntry): readonly (string | number | null)[] {
  const { at, kind, applicant_id, journey_id, sequence, status, subject_hash, sealed } = entry
  return [at, kind, applicant_id, journey_id, sequence, status, subject_hash, sealed]
}

// JSON keeps the parts apart whatever characters they have.
function toMarked(tenant: TenantId, number: number, previous: string, entry: SealedEntry): string {
  return JSON.stringify([previous, tenant, number, ...toParts(entry)])
}

function toAnchored(tenant: TenantId, number: number, mark: string): string {
  return JSON.stringify([tenant, number, mark])
}

function isOneOf(mark: string, known: readonly string[]): boolean {
  const given = Buffer.from(mark)
  return known.some((each) => {
    const ours = Buffer.from(each)
    return ours.length === given.length && timingSafeEqual(ours, given)
  })
}

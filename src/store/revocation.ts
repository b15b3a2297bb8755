/**
 * Revocations as the store keeps them. A subject may be an e-mail address, so each stands sealed, under a keyed hash of what
 * it is about: revoking the same again replaces what was said before. Both stores seal and open through here.
 */
import type { Instant } from '../domain/date.ts'
import type { TenantId } from '../domain/ids.ts'
import { type Revocation, type RevocationTarget, toTargetName } from '../domain/revocation.ts'
import type { Seal } from '../platform/seal.ts'
import { parseObject, parseStoredInstant, parseText, parseWord } from './field.ts'

export interface Revocations {
  /** Adds the revocation, in the place of one of the same target. */
  addRevocation(revocation: Revocation): Promise<void>
  /** All that are kept, also those that have ended and were not removed yet; what cannot be opened is left out and told. */
  readRevocations(): Promise<readonly Revocation[]>
}

/** As the store itself sees them. */
export interface KeptRevocations extends Revocations {
  /** Removes those that have ended, and seals with the first key of the ring what another one has sealed. */
  tidyRevocations(now: Instant): Promise<number>
}

/** A revocation at rest. */
export interface SealedRevocation {
  /** Keyed hash of its target. */
  readonly id: string
  readonly sealed: string
}

const KINDS = ['TOKEN', 'SUBJECT', 'KEY'] as const

/** The ids that a revocation of this target can have, one per key of the ring; the first is the one to write. */
export function toRevocationIds(seal: Seal, target: RevocationTarget): readonly string[] {
  return seal.lookupHashes(toTargetName(target), 'revocation')
}

/** Seals a revocation under the first key. */
export function sealRevocation(seal: Seal, revocation: Revocation): SealedRevocation {
  const [id = ''] = toRevocationIds(seal, revocation.target)
  return { id, sealed: seal.seal(JSON.stringify(revocation), toContext(id)) }
}

/** Opens what `sealRevocation` made; throws a plain error when it was altered, moved, or no key of the ring opens it. */
function openRevocation(seal: Seal, { id, sealed }: SealedRevocation): Revocation {
  const fields = parseObject(JSON.parse(seal.open(sealed, toContext(id))), 'revocation')
  return {
    target: parseTarget(fields.target),
    revokedAt: parseStoredInstant(fields.revokedAt, 'revokedAt'),
    endsAt: parseStoredInstant(fields.endsAt, 'endsAt'),
  }
}

/** Opens what changes and remembers the rest: every process reads all of them twice a second. */
export function createRevocationOpener(seal: Seal): (row: SealedRevocation) => Revocation {
  let opened = new Map<string, Revocation>()
  const MOST = 100_000
  return (row) => {
    const known = opened.get(row.sealed)
    if (known !== undefined) return known
    const revocation = openRevocation(seal, row)
    if (opened.size >= MOST) opened = new Map()
    opened.set(row.sealed, revocation)
    return revocation
  }
}

function toContext(id: string): string {
  return JSON.stringify(['revocation', id])
}

function parseTarget(value: unknown): RevocationTarget {
  const fields = parseObject(value, 'target')
  const kind = parseWord(fields.kind, KINDS, 'kind')
  switch (kind) {
    case 'TOKEN':
      return { kind, tokenId: parseText(fields.tokenId, 'tokenId') }
    case 'SUBJECT': {
      const tenant = parseText(fields.tenant, 'tenant') as TenantId // written by us from one
      return { kind, tenant, subject: parseText(fields.subject, 'subject') }
    }
    case 'KEY':
      return { kind, keyId: parseText(fields.keyId, 'keyId') }
  }
}

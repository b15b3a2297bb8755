/**
 * What of a record stands sealed at rest, and under which context: who an applicant is, a journey's handle, its consent
 * link (Finpass may write the handle into it). Every store seals and hashes through here. A sealed value opens only in
 * the tenant and record it was made for.
 */
import { createHash } from 'node:crypto'
import type { Applicant } from '../domain/applicant.ts'
import { Pan, PersonalNumber } from '../domain/identifier.ts'
import type { TenantId } from '../domain/ids.ts'
import type { Journey } from '../domain/journey.ts'
import { SuppliedLink } from '../domain/link.ts'
import type { Seal } from '../platform/seal.ts'
import { parseObject, parseTextOrNull } from './field.ts'

/** The record a sealed value belongs to. */
export interface Place {
  readonly tenant: TenantId
  readonly id: string
}

export type Identity = Pick<Applicant, 'name' | 'pan' | 'mobile'>

// JSON keeps the parts apart whatever characters a tenant's name has.
function toContext(what: string, place: Place): string {
  return JSON.stringify([what, place.tenant, place.id])
}

/** Name, PAN and mobile of an applicant as one sealed text: one opening per record, and what is missing does not show. */
export function sealIdentity(seal: Seal, applicant: Place & Identity): string {
  const { name } = applicant
  const [pan, mobile] = [applicant.pan?.reveal() ?? null, applicant.mobile?.reveal() ?? null]
  return seal.seal(JSON.stringify({ name, pan, mobile }), toContext('identity', applicant))
}

/** Opens what `sealIdentity` made for this applicant; throws a plain error when it was altered, moved or not ours. */
export function openIdentity(seal: Seal, sealed: string, applicant: Place): Identity {
  const fields = parseObject(JSON.parse(seal.open(sealed, toContext('identity', applicant))), 'identity')
  const [pan, mobile] = [parseTextOrNull(fields.pan, 'pan'), parseTextOrNull(fields.mobile, 'mobile')]
  return {
    name: parseTextOrNull(fields.name, 'name'),
    pan: pan === null ? null : new Pan(pan),
    mobile: mobile === null ? null : new PersonalNumber(mobile),
  }
}

/** A journey's handle, sealed. */
export function sealHandle(seal: Seal, handle: string, journey: Place): string {
  return seal.seal(handle, toContext('handle', journey))
}

/** Opens what `sealHandle` made for this journey; throws a plain error when it was altered or moved. */
export function openHandle(seal: Seal, sealed: string, journey: Place): string {
  return seal.open(sealed, toContext('handle', journey))
}

/**
 * Hashes under which a handle may already be on record, in whatever tenant, one per key on the ring: a handle that was
 * hashed before the keys were rotated is found by an older one. New records are kept under the first.
 */
export function toHandleHashes(seal: Seal, handle: string): readonly string[] {
  return seal.lookupHashes(handle, 'handle')
}

/** The hash under which a journey is found by its webhook token. The token is random, so that no key is needed. */
export function toWebhookHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

/** The hash under which an idempotency key is kept: callers make keys of loan numbers and worse. */
export function toKeyHash(key: string): string {
  return createHash('sha256').update(key).digest('base64url')
}

/** A journey's consent link, sealed; null when it has none. */
export function sealConsentUrl(seal: Seal, journey: Place & Pick<Journey, 'consentUrl'>): string | null {
  return journey.consentUrl === null ? null : seal.seal(journey.consentUrl.reveal(), toContext('consentUrl', journey))
}

/** Opens what `sealConsentUrl` made for this journey; throws a plain error when it was altered or moved. */
export function openConsentUrl(seal: Seal, sealed: string | null, journey: Place): SuppliedLink | null {
  return sealed === null ? null : new SuppliedLink(seal.open(sealed, toContext('consentUrl', journey)))
}

/**
 * Hashes under which the reference of an erased applicant may stand, one per key on the ring. The tenant is part of it,
 * so that the same reference of two lenders does not show as the same.
 */
export function toReferenceHashes(seal: Seal, tenant: TenantId, reference: string): readonly string[] {
  return seal.lookupHashes(JSON.stringify([tenant, reference.toWellFormed()]), 'erased-reference')
}

/** Reads what the Redis script gives back, and names what it is given. Every function here throws a plain error that names no value. */
import type { Instant } from '../domain/date.ts'
import type { TenantId } from '../domain/ids.ts'
import { type Fields, parseObject, parseStoredInstant, parseText } from './field.ts'

/** The part of a place that is the tenant: it has no colon, so that two places never fall together. */
export function toScope(tenant: TenantId): string {
  return tenant.toWellFormed().replaceAll('%', '%25').replaceAll(':', '%3A')
}

/** The tenant in a scope. */
export function fromScope(scope: string): TenantId {
  return scope.replaceAll('%3A', ':').replaceAll('%25', '%') as TenantId // written by us from one
}

/** Names a record of a tenant. */
export function toPlace(tenant: TenantId, id: string): string {
  return `${toScope(tenant)}:${id}`
}

/** The id in a place. */
export function fromPlace(place: string): string {
  return place.slice(place.indexOf(':') + 1)
}

/** The tenant that a place is of. */
export function toTenant(place: string): TenantId {
  return fromScope(place.slice(0, place.indexOf(':')))
}

/** The channel on which the script announces changes of a place's feed. */
export function toChannel(prefix: string, kind: 'journey' | 'applicant', place: string): string {
  return `${prefix}changed:${kind}:${place}`
}

// The earliest moment that a date can be, so that no member begins with a sign.
const EARLIEST_MS = 8_640_000_000_000_000
const MOMENT_LENGTH = 17

/** A moment as text that sorts like it. */
export function toSortable(moment: Instant): string {
  return String(moment + EARLIEST_MS).padStart(MOMENT_LENGTH, '0')
}

/** The member of a sorted set that sorts by moment and then by id. */
export function toMember({ createdAt, id }: { readonly createdAt: Instant; readonly id: string }): string {
  return `${toSortable(createdAt)}:${id}`
}

/** The id in such a member. */
export function fromMember(member: string): string {
  return member.slice(MOMENT_LENGTH + 1)
}

export function parseList(reply: unknown): readonly unknown[] {
  if (!Array.isArray(reply)) throw new TypeError('the reply of Redis is not a list')
  return reply
}

/** A row that was stored as JSON. */
export function parseRow(json: unknown, field: string): Fields {
  return parseObject(JSON.parse(parseText(json, field)), field)
}

export function parseCount(reply: unknown): number {
  if (typeof reply !== 'number') throw new TypeError('the reply of Redis is not a number')
  return reply
}

/** A moment that stands in a field of its own, where '' stands for none. */
export function parseMomentText(text: unknown, field: string): Instant | null {
  return parseText(text, field) === '' ? null : parseStoredInstant(Number(text), field)
}

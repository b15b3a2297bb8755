/**
 * Bounds what a body repeats, before its schema sees it: a schema makes one issue per element that does not fit, and a body
 * below the byte cap has room for millions of them. What is too long is no answer but a fault; what is no object is taken out.
 */
import { Failure } from '../domain/failure.ts'
import type { DataIssues } from './data-issues.ts'
import { isObject } from './leaf.wire.ts'

export const MOST_ACCOUNTS = 500
/** Of an answer about progress; a journey with more is shown with these. */
export const MOST_STATUS_ACCOUNTS = 100
export const MOST_FILINGS = 200
/** Of what stands inside an account, a filing or a profile: entries of Form 26AS, of a history, of a trend. */
export const MOST_ENTRIES = 5_000
export const MOST_TRANSACTIONS = 500_000

/** The list under `name` in `parent`, or none; throws `FINPASS_TOO_LARGE` when it has more than `most` elements. */
export function boundList(parent: unknown, name: string, most: number): readonly unknown[] {
  const list = isObject(parent) ? parent[name] : undefined
  if (!Array.isArray(list)) return NOTHING
  if (list.length > most) throw new Failure('FINPASS_TOO_LARGE')
  return list as readonly unknown[] // Array.isArray alone makes it any[]
}

/**
 * As `boundList`, of a list of objects: what is none of them becomes undefined, so that the others keep their places, and is noted
 * once. An element that is null stays, since Finpass may mean it.
 */
export function boundObjects(
  parent: unknown,
  name: string,
  most: number,
  path: string,
  issues: DataIssues,
): readonly unknown[] {
  const list = boundList(parent, name, most)
  let taken = 0
  for (const [position, element] of list.entries()) {
    if (isObject(element) || element === null || element === undefined) continue
    Reflect.set(list, position, undefined)
    taken++
  }
  if (taken > 0) issues.note(`${path}[*]`, 'is not of the kind that belongs here', taken)
  return list
}

/** Throws `FINPASS_TOO_LARGE` when the object under `name` in `parent` has more keys than any breakdown. */
export function boundKeys(parent: unknown, name: string): void {
  const object = isObject(parent) ? parent[name] : undefined
  if (!isObject(object)) return
  let keys = 0
  for (const _ in object) if (++keys > MOST_KEYS) throw new Failure('FINPASS_TOO_LARGE')
}

/** The object under `name`, to look further down; undefined when there is none. */
export function sectionOf(parent: unknown, name: string): Record<string, unknown> | undefined {
  const section = isObject(parent) ? parent[name] : undefined
  return isObject(section) ? section : undefined
}

const NOTHING: readonly unknown[] = []
const MOST_KEYS = 1_000

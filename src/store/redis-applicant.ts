/**
 * Applicants in the Redis store. A list without a start of a reference is read page by page from the order of creation; with
 * one, all members of the index that begin so are gathered first (some 60 bytes each, in bounded batches) and then sorted.
 */
import type { Applicant } from '../domain/applicant.ts'
import type { Seal } from '../platform/seal.ts'
import { parseText } from './field.ts'
import { hasNamePart } from './name-fold.ts'
import {
  fromMember,
  fromPlace,
  parseCount,
  parseList,
  parseRow,
  toMember,
  toPlace,
  toScope,
  toSortable,
} from './redis-reply.ts'
import type { RedisScript } from './redis-script.ts'
import { fromApplicant, toApplicant } from './row.ts'
import type { ApplicantListQuery, Store } from './store.ts'
import { toPrefixEnd } from './text-range.ts'
import type { ReadOrSkip } from './unreadable.ts'

/** How many names are opened in one go. */
const SEARCH_BATCH = 250
/** How many members of an index are read in one go. */
const INDEX_BATCH = 1000

type ApplicantStore = Pick<
  Store,
  'addApplicant' | 'readApplicants' | 'readApplicantByReference' | 'listApplicants' | 'countApplicants'
>

/** The part of the store that keeps applicants. */
export function createRedisApplicants({ run }: RedisScript, seal: Seal, readOrSkip: ReadOrSkip): ApplicantStore {
  const parseApplicant = (json: unknown): Applicant => toApplicant(parseRow(json, 'record'), seal)
  /** Of a list of names, each with its record: what can be read, and the names. */
  function parseNamed(reply: unknown, toId: (name: string) => string): { names: string[]; applicants: Applicant[] } {
    const values = parseList(reply)
    const names = values.filter((_, index) => index % 2 === 0).map((name) => parseText(name, 'name'))
    const applicants = names.flatMap(
      (name, index) => readOrSkip('applicant', toId(name), () => parseApplicant(values[2 * index + 1])) ?? [],
    )
    return { names, applicants }
  }
  const readPlaces = (places: readonly string[]): Promise<Applicant[]> =>
    run('readApplicants', { places: [...new Set(places)] }, (reply) => parseNamed(reply, fromPlace).applicants)

  /** All that match, the name aside, in order and in batches. */
  async function* follow(query: ApplicantListQuery, batch: number): AsyncGenerator<Applicant[]> {
    if ((query.referencePrefix ?? '') !== '') {
      const members = await gather(query)
      for (let from = 0; from < members.length; from += batch) {
        const places = members.slice(from, from + batch).map((member) => toPlace(query.tenant, fromMember(member)))
        const rank = new Map(places.map((place, index) => [place, index]))
        const rankOf = ({ tenant, id }: Applicant): number => rank.get(toPlace(tenant, id)) ?? 0
        yield (await readPlaces(places)).sort((a, b) => rankOf(a) - rankOf(b))
      }
      return
    }
    for (let { from, till } = toBounds(query); ; ) {
      const given = { scope: toScope(query.tenant), from, till, limit: batch }
      const { names, applicants } = await run(
        'listApplicants',
        { ...given, isDescending: query.order === 'CREATED_DESC' },
        (reply) => parseNamed(reply, fromMember),
      )
      yield applicants
      const last = names.at(-1)
      if (last === undefined || names.length < batch) return
      if (query.order === 'CREATED_ASC') from = `(${last}`
      else till = `(${last}`
    }
  }

  /** The members, in order, of all whose reference begins as asked for. */
  async function gather(query: ApplicantListQuery): Promise<string[]> {
    const { from, till } = toBounds(query)
    const found: string[] = []
    const range = toReferenceBounds(query)
    for (let start = range.from; ; ) {
      const given = { scope: toScope(query.tenant), from: start, till: range.till, limit: INDEX_BATCH }
      const listed = await run('listReferences', given, (reply) =>
        parseList(reply).map((member) => parseText(member, 'member')),
      )
      for (const each of listed) {
        const member = each.slice(each.lastIndexOf('\0') + 1)
        if (isWithin(member, from, till)) found.push(member)
      }
      const last = listed.at(-1)
      if (last === undefined || listed.length < INDEX_BATCH) break
      start = `(${last}`
    }
    // As text and not by a locale: members are made of digits and ids, and sort here as they do in Redis.
    found.sort((a, b) => (a < b ? -1 : 1))
    return query.order === 'CREATED_ASC' ? found : found.reverse()
  }

  return {
    addApplicant: (applicant) => {
      const given = {
        place: toPlace(applicant.tenant, applicant.id),
        scope: toScope(applicant.tenant),
        reference: applicant.reference.toWellFormed(),
        member: toMember(applicant),
        record: JSON.stringify(fromApplicant(applicant, seal)),
        created: applicant.createdAt,
      }
      return run('addApplicant', given, parseApplicant)
    },
    readApplicants: (tenant, ids) => readPlaces(ids.map((id) => toPlace(tenant, id))),
    readApplicantByReference: (tenant, reference) =>
      run('readApplicantByReference', { scope: toScope(tenant), reference: reference.toWellFormed() }, (reply) =>
        reply === null ? null : parseApplicant(reply),
      ),

    async listApplicants(query) {
      const part = query.nameContains ?? ''
      const found: Applicant[] = []
      for await (const page of follow(query, part === '' ? query.limit : SEARCH_BATCH)) {
        found.push(...(part === '' ? page : page.filter(({ name }) => hasNamePart(name, part))))
        if (found.length >= query.limit) break
      }
      return found.slice(0, query.limit)
    },

    async countApplicants(query) {
      const part = query.nameContains ?? ''
      const { after: _, ...whole } = query
      if (part !== '') {
        let count = 0
        for await (const page of follow(whole, SEARCH_BATCH)) {
          count += page.filter(({ name }) => hasNamePart(name, part)).length
        }
        return count
      }
      const isNarrowed = whole.createdFrom !== undefined || whole.createdBefore !== undefined
      const hasPrefix = (whole.referencePrefix ?? '') !== ''
      if (hasPrefix && isNarrowed) return (await gather(whole)).length
      const bounds = hasPrefix ? toReferenceBounds(whole) : toBounds(whole)
      const index = hasPrefix ? 'by-reference' : 'by-creation'
      return run('countApplicants', { scope: toScope(whole.tenant), index, ...bounds }, parseCount)
    },
  }
}

interface Bounds {
  readonly from: string
  readonly till: string
}

/** Where a list begins and ends in the order of creation, as Redis writes bounds: `[` includes, `(` does not. */
function toBounds(query: Omit<ApplicantListQuery, 'limit'>): Bounds {
  const from = query.createdFrom === undefined ? '-' : `[${toSortable(query.createdFrom)}`
  const till = query.createdBefore === undefined ? '+' : `(${toSortable(query.createdBefore)}`
  if (query.after === undefined) return { from, till }
  const after = toMember(query.after)
  if (query.order === 'CREATED_ASC') return { from: from !== '-' && from.slice(1) > after ? from : `(${after}`, till }
  return { from, till: till !== '+' && till.slice(1) < after ? till : `(${after}` }
}

function toReferenceBounds({ referencePrefix = '' }: Pick<ApplicantListQuery, 'referencePrefix'>): Bounds {
  const end = toPrefixEnd(referencePrefix)
  return { from: `[${referencePrefix}`, till: end === null ? '+' : `(${end}` }
}

function isWithin(member: string, from: string, till: string): boolean {
  const isAfter = from === '-' || member > from.slice(1) || (from.startsWith('[') && member === from.slice(1))
  return isAfter && (till === '+' || member < till.slice(1))
}

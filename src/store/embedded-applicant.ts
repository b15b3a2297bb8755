/**
 * Applicants in the embedded store. Lists page by key, never by offset. Names are sealed, so a search by part of a name
 * opens every name that the other conditions leave: some ten microseconds each, in batches that let other work through.
 */
import { setImmediate } from 'node:timers/promises'
import type { SQLInputValue } from 'node:sqlite'
import type { Applicant } from '../domain/applicant.ts'
import type { ApplicantId } from '../domain/ids.ts'
import type { Seal } from '../platform/seal.ts'
import type { EmbeddedConnection } from './embedded-connection.ts'
import { type EmbeddedCache, readThrough } from './embedded-cache.ts'
import { type Fields, parseNumber, parseStoredInstant, parseText } from './field.ts'
import { hasNamePart } from './name-fold.ts'
import { fromApplicant, toApplicant } from './row.ts'
import type { ApplicantListQuery, ApplicantPosition, Store } from './store.ts'
import { toPrefixEnd } from './text-range.ts'
import type { ReadOrSkip } from './unreadable.ts'

/** How many names are opened in one go. */
const SEARCH_BATCH = 250

interface Page {
  readonly applicants: readonly Applicant[]
  /** The last that was looked at; null when nothing comes after it. */
  readonly end: ApplicantPosition | null
}

type ApplicantStore = Pick<
  Store,
  'addApplicant' | 'readApplicants' | 'readApplicantByReference' | 'listApplicants' | 'countApplicants'
>

const INSERT = `INSERT INTO applicants (tenant, id, reference, sealed_identity, created_at, active_at)
  VALUES (:tenant, :id, :reference, :sealed_identity, :created_at, :active_at)`
const BY_REFERENCE = 'SELECT * FROM applicants WHERE tenant = ? AND reference = ?'
const BY_IDS = 'SELECT * FROM applicants WHERE tenant = ? AND id IN (SELECT value FROM json_each(?))'

/** The part of the store that keeps applicants, over an open connection. */
export function createEmbeddedApplicants(
  connection: EmbeddedConnection,
  seal: Seal,
  cache: EmbeddedCache,
  readOrSkip: ReadOrSkip,
): ApplicantStore {
  const { prepare, run, transact } = connection

  function selectByReference(tenant: string, reference: string): Applicant | null {
    const row = prepare(BY_REFERENCE).get(tenant, reference)
    return row === undefined ? null : toApplicant(row, seal)
  }

  const readRows = (rows: readonly Fields[]): Applicant[] =>
    rows.flatMap((row) => readOrSkip('applicant', row.id, () => toApplicant(row, seal)) ?? [])

  function selectPage(query: ApplicantListQuery): Page {
    const { text, values } = toFilter(query)
    const direction = query.order === 'CREATED_ASC' ? 'ASC' : 'DESC'
    const order = `ORDER BY created_at ${direction}, id ${direction} LIMIT ?`
    const rows = prepare(`SELECT * FROM ${text} ${order}`).all(...values, query.limit)
    const last = rows.at(-1)
    return {
      applicants: readRows(rows),
      end: last === undefined || rows.length < query.limit ? null : toPosition(last),
    }
  }

  /** Batches of what matches, the name aside, until there are no more. */
  async function* followPages(query: ApplicantListQuery, batch: number): AsyncGenerator<readonly Applicant[]> {
    for (let next = query; ; ) {
      const { applicants, end } = await run(() => selectPage({ ...next, limit: batch }))
      yield applicants
      if (end === null) return
      next = { ...next, after: end }
      await setImmediate()
    }
  }

  return {
    addApplicant: (applicant) =>
      transact(() => {
        const taken = selectByReference(applicant.tenant, applicant.reference)
        if (taken !== null) return taken
        prepare(INSERT).run(fromApplicant(applicant, seal))
        return applicant
      }),

    readApplicants: (tenant, ids) =>
      run(() => {
        cache.refresh()
        return readThrough(cache.applicants, tenant, ids, (missing) =>
          readRows(prepare(BY_IDS).all(tenant, JSON.stringify(missing))).map((found) => [found.id, found] as const),
        )
      }),

    readApplicantByReference: (tenant, reference) => run(() => selectByReference(tenant, reference)),

    async listApplicants(query) {
      const part = query.nameContains ?? ''
      const found: Applicant[] = []
      for await (const page of followPages(query, part === '' ? query.limit : SEARCH_BATCH)) {
        found.push(...(part === '' ? page : page.filter(({ name }) => hasNamePart(name, part))))
        if (found.length >= query.limit) break
      }
      return found.slice(0, query.limit)
    },

    async countApplicants(query) {
      const part = query.nameContains ?? ''
      const { after: _, ...whole } = query
      if (part === '') {
        const { text, values } = toFilter(whole)
        return run(() => toCount(prepare(`SELECT count(*) AS count FROM ${text}`).get(...values)?.count))
      }
      let count = 0
      for await (const page of followPages(whole, SEARCH_BATCH)) {
        count += page.filter(({ name }) => hasNamePart(name, part)).length
      }
      return count
    },
  }
}

function toPosition(row: Fields): ApplicantPosition {
  const id = parseText(row.id, 'id') as ApplicantId // written by us from one
  return { createdAt: parseStoredInstant(row.created_at, 'created_at'), id }
}

function toCount(value: Fields[string]): number {
  return parseNumber(value, 'count')
}

/** Table and conditions of a list, and what is bound into them. */
function toFilter(query: Omit<ApplicantListQuery, 'limit'>): {
  readonly text: string
  readonly values: SQLInputValue[]
} {
  const conditions = ['tenant = ?']
  const values: SQLInputValue[] = [query.tenant]
  const add = (condition: string, ...bound: SQLInputValue[]): void => {
    conditions.push(condition)
    values.push(...bound)
  }
  const prefix = query.referencePrefix ?? ''
  if (prefix !== '') {
    // A range, not LIKE: no character of a reference is a wildcard.
    add('reference >= ?', prefix)
    const end = toPrefixEnd(prefix)
    if (end !== null) add('reference < ?', end)
  }
  if (query.createdFrom !== undefined) add('created_at >= ?', query.createdFrom)
  if (query.createdBefore !== undefined) add('created_at < ?', query.createdBefore)
  if (query.after !== undefined) {
    const beyond = query.order === 'CREATED_ASC' ? '>' : '<'
    add(`(created_at, id) ${beyond} (?, ?)`, query.after.createdAt, query.after.id)
  }
  // Without statistics SQLite would walk the order and test every reference; a prefix is nearly always the narrower.
  const index = prefix === '' ? 'applicants_by_creation' : 'applicants_by_reference'
  return { text: `applicants INDEXED BY ${index} WHERE ${conditions.join(' AND ')}`, values }
}

/**
 * Records of the embedded store as they were read and opened a moment ago, so that a screen that is looked at again, or asks
 * for one record in several ways, costs no second reading. A record that changes or goes, in whatever way, is forgotten inside
 * the very statement: triggers of this connection tell. A commit of another process forgets everything. Nothing is remembered
 * for longer than `LONGEST_MS`, and never more than `MOST` records of a kind twice over, or one list.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Applicant } from '../domain/applicant.ts'
import type { TenantId } from '../domain/ids.ts'
import type { Journey } from '../domain/journey.ts'
import type { Clock } from '../platform/clock.ts'

const LONGEST_MS = 60_000
const MOST = 1_000

/** Records of one kind, under tenant and id. */
export interface RecordCache<Value> {
  get(tenant: TenantId, id: string): Value | undefined
  set(tenant: TenantId, id: string, value: Value): void
}

export interface EmbeddedCache {
  readonly applicants: RecordCache<Applicant>
  readonly journeys: RecordCache<Journey>
  /** Journeys of an applicant, newest first. */
  readonly journeysOf: RecordCache<readonly Journey[]>
  readonly handles: RecordCache<string>
  /** To be called right before anything remembered is used. Throws when the file cannot be read. */
  refresh(): void
  /** Forgets everything, for good. */
  close(): void
}

// Temporary, so they are this connection's own: another version of the gateway finds the file as it knows it. An applicant
// whose row is written for its feed alone is forgotten too; whoever adds a column need not think of this.
const TRIGGERS = ['applicants', 'journeys']
  .flatMap((table) => ['INSERT', 'UPDATE', 'DELETE'].map((event) => ({ table, event })))
  .map(({ table, event }) => {
    const row = event === 'DELETE' ? 'old' : 'new'
    const applicant = `${row}.${table === 'applicants' ? 'id' : 'applicant_id'}`
    const journey = table === 'applicants' ? 'NULL' : `${row}.id`
    return `CREATE TEMP TRIGGER forget_${table}_after_${event} AFTER ${event} ON main.${table} BEGIN
      SELECT forget_record(${row}.tenant, ${applicant}, ${journey}); END;`
  })
  .join('\n')

/** A cache of the records in an open database that has its tables. */
export function createEmbeddedCache(
  db: DatabaseSync,
  prepare: (sql: string) => StatementSync,
  clock: Clock,
): EmbeddedCache {
  const applicants = createGenerations<Applicant>()
  const journeys = createGenerations<Journey>()
  // By what is in them: one applicant may have hundreds.
  const journeysOf = createGenerations<readonly Journey[]>(({ length }) => Math.max(1, length))
  const handles = createGenerations<string>()
  const all = [applicants, journeys, journeysOf, handles]
  let cancelTurn: (() => void) | null = null
  let version: unknown = null
  let isFresh = false

  db.function('forget_record', (tenant, applicant, journey) => {
    // Written by us from such.
    const [ofTenant, ofApplicant] = [tenant as TenantId, applicant as string]
    if (journey === null) applicants.forget(ofTenant, ofApplicant)
    else {
      for (const each of [journeys, handles]) each.forget(ofTenant, journey as string)
      journeysOf.forget(ofTenant, ofApplicant)
    }
    return null
  })
  db.exec(TRIGGERS)

  /** What is older than two turns is gone. */
  function turn(): void {
    for (const each of all) each.turn()
    cancelTurn = all.some(({ size }) => size() > 0) ? clock.after(LONGEST_MS / 2, turn) : null
  }

  function remember<Value>(generations: Generations<Value>): RecordCache<Value> {
    return {
      get: generations.get,
      set(tenant, id, value) {
        cancelTurn ??= clock.after(LONGEST_MS / 2, turn)
        generations.set(tenant, id, value)
      },
    }
  }

  return {
    applicants: remember(applicants),
    journeys: remember(journeys),
    journeysOf: remember(journeysOf),
    handles: remember(handles),
    refresh() {
      if (isFresh) return
      // Changes with every commit of another connection, and with none of this one.
      const latest = prepare('PRAGMA data_version').get()?.data_version
      if (latest !== version) for (const each of all) each.clear()
      version = latest
      // For those who ask before anything else happens; nobody among them can have heard of a later commit. Not before the file
      // was read: when it cannot be, each of them is told.
      isFresh = true
      queueMicrotask(() => {
        isFresh = false
      })
    },
    close() {
      cancelTurn?.()
      for (const each of all) each.clear()
    },
  }
}

/** What is remembered of `ids`, and of the others what `read` gives, which is remembered too. Each once, in any order. */
export function readThrough<Id extends string, Value>(
  cache: RecordCache<Value>,
  tenant: TenantId,
  ids: readonly Id[],
  read: (ids: readonly Id[]) => readonly (readonly [Id, Value])[],
): Value[] {
  const values: Value[] = []
  const missing: Id[] = []
  for (const id of new Set(ids)) {
    const known = cache.get(tenant, id)
    if (known === undefined) missing.push(id)
    else values.push(known)
  }
  if (missing.length === 0) return values
  for (const [id, value] of read(missing)) {
    cache.set(tenant, id, value)
    values.push(value)
  }
  return values
}

interface Generations<Value> extends RecordCache<Value> {
  forget(tenant: TenantId, id: string): void
  /** What was set since the last turn becomes old; what was old goes. */
  turn(): void
  clear(): void
  size(): number
}

type Generation<Value> = Map<TenantId, Map<string, Value>>

/** Two generations, so that nothing has a moment or a timer of its own. */
function createGenerations<Value>(weigh: (value: Value) => number = () => 1): Generations<Value> {
  let young: Generation<Value> = new Map()
  let old: Generation<Value> = new Map()
  let youngSize = 0

  function turn(): void {
    old = young
    young = new Map()
    youngSize = 0
  }

  return {
    get: (tenant, id) => young.get(tenant)?.get(id) ?? old.get(tenant)?.get(id),
    set(tenant, id, value) {
      if (youngSize >= MOST) turn()
      const ofTenant = young.get(tenant)
      if (ofTenant === undefined) young.set(tenant, new Map([[id, value]]))
      else ofTenant.set(id, value)
      youngSize += weigh(value)
    },
    forget(tenant, id) {
      young.get(tenant)?.delete(id)
      old.get(tenant)?.delete(id)
    },
    turn,
    clear() {
      turn()
      turn()
    },
    size: () => young.size + old.size,
  }
}

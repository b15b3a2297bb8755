/** How many records of each kind a store has, counted beside the gateway, and the sealed values in them. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { StorePlace } from './store-bytes.ts'

const TABLES = {
  applicants: { table: 'applicants', keys: 'fg:applicant:*' },
  journeys: { table: 'journeys', keys: 'fg:journey:*' },
  transitions: { table: 'transitions', keys: 'fg:journal:*' },
  keys: { table: 'keys', keys: 'fg:key:*' },
  // One hash of all of them.
  revocations: { table: 'revocations', keys: 'fg:revocations' },
  tombstones: { table: 'erasures', keys: 'fg:erasure:*' },
} as const
export type RowKind = keyof typeof TABLES

/** The number of records; of journals it counts those that have any transition. */
export async function countRows({ redis, directory }: StorePlace, kind: RowKind): Promise<number> {
  const { table, keys } = TABLES[kind]
  if (redis !== null) return (await listKeys({ redis, directory }, keys)).length
  using db = open(directory)
  return Number(db.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.count)
}

/** Every sealed value and keyed hash in the records of applicants and journeys, as it stands in the store. */
export async function readSealed(place: StorePlace): Promise<string[]> {
  const { redis, directory } = place
  if (redis === null) {
    using db = open(directory)
    const rows = [
      ...db.prepare('SELECT sealed_identity FROM applicants').all(),
      ...db.prepare('SELECT sealed_handle, handle_hash, webhook_hash, sealed_consent_url FROM journeys').all(),
    ]
    return rows.flatMap((row) => Object.values(row)).filter((value) => typeof value === 'string')
  }
  const found = new Set<string>()
  for (const key of [...(await listKeys(place, 'fg:applicant:*')), ...(await listKeys(place, 'fg:journey:*'))]) {
    // A sealed value begins with the name of its key.
    for (const [sealed] of (await redis.send('HGETALL', key)).matchAll(/bars\.[\w-]{38,}/g)) found.add(sealed)
  }
  return [...found]
}

/** Records of the audit trail, of all tenants, that were made before a moment. */
export async function countAuditRows(place: StorePlace, before: number): Promise<number> {
  const { redis, directory } = place
  if (redis === null) {
    using db = open(directory)
    return Number(db.prepare('SELECT count(*) AS count FROM audit WHERE at < ?').get(before)?.count)
  }
  let count = 0
  for (const key of await listKeys(place, 'fg:audit:*')) {
    for (const [, at] of (await redis.send('XRANGE', key, '-', '+')).matchAll(/\[(\d{13}),"[A-Z_]+",/g)) {
      if (Number(at) < before) count += 1
    }
  }
  return count
}

async function listKeys({ redis }: StorePlace, pattern: string): Promise<string[]> {
  const reply = (await redis?.send('KEYS', pattern)) ?? ''
  return reply.split('\r\n').filter((line) => line.startsWith('fg:'))
}

function open(directory: string): DatabaseSync {
  return new DatabaseSync(join(directory, 'gateway.db'), { readOnly: true })
}
